//! Calls of iosd.

use super::call;
use crate::{
    Call, IOSD, PRICE_FEED,
    addresses::{IO, IO_USD, PRICES, STABLE, dollar_tokens, dollar_vault, minter},
    tokens::TOKEN_PROGRAM,
    world::Trader,
};
use ionet_core::iosd::{IosdParameters, TradeRequest};
use solana_address::Address;
use solana_sdk_ids::system_program;

pub use super::io_token::{ADMIN, GUARDIAN};

/// Creates state and mint; the feed is price-feed's price of IO.
pub fn initialize(authority: Address, parameters: IosdParameters, guardian: Address) -> Call {
    initialize_with_feed(authority, parameters, PRICE_FEED.id, IO_USD, guardian)
}

/// As [`initialize`], with a feed of the test's choice.
pub fn initialize_with_feed(
    authority: Address,
    parameters: IosdParameters,
    feed_owner: Address,
    feed_id: [u8; 32],
    guardian: Address,
) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", STABLE.program_data),
        ("state", STABLE.state),
        ("iosd_authority", STABLE.authority),
        ("iosd_mint", STABLE.mint),
        ("io_mint", IO.mint),
        ("price_update", PRICES.io_usd),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    let arguments = (
        fields(parameters),
        feed_owner.to_bytes(),
        feed_id,
        guardian.to_bytes(),
    );
    call(IOSD, "initialize", &accounts, &arguments)
}

/// Opens the mint record of `wallet`.
pub fn open_minter(payer: Address, wallet: Address) -> Call {
    let accounts = [
        ("payer", payer),
        ("wallet", wallet),
        ("minter", minter(&wallet)),
        ("system_program", system_program::ID),
    ];
    call(IOSD, "open_minter", &accounts, &())
}

/// Returns the rent of the mint record of `wallet`.
pub fn close_minter(wallet: Address, payer: Address) -> Call {
    let accounts = [
        ("state", STABLE.state),
        ("minter", minter(&wallet)),
        ("payer", payer),
    ];
    call(IOSD, "close_minter", &accounts, &())
}

/// Burns the trader's IO and mints IOSD to it.
pub fn mint(trader: &Trader, request: TradeRequest) -> Call {
    let accounts = [
        ("wallet", trader.wallet),
        ("state", STABLE.state),
        ("minter", minter(&trader.wallet)),
        ("price_update", PRICES.io_usd),
        ("io_mint", IO.mint),
        ("iosd_mint", STABLE.mint),
        ("iosd_authority", STABLE.authority),
        ("io_source", trader.io),
        ("iosd_destination", trader.iosd),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IOSD, "mint", &accounts, &terms(request))
}

/// Creates the vault of `dollar_mint`.
pub fn list_vault(admin: Address, dollar_mint: Address) -> Call {
    let accounts = [
        ("admin", admin),
        ("state", STABLE.state),
        ("iosd_authority", STABLE.authority),
        ("dollar_mint", dollar_mint),
        ("vault", dollar_vault(&dollar_mint)),
        ("vault_tokens", dollar_tokens(&dollar_mint)),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    call(IOSD, "list_vault", &accounts, &())
}

/// Sells the trader's IOSD to the vault of its dollar mint.
pub fn sell_iosd(trader: &Trader, iosd_amount: u64) -> Call {
    let accounts = [
        ("seller", trader.wallet),
        ("vault", dollar_vault(&trader.dollar_mint)),
        ("iosd_mint", STABLE.mint),
        ("iosd_authority", STABLE.authority),
        ("vault_tokens", dollar_tokens(&trader.dollar_mint)),
        ("iosd_source", trader.iosd),
        ("dollar_destination", trader.dollars),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IOSD, "sell_iosd", &accounts, &iosd_amount)
}

/// Sells the trader's IO to the vault of its dollar mint.
pub fn sell_io(trader: &Trader, request: TradeRequest) -> Call {
    let accounts = [
        ("seller", trader.wallet),
        ("state", STABLE.state),
        ("vault", dollar_vault(&trader.dollar_mint)),
        ("price_update", PRICES.io_usd),
        ("io_mint", IO.mint),
        ("iosd_authority", STABLE.authority),
        ("vault_tokens", dollar_tokens(&trader.dollar_mint)),
        ("io_source", trader.io),
        ("dollar_destination", trader.dollars),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IOSD, "sell_io", &accounts, &terms(request))
}

/// Changes the parameters.
pub fn set_parameters(admin: Address, parameters: IosdParameters) -> Call {
    let accounts = [("admin", admin), ("state", STABLE.state)];
    call(IOSD, "set_parameters", &accounts, &fields(parameters))
}

/// Stops minting and the sale of IO.
pub fn pause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("state", STABLE.state)];
    call(IOSD, "pause", &accounts, &())
}

/// Lifts a pause.
pub fn unpause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("state", STABLE.state)];
    call(IOSD, "unpause", &accounts, &())
}

/// First step of a hand-over of `role`.
pub fn propose_role(admin: Address, role: u8, new: Address) -> Call {
    let accounts = [("admin", admin), ("state", STABLE.state)];
    call(IOSD, "propose_role", &accounts, &(role, new.to_bytes()))
}

/// Second step of a hand-over of `role`.
pub fn accept_role(new: Address, role: u8) -> Call {
    let accounts = [("new_holder", new), ("state", STABLE.state)];
    call(IOSD, "accept_role", &accounts, &role)
}

/// A request without a limit on the price or the time.
pub const fn at_any_price(io_amount: u64) -> TradeRequest {
    TradeRequest {
        io_amount,
        min_out: 0,
        expiry: i64::MAX,
    }
}

fn terms(request: TradeRequest) -> (u64, u64, i64) {
    (request.io_amount, request.min_out, request.expiry)
}

fn fields(parameters: IosdParameters) -> (u64, u16, u16, u16) {
    (
        parameters.window_cap,
        parameters.spread_bps,
        parameters.price.max_age_seconds,
        parameters.price.max_confidence_bps,
    )
}
