//! Compute units of job-escrow and of local-stand-in.
//!
//! What derives an address takes 1,500 units for each number that is tried, which differs from
//! job to job: those instructions are measured over many, and their median is typical.

use super::{job_escrow_verdicts as verdicts, measure};
use crate::negative::scenarios::{
    self,
    job_escrow::{self as scenario, GPUS, cancelled, claimed, due, never_started, with_market},
};
use ionet_core::time::EPOCH_SECONDS;
use ionet_test_kit::{
    Call,
    addresses::{class_total, participant, stake},
    market::{CLASS, DOLLAR_MINT, IOSD_MINT, Market},
    process::{
        job_escrow::{self as escrow, JobAt, Parameters, TREASURY, VERIFIERS},
        local_stand_in::{self as stand_in, Stake},
    },
    state::Participant,
};
use solana_address::Address;

/// Jobs, operators or wallets over which a derived address is measured.
const DERIVATIONS: u8 = 64;

/// What most calls take.
pub fn typical(instruction: &str) -> u64 {
    match instruction {
        "post" => median(posts(false)),
        "claim" => median(claims(false)),
        "enlarge" => median(enlargements(false)),
        "settle" => last_settlement(plain()),
        "open_participant" => median(participants()),
        "open_shard" => median(shards()),
        _ => verdicts::cases(instruction)
            .first()
            .copied()
            .unwrap_or_else(|| {
                let (world, call) = scenarios::correct("job_escrow", instruction);
                measure(world, call)
            }),
    }
}

/// Cases that may take more.
pub fn hard_cases(program: &str, instruction: &str) -> Vec<u64> {
    if program == "local_stand_in" {
        return stand_in_accounts(instruction);
    }
    match instruction {
        "post" => posts(true),
        "claim" => claims(true),
        "enlarge" => enlargements(true),
        "start_host" => first_starts(),
        "settle" => settlements(),
        "complete" => vec![completion_at_the_end()],
        "heartbeat" => vec![heartbeat_at_the_end()],
        "finish" => ends(),
        "seal" => vec![late_seal()],
        "refund" => vec![refund_in_iosd()],
        "cancel" => vec![cancel_of_a_failed_job()],
        "withdraw_fees" => vec![verifiers_fees()],
        "open_participant" => participants(),
        "open_shard" => shards(),
        "set_parameters" => vec![parameters_after_a_change()],
        "propose_role" | "accept_role" => roles(instruction),
        _ => verdicts::cases(instruction),
    }
}

fn median(mut units: Vec<u64>) -> u64 {
    units.sort_unstable();
    units[units.len() / 2]
}

fn plain() -> Market {
    Market::open()
}

fn send(market: &mut Market, call: Call) -> u64 {
    market.world.chain.send(call).ok().compute_units
}

/// Posts one after the other; with everything that is read for a referred client with stake.
fn posts(all: bool) -> Vec<u64> {
    let mut market = if all { scenario::referred() } else { plain() };
    (0..u64::from(DERIVATIONS))
        .map(|number| {
            let terms = market.terms(DOLLAR_MINT, GPUS);
            let with = market.post_accounts(DOLLAR_MINT);
            let call = if all {
                scenario::post(&mut market, number)
            } else {
                escrow::post(market.client, number, &terms, &with)
            };
            send(&mut market, call)
        })
        .collect()
}

/// Claims in the race, as soon as it lets the operator; with a referrer that is paid.
fn claims(all: bool) -> Vec<u64> {
    let mut market = if all { scenario::referred() } else { plain() };
    let operator = market.operators[0];
    let mut units = Vec::new();
    for number in 0..u64::from(DERIVATIONS) {
        let terms = market.terms(DOLLAR_MINT, GPUS);
        let job = market.posted(number, &terms);
        market.refresh_prices();
        let call = if all {
            scenario::claim(&mut market, &job)
        } else {
            escrow::claim_slots(&job, &market.claim_accounts(&operator), GPUS, 86_400)
        };
        units.push(soon(&mut market, &call));
        send(&mut market, escrow::cancel(&job));
        market.world.chain.warp(900);
        send(&mut market, escrow::finish(&job, &operator.owner));
        market.fill_stand_in();
    }
    units
}

/// A second GPU in the race, as soon as it lets the operator; in classes that are hired already.
fn enlargements(all: bool) -> Vec<u64> {
    let mut market = plain();
    let operator = market.operators[0];
    if all {
        let record = participant(&operator.owner);
        market
            .world
            .chain
            .rewrite::<Participant>(&record, |record| {
                for (entry, class) in record.hired.iter_mut().zip(10..17) {
                    (entry.class, entry.gpus) = (class, 1);
                }
            });
    }
    let mut units = Vec::new();
    for number in 0..u64::from(DERIVATIONS / 4) {
        let terms = market.terms(DOLLAR_MINT, GPUS);
        let job = market.posted(number, &terms);
        market.refresh_prices();
        let claim = escrow::claim_slots(&job, &market.claim_accounts(&operator), 1, 86_400);
        let _ = soon(&mut market, &claim);
        let enlarge = escrow::enlarge(&job, &market.claim_accounts(&operator), 1);
        units.push(soon(&mut market, &enlarge));
        send(&mut market, escrow::cancel(&job));
        market.world.chain.warp(900);
        send(&mut market, escrow::finish(&job, &operator.owner));
        market.fill_stand_in();
    }
    units
}

