//! Metering by example. One charge unit per GPU-second: the rate is 1.

use ionet_core::settlement::{
    Checkpoint, Hire, MAX_GAP_SECONDS, Meter, SettlementError as Error, Window,
};

const T: i64 = 1_800_000_000;
const START_BY: i64 = T + 300;

/// `seconds` at a rate of 1.
fn hire(seconds: u64) -> Hire {
    let mut windows = [Window::default(); 4];
    windows[0] = Window { seconds, rate: 1 };
    Hire {
        windows,
        cancelled_at: None,
    }
}

/// 8 GPUs that started at `T`.
fn started(hire: &Hire) -> Meter {
    let claim = Meter::claim(8, START_BY, u64::MAX).unwrap();
    claim.start(T, hire).unwrap()
}

/// After heartbeats of (seconds after the start, alive).
fn after(hire: &Hire, heartbeats: &[(i64, u32)]) -> Meter {
    let beat = |meter: Meter, &(at, alive): &(i64, u32)| meter.heartbeat(T + at, alive, hire);
    heartbeats.iter().try_fold(started(hire), beat).unwrap()
}

/// What can be settled at a time, as (seconds after the start, charge).
fn settleable(meter: &Meter, hire: &Hire, now: i64, disputed: bool) -> (i64, u64) {
    let point = meter.settleable(T + now, hire, disputed).unwrap();
    (point.at - T, point.charge)
}

#[test]
fn a_heartbeat_covers_the_time_since_the_last_one() {
    let hire = hire(100_000);
    let cases: [(&[(i64, u32)], u64); 9] = [
        (&[], 0),
        (&[(900, 8)], 7_200),
        (&[(1_800, 8)], 14_400),
        // One second beyond the grace: nothing of the gap, whatever comes later.
        (&[(1_801, 8)], 0),
        (&[(1_801, 8), (2_701, 8)], 7_200),
        // The smaller of both numbers counts, in both directions.
        (&[(900, 5)], 4_500),
        (&[(900, 5), (1_800, 8)], 9_000),
        (&[(900, 0), (1_800, 8), (2_700, 8)], 7_200),
        (&[(900, 8), (9_000, 8), (9_900, 8)], 14_400),
    ];
    for (heartbeats, charge) in cases {
        assert_eq!(
            after(&hire, heartbeats).newest.charge,
            charge,
            "{heartbeats:?}"
        );
    }
}

#[test]
fn heartbeats_are_15_minutes_apart() {
    let hire = hire(100_000);
    let meter = after(&hire, &[(1_000, 8)]);
    let early = Err(Error::HeartbeatTooEarly { next_at: T + 1_900 });
    assert_eq!(meter.heartbeat(T + 1_000, 8, &hire), early);
    assert_eq!(meter.heartbeat(T + 1_899, 8, &hire), early);
    assert!(meter.heartbeat(T + 1_900, 8, &hire).is_ok());
    assert_eq!(
        meter.heartbeat(T + 1_900, 9, &hire),
        Err(Error::AliveOutOfRange { gpus: 8 })
    );
    assert_eq!(
        meter.finish(T + 1_900, 9, &hire),
        Err(Error::AliveOutOfRange { gpus: 8 })
    );
}

#[test]
fn each_second_has_the_price_of_its_window() {
    let mut hire = hire(1_000);
    hire.windows[1] = Window {
        seconds: 500,
        rate: 10,
    };
    let meter = after(&hire, &[(900, 8), (1_800, 8)]);
    assert_eq!(meter.newest.charge, 8 * (1_000 + 500 * 10));
    assert_eq!(meter.newest.at, T + 1_500, "the time that was bought");
}

#[test]
fn time_ends_with_what_was_bought_or_accepted() {
    let hire = hire(2_000);
    let meter = after(&hire, &[(900, 8), (1_800, 8)]);
    // The last heartbeat may come early, once the time is over, and up to 15 minutes later.
    let last = meter.heartbeat(T + 2_899, 8, &hire).unwrap();
    assert_eq!(
        last.newest,
        Checkpoint {
            at: T + 2_000,
            charge: 16_000
        }
    );
    assert_eq!(
        last.heartbeat(T + 2_899, 8, &hire),
        Err(Error::ClaimEnded),
        "nothing is left"
    );
    assert_eq!(
        meter.heartbeat(T + 2_900, 8, &hire),
        Err(Error::ClaimEnded),
        "too late"
    );
    let late = meter.finish(T + 2_900, 8, &hire).unwrap();
    assert_eq!((late.newest.charge, late.ended_at), (14_400, T + 2_000));

    let claim = Meter::claim(8, START_BY, 1_000).unwrap();
    let meter = claim.start(T, &hire).unwrap();
    let meter = meter.heartbeat(T + 1_700, 8, &hire).unwrap();
    assert_eq!(meter.newest.charge, 8_000, "accepted less than bought");
}

