//! A market in which operators race for jobs, slot of the chain by slot of the chain, under the
//! rule of `ionet_core::race` and, for comparison, under the rule as first designed.
//!
//! Everybody claims as soon as allowed and enlarges the claim as soon as allowed, which is what
//! an honest agent does. The job and its claims are those of `ionet_core::job`.

use ionet_core::hiring::JobFilters;
use ionet_core::job::{ClaimRecord, JobState, JobTerms, PartialFill, Verification};
use ionet_core::race::{Draw, Entrant, PACE_SLOTS, RACE_SLOTS, Race, neg_ln_q32};

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
    /// The same without `enlarge`: a key claims once, what it may hold when it first may claim.
    ClaimedOnce,
    /// `elapsed · w · N ≥ k · (−ln u) · W · 5`: one exponential draw, repeated, and an even clock
    /// for 20 slots.
    FirstDesigned,
}

impl Rule {
    /// Slots of the chain after which everybody may claim.
    pub fn limit(self) -> u64 {
        match self {
            Self::Accepted | Self::ClaimedOnce => RACE_SLOTS,
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
            Rule::Accepted | Rule::ClaimedOnce => Self::Accepted(
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
    let mut book = Book::new(job.slots, operators.len());
    for elapsed in first..=over {
        let mut order: Vec<usize> = (0..operators.len())
            .filter(|index| firsts[*index] <= elapsed)
            .collect();
        rng.shuffle(&mut order);
        if ties == Ties::FirstOperator {
            order.sort_by_key(|index| *index != 0);
        }
        for index in order {
            let held = book.held(index);
            if rule == Rule::ClaimedOnce && held > 0 {
                continue;
            }
            let most = if elapsed < over {
                arrivals[index].most_slots_at(elapsed)
            } else {
                job.slots
            };
            let more = most.min(operators[index].idle).saturating_sub(held);
            book.take(index, more);
        }
        if book.job.is_full() {
            return book.outcome(first, elapsed);
        }
    }
    book.outcome(first, over)
}

/// The job and its claims.
struct Book {
    job: JobState,
    claims: Vec<Option<ClaimRecord>>,
}

impl Book {
    fn new(slots: u32, operators: usize) -> Self {
        let terms = JobTerms {
            gpus: 1,
            granule: 1,
            seconds: SECONDS,
            claim_deadline: 600,
            start_seconds: 600,
            verification: Verification::None,
            deterministic: false,
            partial_fill: PartialFill::Keep,
            filters: JobFilters::default(),
        };
        let job = JobState::post(&terms, 1_000_000, NOW).unwrap();
        Self {
            // Larger than a client could post it.
            job: JobState {
                gpus: slots,
                slots,
                ..job
            },
            claims: vec![None; operators],
        }
    }

    fn held(&self, operator: usize) -> u32 {
        self.claims[operator].map_or(0, |claim| claim.meter.gpus)
    }

    /// The operator takes `gpus` slots, or those that are left.
    fn take(&mut self, operator: usize, gpus: u32) {
        let gpus = gpus.min(self.job.free_slots());
        if gpus == 0 {
            return;
        }
        let taken = match self.claims[operator] {
            None => self.job.take(gpus, SECONDS, false, NOW),
            Some(claim) => claim.enlarge(&self.job, gpus, false, NOW),
        };
        let taken = taken.unwrap();
        (self.claims[operator], self.job) = (Some(taken.claim), taken.job_after);
    }

    fn outcome(&self, first: u64, full: u64) -> Outcome {
        Outcome {
            held: (0..self.claims.len())
                .map(|index| self.held(index))
                .collect(),
            first,
            full,
        }
    }
}

const NOW: i64 = 1;
const SECONDS: u32 = 3_600;
