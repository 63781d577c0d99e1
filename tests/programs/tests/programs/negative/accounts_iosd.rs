//! Every account of every instruction of iosd, spoiled in every way that its constraints exclude.

use super::tables::{
    AccountCase, CONSTRAINT_DUPLICATE_MUTABLE, CONSTRAINT_MUT, FOREIGN_IN_BATCH, ILLEGAL_OWNER,
    INVALID_SEEDS, NO_SIGNATURE, NOT_TOKEN_OWNER, OTHER_MINT, OTHER_PROGRAM, OTHER_TYPE,
    READ_ONLY_IN_CALL, case, framework, own, runtime, substitute,
};
use ionet_core::supply::IO_UNIT;
use ionet_test_kit::{
    World,
    addresses::{IO, STABLE, dollar_tokens, dollar_vault, feed, minter},
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
        twin,
    },
    process::{iosd, price_feed},
    world::Trader,
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // accept_role
    case("accept_role", "new_holder", Unsigned, NO_SIGNATURE),
    case("accept_role", "new_holder", OtherSigner, own("NotProposed")),
    case("accept_role", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("accept_role", "state", OtherAddress, INVALID_SEEDS),
    case("accept_role", "state", ForeignOwner, ILLEGAL_OWNER),
    // close_minter
    case("close_minter", "minter", ReadOnly, framework(CONSTRAINT_MUT)),
    case("close_minter", "minter", ForeignOwner, ILLEGAL_OWNER),
    case("close_minter", "payer", ReadOnly, framework(CONSTRAINT_MUT)),
    case("close_minter", "payer", OtherAddress, own("WrongRentReceiver")),
    case("close_minter", "state", OtherAddress, INVALID_SEEDS),
    case("close_minter", "state", ForeignOwner, ILLEGAL_OWNER),
    // initialize
    case("initialize", "authority", Unsigned, NO_SIGNATURE),
    case("initialize", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("initialize", "authority", ReadOnly, NO_SIGNATURE),
    case("initialize", "io_mint", ForeignOwner, ILLEGAL_OWNER),
    case("initialize", "iosd_authority", OtherAddress, INVALID_SEEDS),
    case("initialize", "iosd_mint", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "iosd_mint", OtherAddress, INVALID_SEEDS),
    case("initialize", "price_update", ForeignOwner, own("WrongPriceOwner")),
    case("initialize", "program_data", ForeignOwner, own("WrongProgramData")),
    case("initialize", "state", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "state", OtherAddress, INVALID_SEEDS),
    case("initialize", "system_program", OtherAddress, OTHER_PROGRAM),
    case("initialize", "token_program", OtherAddress, OTHER_PROGRAM),
    // list_vault
    case("list_vault", "admin", Unsigned, NO_SIGNATURE),
    case("list_vault", "admin", OtherSigner, own("NotAdmin")),
    case("list_vault", "admin", ReadOnly, NO_SIGNATURE),
    case("list_vault", "dollar_mint", ForeignOwner, ILLEGAL_OWNER),
    case("list_vault", "iosd_authority", OtherAddress, INVALID_SEEDS),
    case("list_vault", "state", OtherAddress, INVALID_SEEDS),
    case("list_vault", "state", ForeignOwner, ILLEGAL_OWNER),
    case("list_vault", "system_program", OtherAddress, OTHER_PROGRAM),
    case("list_vault", "token_program", OtherAddress, OTHER_PROGRAM),
    case("list_vault", "vault", ReadOnly, READ_ONLY_IN_CALL),
    case("list_vault", "vault", OtherAddress, INVALID_SEEDS),
    case("list_vault", "vault_tokens", ReadOnly, READ_ONLY_IN_CALL),
    case("list_vault", "vault_tokens", OtherAddress, INVALID_SEEDS),
    // mint
    case("mint", "io_mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "io_mint", OtherAddress, own("WrongIoMint")),
    case("mint", "io_mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("mint", "io_source", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "io_source", ForeignOwner, FOREIGN_IN_BATCH),
    case("mint", "iosd_authority", OtherAddress, INVALID_SEEDS),
    case("mint", "iosd_destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "iosd_destination", ForeignOwner, FOREIGN_IN_BATCH),
    case("mint", "iosd_mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "iosd_mint", OtherAddress, INVALID_SEEDS),
    case("mint", "iosd_mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("mint", "minter", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "minter", ForeignOwner, ILLEGAL_OWNER),
    case("mint", "price_update", ForeignOwner, own("WrongPriceOwner")),
    case("mint", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("mint", "state", OtherAddress, INVALID_SEEDS),
    case("mint", "state", ForeignOwner, ILLEGAL_OWNER),
    case("mint", "token_program", OtherAddress, OTHER_PROGRAM),
    case("mint", "wallet", Unsigned, NO_SIGNATURE),
    case("mint", "wallet", OtherSigner, own("WrongMinter")),
    // open_minter
    case("open_minter", "minter", ReadOnly, READ_ONLY_IN_CALL),
    case("open_minter", "minter", OtherAddress, INVALID_SEEDS),
    case("open_minter", "payer", Unsigned, NO_SIGNATURE),
    case("open_minter", "payer", OtherSigner, Expected::Success),
    case("open_minter", "payer", ReadOnly, NO_SIGNATURE),
    case("open_minter", "system_program", OtherAddress, OTHER_PROGRAM),
    // pause
    case("pause", "authority", Unsigned, NO_SIGNATURE),
    case("pause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("pause", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("pause", "state", OtherAddress, INVALID_SEEDS),
    case("pause", "state", ForeignOwner, ILLEGAL_OWNER),
    // propose_role
    case("propose_role", "admin", Unsigned, NO_SIGNATURE),
    case("propose_role", "admin", OtherSigner, own("NotAdmin")),
    case("propose_role", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("propose_role", "state", OtherAddress, INVALID_SEEDS),
    case("propose_role", "state", ForeignOwner, ILLEGAL_OWNER),
    // sell_io
    case("sell_io", "dollar_destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "dollar_destination", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_io", "io_mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "io_mint", OtherAddress, own("WrongIoMint")),
    case("sell_io", "io_mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_io", "io_source", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "io_source", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_io", "iosd_authority", OtherAddress, INVALID_SEEDS),
    case("sell_io", "price_update", ForeignOwner, own("WrongPriceOwner")),
    case("sell_io", "seller", Unsigned, NO_SIGNATURE),
    case("sell_io", "seller", OtherSigner, NOT_TOKEN_OWNER),
    case("sell_io", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "state", OtherAddress, INVALID_SEEDS),
    case("sell_io", "state", ForeignOwner, ILLEGAL_OWNER),
    case("sell_io", "token_program", OtherAddress, OTHER_PROGRAM),
    case("sell_io", "vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "vault", ForeignOwner, ILLEGAL_OWNER),
    case("sell_io", "vault_tokens", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_io", "vault_tokens", OtherAddress, own("WrongVaultTokens")),
    case("sell_io", "vault_tokens", ForeignOwner, ILLEGAL_OWNER),
    // sell_iosd
    case("sell_iosd", "dollar_destination", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_iosd", "dollar_destination", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_iosd", "iosd_authority", OtherAddress, INVALID_SEEDS),
    case("sell_iosd", "iosd_mint", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_iosd", "iosd_mint", OtherAddress, INVALID_SEEDS),
    case("sell_iosd", "iosd_mint", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_iosd", "iosd_source", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_iosd", "iosd_source", ForeignOwner, FOREIGN_IN_BATCH),
    case("sell_iosd", "seller", Unsigned, NO_SIGNATURE),
    case("sell_iosd", "seller", OtherSigner, NOT_TOKEN_OWNER),
    case("sell_iosd", "token_program", OtherAddress, OTHER_PROGRAM),
    case("sell_iosd", "vault", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_iosd", "vault", ForeignOwner, ILLEGAL_OWNER),
    case("sell_iosd", "vault_tokens", ReadOnly, framework(CONSTRAINT_MUT)),
    case("sell_iosd", "vault_tokens", OtherAddress, own("WrongVaultTokens")),
    case("sell_iosd", "vault_tokens", ForeignOwner, ILLEGAL_OWNER),
    // set_parameters
    case("set_parameters", "admin", Unsigned, NO_SIGNATURE),
    case("set_parameters", "admin", OtherSigner, own("NotAdmin")),
    case("set_parameters", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("set_parameters", "state", OtherAddress, INVALID_SEEDS),
    case("set_parameters", "state", ForeignOwner, ILLEGAL_OWNER),
    // unpause
    case("unpause", "authority", Unsigned, NO_SIGNATURE),
    case("unpause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("unpause", "state", ReadOnly, framework(CONSTRAINT_MUT)),
    case("unpause", "state", OtherAddress, INVALID_SEEDS),
    case("unpause", "state", ForeignOwner, ILLEGAL_OWNER),
    // accounts whose address is not fixed in the IDL
    substitute("close_minter", "minter", "a vault", trader_vault, OTHER_TYPE),
    substitute("close_minter", "minter", "one that was just opened", fresh_minter, own("MinterInUse")),
    substitute("initialize", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("initialize", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    substitute("initialize", "io_mint", "a copy", |world| twin(&mut world.chain, &IO.mint), own("WrongIoMint")),
    substitute("initialize", "io_mint", "another mint", dollar_mint, own("WrongIoMint")),
    substitute("initialize", "io_mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("initialize", "io_mint", "a token account", |_| IO.vesting_vault, OTHER_TYPE),
    substitute("initialize", "price_update", "of another feed", other_feed, own("WrongPriceFeed")),
    substitute("initialize", "price_update", "a wallet", |world| world.mallory, own("WrongPriceOwner")),
    substitute("list_vault", "dollar_mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("list_vault", "dollar_mint", "a token account", |_| IO.vesting_vault, OTHER_TYPE),
    substitute("list_vault", "dollar_mint", "another than the vault is for", dollar_mint, INVALID_SEEDS),
    substitute("mint", "io_source", "of another owner", other_io, NOT_TOKEN_OWNER),
    substitute("mint", "io_source", "of another mint", foreign_tokens, OTHER_MINT),
    substitute("mint", "io_source", "of Token-2022", token_2022_account, FOREIGN_IN_BATCH),
    substitute("mint", "iosd_destination", "of another mint", foreign_tokens, OTHER_MINT),
    substitute("mint", "iosd_destination", "of Token-2022", token_2022_account, FOREIGN_IN_BATCH),
    substitute("mint", "minter", "somebody else's", fresh_minter, own("WrongMinter")),
    substitute("mint", "minter", "the state", |_| STABLE.state, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("mint", "minter", "a vault", trader_vault, OTHER_TYPE),
    substitute("mint", "price_update", "of another feed", other_feed, own("WrongPriceFeed")),
    substitute("mint", "price_update", "a wallet", |world| world.mallory, own("WrongPriceOwner")),
    substitute("open_minter", "wallet", "another than the record is for", |world| world.guardian, INVALID_SEEDS),
    substitute("sell_io", "dollar_destination", "of another mint", other_io, OTHER_MINT),
    substitute("sell_io", "dollar_destination", "the vault itself", trader_vault_tokens, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("sell_io", "io_source", "of another owner", other_io, NOT_TOKEN_OWNER),
    substitute("sell_io", "io_source", "of another mint", foreign_tokens, OTHER_MINT),
    substitute("sell_io", "vault", "another dollar's", other_vault, own("WrongVaultTokens")),
    substitute("sell_io", "vault", "a mint record", trader_minter, TOO_SHORT),
    substitute("sell_iosd", "dollar_destination", "of another mint", other_io, OTHER_MINT),
    substitute("sell_iosd", "dollar_destination", "the vault itself", trader_vault_tokens, framework(CONSTRAINT_DUPLICATE_MUTABLE)),
    substitute("sell_iosd", "iosd_source", "of another owner", other_iosd, NOT_TOKEN_OWNER),
    substitute("sell_iosd", "iosd_source", "of another mint", foreign_tokens, OTHER_MINT),
    substitute("sell_iosd", "vault", "another dollar's", other_vault, own("WrongVaultTokens")),
    substitute("sell_iosd", "vault", "a mint record", trader_minter, TOO_SHORT),
    substitute("sell_io", "price_update", "of another feed", other_feed, own("WrongPriceFeed")),
    substitute("sell_io", "price_update", "a wallet", |world| world.mallory, own("WrongPriceOwner")),
];

/// Mallory's record, opened this second.
fn fresh_minter(world: &mut World) -> Address {
    let call = iosd::open_minter(world.admin, world.mallory);
    let _ = world.chain.send(call).ok();
    minter(&world.mallory)
}

/// Another price of the same oracle.
fn other_feed(world: &mut World) -> Address {
    let call = price_feed::create_feed(world.admin, [9; 32], world.publisher);
    let _ = world.chain.send(call).ok();
    feed(&[9; 32])
}

fn dollar_mint(world: &mut World) -> Address {
    let mallory = world.mallory;
    world.chain.dollar_mint("another dollar", &mallory)
}

fn token_2022_mint(world: &mut World) -> Address {
    let mallory = world.mallory;
    world.chain.token_2022_mint("token-2022 mint", &mallory)
}

/// A Token-2022 account of the trader.
fn token_2022_account(world: &mut World) -> Address {
    let mint = token_2022_mint(world);
    let owner = world.trader.wallet;
    world
        .chain
        .token_2022_account("token-2022 account", &mint, &owner)
}

/// An account of another type that is shorter.
const TOO_SHORT: Expected = runtime(InstructionError::AccountDataTooSmall);

/// Mallory's account of `mint`.
fn account_of(world: &mut World, mint: Address) -> Address {
    let mallory = world.mallory;
    world
        .chain
        .token_account("mallory's account", &mint, &mallory)
}

/// Mallory's IO.
fn other_io(world: &mut World) -> Address {
    let account = account_of(world, IO.mint);
    let Trader { wallet, io, .. } = world.trader;
    world.chain.transfer(&io, &account, &wallet, 100 * IO_UNIT);
    account
}

/// Mallory's IOSD.
fn other_iosd(world: &mut World) -> Address {
    let account = account_of(world, STABLE.mint);
    let Trader { wallet, iosd, .. } = world.trader;
    world.chain.transfer(&iosd, &account, &wallet, 100_000_000);
    account
}

/// The trader's account of a mint that has nothing to do with this.
fn foreign_tokens(world: &mut World) -> Address {
    let owner = world.trader.wallet;
    let mint = world.chain.foreign_mint("foreign", &owner);
    let account = world.chain.token_account("foreign tokens", &mint, &owner);
    world
        .chain
        .mint_foreign(&mint, &account, &owner, 100 * IO_UNIT);
    account
}

fn other_vault(world: &mut World) -> Address {
    let mint = dollar_mint(world);
    let _ = world.chain.send(iosd::list_vault(world.admin, mint)).ok();
    dollar_vault(&mint)
}

fn trader_vault(world: &mut World) -> Address {
    dollar_vault(&world.trader.dollar_mint)
}

fn trader_vault_tokens(world: &mut World) -> Address {
    dollar_tokens(&world.trader.dollar_mint)
}

fn trader_minter(world: &mut World) -> Address {
    minter(&world.trader.wallet)
}
