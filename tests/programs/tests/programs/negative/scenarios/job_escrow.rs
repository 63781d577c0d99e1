//! For every instruction of job-escrow a market in which the default call succeeds: job 0 of
//! the client, in dollars, and operator 0. Both have referrers that are paid.

pub mod deciding;

use super::super::tables::patch;
use ionet_test_kit::{
    Call, World,
    addresses::{STABLE, class_total, client, feed, operator, stake},
    market::{CLASS, DOLLAR_FEED, DOLLAR_MINT, Market, Operator, STAKE},
    process::{
        job_escrow::{
            self as escrow, ClaimAccounts, GUARDIAN, JobAt, Parameters, PostAccounts,
            SettleAccounts, TREASURY,
        },
        local_stand_in::{Stake, set_stake},
    },
};
use solana_address::Address;
use std::sync::LazyLock;

/// GPUs of the client's jobs, and of the claim on them.
pub const GPUS: u32 = 2;
/// Index of the mint that is listed and has no shards.
pub const NEW_MINT: u8 = 2;

/// A world and the call that succeeds in it.
///
/// # Panics
/// When the instruction is new: then it needs a scenario here.
pub fn correct(instruction: &str) -> (World, Call) {
    if instruction == "initialize" {
        let (world, market) = (World::trading(), Market::open());
        let start = market.start(world.chain.now());
        let call = escrow::initialize(world.admin, STABLE.mint, &start);
        return (world, call);
    }
    let (market, call) = with_market(instruction);
    (market.world, call)
}

/// As [`correct`], with the people; for every instruction but `initialize`.
///
/// # Panics
/// When the instruction is new: then it needs a scenario here.
pub fn with_market(instruction: &str) -> (Market, Call) {
    let mut market = referred();
    let call = config_call(&mut market, instruction)
        .or_else(|| job_call(&mut market, instruction))
        .or_else(|| end_call(&mut market, instruction))
        .or_else(|| deciding::call(&mut market, instruction))
        .unwrap_or_else(|| panic!("job_escrow.{instruction} has no scenario; add one"));
    (market, call)
}

/// Calls of the config's roles, and those which open accounts.
fn config_call(market: &mut Market, instruction: &str) -> Option<Call> {
    let World {
        admin,
        guardian,
        mallory,
        ..
    } = market.world;
    Some(match instruction {
        "set_parameters" => escrow::set_parameters(admin, Parameters::default()),
        "list_mint" => list_new_mint(market),
        "open_shard" => {
            let list = list_new_mint(market);
            let mint = list.account("mint");
            let _ = market.world.chain.send(list).ok();
            escrow::open_shard(admin, NEW_MINT, mint, 3)
        }
        "open_participant" => escrow::open_participant(admin, mallory),
        "pause" => escrow::pause(guardian),
        "unpause" => {
            let _ = market.world.chain.send(escrow::pause(admin)).ok();
            escrow::unpause(guardian)
        }
        "propose_role" => escrow::propose_role(admin, GUARDIAN, mallory),
        "accept_role" => {
            let propose = escrow::propose_role(admin, GUARDIAN, mallory);
            let _ = market.world.chain.send(propose).ok();
            escrow::accept_role(mallory, GUARDIAN)
        }
        _ => return None,
    })
}

/// Calls of a job and a claim before they end.
fn job_call(market: &mut Market, instruction: &str) -> Option<Call> {
    let operator = market.operators[0];
    let (owner, key, device) = (operator.owner, operator.device_key, operator.device);
    Some(match instruction {
        "post" => post(market, 0),
        "seal" => {
            posted(market, 0);
            seal(&market.job(0, DOLLAR_MINT))
        }
        "claim" => {
            let job = sealed(market, 0);
            claim(market, &job)
        }
        "enlarge" => {
            let job = sealed(market, 0);
            let _ = market.claim(&job, &operator, 1).ok();
            escrow::enlarge(&job, &market.claim_accounts(&operator), 1)
        }
        "start_host" => {
            // A second job, so that the device is bound already.
            let old_claim = completed(market).claim(&owner);
            let job = sealed(market, 1);
            let claim = claim(market, &job);
            let _ = market.world.chain.send(claim).ok();
            escrow::start_host(&job, &owner, key, device, Some(old_claim), GPUS)
        }
        "heartbeat" => {
            let job = worked(market);
            escrow::heartbeat(&job, &owner, key, device, GPUS)
        }
        "complete" => {
            let job = worked(market);
            escrow::complete(&job, &owner, key, device, GPUS, [7; 32])
        }
        "cancel" => escrow::cancel(&worked(market)),
        _ => return None,
    })
}

