//! Medians by stake: the most that more than half of the publishing stake vouches for.
//!
//! Of each number it is the greatest that verifiers with more than half of the stake of all
//! published vectors report *or exceed*; a vector without the entry reports 0. Verifiers with less
//! than half cannot raise a number above all honest ones, and those with half or less cannot lower
//! it below all honest ones. Nothing is averaged, so honest verifiers who measured the same get
//! exactly that, and everybody computes the same from the same vectors, in any order of them.

use super::{Entry, Vector, VerificationError};

/// The most vectors of one epoch.
pub const MAX_VERIFIERS: usize = 64;

/// The medians of published vectors, entry by entry in order; those without GPUs are left out.
pub struct Medians<'a> {
    vectors: &'a [Vector<'a>],
    /// How many entries of each vector are done.
    done: [usize; MAX_VERIFIERS],
    total: u64,
}

impl<'a> Medians<'a> {
    /// The medians of vectors whose entries [`super::vector_digest`] accepted.
    ///
    /// # Errors
    /// [`VerificationError::TooManyVectors`]; [`VerificationError::Overflow`].
    pub fn new(vectors: &'a [Vector<'a>]) -> Result<Self, VerificationError> {
        if vectors.len() > MAX_VERIFIERS {
            return Err(VerificationError::TooManyVectors);
        }
        let stakes = vectors.iter().map(|vector| vector.stake);
        let total = stakes.into_iter().try_fold(0_u64, u64::checked_add);
        Ok(Self {
            vectors,
            done: [0; MAX_VERIFIERS],
            total: total.ok_or(VerificationError::Overflow)?,
        })
    }

    fn head(vector: &Vector<'a>, done: usize) -> Option<&'a Entry> {
        vector.entries.get(done)
    }

    /// The entry that comes next in any vector, with every vector's report of it.
    fn next_reports(&mut self) -> Option<(Entry, [Report; MAX_VERIFIERS])> {
        let heads = self.vectors.iter().zip(&self.done);
        let first = heads
            .filter_map(|(vector, done)| Self::head(vector, *done))
            .min_by_key(|entry| entry.key())?;
        let key = first.key();
        let mut reports = [Report::default(); MAX_VERIFIERS];
        let slots = reports.iter_mut().zip(&mut self.done);
        for (vector, (report, done)) in self.vectors.iter().zip(slots) {
            report.stake = vector.stake;
            if let Some(entry) = Self::head(vector, *done).filter(|entry| entry.key() == key) {
                report.entry = *entry;
                *done = done.saturating_add(1);
            }
        }
        Some((*first, reports))
    }
}

#[derive(Clone, Copy, Default)]
struct Report {
    stake: u64,
    entry: Entry,
}

impl Iterator for Medians<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let (first, reports) = self.next_reports()?;
            let median = |value: fn(&Entry) -> u64| {
                let mut reported = reports.map(|report| (value(&report.entry), report.stake));
                vouched_for(&mut reported, self.total)
            };
            let narrow = |value| u32::try_from(value).unwrap_or(u32::MAX);
            let verified = narrow(median(|entry| u64::from(entry.verified)));
            let idle = narrow(median(|entry| u64::from(entry.idle))).min(verified);
            if verified > 0 {
                return Some(Entry {
                    verified,
                    idle,
                    score: if idle > 0 {
                        median(|entry| entry.score)
                    } else {
                        0
                    },
                    ..first
                });
            }
        }
    }
}

/// The greatest value that more than half of `total` stake reports or exceeds, 0 if there is
/// none. `reported`: values and stakes, in any order; sorted on return.
pub fn vouched_for(reported: &mut [(u64, u64)], total: u64) -> u64 {
    reported.sort_unstable_by(|a, b| b.cmp(a));
    let mut behind = 0_u64;
    for (value, stake) in reported {
        behind = behind.saturating_add(*stake);
        // behind · 2 > total, for any total.
        if behind > total.saturating_sub(behind) {
            return *value;
        }
    }
    0
}