/// Sends until the race lets the operator.
fn soon(market: &mut Market, call: &Call) -> u64 {
    loop {
        let outcome = market.world.chain.send(call.clone());
        if outcome.is_ok() {
            return outcome.compute_units;
        }
        market.world.chain.pass_slots(1);
    }
}

/// The first start of a device makes its binding.
fn first_starts() -> Vec<u64> {
    let mut market = plain();
    let operators: Vec<_> = (0..DERIVATIONS)
        .map(|number| market.join_with(&format!("host {number}"), 8, 1_000_000_000_000))
        .collect();
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 8 * u32::from(DERIVATIONS)));
    market.world.chain.pass_slots(40);
    market.refresh_prices();
    operators
        .iter()
        .map(|operator| {
            let _ = market.claim(&job, operator, 8).ok();
            market.start_host(&job, operator, 8).compute_units
        })
        .collect()
}

/// A claim that completed, everything to book.
fn last_settlement(mut market: Market) -> u64 {
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, GPUS));
    market.running(&job, &operator, GPUS);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, GPUS);
    market.world.chain.warp(900);
    market.settle(&job, &operator).compute_units
}

fn settlements() -> Vec<u64> {
    let (market, call) = with_market("settle");
    let mut units = vec![measure(market.world, call)];
    // In IOSD, which burns.
    let mut market = plain();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(IOSD_MINT, GPUS));
    market.running(&job, &operator, GPUS);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, GPUS);
    market.world.chain.warp(900);
    units.push(market.settle(&job, &operator).compute_units);
    // Epoch after epoch, so that every bucket of points is taken and the oldest goes.
    let mut market = scenario::referred();
    let terms = escrow::JobTerms {
        seconds: 8 * 3_600,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let post = {
        let with = escrow::PostAccounts {
            referrer_stake: Some(stake(&scenario::client_referrer(&mut market))),
            ..market.post_accounts(DOLLAR_MINT)
        };
        escrow::post(market.client, 0, &terms, &with)
    };
    send(&mut market, post);
    market.world.chain.warp(20);
    market.world.chain.list_slots();
    let job = market.job(0, DOLLAR_MINT);
    send(&mut market, escrow::seal(&job, class_total(CLASS)));
    market.world.chain.pass_slots(40);
    market.refresh_prices();
    let claim = scenario::claim(&mut market, &job);
    send(&mut market, claim);
    let _ = market.start_host(&job, &operator, GPUS);
    for quarter in 1..32 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &operator, GPUS);
        if quarter > 5 && quarter % 4 == 0 {
            let settle = scenario::settle(&mut market, &job);
            units.push(send(&mut market, settle));
        }
    }
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, GPUS);
    market.world.chain.warp(900);
    let settle = scenario::settle(&mut market, &job);
    units.push(send(&mut market, settle));
    units
}

fn completion_at_the_end() -> u64 {
    let (mut market, job) = with_full_meter();
    let operator = market.operators[0];
    market.world.chain.warp(900);
    market.complete(&job, &operator, GPUS).compute_units
}

fn heartbeat_at_the_end() -> u64 {
    let (mut market, job) = with_full_meter();
    let operator = market.operators[0];
    market.world.chain.warp(1_799);
    market.beat(&job, &operator, GPUS).compute_units
}

/// A claim with all its checkpoints.
fn with_full_meter() -> (Market, JobAt) {
    let mut market = plain();
    let operator = market.operators[0];
    let terms = escrow::JobTerms {
        seconds: 12_001,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, GPUS);
    for _ in 0..8 {
        market.world.chain.warp(907);
        let _ = market.beat(&job, &operator, GPUS);
    }
    (market, job)
}

/// Never started, reaped, cancelled and used up.
fn ends() -> Vec<u64> {
    let finish = |mut market: Market, job: &JobAt| {
        let owner = market.operators[0].owner;
        send(&mut market, escrow::finish(job, &owner))
    };
    let mut expired = scenario::referred();
    let job = never_started(&mut expired);
    let mut units = vec![finish(expired, &job)];
    let (mut reaped, job) = with_full_meter();
    reaped.world.chain.warp(1_801);
    units.push(finish(reaped, &job));
    let mut ended = scenario::referred();
    let job = cancelled(&mut ended);
    units.push(finish(ended, &job));
    let mut early = scenario::referred();
    let job = claimed(&mut early);
    send(&mut early, escrow::cancel(&job));
    early.world.chain.warp(900);
    units.push(finish(early, &job));
    units
}