/// Calls which follow from an end.
fn end_call(market: &mut Market, instruction: &str) -> Option<Call> {
    let Operator {
        owner,
        device_key,
        dollars,
        ..
    } = market.operators[0];
    let mallory = market.world.mallory;
    Some(match instruction {
        "end_job" => {
            let job = sealed(market, 0);
            market.world.chain.warp(3_600);
            escrow::end_job(&job)
        }
        "finish" => escrow::finish(&never_started(market), &owner),
        "refund" => {
            let job = cancelled(market);
            escrow::refund(&job, market.client_dollars)
        }
        "settle" => {
            let job = due(market);
            settle(market, &job)
        }
        "close_claim" => escrow::close_claim(&settled(market), &owner, device_key),
        "close_job" => {
            let job = settled(market);
            let close = escrow::close_claim(&job, &owner, device_key);
            let _ = market.world.chain.send(close).ok();
            escrow::close_job(mallory, &job)
        }
        "withdraw" => {
            let job = settled(market);
            escrow::withdraw(owner, DOLLAR_MINT, job.shard(), dollars, u64::MAX)
        }
        "withdraw_fees" => {
            let job = settled(market);
            let (holder, mint) = (market.treasury, market.dollar_mint);
            let chain = &mut market.world.chain;
            let account = chain.token_account("dollars of the treasury", &mint, &holder);
            escrow::withdraw_fees(
                holder,
                TREASURY,
                DOLLAR_MINT,
                job.shard(),
                account,
                u64::MAX,
            )
        }
        _ => return None,
    })
}

static REFERRED: LazyLock<Market> = LazyLock::new(|| {
    let mut market = Market::open();
    let operator_account = operator(&market.operators[0].owner);
    let client_account = client(&market.client);
    for (name, account, offset) in [
        (CLIENT_REFERRER, client_account, 88),
        (OPERATOR_REFERRER, operator_account, 96),
    ] {
        let referrer = market.world.chain.wallet(name);
        patch(&mut market.world, account, offset, referrer.as_ref());
        open(&mut market, referrer);
    }
    let client = market.client;
    open_stake(&mut market, client);
    market
});

/// The open market, with referrers of client and operator 0 that are paid.
pub fn referred() -> Market {
    REFERRED.clone()
}

/// The wallet of the client's referrer.
pub fn client_referrer(market: &mut Market) -> Address {
    market.world.chain.wallet(CLIENT_REFERRER)
}

/// The wallet of the referrer of operator 0.
pub fn operator_referrer(market: &mut Market) -> Address {
    market.world.chain.wallet(OPERATOR_REFERRER)
}

const CLIENT_REFERRER: &str = "referrer of the client";
const OPERATOR_REFERRER: &str = "referrer of operator 0";

/// Opens the record of `owner`, who has stake.
fn open(market: &mut Market, owner: Address) {
    let open = escrow::open_participant(market.world.admin, owner);
    let _ = market.world.chain.send(open).ok();
    open_stake(market, owner);
}

fn open_stake(market: &mut Market, owner: Address) {
    let stake = set_stake(market.world.admin, owner, Stake::own(STAKE));
    let _ = market.world.chain.send(stake).ok();
}

fn list_new_mint(market: &mut Market) -> Call {
    let admin = market.world.admin;
    let chain = &mut market.world.chain;
    let mint = chain.dollar_mint("new dollar", &admin);
    let sink = chain.token_account("sink of the new dollar", &mint, &admin);
    escrow::list_mint(admin, NEW_MINT, mint, sink, [0x30; 32], true)
}

