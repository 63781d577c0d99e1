//! The largest job: 10,000 GPUs in one replica, taken by 1,250 operators with eight each.
//!
//! What bounds a job is `ionet_core::job::MAX_SLOTS`: every claim writes the job's account, and
//! a block has room for 12M compute units on one account. Nothing else grows with the claims:
//! the job is one account of one size, and no call of one claim reads another.

use super::money::split_of;
use ionet_core::job::{MAX_GPUS, MAX_SLOTS};
use ionet_test_kit::{
    Call,
    addresses::feed,
    market::{DOLLAR_FEED, DOLLAR_MINT, Market, Operator, RATE, STAKE},
    process::job_escrow::{self as escrow, JobAt, JobTerms, SettleAccounts},
};
use std::collections::BTreeMap;

/// Operators, one claim each.
const CLAIMS: u32 = 1_250;
/// GPUs of each claim, and of each host.
const GPUS: u32 = 8;
/// An hour of all of them at $2.40: $24,000.
const DEPOSIT: u64 = 10_000 * RATE;
/// Compute units on one account in a block.
const UNITS_IN_A_BLOCK: u64 = 12_000_000;
/// What a claim may take from its start to its close, beside the start of its own race.
const UNITS_OF_A_CLAIM: u64 = 40_000;

/// Compute units by instruction: how many calls, of how many units in all and at most.
#[derive(Default)]
struct Meter(BTreeMap<&'static str, (u64, u64, u64)>);

impl Meter {
    fn send(&mut self, market: &mut Market, call: Call) {
        let name = call.instruction;
        let units = market.world.chain.send(call).ok().compute_units;
        let (calls, all, most) = self.0.entry(name).or_default();
        *calls += 1;
        *all += units;
        *most = (*most).max(units);
    }

    fn all(&self) -> u64 {
        self.0.values().map(|(_, all, _)| all).sum()
    }

    /// Units of everything that happens once for each claim.
    fn per_claim(&self) -> u64 {
        let of_claims = self.0.values().filter(|(calls, ..)| *calls > 1);
        of_claims.map(|(_, all, _)| all).sum::<u64>() / u64::from(CLAIMS)
    }

    fn table(&self) -> String {
        let mut lines = vec!["instruction: calls, mean, most".to_owned()];
        for (name, (calls, all, most)) in &self.0 {
            lines.push(format!("{name}: {calls}, {}, {most}", all / calls));
        }
        lines.push(format!("all: {}", self.all()));
        lines.push(format!("per claim: {}", self.per_claim()));
        lines.join("\n")
    }
}

fn post(meter: &mut Meter, market: &mut Market, terms: &JobTerms) -> JobAt {
    let with = market.post_accounts(terms.mint_index);
    let call = escrow::post(market.client, 0, terms, &with);
    meter.send(market, call);
    let job = market.job(0, terms.mint_index);
    market.world.chain.pass_slots(2);
    market.world.chain.list_slots();
    let class_total = ionet_test_kit::addresses::class_total(terms.filters.class);
    meter.send(market, escrow::seal(&job, class_total));
    market.world.chain.pass_slots(40);
    job
}

/// Every second operator works half of the hour only and completes; the others run on.
fn work(meter: &mut Meter, market: &mut Market, job: &JobAt, operators: &[Operator]) {
    for operator in operators {
        let with = market.claim_accounts(operator);
        meter.send(market, escrow::claim_slots(job, &with, GPUS, 86_400));
        let (key, device) = (operator.device_key, operator.device);
        let start = escrow::start_host(job, &operator.owner, key, device, None, GPUS);
        meter.send(market, start);
    }
    for quarter in 1..=4 {
        market.world.chain.warp(900);
        for (number, operator) in operators.iter().enumerate() {
            let (key, device, owner) = (operator.device_key, operator.device, operator.owner);
            let half = number % 2 == 0;
            if half && quarter == 2 || quarter == 4 && !half {
                let call = escrow::complete(job, &owner, key, device, GPUS, [7; 32]);
                meter.send(market, call);
            } else if quarter < 2 || !half {
                let call = escrow::heartbeat(job, &owner, key, device, GPUS);
                meter.send(market, call);
            }
        }
    }
}

#[test]
fn ten_thousand_gpus_with_1250_claims_run_from_post_to_close() {
    let mut market = Market::open();
    let operators: Vec<_> = (0..CLAIMS)
        .map(|number| market.join_with(&format!("host {number}"), 8, STAKE))
        .collect();
    market.refresh_prices();
    let client_before = market.world.chain.balance(&market.client_dollars);
    let terms = market.terms(DOLLAR_MINT, MAX_GPUS);
    let mut meter = Meter::default();
    let job = post(&mut meter, &mut market, &terms);
    assert_eq!(market.job_at(&job).deposit, DEPOSIT);
    let size = market
        .world
        .chain
        .account(&job.address)
        .map(|job| job.data.len());
    work(&mut meter, &mut market, &job, &operators);
    assert_eq!(market.job_at(&job).slots_finished, MAX_GPUS);

    // The client's half hour of 625 claims comes back before one of them is settled.
    meter.send(&mut market, escrow::end_job(&job));
    let before = market.world.chain.balance(&market.client_dollars);
    assert_eq!(market.job_at(&job).moved, 0);
    let refund = escrow::refund(&job, market.client_dollars);
    meter.send(&mut market, refund);
    let after = market.world.chain.balance(&market.client_dollars);
    assert_eq!(after - before, DEPOSIT / 4);

    market.world.chain.warp(900);
    market.refresh_prices();
    let with = SettleAccounts {
        price: Some(feed(&DOLLAR_FEED)),
        ..SettleAccounts::default()
    };
    let (mut usd, mut token) = (0, 0);
    for operator in &operators {
        meter.send(&mut market, escrow::settle(&job, &operator.owner, &with));
        let claim = market.claim_of(&job, operator);
        let split = split_of(&claim, claim.settled_gross);
        (usd, token) = (usd + split.usd, token + split.token);
        let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
        meter.send(&mut market, close);
    }
    let at_close = market
        .world
        .chain
        .account(&job.address)
        .map(|job| job.data.len());
    assert_eq!(at_close, size, "the job does not grow with its claims");
    let keeper = market.world.mallory;
    meter.send(&mut market, escrow::close_job(keeper, &job));

    // Every dollar is with somebody.
    let shard = market.shard(DOLLAR_MINT, job.shard());
    assert_eq!(shard.gross, DEPOSIT * 3 / 4);
    assert_eq!(shard.token_shares, token);
    let ledgers = shard.participants.booked + shard.treasury.booked + shard.verifiers.booked;
    assert_eq!(ledgers + token, shard.gross);
    let booked = operators.iter().map(|operator| {
        let record = market.participant(&operator.owner);
        record.balances[usize::from(DOLLAR_MINT)].booked
    });
    assert_eq!(booked.sum::<u64>(), usd);
    let client_after = market.world.chain.balance(&market.client_dollars);
    assert_eq!(client_before - client_after, shard.gross);

    eprintln!("{}", meter.table());
    assert!(meter.per_claim() <= UNITS_OF_A_CLAIM, "{}", meter.table());
    // And the claims fit the chain: the shortest claim window has 750 slots.
    let (calls, _, most) = meter.0["claim"];
    assert!(calls * most <= 750 * UNITS_IN_A_BLOCK);
}

/// Five replicas of 10,000 GPUs are the most; a larger job is a second one.
#[test]
fn the_largest_job_is_fifty_thousand_slots() {
    let mut market = Market::open();
    let most = JobTerms {
        verification: 1,
        replicas: 5,
        partial_fill: 2,
        ..market.terms(DOLLAR_MINT, MAX_GPUS)
    };
    let with = market.post_accounts(DOLLAR_MINT);
    for (terms, error) in [
        (
            JobTerms {
                gpus: MAX_GPUS + 1,
                ..most
            },
            "GpusOutOfRange",
        ),
        (
            JobTerms {
                replicas: 6,
                ..most
            },
            "ReplicasOutOfRange",
        ),
    ] {
        let call = escrow::post(market.client, 0, &terms, &with);
        market.world.chain.send(call).fails_with(error);
    }
    let call = escrow::post(market.client, 0, &most, &with);
    let _ = market.world.chain.send(call).ok();
    let job = market.job_at(&market.job(0, DOLLAR_MINT));
    assert_eq!(job.slots, MAX_SLOTS);
    assert_eq!(job.deposit, u64::from(MAX_SLOTS) * RATE);
    // All of them claimed one by one, 8,000 units each, fit the shortest claim window.
    assert!(u64::from(MAX_SLOTS) * 8_000 <= 750 * UNITS_IN_A_BLOCK);
}