/// At the end of the list, where it is searched deepest, and over a lapse.
fn late_seal() -> u64 {
    let mut units = Vec::new();
    for waited in [2, 300, 512, 513] {
        let mut market = plain();
        let terms = market.terms(DOLLAR_MINT, GPUS);
        let with = market.post_accounts(DOLLAR_MINT);
        let post = escrow::post(market.client, 0, &terms, &with);
        send(&mut market, post);
        market.world.chain.pass_slots(waited);
        market.world.chain.list_slots();
        let job = market.job(0, DOLLAR_MINT);
        let seal = escrow::seal(&job, class_total(CLASS));
        units.push(send(&mut market, seal));
    }
    units.into_iter().max().unwrap_or_default()
}

fn refund_in_iosd() -> u64 {
    let mut market = plain();
    let job = market.posted(0, &market.terms(IOSD_MINT, GPUS));
    market.world.chain.warp(3_600);
    let refund = escrow::refund(&job, market.client_iosd);
    send(&mut market, refund)
}

fn cancel_of_a_failed_job() -> u64 {
    let mut market = plain();
    let terms = escrow::JobTerms {
        partial_fill: 2,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.world.chain.warp(3_600);
    send(&mut market, escrow::cancel(&job))
}

fn verifiers_fees() -> u64 {
    let mut market = scenario::referred();
    let job = due(&mut market);
    let settle = scenario::settle(&mut market, &job);
    send(&mut market, settle);
    let (holder, mint) = (market.verifiers, market.dollar_mint);
    let account = market.world.chain.token_account("fees", &mint, &holder);
    let [treasury, verifiers] =
        [(market.treasury, TREASURY), (holder, VERIFIERS)].map(|(holder, role)| {
            escrow::withdraw_fees(holder, role, DOLLAR_MINT, job.shard(), account, u64::MAX)
        });
    let first = send(&mut market, treasury);
    first.max(send(&mut market, verifiers))
}

fn participants() -> Vec<u64> {
    let mut market = plain();
    let admin = market.world.admin;
    (0..DERIVATIONS)
        .map(|number| {
            let owner = Address::new_from_array([number + 1; 32]);
            send(&mut market, escrow::open_participant(admin, owner))
        })
        .collect()
}

fn shards() -> Vec<u64> {
    let (mut market, first) = with_market("open_shard");
    let (admin, mint) = (market.world.admin, first.account("mint"));
    (0..16)
        .map(|number| {
            let call = escrow::open_shard(admin, scenario::NEW_MINT, mint, number);
            send(&mut market, call)
        })
        .collect()
}

fn parameters_after_a_change() -> u64 {
    let mut market = plain();
    let admin = market.world.admin;
    let mut changed = Parameters::default();
    changed.joint[0] = 1_000;
    let first = send(&mut market, escrow::set_parameters(admin, changed));
    market.world.chain.warp(EPOCH_SECONDS);
    let back = escrow::set_parameters(admin, Parameters::default());
    first.max(send(&mut market, back))
}

fn roles(instruction: &str) -> Vec<u64> {
    (0..4)
        .map(|role| {
            let mut market = plain();
            let (admin, next) = (market.world.admin, market.world.mallory);
            let propose = escrow::propose_role(admin, role, next);
            let proposed = send(&mut market, propose);
            let accepted = send(&mut market, escrow::accept_role(next, role));
            if instruction == "propose_role" {
                proposed
            } else {
                accepted
            }
        })
        .collect()
}

/// Created, over many addresses, and written again.
fn stand_in_accounts(instruction: &str) -> Vec<u64> {
    let mut market = plain();
    let admin = market.world.admin;
    let twice = (1..=DERIVATIONS).flat_map(|number| [number; 2]);
    twice
        .map(|number| {
            let owner = Address::new_from_array([number; 32]);
            let call = match instruction {
                "set_stake" => stand_in::set_stake(admin, owner, Stake::own(1)),
                "set_capacity" => stand_in::set_capacity(admin, owner, 1, &[(1, 8); 8]),
                "set_class_total" => {
                    stand_in::set_class_total(admin, 100 + u16::from(number), 1, 1)
                }
                "set_verdict" => stand_in::set_verdict(admin, owner, true, [7; 32]),
                other => panic!("local_stand_in.{other} has no case"),
            };
            send(&mut market, call)
        })
        .collect()
}

/// A settlement of a claim that runs, everything older than an hour to book.
fn running_settlement() -> u64 {
    let (mut market, job) = with_full_meter();
    let operator = market.operators[0];
    market.settle(&job, &operator).compute_units
}

/// Bounds of the issue.
const TARGETS: [(&str, u64); 6] = [
    ("post", 10_000),
    ("claim", 8_000),
    ("start_host", 5_000),
    ("heartbeat", 2_500),
    ("complete", 4_500),
    ("withdraw", 4_000),
];
/// Bound of the issue for a settlement.
const SETTLE: u64 = 6_000;

#[test]
fn the_calls_of_a_job_stay_within_their_bounds() {
    for (instruction, bound) in TARGETS {
        let units = typical(instruction);
        assert!(units <= bound, "job_escrow.{instruction} takes {units}");
    }
    let running = running_settlement();
    assert!(running <= SETTLE, "settling what matured takes {running}");
    let last = last_settlement(plain());
    assert!(last <= SETTLE, "the last settlement takes {last}");
}
