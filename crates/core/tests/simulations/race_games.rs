//! The games that are played in the market: `race.rs` asserts short runs, `examples/race.rs`
//! prints long ones for `docs/economics/race.md`.

use ionet_core::race::WeightParameters;
use ionet_core::supply::IO_UNIT;

use crate::race_market::{Job, Operator, Outcome, Rng, Rule, Ties, race};

/// A mean, and how far chance may have moved it.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    pub value: f64,
    /// One standard error.
    pub error: f64,
}

impl Mean {
    pub fn of(samples: &[f64]) -> Self {
        let count = f64::from(u32::try_from(samples.len()).unwrap());
        let value = samples.iter().sum::<f64>() / count;
        let squares: f64 = samples.iter().map(|sample| (sample - value).powi(2)).sum();
        Self {
            value,
            error: (squares / (count - 1.0) / count).sqrt(),
        }
    }
}

/// Weight shares of ten operators, in per cent.
pub const SHARES: [u64; 10] = [40, 20, 10, 8, 7, 5, 4, 3, 2, 1];

/// How often each of ten operators takes a job of one slot, in per cent, where the class total is
/// `dilution` times the weight that races.
pub fn single_claims(rule: Rule, ties: Ties, draws: u32, dilution: u64) -> [f64; 10] {
    let mut rng = Rng::new(1);
    let operators = SHARES.map(|share| Operator {
        weight: share * 1_000 * IO_UNIT,
        idle: 1,
    });
    let job = Job {
        slots: 1,
        class_weight: 100_000 * IO_UNIT * dilution,
    };
    let mut won = [0u32; 10];
    for _ in 0..draws {
        let outcome = race(rule, ties, job, &operators, &mut rng);
        for (won, held) in won.iter_mut().zip(&outcome.held) {
            *won += held;
        }
    }
    won.map(|won| 100.0 * f64::from(won) / f64::from(draws))
}

/// A market with one owner under several identities.
#[derive(Clone, Copy, Debug)]
pub struct Ownership {
    /// The owner's share of all weight and of all GPUs, in per cent.
    pub share: u32,
    /// How many keys the owner has, with an equal part each.
    pub identities: u32,
    /// The others, with an equal part of the rest each.
    pub rivals: u32,
    /// The job's slots.
    pub slots: u32,
    /// All GPUs together, as a multiple of the job's slots.
    pub capacity: u32,
    /// The class total, as a multiple of the weight that races.
    pub dilution: u64,
}

/// Which part of the slots the owner gets on average, in per cent.
pub fn owner_gets(rule: Rule, market: Ownership, jobs: u32) -> Mean {
    let mut rng = Rng::new(2);
    let gpus = market.slots * market.capacity;
    let part = |share: u32, parties: u32| Operator {
        weight: 1_000_000 * IO_UNIT * u64::from(share) / u64::from(parties),
        idle: gpus * share / 100 / parties,
    };
    let own =
        vec![part(market.share, market.identities); usize::try_from(market.identities).unwrap()];
    let rivals =
        vec![part(100 - market.share, market.rivals); usize::try_from(market.rivals).unwrap()];
    let operators = [own, rivals].concat();
    let job = Job {
        slots: market.slots,
        class_weight: total_weight(&operators) * market.dilution,
    };
    let samples: Vec<f64> = (0..jobs)
        .map(|_| {
            let outcome = race(rule, Ties::Random, job, &operators, &mut rng);
            let identities = usize::try_from(market.identities).unwrap();
            let held: u32 = outcome.held[..identities].iter().sum();
            100.0 * f64::from(held) / f64::from(market.slots)
        })
        .collect();
    Mean::of(&samples)
}

fn total_weight(operators: &[Operator]) -> u64 {
    operators.iter().map(|operator| operator.weight).sum()
}

/// The owner's share of all weight in per cent, where `g` is the smaller of idle GPUs and the
/// job's slots, as first designed: `gpus` of the owner under `identities` keys against as many
/// GPUs of rivals with eight each, all staked to the cap.
pub fn weight_share_with_slots_capped(gpus: u32, identities: u32, slots: u32) -> f64 {
    let weigh = |gpus: u32| {
        let staked = u64::from(gpus) * WeightParameters::DEFAULT.cap_per_gpu;
        WeightParameters::DEFAULT
            .weight(staked, gpus.min(slots), 10_000)
            .unwrap()
    };
    let own = u64::from(identities) * weigh(gpus / identities);
    let rivals = u64::from(gpus / 8) * weigh(8);
    let in_io = |weight: u64| f64::from(u32::try_from(weight / IO_UNIT).unwrap());
    100.0 * in_io(own) / in_io(own + rivals)
}

/// How long races take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Slots of the chain until the first claim, on average.
    pub first: f64,
    /// Slots of the chain until the job is full, on average.
    pub full: f64,
    /// Jobs that were not full when the race was over, in per cent.
    pub undecided: f64,
}

/// Operators with eight GPUs each and weights that differ tenfold, and a job, where the class
/// total is `dilution` times the weight that races.
pub fn pace(rule: Rule, operators: u32, slots: u32, dilution: u64, jobs: u32) -> Pace {
    let mut rng = Rng::new(3);
    let operators: Vec<Operator> = (0..operators)
        .map(|index| Operator {
            weight: u64::from(index % 10 + 1) * 1_600 * IO_UNIT,
            idle: 8,
        })
        .collect();
    let job = Job {
        slots,
        class_weight: operators
            .iter()
            .map(|operator| operator.weight)
            .sum::<u64>()
            * dilution,
    };
    let outcomes: Vec<Outcome> = (0..jobs)
        .map(|_| race(rule, Ties::Random, job, &operators, &mut rng))
        .collect();
    let mean = |of: &dyn Fn(&Outcome) -> u64| {
        let sum: u64 = outcomes.iter().map(of).sum();
        f64::from(u32::try_from(sum).unwrap()) / f64::from(jobs)
    };
    Pace {
        first: mean(&|outcome| outcome.first),
        full: mean(&|outcome| outcome.full),
        undecided: 100.0 * mean(&|outcome| u64::from(outcome.full == rule.limit())),
    }
}
