//! A claim that is to grow by more than its operator's turn, means or time.

use super::{
    pass_race,
    race::{first_elapsed, first_elapsed_of},
    refund, refused, send,
};
use ionet_core::job::{ClaimState, EndReason};
use ionet_test_kit::{
    Call,
    market::{CLASS, DOLLAR_MINT, GPUS, Market, Operator, RATE, operator_bytes},
    process::{
        job_escrow::{self as escrow, JobAt, JobTerms, Parameters},
        local_stand_in::{self as stand_in, Stake},
        price_feed::Price,
    },
    registry_accounts::DeviceBytes,
    world::TWO_DOLLARS,
};

/// An hour of a GPU at two dollars an IO.
const BOND: u64 = 120_000_000;

/// A job for eight GPUs whose race is over, and one of them claimed.
fn claimed() -> (Market, JobAt, Operator) {
    claimed_of(|_| ())
}

fn claimed_of(change: impl FnOnce(&mut JobTerms)) -> (Market, JobAt, Operator) {
    let mut market = Market::open();
    let operator = market.operators[0];
    let mut terms = market.terms(DOLLAR_MINT, 8);
    change(&mut terms);
    let job = market.posted(0, &terms);
    pass_race(&mut market);
    let _ = market.claim(&job, &operator, 1).ok();
    (market, job, operator)
}

fn enlarge(market: &Market, job: &JobAt, operator: &Operator, gpus: u32) -> Call {
    escrow::enlarge(job, &market.claim_accounts(operator), gpus)
}

/// One slot of a lucky draw is no licence for the rest: each further one waits for the race
/// time of all that the operator then holds, as one claim of them would.
#[test]
fn no_slot_is_taken_before_the_race_time_of_the_total() {
    let (mut held_up, mut at_once_refused) = (0, 0);
    for number in 0..6 {
        let mut market = Market::open();
        for earlier in 0..number {
            let terms = market.terms(DOLLAR_MINT, 8);
            let _ = market.posted(earlier, &terms);
        }
        let terms = market.terms(DOLLAR_MINT, 8);
        let job = market.posted(number, &terms);
        market.refresh_prices();
        for operator in market.operators {
            let mut market = market.clone();
            let mut elapsed = 0;
            for total in 1..=8 {
                let from = first_elapsed(&market, &job, &operator, total);
                let call = match total {
                    1 => escrow::claim_slots(&job, &market.claim_accounts(&operator), 1, 86_400),
                    _ => enlarge(&market, &job, &operator, 1),
                };
                while elapsed < from {
                    refused(&mut market, call.clone(), "RaceTooEarly");
                    held_up += 1;
                    market.world.chain.pass_slots(1);
                    elapsed += 1;
                }
                if total > 1 && total < 8 {
                    // Nor are two taken together while only one has arrived.
                    let two = enlarge(&market, &job, &operator, 2);
                    let both = first_elapsed(&market, &job, &operator, total + 1);
                    if both > elapsed {
                        refused(&mut market, two, "RaceTooEarly");
                        at_once_refused += 1;
                    }
                }
                send(&mut market, call);
                assert_eq!(market.claim_of(&job, &operator).gpus, total);
            }
        }
    }
    assert!(held_up > 50, "the race held up nobody");
    assert!(at_once_refused > 20, "the race held up no pair");
}

/// Slots of this job weigh as idle: if they did not, each one taken would put off the next.
#[test]
fn slots_of_the_job_weigh_as_before_they_were_taken() {
    let mut put_off = 0;
    let mut market = Market::open();
    for number in 0..8 {
        let terms = market.terms(DOLLAR_MINT, 8);
        let job = market.posted(number, &terms);
        market.refresh_prices();
        for operator in market.operators {
            let from = first_elapsed(&market, &job, &operator, 8);
            let mut market = market.clone();
            market.world.chain.pass_slots(from);
            let _ = market.claim(&job, &operator, 7).ok();
            let _ = market.enlarge(&job, &operator, 1).ok();
            put_off += u32::from(from < first_elapsed_of(&market, &job, &operator, 1, 8));
        }
    }
    assert!(put_off > 8, "the last GPU alone would weigh too little");
}

/// Slots of other jobs do not.
#[test]
fn what_other_jobs_hire_weighs_nothing() {
    let (mut market, other, operator) = claimed();
    let _ = market.enlarge(&other, &operator, 5).ok();
    let job = market.posted(1, &market.terms(DOLLAR_MINT, 8));
    market.refresh_prices();
    let [one, two] = [1, 2].map(|gpus| first_elapsed_of(&market, &job, &operator, 2, gpus));
    assert!(first_elapsed(&market, &job, &operator, 2) < two);
    market.world.chain.pass_slots(one);
    let _ = market.claim(&job, &operator, 1).ok();
    let more = enlarge(&market, &job, &operator, 1);
    for _ in one..two {
        refused(&mut market, more.clone(), "RaceTooEarly");
        market.world.chain.pass_slots(1);
    }
    send(&mut market, more);
    assert!(one < two, "it waited for its second");
}