/// The call that posts the client's job `number`, with all its stakes.
pub fn post(market: &mut Market, number: u64) -> Call {
    let referrer = client_referrer(market);
    let with = PostAccounts {
        client_stake: Some(stake(&market.client)),
        referrer_stake: Some(stake(&referrer)),
        ..market.post_accounts(DOLLAR_MINT)
    };
    let terms = market.terms(DOLLAR_MINT, GPUS);
    escrow::post(market.client, number, &terms, &with)
}

/// The call that seals a job.
pub fn seal(job: &JobAt) -> Call {
    escrow::seal(job, class_total(CLASS))
}

/// The call of operator 0 that takes all slots of a sealed job.
pub fn claim(market: &mut Market, job: &JobAt) -> Call {
    let operator = market.operators[0];
    let with = ClaimAccounts {
        referrer_stake: Some(stake(&operator_referrer(market))),
        ..market.claim_accounts(&operator)
    };
    escrow::claim_slots(job, &with, GPUS, 86_400)
}

/// The call that settles the claim of operator 0, signed by it, with a price.
pub fn settle(market: &mut Market, job: &JobAt) -> Call {
    market.refresh_prices();
    let with = SettleAccounts {
        client_referrer: Some(client_referrer(market)),
        operator_referrer: Some(operator_referrer(market)),
        price: Some(feed(&DOLLAR_FEED)),
        signed: true,
    };
    escrow::settle(job, &market.operators[0].owner, &with)
}

/// Job `number` posted, and its hash listed.
pub fn posted(market: &mut Market, number: u64) {
    let post = post(market, number);
    let _ = market.world.chain.send(post).ok();
    market.world.chain.warp(4);
    market.world.chain.list_slots();
}

/// Job `number` sealed and its race over, with fresh prices.
pub fn sealed(market: &mut Market, number: u64) -> JobAt {
    posted(market, number);
    let job = market.job(number, DOLLAR_MINT);
    let _ = market.world.chain.send(seal(&job)).ok();
    market.world.chain.warp(8);
    market.refresh_prices();
    job
}

/// Job 0 claimed by operator 0.
pub fn claimed(market: &mut Market) -> JobAt {
    let job = sealed(market, 0);
    let claim = claim(market, &job);
    let _ = market.world.chain.send(claim).ok();
    job
}

/// Job 0 served for a quarter of an hour, which no heartbeat covers yet.
pub fn worked(market: &mut Market) -> JobAt {
    let job = claimed(market);
    let operator = market.operators[0];
    let _ = market.start_host(&job, &operator, GPUS);
    market.world.chain.warp(900);
    job
}

/// The claim on job 0 completed.
fn completed(market: &mut Market) -> JobAt {
    let job = worked(market);
    let operator = market.operators[0];
    let _ = market.complete(&job, &operator, GPUS);
    job
}

/// Job 0 claimed, its time to start missed.
pub fn never_started(market: &mut Market) -> JobAt {
    let job = claimed(market);
    market.world.chain.warp(601);
    job
}

/// Job 0 cancelled after a heartbeat.
pub fn cancelled(market: &mut Market) -> JobAt {
    let job = worked(market);
    let operator = market.operators[0];
    let _ = market.beat(&job, &operator, GPUS);
    let _ = market.world.chain.send(escrow::cancel(&job)).ok();
    job
}

/// The claim on the cancelled job 0 ended, nothing held back any more.
pub fn due(market: &mut Market) -> JobAt {
    let job = cancelled(market);
    let finish = escrow::finish(&job, &market.operators[0].owner);
    let _ = market.world.chain.send(finish).ok();
    market.world.chain.warp(900);
    job
}

/// The claim on the cancelled job 0 settled; three quarters of the deposit lie in its vault.
pub fn settled(market: &mut Market) -> JobAt {
    let job = due(market);
    let settle = settle(market, &job);
    let _ = market.world.chain.send(settle).ok();
    job
}
