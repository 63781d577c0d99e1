//! Staking as the design says it in words, without shares and indices: every staker has an amount,
//! a slash walks over all of them, and every epoch pays each of them by hand. Amounts are fractions
//! with 256 bits behind the point.

use std::ops::{Add, AddAssign, Sub};

use num_bigint::BigUint;

const FRACTION_BITS: u64 = 256;

/// A number that is not negative.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fine(BigUint);

impl Fine {
    pub fn of(whole: u64) -> Self {
        Self(BigUint::from(whole) << FRACTION_BITS)
    }

    /// `self · part / whole`, and nothing of nothing.
    pub fn part(&self, part: &Self, whole: &Self) -> Self {
        if whole.0 == BigUint::ZERO {
            return Self::default();
        }
        Self(&self.0 * &part.0 / &whole.0)
    }

    pub fn floor(&self) -> u64 {
        u64::try_from(&self.0 >> FRACTION_BITS).unwrap()
    }

    /// Whether it is within `units` of a whole number.
    pub fn is_near(&self, whole: u64, units: u64) -> bool {
        let (own, other) = (self.clone(), Self::of(whole));
        let distance = if own > other {
            own - other
        } else {
            other - own
        };
        distance <= Self::of(units)
    }
}

impl Add for Fine {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Fine {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Fine {
    type Output = Self;
    /// Dust that the rules round away must not fall below zero.
    fn sub(self, other: Self) -> Self {
        Self(if self.0 > other.0 {
            self.0 - other.0
        } else {
            BigUint::ZERO
        })
    }
}

pub fn sum<'a>(numbers: impl IntoIterator<Item = &'a Fine>) -> Fine {
    numbers.into_iter().cloned().fold(Fine::default(), Add::add)
}

/// What one staker has in one pool.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Bonded, oldest first, with the epoch since which it counts.
    pub bonded: Vec<(Fine, u64)>,
    /// By entry of the queue.
    pub unbonding: [Fine; 8],
    pub earned: [Fine; 2],
    /// Its part of what undecided slashes froze, by number.
    pub frozen: Vec<(u64, Fine)>,
}

impl Member {
    pub fn bonded(&self) -> Fine {
        sum(self.bonded.iter().map(|(amount, _)| amount))
    }

    pub fn value(&self) -> Fine {
        self.bonded() + sum(&self.unbonding)
    }

    /// What counted a week before the snapshot and is still there.
    pub fn votes(&self, snapshot: u64) -> Fine {
        let seasoned = self
            .bonded
            .iter()
            .filter(|(_, since)| since + 168 <= snapshot);
        sum(seasoned.map(|(amount, _)| amount))
    }

    /// Takes bonded stake away, newest first.
    pub fn unbond(&mut self, amount: &Fine) {
        let mut rest = amount.clone();
        for (lot, _) in self.bonded.iter_mut().rev() {
            let taken = rest.clone().min(lot.clone());
            *lot = lot.clone() - taken.clone();
            rest = rest - taken;
        }
    }

    /// Takes stake away: what is leaving first.
    pub fn seize(&mut self, amount: &Fine) {
        let mut rest = amount.clone();
        for entry in &mut self.unbonding {
            let taken = rest.clone().min(entry.clone());
            *entry = entry.clone() - taken.clone();
            rest = rest - taken;
        }
        self.unbond(&rest);
    }

    /// Everything it has, `part / whole` more or less.
    fn scale(&mut self, part: &Fine, whole: &Fine, more: bool) {
        let amounts = self.bonded.iter_mut().map(|(amount, _)| amount);
        for amount in amounts.chain(&mut self.unbonding) {
            let change = amount.part(part, whole);
            *amount = if more {
                amount.clone() + change
            } else {
                amount.clone() - change
            };
        }
    }
}

/// One payment after another, each over 168 epochs or what the mean of the rest allows.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    amount: u64,
    released: u64,
    epochs: u64,
    /// In parts of an epoch.
    length: u64,
}

const PARTS: u64 = 65_536;

impl Flow {
    pub fn arrive(&mut self, amount: u64) {
        if amount == 0 {
            return;
        }
        let rest = self.amount - self.released;
        let left = self.length.saturating_sub(self.epochs * PARTS);
        let weighted = u128::from(rest) * u128::from(left) + u128::from(amount) * 168 * 65_536;
        let mean = weighted / (u128::from(rest) + u128::from(amount));
        *self = Self {
            amount: rest + amount,
            released: 0,
            epochs: 0,
            length: u64::try_from(mean).unwrap(),
        };
    }

    /// One epoch passes.
    fn tick(&mut self) -> u64 {
        if self.released == self.amount {
            return 0;
        }
        self.epochs += 1;
        let time = (self.epochs * PARTS).min(self.length);
        let due = u128::from(self.amount) * u128::from(time) / u128::from(self.length);
        let due = u64::try_from(due).unwrap();
        let part = due - self.released;
        self.released = due;
        part
    }
}

/// A pool: the owner is member 0.
#[derive(Clone, Debug, Default)]
pub struct ModelPool {
    pub members: Vec<Member>,
    pub flows: [Flow; 2],
}

impl ModelPool {
    pub fn value(&self) -> Fine {
        sum(&self.members.iter().map(Member::value).collect::<Vec<_>>())
    }

    pub fn bonded(&self) -> Fine {
        sum(&self.members.iter().map(Member::bonded).collect::<Vec<_>>())
    }

    /// Epochs pass; `earning` tells whether anybody's stake earns.
    pub fn pass(&mut self, epochs: u64, earning: bool) {
        if !earning {
            return;
        }
        let whole = self.bonded();
        for slot in 0..2 {
            let part = (0..epochs).map(|_| self.flows[slot].tick()).sum();
            for member in &mut self.members {
                member.earned[slot] += Fine::of(part).part(&member.bonded(), &whole);
            }
        }
    }

    /// A slash takes an amount from everybody in proportion.
    pub fn freeze(&mut self, slash: u64, delegated: u64) {
        let whole = self.value();
        let amount = Fine::of(delegated);
        for member in &mut self.members {
            let part = amount.part(&member.value(), &whole);
            member.scale(&amount, &whole, false);
            member.frozen.push((slash, part));
        }
    }

    /// A slash is over; if it is restored, everybody who stayed has again what was frozen.
    pub fn unfreeze(&mut self, slash: u64, restore: bool) {
        for member in &mut self.members {
            let value = member.value();
            let found = member
                .frozen
                .iter()
                .position(|(number, _)| *number == slash);
            let (_, part) = member.frozen.remove(found.unwrap());
            if restore {
                member.scale(&part, &value, true);
            }
        }
    }
}
