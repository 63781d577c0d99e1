//! Claims by example.

use ionet_core::race::{Draw, Entrant, MAX_JOB_SLOTS, RACE_SLOTS, Race, RaceError, race_time};

const EPOCH: i64 = 1_800_000_000;

/// A first draw of `u` = 1/2, all gaps of 1/2, and an offset of zero: arrivals at 1, 2, … 8
/// times 0.693, then 5.545, 6.545 and so on.
fn halves() -> Draw {
    let mut hash = [0xff; 32];
    hash[7] = 0x7f;
    for gap in 0..7 {
        hash[8 + 3 * gap + 2] = 0x7f;
    }
    hash[29..].copy_from_slice(&[0; 3]);
    Draw::from_hash(hash)
}

fn race(slots: u32, class_weight: u64) -> Race {
    Race {
        slots,
        class_weight,
        posting_epoch_start: EPOCH,
    }
}

fn entrant(weight: u64) -> Entrant {
    Entrant {
        weight,
        active_since: EPOCH,
        draw: halves(),
    }
}

#[test]
fn the_clock_is_even_for_five_slots_and_then_speeds_up() {
    for elapsed in 0..=5 {
        assert_eq!(race_time(elapsed), Some(elapsed));
    }
    for elapsed in 5..RACE_SLOTS - 1 {
        let (now, next) = (race_time(elapsed).unwrap(), race_time(elapsed + 1).unwrap());
        assert_eq!(next, now * 5 / 4, "slot {elapsed}");
    }
    assert_eq!(race_time(RACE_SLOTS), None);
    assert_eq!(race_time(u64::MAX), None);
}

#[test]
fn arrivals_become_slots_of_the_chain() {
    let cases = [
        // (job's slots, class weight, own weight, claim, first slot)
        // The whole class: 5 slots of the chain divided by the job's slots, times k ln 2.
        (1, 100, 100, 1, 4),   // 3.47
        (4, 100, 100, 1, 1),   // 0.87
        (4, 100, 100, 2, 2),   // 1.73
        (4, 100, 100, 4, 4),   // 3.47
        (8, 100, 100, 8, 4),   // 3.47
        (16, 100, 100, 9, 2),  // 1.73: an offset of zero
        (16, 100, 100, 16, 4), // 3.92
        // Parts of it: the more time on the race's clock, which speeds up after slot 5.
        (1, 100, 50, 1, 7),         // 6.93
        (1, 100, 10, 1, 16),        // 34.7: the clock shows 33 after 15 slots, 41 after 16
        (1, 1_000_000, 524, 1, 39), // 6,614: the clock shows 6,626 after 39 slots
        (1, 1_000_000, 523, 1, 40), // 6,626.7
        (1, 100, 0, 1, 40),
        // No class total, or one that is too low: the own weight stands in.
        (1, 0, 100, 1, 4),
        (1, 50, 100, 1, 4),
        (1, 0, 0, 1, 40),
    ];
    for (slots, class_weight, weight, claim, first) in cases {
        let (race, entrant) = (race(slots, class_weight), entrant(weight));
        let case = format!("{weight} of {class_weight}, {claim} of {slots} slots");
        assert_eq!(race.first_elapsed_for(&entrant, claim), Ok(first), "{case}");
        assert_eq!(race.check_claim(&entrant, first, claim), Ok(()), "{case}");
        assert_eq!(
            race.check_claim(&entrant, first - 1, claim),
            Err(RaceError::TooEarly {
                from_elapsed: first
            }),
            "{case}"
        );
    }
}

#[test]
fn a_claim_grows_as_the_race_goes_on() {
    let (race, entrant) = (race(16, 100), entrant(100));
    let most = (0..=5).map(|elapsed| race.most_slots_at(&entrant, elapsed).unwrap());
    // The clock gives 3.2 arrivals' time a slot: 3.2/0.693 = 4.6, 6.4 → 9, 9.6 → 13, …
    assert_eq!(most.collect::<Vec<_>>(), [0, 4, 9, 13, 16, 16]);
    assert_eq!(race.most_slots_at(&entrant, 40), Ok(16));
    assert_eq!(race.most_slots_at(&entrant, u64::MAX), Ok(16));
}