/// What has begun to start is billed by what started.
#[test]
fn a_claim_that_has_begun_to_start_takes_nothing_more() {
    let (mut market, job, operator) = claimed();
    let _ = market.enlarge(&job, &operator, 1).ok();
    let _ = market.start_host(&job, &operator, 1);
    let starting = enlarge(&market, &job, &operator, 1);
    refused(&mut market, starting, "WrongState");

    let (mut market, job, operator) = claimed();
    let _ = market.start_host(&job, &operator, 1);
    let running = enlarge(&market, &job, &operator, 1);
    refused(&mut market, running.clone(), "WrongState");
    market.world.chain.warp(900);
    market.refresh_prices();
    let _ = market.complete(&job, &operator, 1);
    refused(&mut market, running, "WrongState");
}

/// Neither another operator's device nor another one of the same operator speaks for a claim.
#[test]
fn only_the_lead_device_enlarges() {
    let (mut market, job, operator) = claimed();
    let other = market.operators[1];
    let call = enlarge(&market, &job, &operator, 1);
    let with_device = |key, device| {
        let call = call.clone().with_account("device_key", key);
        call.with_account("device", device)
    };
    let theirs = with_device(other.device_key, other.device);
    refused(&mut market, theirs, "NotLeadDevice");
    // The other operator's device with all that is the other's own, but the claim.
    let own = enlarge(&market, &job, &other, 1).with_account("claim", job.claim(&operator.owner));
    refused(&mut market, own, "WrongParticipant");

    let second = market.world.chain.wallet("second device");
    let device = market.world.chain.write_device(&DeviceBytes {
        owner: operator.owner,
        device_key: second,
        available: true,
        tiers: [4; 3],
        purposes: 0b111,
        class: CLASS,
        gpus: GPUS,
        region: 1,
        vram_mib: 81_920,
        registered_at: 0,
    });
    refused(&mut market, with_device(second, device), "NotLeadDevice");
    let owner = with_device(operator.owner, operator.device);
    refused(&mut market, owner, "WrongDeviceKey");
    send(&mut market, call);
}

/// Eight GPUs are verified, whatever they are taken for, and how (I12).
#[test]
fn capacity_is_not_sold_twice_by_enlarging() {
    let (mut market, first, operator) = claimed();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 8));
    pass_race(&mut market);
    let _ = market.claim(&second, &operator, 4).ok();
    let _ = market.enlarge(&first, &operator, 2).ok();
    let over = enlarge(&market, &second, &operator, 2);
    refused(&mut market, over, "NotEnoughVerified");
    let _ = market.enlarge(&second, &operator, 1).ok();
    for job in [first, second] {
        let over = enlarge(&market, &job, &operator, 1);
        refused(&mut market, over, "NotEnoughVerified");
    }
    let record = market.participant(&operator.owner);
    assert_eq!((record.hired[0].gpus, record.open_claims), (8, 2));
    // An end frees what its claim had in all.
    send(&mut market, escrow::cancel(&second));
    market.world.chain.warp(900);
    send(&mut market, escrow::finish(&second, &operator.owner));
    assert_eq!(market.participant(&operator.owner).hired[0].gpus, 3);
}

/// A bond that covers one GPU covers one: more slots lock more, at the price of the day, and what
/// is locked already is not valued again.
#[test]
fn more_slots_lock_their_own_bond() {
    let (mut market, job, operator) = claimed();
    let admin = market.world.admin;
    let own = |amount| stand_in::set_stake(admin, operator.owner, Stake::own(amount));
    send(&mut market, own(3 * BOND - 1));
    let two = enlarge(&market, &job, &operator, 2);
    refused(&mut market, two, "NotEnoughSelfStake");
    let _ = market.enlarge(&job, &operator, 1).ok();
    // IO has fallen by half: the third GPU asks for twice as much.
    let half = Price {
        price: TWO_DOLLARS.price / 2,
        ema_price: TWO_DOLLARS.ema_price / 2,
        ..TWO_DOLLARS
    };
    market.world.publish(half);
    send(&mut market, own(4 * BOND - 1));
    let third = enlarge(&market, &job, &operator, 1);
    refused(&mut market, third.clone(), "NotEnoughSelfStake");
    send(&mut market, own(4 * BOND));
    send(&mut market, third);
    let claim = market.claim_of(&job, &operator);
    assert_eq!((claim.bond, claim.bond_worth), (4 * BOND, 3 * RATE));
    assert_eq!(market.participant(&operator.owner).locked_bond, 4 * BOND);
}