#[test]
fn a_claim_starts_once_and_in_time() {
    let hire = hire(3_600);
    let claim = Meter::claim(8, START_BY, 3_600).unwrap();
    assert!(!claim.has_started());
    assert!(claim.start(START_BY, &hire).is_ok());
    assert_eq!(
        claim.start(START_BY + 1, &hire),
        Err(Error::StartTooLate { start_by: START_BY })
    );
    assert_eq!(
        started(&hire).start(T + 1, &hire),
        Err(Error::AlreadyStarted)
    );
    let cancelled = hire.cancel(T).unwrap();
    assert_eq!(claim.start(T, &cancelled), Err(Error::JobCancelled));
    let abandoned = claim.abandon(START_BY + 1, &hire).unwrap();
    assert_eq!(abandoned.start(START_BY, &hire), Err(Error::ClaimEnded));
    for (gpus, start_by, seconds) in [(0, T, 1), (1, 0, 1), (1, T, 0)] {
        assert_eq!(
            Meter::claim(gpus, start_by, seconds),
            Err(Error::ClaimEmpty)
        );
    }
}

#[test]
fn nothing_can_be_done_before_the_start_and_after_the_end() {
    let hire = hire(3_600);
    let claim = Meter::claim(8, START_BY, 3_600).unwrap();
    assert_eq!(claim.heartbeat(T, 8, &hire), Err(Error::NotStarted));
    assert_eq!(claim.finish(T, 8, &hire), Err(Error::NotStarted));
    assert_eq!(claim.close(T + 9_999, &hire), Err(Error::ClaimOpen));
    let finished = started(&hire).finish(T + 500, 8, &hire).unwrap();
    assert_eq!(
        (finished.newest.charge, finished.ended_at),
        (4_000, T + 500)
    );
    let late = T + 99_999;
    let ended = Err(Error::ClaimEnded);
    assert_eq!(finished.heartbeat(T + 1_500, 8, &hire), ended);
    assert_eq!(finished.finish(late, 8, &hire), ended);
    assert_eq!(finished.abandon(late, &hire), ended);
    assert_eq!(finished.close(late, &hire), ended);
}

#[test]
fn a_finished_claim_is_paid_to_the_second() {
    let hire = hire(3_600);
    let meter = after(&hire, &[(900, 8)]);
    for (at, alive, charge) in [
        (900, 8, 7_200),
        (901, 8, 7_208),
        (2_700, 8, 21_600),
        (2_700, 3, 7_200 + 3 * 1_800),
        (2_701, 8, 7_200),
    ] {
        let finished = meter.finish(T + at, alive, &hire).unwrap();
        assert_eq!(finished.newest.charge, charge, "at {at}");
        assert_eq!(finished.ended_at, T + at);
    }
}

#[test]
fn an_operator_in_the_dark_is_abandoned() {
    let hire = hire(36_000);
    let meter = after(&hire, &[(900, 8)]);
    let late_from = T + 900 + MAX_GAP_SECONDS;
    assert_eq!(meter.abandon(late_from, &hire), Err(Error::NotDark));
    let abandoned = meter.abandon(late_from + 1, &hire).unwrap();
    assert_eq!(
        (abandoned.ended_at, abandoned.newest.charge),
        (T + 900, 7_200)
    );
    assert_eq!(settleable(&abandoned, &hire, 2_701, false), (900, 7_200));

    let claim = Meter::claim(8, START_BY, 3_600).unwrap();
    assert_eq!(claim.abandon(START_BY, &hire), Err(Error::NotDark));
    let missed = claim.abandon(START_BY + 1, &hire).unwrap();
    assert_eq!((missed.ended_at, missed.newest.charge), (START_BY, 0));

    let cancelled = hire.cancel(T + 9_000).unwrap();
    assert_eq!(
        meter.abandon(T + 9_001, &cancelled),
        Err(Error::JobCancelled)
    );
}

#[test]
fn a_cancelled_job_pays_what_is_covered_and_a_minute_at_least() {
    let open = hire(3_600);
    let waiting = Meter::claim(8, START_BY, 3_600).unwrap();
    let short = Meter::claim(8, START_BY, 20).unwrap();
    let running = after(&open, &[(900, 8)]);
    for (meter, cancelled_at, charge) in [
        (waiting, 0, 480),
        (waiting, 300, 480),
        (waiting, 301, 0), // missed its start
        (short, 0, 160),
        (started(&open), 0, 480),
        (started(&open), 10, 480),
        (started(&open), 1_000, 480), // nobody vouched for these
        (running, 1_000, 7_200),
        // Cancelled when its time was over anyway.
        (started(&open), 3_601, 0),
    ] {
        let hire = open.cancel(T + cancelled_at).unwrap();
        let end = meter.end(&hire).unwrap();
        assert_eq!(meter.close(end + 899, &hire), Err(Error::ClaimOpen));
        let closed = meter.close(end + 900, &hire).unwrap();
        assert_eq!(closed.newest.charge, charge, "cancelled at {cancelled_at}");
        let settled = meter.settleable(end + 900, &hire, false).unwrap();
        let closed_settled = closed.settleable(end + 900, &hire, false).unwrap();
        assert_eq!((settled.at, settled.charge), (end, charge));
        assert_eq!(closed_settled, settled, "closing changes nothing");
    }
}

