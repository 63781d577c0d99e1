//! A job from post to close by random actions, against a second-by-second model: metering,
//! refund, settlement, and the sum to the unit.

use ionet_core::settlement::{
    Circumstances, EarnableBound, Funding, Hire, Meter, Points, Settled, SettlementError, Split,
    SplitTerms,
};
use proptest::prelude::*;

use crate::settlement_model::{ClaimModel, JobModel};
use crate::settlement_split::{is_whole, sum};

const START: i64 = 1_800_000_000;
const FUNDING: Funding = Funding::Dollar {
    price_lower: Some(998_877),
};
const TERMS: SplitTerms = SplitTerms {
    fee_bps: 437,
    discount_bps: 1_111,
    client_referral_bps: 1_234,
    operator_referral_bps: 987,
    verifier_bps: 1_000,
    staker_bps: 133,
    usd_bps: 5_678,
};

#[derive(Clone, Debug)]
enum Step {
    Wait { seconds: i64 },
    Claim { gpus: u32, accepted: u64 },
    Start { claim: usize },
    Heartbeat { claim: usize, dead: u32 },
    Finish { claim: usize, dead: u32 },
    Abandon { claim: usize },
    Close { claim: usize },
    Settle { claim: usize },
    Extend { rate: u64, seconds: u64 },
    Cancel,
}

fn step() -> impl Strategy<Value = Step> {
    let claim = || 0usize..4;
    let dead = || prop_oneof![3 => Just(0u32), 1 => 0u32..9];
    prop_oneof![
        6 => (0i64..1_000).prop_map(|seconds| Step::Wait { seconds }),
        4 => (890i64..910).prop_map(|seconds| Step::Wait { seconds }),
        1 => (0i64..9_000).prop_map(|seconds| Step::Wait { seconds }),
        3 => (1u32..9, prop_oneof![Just(u64::MAX), 1u64..4_000])
            .prop_map(|(gpus, accepted)| Step::Claim { gpus, accepted }),
        4 => claim().prop_map(|claim| Step::Start { claim }),
        12 => (claim(), dead()).prop_map(|(claim, dead)| Step::Heartbeat { claim, dead }),
        2 => (claim(), dead()).prop_map(|(claim, dead)| Step::Finish { claim, dead }),
        2 => claim().prop_map(|claim| Step::Abandon { claim }),
        2 => claim().prop_map(|claim| Step::Close { claim }),
        6 => claim().prop_map(|claim| Step::Settle { claim }),
        1 => (1u64..9_000_000, 1u64..4_000)
            .prop_map(|(rate, seconds)| Step::Extend { rate, seconds }),
        1 => Just(Step::Cancel),
    ]
}

struct Claim {
    meter: Meter,
    settled: Settled,
    booked: Split,
    points: Points,
    ended: bool,
}

struct Job {
    now: i64,
    gpus: u32,
    open_gpus: u32,
    hire: Hire,
    bound: EarnableBound,
    deposit: u64,
    refunded: u64,
    claims: Vec<Claim>,
    model: JobModel,
}

impl Job {
    fn post(rate: u64, gpus: u32, seconds: u64) -> Option<Self> {
        let outcome = Hire::post(rate, gpus, seconds).ok()?;
        Some(Self {
            now: START,
            gpus,
            open_gpus: gpus,
            hire: outcome.hire_after,
            bound: EarnableBound::default(),
            deposit: outcome.deposit,
            refunded: 0,
            claims: Vec::new(),
            model: JobModel::new(rate, seconds),
        })
    }

