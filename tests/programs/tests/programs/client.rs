//! The generated client builds what the IDL says: same accounts, flags and bytes.

use ionet_client::generated::{
    emission::{instructions as emission_client, types::Parameters},
    io_token::{instructions as io_token_client, types::CategoryPlanArgs},
    iosd::{instructions as iosd_client, pdas as iosd_pdas, types::Parameters as IosdParameters},
    price_feed::{instructions as price_client, pdas as price_pdas},
};
use ionet_core::{emission::EmissionParameters, genesis::GenesisPlan, iosd as rules};
use ionet_test_kit::{
    PRICE_FEED,
    addresses::{IO, IO_USD, POOLS, PRICES, STABLE, dollar_tokens, dollar_vault, minter, vesting},
    process::{emission, io_token, iosd, price_feed},
    tokens::TOKEN_PROGRAM,
    world::{TWO_DOLLARS, Trader},
};
use solana_address::Address;
use solana_sdk_ids::system_program;

const SOMEBODY: Address = Address::new_from_array([7; 32]);
const OTHER: Address = Address::new_from_array([8; 32]);

#[test]
fn io_token_initialize() {
    let categories = GenesisPlan::OFFICIAL
        .categories
        .map(|category| CategoryPlanArgs {
            amount: category.amount,
            upfront_bps: category.terms.upfront_bps,
            cliff_months: category.terms.cliff_months,
            parts: category.terms.parts,
        });
    let client = io_token_client::Initialize {
        authority: SOMEBODY,
        program_data: IO.program_data,
        config: IO.config,
        mint_authority: IO.mint_authority,
        mint: IO.mint,
        vesting_vault: IO.vesting_vault,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    }
    .instruction(io_token_client::InitializeInstructionArgs {
        categories,
        guardian: OTHER,
    });
    assert_eq!(
        client,
        io_token::initialize(SOMEBODY, &GenesisPlan::OFFICIAL, OTHER).raw
    );
}

