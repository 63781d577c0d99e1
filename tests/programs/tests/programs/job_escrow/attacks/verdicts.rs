//! Replicas that copy, and disputes out of time or place.

use super::{pass_race, refund, refused, refused_as, running, send, wind_up};
use ionet_test_kit::{
    addresses::verdict,
    market::{DOLLAR_MINT, Market, Operator, RATE},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms},
        local_stand_in as stand_in,
    },
};
use solana_instruction::error::InstructionError;

const SALT: [u8; 32] = [0x5a; 32];

/// Three replicas of two GPUs that run.
fn replicas() -> (Market, JobAt, [Operator; 3]) {
    let mut market = Market::open();
    let third = market.join("operator 2");
    let operators = [market.operators[0], market.operators[1], third];
    let terms = JobTerms {
        verification: 1,
        replicas: 3,
        partial_fill: 2,
        ..market.terms(DOLLAR_MINT, 2)
    };
    let job = market.posted(0, &terms);
    pass_race(&mut market);
    for operator in &operators {
        let _ = market.claim(&job, operator, 2).ok();
    }
    for operator in &operators {
        let _ = market.start_host(&job, operator, 2);
    }
    market.world.chain.warp(900);
    (market, job, operators)
}

fn commit(job: &JobAt, operator: &Operator, commitment: [u8; 32]) -> ionet_test_kit::Call {
    let (key, device) = (operator.device_key, operator.device);
    escrow::commit(job, &operator.owner, key, device, 2, commitment)
}

/// Who did not work waits for the first result and shows it as its own.
#[test]
fn a_result_that_another_revealed_is_no_result_of_ones_own() {
    let (mut market, job, operators) = replicas();
    let [honest, second, lazy] = operators;
    // An open result would be a gift to the others.
    let (key, device) = (honest.device_key, honest.device);
    let open = escrow::complete(&job, &honest.owner, key, device, 2, [7; 32]);
    refused(&mut market, open, "CommitInstead");
    for operator in [honest, second] {
        let own = escrow::commitment(&[7; 32], &operator.owner, &SALT);
        send(&mut market, commit(&job, &operator, own));
    }
    // While one can still commit, nobody shows anything.
    let reveal = |operator: &Operator, salt| escrow::reveal(&job, &operator.owner, [7; 32], salt);
    refused(&mut market, reveal(&honest, SALT), "RevealNotOpen");
    // In the name of the others, before they do: the key is not theirs.
    let own = escrow::commitment(&[9; 32], &lazy.owner, &SALT);
    let for_other = commit(&job, &lazy, own).with_account("claim", job.claim(&second.owner));
    refused(&mut market, for_other, "NotLeadDevice");
    send(&mut market, commit(&job, &lazy, own));
    // Once committed, that stays.
    let better = escrow::commitment(&[7; 32], &lazy.owner, &SALT);
    refused(&mut market, commit(&job, &lazy, better), "WrongState");

    send(&mut market, reveal(&honest, SALT));
    refused(&mut market, reveal(&honest, SALT), "WrongState");
    for salt in [SALT, [0; 32]] {
        refused(&mut market, reveal(&lazy, salt), "WrongReveal");
    }
    send(&mut market, reveal(&second, SALT));
    let own = escrow::reveal(&job, &lazy.owner, [9; 32], SALT);
    send(&mut market, own);
    // A verdict on something else in the place of the job's.
    let decide = escrow::decide(&job, &lazy.owner);
    let other = verdict(&job.claim(&lazy.owner));
    let swapped = decide.clone().with_account("verdict", other);
    refused_as(&mut market, swapped, &InstructionError::InvalidSeeds);
    for operator in &operators {
        send(&mut market, escrow::decide(&job, &operator.owner));
    }
    refused(&mut market, decide, "WrongState");
    wind_up(&mut market, &job, &operators);
    let booked = operators.map(|operator| {
        let record = market.participant(&operator.owner);
        record.balances[usize::from(DOLLAR_MINT)].booked
    });
    assert!(booked[0] > 0 && booked[0] == booked[1]);
    assert_eq!(booked[2], 0, "the copy is not paid");
}

