//! A market in which operators race for jobs, slot of the chain by slot of the chain, under the
//! rule of `ionet_core::race` and, for comparison, under the rule as first designed.
//!
//! Everybody claims as soon as allowed and enlarges the claim as soon as allowed, which is what
//! an honest agent does. `examples/race.rs` prints the tables of `docs/economics/race.md`.

use ionet_core::race::{Draw, Entrant, PACE_SLOTS, RACE_SLOTS, Race, WeightParameters, neg_ln_q32};
use ionet_core::supply::IO_UNIT;

/// The `SplitMix64` generator: the same figures on every machine.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn hash(&mut self) -> [u8; 32] {
        let mut hash = [0; 32];
        for bytes in hash.chunks_mut(8) {
            bytes.copy_from_slice(&self.next().to_le_bytes());
        }
        hash
    }

    fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            let bound = u64::try_from(last + 1).unwrap();
            list.swap(last, usize::try_from(self.next() % bound).unwrap());
        }
    }
}

/// Which rule the race is run by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The one in `ionet_core::race`.
    Accepted,
    /// `elapsed · w · N ≥ k · (−ln u) · W · 5`: one exponential draw, repeated, and an even clock
    /// for 20 slots.
    FirstDesigned,
}

impl Rule {
    /// Slots of the chain after which everybody may claim.
    fn limit(self) -> u64 {
        match self {
            Self::Accepted => RACE_SLOTS,
            Self::FirstDesigned => 20,
        }
    }
}

/// Who comes first among operators that are allowed in the same slot of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// A new random order in each slot.
    Random,
    /// The first operator always, the others at random: it is faster than everybody else.
    FirstOperator,
}

/// An operator: its weight, and the GPUs that it can hire out.
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    pub weight: u64,
    pub idle: u32,
}

/// A job to race for.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub slots: u32,
    pub class_weight: u64,
}

/// How a race went.
pub struct Outcome {
    /// Slots of the job per operator.
    pub held: Vec<u32>,
    /// Slots of the chain until the first claim.
    pub first: u64,
    /// Slots of the chain until all slots of the job were taken.
    pub full: u64,
}

/// What one operator may hold, by either rule.
enum Times {
    Accepted(Race, Entrant),
    FirstDesigned { numerator: u128, denominator: u128 },
}

impl Times {
    fn draw(rule: Rule, job: Job, weight: u64, rng: &mut Rng) -> Self {
        let hash = rng.hash();
        let race = Race {
            slots: job.slots,
            class_weight: job.class_weight,
            posting_epoch_start: 0,
        };
        match rule {
            Rule::Accepted => Self::Accepted(
                race,
                Entrant {
                    weight,
                    active_since: 0,
                    draw: Draw::from_hash(hash),
                },
            ),
            Rule::FirstDesigned => {
                let h = u64::from_le_bytes(*hash.first_chunk().unwrap());
                let unit = u128::from(job.class_weight) * u128::from(PACE_SLOTS);
                Self::FirstDesigned {
                    numerator: (u128::from(weight) * u128::from(job.slots)) << 32,
                    denominator: u128::from(neg_ln_q32(h).max(1)) * unit,
                }
            }
        }
    }

    fn most_slots_at(&self, elapsed: u64) -> u32 {
        match self {
            Self::Accepted(race, entrant) => race.most_slots_at(entrant, elapsed).unwrap(),
            Self::FirstDesigned {
                numerator,
                denominator,
            } => u32::try_from(u128::from(elapsed) * numerator / denominator).unwrap_or(u32::MAX),
        }
    }

    fn first_elapsed(&self) -> u64 {
        match self {
            Self::Accepted(race, entrant) => race.first_elapsed_for(entrant, 1).unwrap(),
            Self::FirstDesigned {
                numerator,
                denominator,
            } => u64::try_from(denominator.div_ceil(*numerator)).unwrap_or(u64::MAX),
        }
    }
}

/// Runs one race until the job is full, or nobody has a GPU left.
pub fn race(rule: Rule, ties: Ties, job: Job, operators: &[Operator], rng: &mut Rng) -> Outcome {
    let arrivals: Vec<Times> = operators
        .iter()
        .map(|operator| Times::draw(rule, job, operator.weight, rng))
        .collect();
    let over = rule.limit();
    let firsts: Vec<u64> = arrivals
        .iter()
        .map(|times| times.first_elapsed().min(over))
        .collect();
    let first = firsts.iter().copied().min().unwrap();
    let mut held = vec![0; operators.len()];
    let mut left = job.slots;
    for elapsed in first..=over {
        let mut order: Vec<usize> = (0..operators.len())
            .filter(|index| firsts[*index] <= elapsed)
            .collect();
        rng.shuffle(&mut order);
        if ties == Ties::FirstOperator {
            order.sort_by_key(|index| *index != 0);
        }
        for index in order {
            let most = if elapsed < over {
                arrivals[index].most_slots_at(elapsed)
            } else {
                job.slots
            };
            let taken = most.min(operators[index].idle).saturating_sub(held[index]);
            held[index] += taken.min(left);
            left -= taken.min(left);
        }
        if left == 0 {
            let full = elapsed;
            return Outcome { held, first, full };
        }
    }
    Outcome {
        held,
        first,
        full: over,
    }
}

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
