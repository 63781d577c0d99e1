//! Attacks on the market, by name. Each is really attempted: what is refused leaves every
//! account it names as it was, and what is not refused gains nothing.

mod accounts;
mod attestation;
mod bonds;
mod capacity;
mod closing;
mod enlarge;
mod limits;
mod order;
mod price;
mod race;
mod tokens;
mod verdicts;

use ionet_test_kit::{
    Call,
    addresses::{dollar_tokens, shard_vault},
    call::idl,
    market::{DOLLAR_MINT, Market, Operator, RATE},
    process::job_escrow::{self as escrow, JobAt},
};
use solana_account::Account;
use solana_address::Address;
use solana_instruction::error::InstructionError;

/// Two GPUs for an hour at $2.40.
const DEPOSIT: u64 = 2 * RATE;

/// Sends `call`, which must fail with the program's error `name`.
fn refused(market: &mut Market, call: Call, name: &str) {
    let code = idl(call.program).error(name).code;
    refused_as(market, call, &InstructionError::Custom(code));
}

/// Sends `call`, which must fail with exactly `error`.
fn refused_as(market: &mut Market, call: Call, error: &InstructionError) {
    let named: Vec<_> = call.raw.accounts.iter().map(|meta| meta.pubkey).collect();
    let all = |market: &Market| -> Vec<Option<Account>> {
        let accounts = named
            .iter()
            .map(|address| market.world.chain.account(address));
        accounts.collect()
    };
    let before = all(market);
    market.world.chain.send(call).fails_as(error);
    assert_eq!(all(market), before, "a refusal changes nothing");
}

fn send(market: &mut Market, call: Call) {
    let _ = market.world.chain.send(call).ok();
}

/// Pays the client of a dollar job what no claim can still earn.
fn refund(market: &mut Market, job: &JobAt) {
    let call = escrow::refund(job, market.client_dollars);
    send(market, call);
}

/// A dollar job for two GPUs that operator 0 runs.
fn running() -> (Market, JobAt, Operator) {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    (market, job, operator)
}

/// A dollar job for two GPUs that is sealed and whose race is over.
fn open_to_all() -> (Market, JobAt) {
    let mut market = Market::open();
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    (market, job)
}

fn pass_race(market: &mut Market) {
    market.world.chain.pass_slots(40);
    market.refresh_prices();
}

/// The operator works until its time is used up, with a heartbeat every quarter of an hour.
fn work_to_the_end(market: &mut Market, job: &JobAt, operator: &Operator, gpus: u32) {
    for _ in 0..4 {
        market.world.chain.warp(900);
        let _ = market.beat(job, operator, gpus);
    }
    send(market, escrow::finish(job, &operator.owner));
}

/// Ends the job, settles and closes everything; the bounty is the guardian's.
fn wind_up(market: &mut Market, job: &JobAt, operators: &[Operator]) {
    market.world.chain.warp(900);
    for operator in operators {
        let _ = market.settle(job, operator);
    }
    if market.job_at(job).end == 0 {
        send(market, escrow::end_job(job));
    }
    for operator in operators {
        let close = escrow::close_claim(job, &operator.owner, operator.device_key);
        send(market, close);
    }
    let guardian = market.world.guardian;
    send(market, escrow::close_job(guardian, job));
}

/// Where the money of a dollar job is: every token account and every ledger.
#[derive(Debug, PartialEq, Eq)]
struct Money {
    client: u64,
    vault: u64,
    shard: u64,
    sink: u64,
    treasury: u64,
    verifiers: u64,
    participants: u64,
    booked: Vec<[u64; 2]>,
}

fn money(market: &Market, job: &JobAt) -> Money {
    let chain = &market.world.chain;
    let gone = |address: &Address| chain.account(address).is_none_or(|a| a.data.is_empty());
    let shard = market.shard(DOLLAR_MINT, job.shard());
    let owners = [
        market.client,
        market.operators[0].owner,
        market.operators[1].owner,
    ];
    let index = usize::from(DOLLAR_MINT);
    Money {
        client: chain.balance(&market.client_dollars),
        vault: if gone(&job.vault()) {
            0
        } else {
            chain.balance(&job.vault())
        },
        shard: chain.balance(&shard_vault(DOLLAR_MINT, job.shard())),
        sink: chain.balance(&dollar_tokens(&market.dollar_mint)),
        treasury: shard.treasury.booked,
        verifiers: shard.verifiers.booked,
        participants: shard.participants.booked,
        booked: owners
            .iter()
            .map(|owner| {
                let record = market.participant(owner);
                [record.balances[index].booked, record.stakers[index].booked]
            })
            .collect(),
    }
}