/// Disputed while it runs, by a stranger, twice, after the hold-back, after the close.
#[test]
fn a_dispute_out_of_time_or_place_holds_nothing_back() {
    let (mut market, job, operator) = running();
    let (dollars, stranger) = (market.client_dollars, market.world.mallory);
    let dispute = escrow::dispute(&job, &operator.owner, dollars);
    refused(&mut market, dispute.clone(), "WrongState");
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    let by_stranger = dispute.clone().with_account("client", stranger);
    refused(&mut market, by_stranger, "NotClient");
    let mut disputed = market.clone();
    send(&mut disputed, dispute.clone());
    refused(&mut disputed, dispute.clone(), "WrongState");

    market.world.chain.warp(900);
    refused(&mut market, dispute.clone(), "DisputeTooLate");
    let _ = market.settle(&job, &operator);
    refused(&mut market, dispute.clone(), "WrongState");
    send(&mut market, escrow::end_job(&job));
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    send(&mut market, close);
    refused_as(
        &mut market,
        dispute.clone(),
        &InstructionError::IllegalOwner,
    );
    send(&mut market, escrow::close_job(stranger, &job));
    refused_as(&mut market, dispute, &InstructionError::IllegalOwner);
}

/// A verdict on one claim ends no dispute of another, and none is left out.
#[test]
fn a_verdict_on_another_claim_decides_nothing() {
    let (mut market, job, operator) = running();
    let (admin, verifiers) = (market.world.admin, market.verifiers);
    send(&mut market, escrow::open_participant(admin, verifiers));
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    let dollars = market.client_dollars;
    send(&mut market, escrow::dispute(&job, &operator.owner, dollars));
    let other = job.claim(&market.operators[1].owner);
    let right = stand_in::set_verdict(admin, other, false, [7; 32]);
    send(&mut market, right);
    let resolve = escrow::resolve(&job, &operator.owner, &verifiers);
    let borrowed = resolve.clone().with_account("verdict", verdict(&other));
    refused_as(&mut market, borrowed, &InstructionError::InvalidSeeds);
    refused(&mut market, resolve.clone(), "VerdictAwaited");
    // Against the operator: whoever leaves the verdict out is refused as well.
    let wrong = stand_in::set_verdict(admin, job.claim(&operator.owner), true, [7; 32]);
    send(&mut market, wrong);
    let left_out = resolve
        .clone()
        .with_account("verdict", solana_sdk_ids::system_program::ID);
    refused_as(&mut market, left_out, &InstructionError::InvalidSeeds);
    send(&mut market, resolve.clone());
    refused(&mut market, resolve, "WrongState");
}

/// The client wins a dispute, is paid back what was held back, and extends the job, so that the
/// claim's time goes on in hindsight: what was held back would count as matured and be paid a
/// second time, with the money of the job's other operator.
#[test]
fn an_extension_pays_nothing_that_a_dispute_took() {
    let mut market = Market::open();
    let [accomplice, honest] = market.operators;
    let terms = JobTerms {
        claim_deadline: market.world.chain.now() + 7_200,
        ..market.terms(DOLLAR_MINT, 2)
    };
    let job = market.posted(0, &terms);
    market.running(&job, &accomplice, 1);
    for _ in 0..4 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &accomplice, 1);
    }
    market.running(&job, &honest, 1);
    for _ in 0..3 {
        market.world.chain.warp(900);
        let _ = market.beat(&job, &honest, 1);
    }
    // The accomplice's time has been over for three quarters of an hour.
    send(&mut market, escrow::finish(&job, &accomplice.owner));
    let (admin, verifiers) = (market.world.admin, market.verifiers);
    send(&mut market, escrow::open_participant(admin, verifiers));
    let dollars = market.client_dollars;
    let dispute = escrow::dispute(&job, &accomplice.owner, dollars);
    send(&mut market, dispute);
    let wrong = stand_in::set_verdict(admin, job.claim(&accomplice.owner), true, [7; 32]);
    send(&mut market, wrong);
    let resolve = escrow::resolve(&job, &accomplice.owner, &verifiers);
    send(&mut market, resolve);
    let extend = escrow::extend(&job, market.class_book, dollars, 3_600, RATE);
    send(&mut market, extend);

    market.world.chain.warp(900);
    let _ = market.complete(&job, &honest, 1);
    refund(&mut market, &job);
    wind_up(&mut market, &job, &[accomplice, honest]);
    let booked = |operator: Operator| {
        let record = market.participant(&operator.owner);
        record.balances[usize::from(DOLLAR_MINT)].booked
    };
    assert_eq!(booked(accomplice), 0);
    assert!(booked(honest) > 0);
}