#[test]
fn a_heartbeat_after_the_cancellation_saves_the_last_minutes() {
    let open = hire(3_600);
    let hire = open.cancel(T + 1_500).unwrap();
    let meter = after(&open, &[(900, 8)]);
    let last = meter.heartbeat(T + 1_600, 8, &hire).unwrap();
    assert_eq!(
        last.newest,
        Checkpoint {
            at: T + 1_500,
            charge: 12_000
        }
    );
    let finished = meter.finish(T + 1_600, 8, &hire).unwrap();
    assert_eq!(
        (finished.newest, finished.ended_at),
        (last.newest, T + 1_500)
    );
    // A cancellation in the second of a heartbeat leaves nothing to cover.
    let hire = open.cancel(T + 900).unwrap();
    assert_eq!(meter.heartbeat(T + 1_000, 8, &hire), Err(Error::ClaimEnded));
    // A finish after it pays the minimum too.
    let hire = open.cancel(T + 10).unwrap();
    let finished = started(&open).finish(T + 20, 8, &hire).unwrap();
    assert_eq!(finished.newest.charge, 480);
}

#[test]
fn while_it_runs_what_is_an_hour_old_can_be_settled() {
    let hire = hire(100_000);
    let beats: Vec<(i64, u32)> = (1..=8).map(|n| (n * 900, 8)).collect();
    let meter = after(&hire, &beats);
    let nothing = Checkpoint::default();
    assert_eq!(
        started(&hire).settleable(T + 3_599, &hire, false),
        Ok(nothing)
    );
    for (now, expected) in [
        (7_200, (3_600, 28_800)),
        (8_099, (3_600, 28_800)),
        (8_100, (4_500, 36_000)),
        (10_799, (6_300, 50_400)),
        (10_800, (7_200, 57_600)),
        (50_000, (7_200, 57_600)),
    ] {
        assert_eq!(settleable(&meter, &hire, now, false), expected, "at {now}");
        assert_eq!(settleable(&meter, &hire, now, true), expected);
    }
}

#[test]
fn after_the_end_the_rest_follows_in_15_minutes_unless_disputed() {
    let hire = hire(100_000);
    let beats: Vec<(i64, u32)> = (1..=8).map(|n| (n * 900, 8)).collect();
    let meter = after(&hire, &beats).finish(T + 7_300, 8, &hire).unwrap();
    let held_back = (3_600, 28_800);
    let all = (7_300, 58_400);
    for (now, disputed, expected) in [
        (7_300, false, held_back),
        (8_199, false, held_back),
        (8_200, false, all),
        (7_300, true, held_back),
        (8_200, true, held_back),
        (1_000_000, true, held_back),
        (1_000_000, false, all),
    ] {
        assert_eq!(
            settleable(&meter, &hire, now, disputed),
            expected,
            "at {now}, disputed {disputed}"
        );
    }
}

#[test]
fn an_hour_of_checkpoints_is_kept_at_the_narrowest() {
    // Heartbeats 15 minutes apart, the last one at once after the end.
    let open = hire(100_000);
    let beats: Vec<(i64, u32)> = (1..=8).map(|n| (n * 900, 8)).collect();
    let hire = open.cancel(T + 7_200 + 1).unwrap();
    let meter = after(&open, &beats);
    let last = meter.heartbeat(T + 7_202, 8, &hire).unwrap();
    assert_eq!(settleable(&last, &hire, 7_202, true), (3_600, 28_800));
    let finished = last.finish(T + 7_203, 8, &hire).unwrap();
    assert_eq!(settleable(&finished, &hire, 7_203, true), (3_600, 28_800));
}

#[test]
fn an_extension_goes_on_where_the_time_ended() {
    let mut hire = hire(1_000);
    let meter = after(&hire, &[(1_000, 8)]);
    assert_eq!(meter.end(&hire), Some(T + 1_000));
    hire.windows[1] = Window {
        seconds: 1_000,
        rate: 2,
    };
    let meter = meter.heartbeat(T + 2_000, 8, &hire).unwrap();
    assert_eq!(meter.newest.charge, 8 * 1_000 + 16 * 1_000);
}

#[test]
fn the_end_of_time_does_not_overflow() {
    let mut hire = hire(u64::MAX);
    let meter = Meter::claim(1, i64::MAX, u64::MAX).unwrap();
    let meter = meter.start(i64::MAX - 11, &hire).unwrap();
    let meter = meter.finish(i64::MAX - 1, 1, &hire).unwrap();
    assert_eq!(meter.newest.charge, 10);
    hire.windows[0].rate = u64::MAX;
    assert_eq!(
        started(&hire).heartbeat(T + 900, 8, &hire),
        Err(Error::StateInvalid),
        "a rate that no deposit can pay"
    );
}
