//! The refund, from the job's account alone. A rate of 3,600: a micro-dollar per GPU-second.

use ionet_core::settlement::{EarnableBound, Hire, Meter, SettlementError as Error, Window};

const T: i64 = 1_800_000_000;

fn hire(seconds: u64) -> Hire {
    let mut windows = [Window::default(); 4];
    windows[0] = Window {
        seconds,
        rate: 3_600,
    };
    Hire {
        windows,
        cancelled_at: None,
    }
}

struct Job {
    hire: Hire,
    deposit: u64,
    bound: EarnableBound,
}

impl Job {
    /// 32 GPUs for an hour.
    fn new() -> Self {
        Self {
            hire: hire(3_600),
            deposit: 32 * 3_600,
            bound: EarnableBound::default(),
        }
    }

    fn claim(&mut self) -> Meter {
        self.bound = self.bound.claim(8).unwrap();
        Meter::claim(8, T + 300, u64::MAX).unwrap()
    }

    fn start(&mut self, at: i64) -> Meter {
        let meter = self.claim().start(T + at, &self.hire).unwrap();
        self.bound = self.bound.start(&meter, &self.hire).unwrap();
        meter
    }

    fn end(&mut self, meter: &Meter, at: i64) {
        self.bound = self.bound.end(meter, T + at, &self.hire).unwrap();
    }

    fn cancel(&mut self, at: i64) {
        self.hire = self.hire.cancel(T + at).unwrap();
    }

    fn refundable(&self, open_gpus: u32) -> u64 {
        let refundable = self.bound.refundable(self.deposit, open_gpus, &self.hire);
        refundable.unwrap()
    }
}

#[test]
fn a_job_that_runs_keeps_what_its_claims_and_open_slots_can_earn() {
    let mut job = Job::new();
    assert_eq!(job.refundable(32), 0);
    job.claim();
    job.start(0);
    assert_eq!(job.refundable(16), 0);
    // Partial fill, rest given up: two claims of 8.
    assert_eq!(job.refundable(0), 16 * 3_600);
}

#[test]
fn the_refund_of_a_cancelled_job_needs_no_claim() {
    let mut job = Job::new();
    job.start(0);
    job.start(100);
    job.claim();
    job.cancel(1_000);
    // 8 × 1,000 and 8 × 900 seconds, and a minute of the 8 that did not start.
    let earnable = 8_000 + 7_200 + 480;
    assert_eq!(job.refundable(0), job.deposit - earnable);
    assert_eq!(job.refundable(8), job.deposit - earnable, "no slot is open");
}

#[test]
fn a_claim_that_just_started_earns_its_minute() {
    let mut job = Job::new();
    job.start(0);
    job.start(290);
    job.cancel(300);
    // Counted to a minute after the last start, for every claim.
    assert_eq!(job.refundable(0), job.deposit - 8 * 350 - 8 * 60);
}

#[test]
fn nobody_earns_more_than_was_bought() {
    let mut job = Job::new();
    let meter = job.start(0);
    job.cancel(9_000);
    assert_eq!(job.refundable(0), job.deposit - 8 * 3_600);
    let closed = meter.close(T + 9_000, &job.hire).unwrap();
    job.end(&closed, 9_000);
    assert_eq!(job.refundable(0), job.deposit);
}

#[test]
fn each_end_turns_its_part_of_the_bound_into_what_was_earned() {
    let mut job = Job::new();
    let perfect = job.start(0);
    let dark = job.start(0);
    let finished = job.start(100);
    let waiting = job.claim();

    let finished = finished.heartbeat(T + 1_000, 4, &job.hire).unwrap();
    let finished = finished.finish(T + 1_500, 8, &job.hire).unwrap();
    job.end(&finished, 1_500);
    let earned = 4 * 900 + 4 * 500;
    assert_eq!(job.refundable(0), 8 * 3_600 - earned);

    let perfect = perfect.heartbeat(T + 1_600, 8, &job.hire).unwrap();
    job.cancel(2_000);
    let before = 8 * 2_000 + 8 * 2_000 + 480 + earned;
    assert_eq!(job.refundable(0), job.deposit - before);

    let perfect = perfect.finish(T + 2_100, 8, &job.hire).unwrap();
    job.end(&perfect, 2_100);
    assert_eq!(job.refundable(0), job.deposit - before, "nothing changes");

    for (meter, earned, missing) in [(dark, 480, 8 * 2_000 - 480), (waiting, 0, 480)] {
        let refundable = job.refundable(0);
        let closed = meter.close(T + 2_900, &job.hire).unwrap();
        assert_eq!(closed.newest.charge, earned * 3_600);
        job.end(&closed, 2_900);
        assert_eq!(job.refundable(0) - refundable, missing);
    }
    assert_eq!(job.bound.waiting_gpus + job.bound.running_gpus, 0);
    assert_eq!(job.bound.running_gpu_seconds, 0);
    assert_eq!(job.refundable(0), job.deposit - 16_000 - 480 - earned);

    // A dispute takes the finished claim's pay.
    let refundable = job.refundable(0);
    job.bound = job.bound.forfeit(earned).unwrap();
    assert_eq!(job.refundable(0) - refundable, earned);
    assert_eq!(
        job.bound.forfeit(16_481),
        Err(Error::StateInvalid),
        "more than all earned"
    );
}

#[test]
fn the_dearest_window_bounds_what_runs() {
    let mut job = Job::new();
    let meter = job.start(0);
    job.hire.windows[1] = Window {
        seconds: 3_600,
        rate: 7_200,
    };
    job.deposit *= 3;
    job.cancel(1_000);
    assert_eq!(job.refundable(0), job.deposit - 8 * 2_000);
    let finished = meter.finish(T + 1_000, 8, &job.hire).unwrap();
    job.end(&finished, 1_000);
    assert_eq!(job.refundable(0), job.deposit - 8 * 1_000);
}

#[test]
fn only_counted_claims_that_ended_can_be_taken_out() {
    let mut job = Job::new();
    let meter = job.start(0);
    let bound = job.bound;
    assert_eq!(bound.end(&meter, T, &job.hire), Err(Error::ClaimOpen));
    let finished = meter.finish(T + 60, 8, &job.hire).unwrap();
    job.end(&finished, 60);
    let twice = job.bound.end(&finished, T + 60, &job.hire);
    assert_eq!(twice, Err(Error::StateInvalid));
    let unclaimed = Meter::claim(8, T, 60).unwrap().start(T, &job.hire).unwrap();
    let uncounted = job.bound.start(&unclaimed, &job.hire);
    assert_eq!(uncounted, Err(Error::StateInvalid));
}