    /// Does the step if the rules allow it.
    fn apply(&mut self, step: &Step) -> Result<(), SettlementError> {
        match *step {
            Step::Wait { seconds } => self.now += seconds,
            Step::Claim { gpus, accepted } => self.claim(gpus, accepted)?,
            Step::Extend { rate, seconds } => {
                let outcome = self.hire.extend(rate, self.gpus, seconds)?;
                self.hire = outcome.hire_after;
                self.deposit += outcome.deposit;
                self.model.prices.push((seconds, rate));
            }
            Step::Cancel => {
                self.hire = self.hire.cancel(self.now)?;
                self.model.cancelled_at = Some(self.now);
                self.open_gpus = 0;
            }
            Step::Start { claim } => {
                let (meter, model) = self.pair(claim)?;
                let started = meter.start(self.now, &self.hire)?;
                self.bound = self.bound.start(&started, &self.hire)?;
                self.update(claim, started, ClaimModel::started(&model, self.now));
            }
            Step::Heartbeat { claim, dead } => {
                let (meter, model) = self.pair(claim)?;
                let alive = meter.gpus.saturating_sub(dead);
                let meter = meter.heartbeat(self.now, alive, &self.hire)?;
                let model = self.model.observed(&model, self.now, alive);
                self.update(claim, meter, model);
            }
            Step::Finish { claim, dead } => {
                let (meter, model) = self.pair(claim)?;
                let alive = meter.gpus.saturating_sub(dead);
                let meter = meter.finish(self.now, alive, &self.hire)?;
                let model = self.model.observed(&model, self.now, alive);
                self.end(claim, meter, model)?;
            }
            Step::Abandon { claim } => {
                let (meter, model) = self.pair(claim)?;
                let meter = meter.abandon(self.now, &self.hire)?;
                self.end(claim, meter, model)?;
            }
            Step::Close { claim } => {
                let (meter, model) = self.pair(claim)?;
                let meter = meter.close(self.now, &self.hire)?;
                self.end(claim, meter, model)?;
            }
            Step::Settle { claim } => self.settle(claim)?,
        }
        Ok(())
    }

    fn claim(&mut self, gpus: u32, accepted: u64) -> Result<(), SettlementError> {
        if gpus > self.open_gpus {
            return Err(SettlementError::ClaimEmpty);
        }
        let start_by = self.now + 300;
        let meter = Meter::claim(gpus, start_by, accepted)?;
        self.bound = self.bound.claim(gpus)?;
        self.open_gpus -= gpus;
        self.model
            .claims
            .push(ClaimModel::new(gpus, start_by, accepted));
        self.claims.push(Claim {
            meter,
            settled: Settled::default(),
            booked: Split::default(),
            points: Points::default(),
            ended: false,
        });
        Ok(())
    }

    fn pair(&self, claim: usize) -> Result<(Meter, ClaimModel), SettlementError> {
        let claim_meter = self.claims.get(claim).map(|claim| claim.meter);
        let meter = claim_meter.ok_or(SettlementError::NotStarted)?;
        Ok((meter, self.model.claims[claim].clone()))
    }

    fn update(&mut self, claim: usize, meter: Meter, model: ClaimModel) {
        if meter.has_started() && self.claims[claim].settled.until == 0 {
            self.claims[claim].settled.until = meter.started_at;
        }
        self.claims[claim].meter = meter;
        self.model.claims[claim] = model;
    }

    fn end(
        &mut self,
        claim: usize,
        meter: Meter,
        mut model: ClaimModel,
    ) -> Result<(), SettlementError> {
        self.bound = self.bound.end(&meter, self.now, &self.hire)?;
        model.end(&self.model);
        assert_eq!(meter.newest.charge, model.charge, "final charge");
        self.claims[claim].ended = true;
        self.update(claim, meter, model);
        Ok(())
    }

    fn settle(&mut self, index: usize) -> Result<(), SettlementError> {
        let claim = self
            .claims
            .get_mut(index)
            .ok_or(SettlementError::NotStarted)?;
        let up_to = claim.meter.settleable(self.now, &self.hire, false)?;
        assert!(up_to.charge <= self.model.mature(index, self.now));
        let circumstances = Circumstances {
            now: self.now,
            funding: FUNDING,
            by_operator: false,
        };
        let outcome = claim.settled.settle(&up_to, &TERMS, &circumstances)?;
        assert!(is_whole(&outcome.booked));
        claim.booked = sum(&claim.booked, &outcome.booked);
        claim.points.points += outcome.points.points;
        claim.points.bonus_points += outcome.points.bonus_points;
        claim.settled = outcome.settled_after;
        Ok(())
    }

    /// Refunds what can be, and checks that it was nobody's.
    fn refund(&mut self) {
        let refundable = self
            .bound
            .refundable(self.deposit, self.open_gpus, &self.hire);
        let refundable = refundable.expect("a state of this module");
        assert!(refundable >= self.refunded, "a refund is never taken back");
        self.refunded = refundable;
        let owed = self.model.most(self.now, self.open_gpus);
        assert!(
            self.refunded + owed <= self.deposit,
            "refunded {} and {owed} can be earned of {}",
            self.refunded,
            self.deposit
        );
    }

