//! Errors of job-escrow: listed mints, their shards, records.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::Stage,
};
use ionet_test_kit::{
    Call, Outcome,
    addresses::{STABLE, dollar_tokens},
    market::{DOLLAR_FEED, DOLLAR_MINT},
    process::job_escrow as escrow,
};
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("MintNotListed", "post in the next", || Stage::open().refuses(|stage| {
        stage.post_call(|terms| terms.mint_index = 2)
    })),
    case("MintNotListed", "post in the last of all", || Stage::open().refuses(|stage| {
        stage.post_call(|terms| terms.mint_index = u8::MAX)
    })),
    case("MintNotListed", "open_shard of the next", || shard(2, 0)),
    case("MintNotListed", "open_shard of the last of all", || shard(u8::MAX, 0)),
    case("MintInactive", "post", || {
        Stage::open().and(|stage| dollars(stage, false)).refuses(|stage| stage.post_call(|_| ()))
    }),
    case("MintsFull", "a ninth", || {
        let mut stage = Stage::open();
        for index in 2..8 {
            let list = new_mint(&mut stage, index);
            stage.must(list);
        }
        let ninth = new_mint(&mut stage, 8);
        stage.refuses(|_| ninth)
    }),
    case("WrongMintIndex", "that of IOSD", || list_at(0)),
    case("WrongMintIndex", "skips one", || list_at(3)),
    case("WrongMintIndex", "the first that never is", || list_at(8)),
    case("WrongMintIndex", "the last of all", || list_at(u8::MAX)),
    case("WrongMint", "another mint under an index that is taken", || list_at(DOLLAR_MINT)),
    case("WrongMint", "post", || Stage::open().refuses(|stage| {
        stage.post_call(|_| ()).with_account("mint", STABLE.mint)
    })),
    case("WrongMint", "open_shard", || {
        let mut stage = Stage::open();
        let list = new_mint(&mut stage, 2);
        stage.and(|_| list).refuses(|stage| {
            escrow::open_shard(stage.admin(), 2, stage.market.dollar_mint, 0)
        })
    }),
    case("MintListedTwice", "dollars", || Stage::open().refuses(|stage| {
        let mint = stage.market.dollar_mint;
        escrow::list_mint(stage.admin(), 2, mint, dollar_tokens(&mint), DOLLAR_FEED, true)
    })),
    case("MintListedTwice", "IOSD, which would not be burned", || Stage::open().refuses(|stage| {
        escrow::list_mint(stage.admin(), 2, STABLE.mint, stage.market.client_iosd, [0; 32], true)
    })),
    case("WrongDecimals", "eight", || {
        let mut stage = Stage::open();
        let admin = stage.admin();
        let chain = &mut stage.market.world.chain;
        let mint = chain.foreign_mint("eight decimals", &admin);
        let sink = chain.token_account("sink", &mint, &admin);
        stage.refuses(|stage| escrow::list_mint(stage.admin(), 2, mint, sink, [2; 32], true))
    }),
    case("UnknownActive", "2", || Stage::open().refuses(|stage| flag(stage, 2))),
    case("UnknownActive", "the last of all", || Stage::open().refuses(|stage| flag(stage, u8::MAX))),
    case("WrongTokenSink", "list_mint, an account of another mint", || {
        Stage::open().refuses(|stage| {
            dollars(stage, true).with_account("token_sink", stage.market.client_iosd)
        })
    }),
    case("ShardOutOfRange", "the seventeenth", || shard(DOLLAR_MINT, 16)),
    case("ShardOutOfRange", "the last of all", || shard(DOLLAR_MINT, u8::MAX)),
    case("OwnerMissing", "a record for nobody", || Stage::open().refuses(|stage| {
        escrow::open_participant(stage.admin(), Address::default())
    })),
];

/// The dollar token's entry once more.
fn dollars(stage: &Stage, active: bool) -> Call {
    let mint = stage.market.dollar_mint;
    escrow::list_mint(
        stage.admin(),
        DOLLAR_MINT,
        mint,
        dollar_tokens(&mint),
        DOLLAR_FEED,
        active,
    )
}

/// The dollar token's entry with a flag that is none.
fn flag(stage: &Stage, active: u8) -> Call {
    let mut call = dollars(stage, true);
    if let Some(last) = call.raw.data.last_mut() {
        *last = active;
    }
    call
}

/// A mint of its own under `index`.
fn new_mint(stage: &mut Stage, index: u8) -> Call {
    let admin = stage.admin();
    let chain = &mut stage.market.world.chain;
    let mint = chain.dollar_mint(&format!("dollar {index}"), &admin);
    let sink = chain.token_account(&format!("sink {index}"), &mint, &admin);
    escrow::list_mint(admin, index, mint, sink, [index; 32], true)
}

fn list_at(index: u8) -> Outcome {
    let mut stage = Stage::open();
    let list = new_mint(&mut stage, index);
    stage.refuses(|_| list)
}

fn shard(mint_index: u8, number: u8) -> Outcome {
    Stage::open().refuses(|stage| {
        let mint = stage.market.dollar_mint;
        escrow::open_shard(stage.admin(), mint_index, mint, number)
    })
}