#[test]
fn io_token_claim_burn_and_roles() {
    let client = io_token_client::ClaimVested {
        beneficiary: SOMEBODY,
        config: IO.config,
        vesting: vesting(3),
        vesting_vault: IO.vesting_vault,
        mint_authority: IO.mint_authority,
        destination: OTHER,
        token_program: TOKEN_PROGRAM,
    };
    assert_eq!(
        client.instruction(),
        io_token::claim_vested(SOMEBODY, 3, OTHER).raw
    );

    let client = io_token_client::Burn {
        holder: SOMEBODY,
        config: IO.config,
        mint: IO.mint,
        source: OTHER,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(io_token_client::BurnInstructionArgs { amount: 99 });
    assert_eq!(client, io_token::burn(SOMEBODY, OTHER, 99).raw);

    let client = io_token_client::ProposeRole {
        admin: SOMEBODY,
        config: IO.config,
    }
    .instruction(io_token_client::ProposeRoleInstructionArgs {
        role: 1,
        new_holder: OTHER,
    });
    assert_eq!(client, io_token::propose_role(SOMEBODY, 1, OTHER).raw);
}

#[test]
fn emission_initialize_and_advance() {
    let client = emission_client::Initialize {
        authority: SOMEBODY,
        program_data: POOLS.program_data,
        state: POOLS.state,
        emission_authority: POOLS.authority,
        availability_vault: POOLS.availability_vault,
        compute_vault: POOLS.compute_vault,
        reserve_vault: POOLS.reserve_vault,
        io_config: IO.config,
        io_mint: IO.mint,
        io_mint_authority: IO.mint_authority,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    }
    .instruction(emission_client::InitializeInstructionArgs {
        start_time: -5,
        preset: 1,
        parameters: Parameters {
            availability_bps: 5_000,
            claim_window_epochs: 24,
        },
    });
    let kit = emission::initialize(SOMEBODY, -5, 1, EmissionParameters::DEFAULT);
    assert_eq!(client, kit.raw);

    let client = emission_client::Advance {
        state: POOLS.state,
        emission_authority: POOLS.authority,
        availability_vault: POOLS.availability_vault,
        compute_vault: POOLS.compute_vault,
        reserve_vault: POOLS.reserve_vault,
        io_config: IO.config,
        io_mint: IO.mint,
        io_mint_authority: IO.mint_authority,
        io_token_program: ionet_test_kit::IO_TOKEN.id,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(emission_client::AdvanceInstructionArgs { max_epochs: 730 });
    assert_eq!(client, emission::advance(730).raw);
}

const TRADER: Trader = Trader {
    wallet: SOMEBODY,
    io: Address::new_from_array([21; 32]),
    iosd: Address::new_from_array([22; 32]),
    dollars: Address::new_from_array([23; 32]),
    dollar_mint: Address::new_from_array([24; 32]),
};
const REQUEST: rules::TradeRequest = rules::TradeRequest {
    io_amount: 5,
    min_out: 6,
    expiry: -7,
};

#[test]
fn iosd_addresses() {
    let derived = [
        iosd_pdas::find_state_pda(),
        iosd_pdas::find_mint_pda(),
        iosd_pdas::find_authority_pda(),
        iosd_pdas::find_minter_pda(&SOMEBODY),
        iosd_pdas::find_dollar_vault_pda(&OTHER),
        iosd_pdas::find_dollar_tokens_pda(&OTHER),
        price_pdas::find_feed_pda(&IO_USD),
    ];
    let expected = [
        STABLE.state,
        STABLE.mint,
        STABLE.authority,
        minter(&SOMEBODY),
        dollar_vault(&OTHER),
        dollar_tokens(&OTHER),
        PRICES.io_usd,
    ];
    assert_eq!(derived.map(|(address, _)| address), expected);
}

#[test]
fn iosd_initialize_and_open_minter() {
    let client = iosd_client::Initialize {
        authority: SOMEBODY,
        program_data: STABLE.program_data,
        state: STABLE.state,
        iosd_authority: STABLE.authority,
        iosd_mint: STABLE.mint,
        io_mint: IO.mint,
        price_update: PRICES.io_usd,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    }
    .instruction(iosd_client::InitializeInstructionArgs {
        parameters: IosdParameters {
            window_cap: 100_000_000_000,
            spread_bps: 100,
            max_age_seconds: 60,
            max_confidence_bps: 200,
        },
        feed_owner: PRICE_FEED.id,
        feed_id: IO_USD,
        guardian: OTHER,
    });
    let kit = iosd::initialize(SOMEBODY, rules::IosdParameters::DEFAULT, OTHER);
    assert_eq!(client, kit.raw);

    let client = iosd_client::OpenMinter {
        payer: SOMEBODY,
        wallet: OTHER,
        minter: minter(&OTHER),
        system_program: system_program::ID,
    }
    .instruction();
    assert_eq!(client, iosd::open_minter(SOMEBODY, OTHER).raw);
}

#[test]
fn iosd_mint_and_sales() {
    let client = iosd_client::Mint {
        wallet: SOMEBODY,
        state: STABLE.state,
        minter: minter(&SOMEBODY),
        price_update: PRICES.io_usd,
        io_mint: IO.mint,
        iosd_mint: STABLE.mint,
        iosd_authority: STABLE.authority,
        io_source: TRADER.io,
        iosd_destination: TRADER.iosd,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(iosd_client::MintInstructionArgs {
        io_amount: 5,
        min_out: 6,
        expiry: -7,
    });
    assert_eq!(client, iosd::mint(&TRADER, REQUEST).raw);

    let client = iosd_client::SellIosd {
        seller: SOMEBODY,
        vault: dollar_vault(&TRADER.dollar_mint),
        iosd_mint: STABLE.mint,
        iosd_authority: STABLE.authority,
        vault_tokens: dollar_tokens(&TRADER.dollar_mint),
        iosd_source: TRADER.iosd,
        dollar_destination: TRADER.dollars,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(iosd_client::SellIosdInstructionArgs { iosd_amount: 8 });
    assert_eq!(client, iosd::sell_iosd(&TRADER, 8).raw);

    let client = iosd_client::SellIo {
        seller: SOMEBODY,
        state: STABLE.state,
        vault: dollar_vault(&TRADER.dollar_mint),
        price_update: PRICES.io_usd,
        io_mint: IO.mint,
        iosd_authority: STABLE.authority,
        vault_tokens: dollar_tokens(&TRADER.dollar_mint),
        io_source: TRADER.io,
        dollar_destination: TRADER.dollars,
        token_program: TOKEN_PROGRAM,
    }
    .instruction(iosd_client::SellIoInstructionArgs {
        io_amount: 5,
        min_out: 6,
        expiry: -7,
    });
    assert_eq!(client, iosd::sell_io(&TRADER, REQUEST).raw);
}

#[test]
fn price_feed_publish() {
    let client = price_client::Publish {
        publisher: SOMEBODY,
        feed: PRICES.io_usd,
    }
    .instruction(price_client::PublishInstructionArgs {
        price: TWO_DOLLARS.price,
        conf: TWO_DOLLARS.conf,
        exponent: TWO_DOLLARS.exponent,
        ema_price: TWO_DOLLARS.ema_price,
        ema_conf: TWO_DOLLARS.ema_conf,
        publish_time: -9,
    });
    assert_eq!(
        client,
        price_feed::publish(SOMEBODY, IO_USD, TWO_DOLLARS, -9).raw
    );
}
