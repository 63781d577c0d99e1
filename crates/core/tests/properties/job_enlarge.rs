//! A claim that grows against one that was made at once: the same books, and no smaller bond.

use ionet_core::hiring::{HiredGpus, JobFilters, forfeit_floor, hour_gross, lock_bond};
use ionet_core::job::{ClaimRecord, JobState, JobTerms, PartialFill, Verification};
use ionet_core::oracle::DollarPrice;
use ionet_core::race::{Draw, Entrant, RACE_SLOTS, Race, WeightParameters};
use ionet_core::supply::{IO_UNIT, SUPPLY_CAP};
use proptest::prelude::*;

use crate::job_model::{POSTED_AT, RATE};

const SECONDS: u32 = 7_200;

fn job(gpus: u32, granule: u16, partial_fill: PartialFill) -> JobState {
    let terms = JobTerms {
        gpus,
        granule,
        seconds: SECONDS,
        claim_deadline: POSTED_AT + 3_600,
        start_seconds: 1_200,
        verification: Verification::None,
        deterministic: false,
        partial_fill,
        filters: JobFilters::default(),
    };
    JobState::post(&terms, RATE, POSTED_AT).unwrap()
}

fn fills() -> impl Strategy<Value = PartialFill> {
    prop_oneof![
        Just(PartialFill::Keep),
        Just(PartialFill::Wait),
        Just(PartialFill::Fail)
    ]
}

