//! Emission as the design says it in words: hour by hour, with unbounded numbers, and with each
//! pool as a queue of what each hour brought in.

use std::collections::VecDeque;

use ionet_core::emission::{EmissionParameters, Preset};
use num_bigint::BigUint;

const CAP: u64 = 80_000_000_000_000_000;

/// What one pool holds and owes to nobody, oldest hour first.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    lots: VecDeque<(u64, u64)>,
    pub received: u64,
}

impl Pool {
    pub fn unearned(&self) -> u64 {
        self.lots.iter().map(|(_, amount)| amount).sum()
    }

    /// Somebody earns: the oldest funds go first.
    pub fn earn(&mut self, mut amount: u64) {
        while amount > 0 {
            let (_, lot) = self
                .lots
                .front_mut()
                .expect("earned more than the pool holds");
            let taken = amount.min(*lot);
            (*lot, amount) = (*lot - taken, amount - taken);
            if *lot == 0 {
                self.lots.pop_front();
            }
        }
    }

    fn receive(&mut self, hour: u64, amount: u64) {
        self.lots.push_back((hour, amount));
        self.received += amount;
    }

    /// Takes out whatever is left of the hours before `hour`.
    fn take_before(&mut self, hour: u64) -> u64 {
        let mut taken = 0;
        while self.lots.front().is_some_and(|(of, _)| *of < hour) {
            taken += self.lots.pop_front().map_or(0, |(_, amount)| amount);
        }
        taken
    }
}

/// What the hours of one advance brought: minted, then returned by the reserve; each as
/// (availability, compute).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flows {
    pub minted: (u64, u64),
    pub returned: (u64, u64),
}

#[derive(Clone, Debug)]
pub struct Model {
    preset: Preset,
    start: i64,
    /// Hours advanced so far.
    pub hours: u64,
    /// From which hour which parameters hold; the last entry that applies wins.
    changes: Vec<(u64, EmissionParameters)>,
    pub month_emission: BigUint,
    pub month_mint: u64,
    pub minted_ever: u64,
    pub reserve: u64,
    pub availability: Pool,
    pub compute: Pool,
    checkpoint: u64,
}

impl Model {
    pub fn new(preset: Preset, start: i64, first: EmissionParameters, minted_ever: u64) -> Self {
        let month_emission = BigUint::from(50_000_000_000_000_000u64) * 8u32 / 1_200u32;
        let month_mint = month_mint(&month_emission, minted_ever);
        Self {
            preset,
            start,
            hours: 0,
            changes: vec![(0, first)],
            month_emission,
            month_mint,
            minted_ever,
            reserve: 0,
            availability: Pool::default(),
            compute: Pool::default(),
            checkpoint: 0,
        }
    }

    /// Hours that are over and not advanced.
    pub fn due(&self, now: i64) -> u64 {
        let over = (now - self.start).div_euclid(3_600).max(0);
        u64::try_from(over).unwrap().saturating_sub(self.hours)
    }

    pub fn parameters(&self) -> EmissionParameters {
        let applies = self
            .changes
            .iter()
            .rev()
            .find(|(from, _)| *from <= self.hours);
        applies.expect("the first entry holds from hour 0").1
    }

    /// False if hours are due.
    pub fn change(&mut self, new: EmissionParameters, now: i64) -> bool {
        let from = if now < self.start { 0 } else { self.hours + 1 };
        let allowed = self.due(now) == 0;
        if allowed {
            // What has not begun is replaced.
            self.changes
                .retain(|(begun, _)| *begun < from || *begun == 0);
            self.changes.push((from, new));
        }
        allowed
    }

    pub fn advance(&mut self, hours: u64) -> Flows {
        let mut flows = Flows::default();
        for _ in 0..hours {
            let minted = self.split(self.next_mint());
            let returned = self.split(self.reserve / 720);
            self.minted_ever += minted.0 + minted.1;
            self.reserve -= returned.0 + returned.1;
            self.availability.receive(self.hours, minted.0 + returned.0);
            self.compute.receive(self.hours, minted.1 + returned.1);
            flows.minted = (flows.minted.0 + minted.0, flows.minted.1 + minted.1);
            flows.returned = (flows.returned.0 + returned.0, flows.returned.1 + returned.1);
            self.hours += 1;
            if self.hours.is_multiple_of(730) {
                self.next_month();
            }
        }
        flows
    }

    /// What expired in (availability, compute), or the hour from which it can be asked for.
    pub fn roll_over(&mut self) -> Result<(u64, u64), u64> {
        let closes = self.checkpoint + u64::from(self.parameters().claim_window_epochs);
        if self.hours < closes {
            return Err(closes);
        }
        let availability = self.availability.take_before(self.checkpoint);
        let compute = self.compute.take_before(self.checkpoint);
        self.reserve += availability + compute;
        self.checkpoint = self.hours;
        Ok((availability, compute))
    }

    fn next_mint(&self) -> u64 {
        let each = self.month_mint / 730;
        if self.hours % 730 == 729 {
            self.month_mint - 729 * each
        } else {
            each
        }
    }

    fn next_month(&mut self) {
        self.month_emission = match self.preset {
            Preset::Official => &self.month_emission * 989_849_199u64 / 1_000_000_000u64,
            Preset::Literal => &self.month_emission * 9_898u64 / 10_000u64,
        };
        self.month_mint = month_mint(&self.month_emission, self.minted_ever);
    }

    fn split(&self, amount: u64) -> (u64, u64) {
        let share = BigUint::from(amount) * self.parameters().availability_bps / 10_000u32;
        let availability = u64::try_from(share).unwrap();
        (availability, amount - availability)
    }
}

fn month_mint(emission: &BigUint, minted_ever: u64) -> u64 {
    u64::try_from(emission).unwrap().min(CAP - minted_ever)
}