/// The client has ended it: nothing more is earned by growing.
#[test]
fn a_cancelled_job_lets_no_claim_grow() {
    let (mut market, job, operator) = claimed();
    send(&mut market, escrow::cancel(&job));
    let late = enlarge(&market, &job, &operator, 7);
    refused(&mut market, late.clone(), "JobEnded");
    market.world.chain.warp(900);
    market.refresh_prices();
    refused(&mut market, late.clone(), "JobEnded");
    send(&mut market, escrow::finish(&job, &operator.owner));
    refused(&mut market, late, "WrongState");
    // A minute of the one GPU, and not of eight.
    refund(&mut market, &job);
    assert_eq!(market.job_at(&job).bound.ended_gross, RATE / 60);
}

/// One GPU more every few minutes keeps a job waiting for nothing: the time to start runs from
/// the first, and whoever misses it forfeits for all.
#[test]
fn enlarging_does_not_prolong_the_time_to_start() {
    let (mut market, job, operator) = claimed();
    let granted = market.claim_of(&job, &operator).granted_at;
    for _ in 0..5 {
        market.world.chain.warp(120);
        market.refresh_prices();
        let _ = market.enlarge(&job, &operator, 1).ok();
        let claim = market.claim_of(&job, &operator);
        assert_eq!((claim.granted_at, claim.start_by), (granted, granted + 600));
    }
    assert_eq!(market.world.chain.now(), granted + 600);
    market.world.chain.warp(1);
    market.refresh_prices();
    let late = enlarge(&market, &job, &operator, 1);
    refused(&mut market, late, "StartMissed");
    let (key, device) = (operator.device_key, operator.device);
    let start = escrow::start_host(&job, &operator.owner, key, device, None, 6);
    refused(&mut market, start, "StartMissed");
    send(&mut market, escrow::finish(&job, &operator.owner));
    let claim = market.claim_of(&job, &operator);
    assert_eq!(claim.state, ClaimState::Ended.code());
    assert_eq!(claim.end_reason, EndReason::Expired.code());
    let record = market.participant(&operator.owner);
    assert_eq!(record.forfeited_io, 6 * BOND / 12);
    assert_eq!((record.locked_bond, record.hired[0].gpus), (0, 0));
    assert_eq!(market.job_at(&job).slots_finished, 6);
}

/// A replica that grew would be two votes of one operator.
#[test]
fn a_replica_stays_one() {
    let (mut market, job, operator) = claimed_of(|terms| {
        terms.verification = 1;
        terms.replicas = 3;
        terms.partial_fill = 2;
        terms.gpus = 1;
    });
    for gpus in [1, 2] {
        let more = enlarge(&market, &job, &operator, gpus);
        refused(&mut market, more, "NotAReplica");
    }
}

/// Terms of the day are for the claims of the day: what grows keeps the split that it began with,
/// whatever operator, parameters or referrer became (I7).
#[test]
fn an_enlarged_claim_keeps_its_terms() {
    let (mut market, job, operator) = claimed();
    let before = market.claim_of(&job, &operator);
    let since = market.world.chain.now() - 360_000;
    let mut bytes = operator_bytes(operator.owner, since);
    bytes.usd_bps = 3_000;
    bytes.staker_bps = 300;
    bytes.referrer = market.operators[1].owner;
    let _ = market.world.chain.write_operator(&bytes);
    let mut parameters = Parameters::default();
    parameters.joint[0] = 1_000;
    let set = escrow::set_parameters(market.world.admin, parameters);
    send(&mut market, set);
    let _ = market.enlarge(&job, &operator, 3).ok();
    let after = market.claim_of(&job, &operator);
    assert_eq!(after.terms, before.terms);
    assert_eq!(after.operator_referrer, before.operator_referrer);
    assert_eq!(after.accepted_seconds, before.accepted_seconds);
    assert_eq!(after.payer, before.payer);
    assert_eq!(after.gpus, 4);
}

/// An extension makes the job longer than the claim accepted: its slots would run shorter.
#[test]
fn a_claim_does_not_grow_into_time_that_it_did_not_accept() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 8));
    pass_race(&mut market);
    let with = market.claim_accounts(&operator);
    send(&mut market, escrow::claim_slots(&job, &with, 1, 3_600));
    let (book, source) = (market.class_book, market.client_dollars);
    let extend = escrow::extend(&job, book, source, 600, RATE);
    send(&mut market, extend);
    let more = enlarge(&market, &job, &operator, 1);
    refused(&mut market, more, "MaxSecondsTooShort");
}

/// The claim on a job whose race is over, for a job whose race the operator loses.
#[test]
fn a_claim_of_another_job_does_not_grow_this_one() {
    let (mut market, first, operator) = claimed();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 8));
    pass_race(&mut market);
    let swapped =
        enlarge(&market, &second, &operator, 1).with_account("claim", first.claim(&operator.owner));
    refused(&mut market, swapped, "ClaimOfOtherJob");
}