/// Takes `parts` one after the other, the first by a new claim, each some seconds after the one
/// before; the time of the last.
fn grow(job: JobState, parts: &[(u32, i64)]) -> Option<(ClaimRecord, JobState, i64)> {
    let (&(first, at), rest) = parts.split_first()?;
    let mut now = POSTED_AT + at;
    let mut taken = job.take(first, SECONDS, false, now).ok()?;
    for (gpus, pause) in rest {
        now += pause;
        taken = taken
            .claim
            .enlarge(&taken.job_after, *gpus, false, now)
            .ok()?;
    }
    Some((taken.claim, taken.job_after, now))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn any_sequence_of_enlargements_is_one_claim_of_the_total(
        granule in 1u16..=16,
        hosts in 1u32..=40,
        others in 0u32..=4,
        parts in prop::collection::vec((1u32..=6, 0i64..=100), 1..=8),
        fill in fills(),
    ) {
        let unit = u32::from(granule);
        let mut job = job(hosts * unit, granule, fill);
        if let Ok(taken) = job.take(others * unit, SECONDS, false, POSTED_AT) {
            job = taken.job_after;
        }
        let parts: Vec<_> = parts.iter().map(|(hosts, pause)| (hosts * unit, *pause)).collect();
        let total = parts.iter().map(|(gpus, _)| gpus).sum();
        let first = POSTED_AT + parts[0].1;
        let whole = job.take(total, SECONDS, false, first).ok();
        let grown = grow(job, &parts);
        prop_assert_eq!(whole.is_some(), grown.is_some(), "both fit or none");
        let (Some(whole), Some((claim, after, last))) = (whole, grown) else {
            return Ok(());
        };
        // When the last slots were taken is all that differs, and what that means for a job
        // whose claims wait for each other.
        let filled_at = if after.is_full() { last } else { 0 };
        prop_assert_eq!(after, JobState { filled_at, ..whole.job_after });
        let mut expected = whole.claim;
        if let Some(window) = after.start_window(first) {
            expected.meter.start_by = window.deadline;
        }
        prop_assert_eq!(claim, expected);
        if fill == PartialFill::Keep || last == first {
            prop_assert_eq!(claim, whole.claim);
        }
    }

    /// At one price the parts lock at least what the whole would, and at most a base unit more
    /// for each of them; so does what they forfeit.
    #[test]
    fn parts_lock_no_less_than_the_whole(
        rate in 1u64..=1_000_000_000,
        pico_dollars in 1_000_000u64..=1_000_000_000_000_000,
        parts in prop::collection::vec(1u32..=10_000, 1..=20),
    ) {
        let price = DollarPrice::from_pico_dollars(pico_dollars).unwrap();
        let needed = |gpus| {
            price.micro_dollars_to_io_ceil(hour_gross(rate, gpus).unwrap())
        };
        let Ok(whole) = needed(parts.iter().sum()) else {
            return Ok(());
        };
        let (mut locked, mut worth) = (0, 0);
        for gpus in &parts {
            locked = lock_bond(u64::MAX, locked, needed(*gpus).unwrap()).unwrap().locked_after;
            worth += hour_gross(rate, *gpus).unwrap();
        }
        prop_assert_eq!(worth, hour_gross(rate, parts.iter().sum()).unwrap());
        prop_assert!(locked >= whole && forfeit_floor(locked) >= forfeit_floor(whole));
        prop_assert!(locked - whole < u64::try_from(parts.len()).unwrap());
    }

    /// What an operator holds of a job, grown or taken at once, leaves its weight for that job
    /// and its capacity for all others the same.
    #[test]
    fn capacity_and_weight_do_not_depend_on_the_parts(
        verified in 0u32..100,
        elsewhere in 0u32..100,
        parts in prop::collection::vec(1u32..=20, 1..=8),
    ) {
        let class = 7;
        let mut hired = HiredGpus::default();
        if let Ok(taken) = hired.take(class, elsewhere, verified) {
            hired = taken;
        }
        let before = hired;
        let weighs = hired.idle(class, verified);
        let mut held = 0;
        for gpus in parts {
            let at_once = before.take(class, held + gpus, verified);
            let taken = hired.take(class, gpus, verified);
            prop_assert_eq!(taken.is_ok(), at_once.is_ok(), "I12, whatever the parts");
            if let Ok(taken) = taken {
                held += gpus;
                prop_assert_eq!(Ok(taken), at_once);
                hired = taken;
            }
            prop_assert_eq!(hired.not_hired_elsewhere(class, held, verified), weighs);
        }
    }

    /// An operator that takes each slot as soon as it may holds at any time what one claim could
    /// hold at most.
    #[test]
    fn whoever_enlarges_holds_what_one_claim_could(
        slots in 1u32..=64,
        gpus in 1u32..=64,
        stake in 0..=SUPPLY_CAP,
        rivals in 0u64..=1_000_000,
        hash in any::<[u8; 32]>(),
    ) {
        let class = 7;
        let race = Race {
            slots,
            class_weight: rivals * IO_UNIT,
            posting_epoch_start: 0,
        };
        let mut book = job(slots, 1, PartialFill::Keep);
        let mut hired = HiredGpus::default();
        let mut claim: Option<ClaimRecord> = None;
        let weight = |hired: &HiredGpus, held| {
            let idle = hired.not_hired_elsewhere(class, held, gpus);
            WeightParameters::DEFAULT.weight(stake, idle, 10_000).unwrap()
        };
        let entrant = |weight| Entrant { weight, active_since: 0, draw: Draw::from_hash(hash) };
        let at_first = entrant(weight(&hired, 0));
        for elapsed in 0..RACE_SLOTS {
            loop {
                let held = claim.map_or(0, |claim| claim.meter.gpus);
                let entrant = entrant(weight(&hired, held));
                if held == slots
                    || race.check_claim(&entrant, elapsed, held + 1).is_err()
                    || hired.take(class, 1, gpus).is_err()
                {
                    break;
                }
                let taken = match claim {
                    None => book.take(1, SECONDS, false, POSTED_AT),
                    Some(claim) => claim.enlarge(&book, 1, false, POSTED_AT),
                };
                let taken = taken.unwrap();
                (claim, book) = (Some(taken.claim), taken.job_after);
                hired = hired.take(class, 1, gpus).unwrap();
            }
            let most = race.most_slots_at(&at_first, elapsed).unwrap().min(gpus);
            prop_assert_eq!(claim.map_or(0, |claim| claim.meter.gpus), most);
        }
        let claims = u32::from(claim.is_some());
        prop_assert_eq!(book.claims_open, claims);
    }
}