#[test]
fn after_the_race_everybody_may_claim() {
    let race = race(4, 1_000);
    let late = Entrant {
        active_since: EPOCH + 1,
        ..entrant(1_000)
    };
    for (entrant, refused) in [
        (entrant(0), RaceError::TooEarly { from_elapsed: 40 }),
        (late, RaceError::ActiveTooLate),
    ] {
        assert_eq!(race.check_claim(&entrant, 39, 1), Err(refused));
        assert_eq!(race.check_claim(&entrant, 40, 4), Ok(()));
        assert_eq!(race.most_slots_at(&entrant, 39), Ok(0));
        assert_eq!(race.most_slots_at(&entrant, 40), Ok(4));
        assert_eq!(race.first_elapsed_for(&entrant, 1), Ok(40));
    }
}

#[test]
fn active_since_the_posting_epoch_began_is_early_enough() {
    let race = race(1, 100);
    for (since, result) in [
        (i64::MIN, Ok(())),
        (EPOCH - 1, Ok(())),
        (EPOCH, Ok(())),
        (EPOCH + 1, Err(RaceError::ActiveTooLate)),
        (i64::MAX, Err(RaceError::ActiveTooLate)),
    ] {
        let entrant = Entrant {
            active_since: since,
            ..entrant(100)
        };
        assert_eq!(race.check_claim(&entrant, 39, 1), result, "{since}");
    }
}

#[test]
fn slots_have_ranges() {
    let job = Err(RaceError::JobSlotsOutOfRange);
    let claim = Err(RaceError::ClaimSlotsOutOfRange);
    let cases = [
        (0, 0, job),
        (0, 1, job),
        (MAX_JOB_SLOTS + 1, 1, job),
        (MAX_JOB_SLOTS, MAX_JOB_SLOTS, Ok(())),
        (4, 0, claim),
        (4, 5, claim),
        (4, 4, Ok(())),
    ];
    for (slots, claimed, expected) in cases {
        let race = race(slots, 100);
        assert_eq!(race.check_claim(&entrant(100), 40, claimed), expected);
        assert_eq!(
            race.first_elapsed_for(&entrant(100), claimed).err(),
            expected.err()
        );
    }
    assert_eq!(
        race(0, 100).most_slots_at(&entrant(100), 5).err(),
        job.err()
    );
}

/// The earliest draw there is arrives at once, and its ninth slot `2^32 − 2^8` later.
#[test]
fn equal_products_are_enough() {
    let earliest = |weight| Entrant {
        draw: Draw::from_hash([0xff; 32]),
        ..entrant(weight)
    };
    let race = race(10, 1 << 25);
    let weight = (1 << 24) - 1;
    assert_eq!(race.first_elapsed_for(&earliest(1), 8), Ok(0));
    assert_eq!(race.most_slots_at(&earliest(1), 0), Ok(8));
    assert_eq!(race.first_elapsed_for(&earliest(weight), 9), Ok(1));
    assert_eq!(race.most_slots_at(&earliest(weight), 1), Ok(9));
    assert_eq!(race.first_elapsed_for(&earliest(weight - 1), 9), Ok(2));
    assert_eq!(race.most_slots_at(&earliest(weight - 1), 1), Ok(8));
}

/// The largest numbers on both sides of the comparison.
#[test]
fn nothing_overflows() {
    let largest = race(MAX_JOB_SLOTS, u64::MAX);
    let latest = Entrant {
        draw: Draw::from_hash([0; 32]),
        ..entrant(u64::MAX)
    };
    // 160.8 for the eighth arrival, and one for each of the other 99,992.
    assert_eq!(largest.first_elapsed_for(&latest, MAX_JOB_SLOTS), Ok(6));
    assert_eq!(largest.most_slots_at(&latest, 39), Ok(MAX_JOB_SLOTS));
    assert_eq!(largest.first_elapsed_for(&entrant(1), 1), Ok(40));
    assert_eq!(largest.most_slots_at(&entrant(1), 39), Ok(0));
}