    fn check_settlements(&self) {
        for (claim, model) in self.claims.iter().zip(&self.model.claims) {
            assert_eq!(claim.meter.newest.charge, model.charge);
            assert_eq!(claim.booked, TERMS.split(claim.settled.gross).unwrap());
            let at_once = FUNDING
                .points_floor(claim.booked.token, TERMS.usd_bps)
                .unwrap();
            assert!(claim.points.points <= at_once.points);
            assert!(claim.points.bonus_points <= at_once.bonus_points);
        }
    }

    /// Everything ends, is settled and refunded, whatever state it is in (I8).
    fn wind_up(&mut self) {
        let _ = self.apply(&Step::Cancel);
        self.refund();
        self.now += 1_000_000_000;
        for claim in 0..self.claims.len() {
            if !self.claims[claim].ended {
                self.apply(&Step::Close { claim }).unwrap();
            }
            match self.apply(&Step::Settle { claim }) {
                Ok(()) | Err(SettlementError::NothingToSettle) => {}
                Err(error) => panic!("cannot settle: {error}"),
            }
            self.refund();
        }
        self.check_settlements();
        let settled: u64 = self.claims.iter().map(|claim| claim.settled.gross).sum();
        let earned: u64 = self
            .model
            .claims
            .iter()
            .map(|claim| claim.charge / 3_600)
            .sum();
        assert_eq!(settled, earned);
        assert_eq!(settled + self.refunded, self.deposit, "to the unit");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn money_is_conserved_whatever_happens(
        rate in prop_oneof![3_600u64..5_000, 100_000u64..9_000_000],
        gpus in 1u32..33,
        seconds in 600u64..10_000,
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let Some(mut job) = Job::post(rate, gpus, seconds) else {
            return Ok(());
        };
        for step in &steps {
            let _ = job.apply(step);
            job.refund();
            job.check_settlements();
        }
        job.wind_up();
    }

    #[test]
    fn settling_every_second_pays_what_settling_once_pays(
        rate in 1u64..9_000_000,
        gaps in prop::collection::vec((900i64..1_900, 0u32..4), 1..10),
        last in 1i64..1_900,
    ) {
        let hire = Hire::post(rate.max(600_000), 3, 20_000).unwrap().hire_after;
        let settled = Settled { gross: 0, until: START };
        let mut meter = Meter::claim(3, START, u64::MAX).unwrap().start(START, &hire).unwrap();
        let (mut every, mut booked, mut points) = (settled, Split::default(), 0);
        let mut now = START;
        let mut events = gaps.into_iter().chain([(last, 3)]).peekable();
        while let Some((gap, alive)) = events.next() {
            let is_last = events.peek().is_none();
            let until = now + gap + if is_last { 900 } else { 0 };
            let event_at = now + gap;
            while now < until {
                now += 1;
                if now == event_at {
                    meter = if is_last {
                        meter.finish(now, alive.min(3), &hire).unwrap()
                    } else {
                        meter.heartbeat(now, alive.min(3), &hire).unwrap()
                    };
                }
                let up_to = meter.settleable(now, &hire, false).unwrap();
                let circumstances = Circumstances { now, funding: FUNDING, by_operator: false };
                if let Ok(outcome) = every.settle(&up_to, &TERMS, &circumstances) {
                    booked = sum(&booked, &outcome.booked);
                    points += outcome.points.points;
                    every = outcome.settled_after;
                }
            }
        }
        let up_to = meter.settleable(now, &hire, false).unwrap();
        prop_assert_eq!(up_to.charge, meter.newest.charge);
        let circumstances = Circumstances { now, funding: FUNDING, by_operator: false };
        match settled.settle(&up_to, &TERMS, &circumstances) {
            Ok(once) => {
                prop_assert_eq!(booked, once.booked);
                prop_assert_eq!(every, once.settled_after);
                prop_assert!(points <= once.points.points);
                // Not much less either: each settlement loses less than a point.
                prop_assert!(points + 20 > once.points.points);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
