//! Calls which decide what a replica or a disputed claim is paid, and that which prolongs a job.

use super::{GPUS, completed, open, worked};
use ionet_core::job::REVEAL_SECONDS;
use ionet_test_kit::{
    Call,
    market::{DOLLAR_MINT, Market, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms},
        local_stand_in::set_verdict,
    },
};
use solana_address::Address;

const SALT: [u8; 32] = [0x5a; 32];
/// What the three replicas result in: no two agree.
const RESULTS: [u8; 3] = [7, 8, 9];

/// Calls of jobs that are replicated, audited, disputed or prolonged.
pub(super) fn call(market: &mut Market, instruction: &str) -> Option<Call> {
    let Operator {
        owner,
        device_key,
        device,
        ..
    } = market.operators[0];
    let dollars = market.client_dollars;
    Some(match instruction {
        "commit" => {
            let (job, _) = replicated(market);
            let hash = escrow::commitment(&[RESULTS[0]; 32], &owner, &SALT);
            escrow::commit(&job, &owner, device_key, device, GPUS, hash)
        }
        "reveal" => {
            let (job, _) = committed(market);
            escrow::reveal(&job, &owner, [RESULTS[0]; 32], SALT)
        }
        "decide" => escrow::decide(&revealed(market), &owner),
        "dispute" => escrow::dispute(&completed(market), &owner, dollars),
        "dispute_by_verdict" => {
            let job = audited(market);
            judge(market, job.claim(&owner));
            escrow::dispute_by_verdict(&job, &owner)
        }
        "resolve" => {
            let job = disputed(market);
            judge(market, job.claim(&owner));
            let verifiers = market.verifiers;
            open(market, verifiers);
            escrow::resolve(&job, &owner, &verifiers)
        }
        "extend" => {
            let job = worked(market);
            escrow::extend(&job, market.class_book, dollars, 1_800, RATE)
        }
        _ => return None,
    })
}

/// Three replicas of job 0, which have run for a quarter of an hour.
fn replicated(market: &mut Market) -> (JobAt, [Operator; 3]) {
    let third = market.join("operator 2");
    let [first, second] = market.operators;
    let operators = [first, second, third];
    let terms = JobTerms {
        verification: 1,
        replicas: 3,
        partial_fill: 2,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.world.chain.warp(8);
    market.refresh_prices();
    for operator in &operators {
        let _ = market.claim(&job, operator, GPUS).ok();
    }
    for operator in &operators {
        let _ = market.start_host(&job, operator, GPUS);
    }
    market.world.chain.warp(900);
    (job, operators)
}

/// All replicas committed.
fn committed(market: &mut Market) -> (JobAt, [Operator; 3]) {
    let (job, operators) = replicated(market);
    for (operator, result) in operators.iter().zip(RESULTS) {
        let (key, device) = (operator.device_key, operator.device);
        let hash = escrow::commitment(&[result; 32], &operator.owner, &SALT);
        let commit = escrow::commit(&job, &operator.owner, key, device, GPUS, hash);
        let _ = market.world.chain.send(commit).ok();
    }
    (job, operators)
}

/// All replicas revealed, the time for it over; the verdict on the job is that operator 0 is right.
fn revealed(market: &mut Market) -> JobAt {
    let (job, operators) = committed(market);
    for (operator, result) in operators.iter().zip(RESULTS) {
        let reveal = escrow::reveal(&job, &operator.owner, [result; 32], SALT);
        let _ = market.world.chain.send(reveal).ok();
    }
    market.world.chain.warp(REVEAL_SECONDS);
    judge(market, job.address);
    job
}

/// The claim on the audited job 0 completed.
fn audited(market: &mut Market) -> JobAt {
    let operator = market.operators[0];
    let terms = JobTerms {
        verification: 2,
        ..market.terms(DOLLAR_MINT, GPUS)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &operator, GPUS);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, GPUS);
    job
}

/// The claim on job 0 completed and disputed by the client.
fn disputed(market: &mut Market) -> JobAt {
    let job = completed(market);
    let owner = market.operators[0].owner;
    let dispute = escrow::dispute(&job, &owner, market.client_dollars);
    let _ = market.world.chain.send(dispute).ok();
    job
}

/// The verdict on a claim or a job: the client is right, and the result that of operator 0's
/// replica.
pub fn judge(market: &mut Market, subject: Address) {
    let verdict = set_verdict(market.world.admin, subject, true, [RESULTS[0]; 32]);
    let _ = market.world.chain.send(verdict).ok();
}
