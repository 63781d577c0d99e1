//! An operator's draw: when its slots arrive, on a clock that runs at one arrival per share.
//!
//! An operator's slots must arrive like those of a Poisson process, because that is the one
//! process that two halves of an operator reproduce together: then the chance of the next slot
//! is proportional to weight, however capacity is spread over identities. The first eight
//! arrivals are exact: the gaps between them are exponential, each from its own part of the
//! hash, and a sum of exponentials is −ln of a product, so that eight cost one logarithm. The
//! ninth follows the eighth by a uniform part of one gap, and from there the gaps are one each:
//! the mean number of arrivals stays exactly the time passed, at the same cost for any claim.
//!
//! (One exponential, repeated, as first designed, gives an operator of many slots all or
//! nothing: `docs/decisions/0010-race.md` has the figures.)

use super::ln::Uniform;

/// What the hash of every draw begins with.
pub const DRAW_DOMAIN: &[u8] = b"ionet:race:draw:v1";

/// How many arrivals have a random gap of their own.
pub const RANDOM_ARRIVALS: u32 = 8;

/// The numbers that one operator has in the race for one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    hash: [u8; 32],
}

/// What the caller hashes with SHA-256 to get an operator's draw, in this order: the domain, the
/// job's seed (see [`super::seed_preimage`]; it names the job) and the address of the
/// operator's account in the registry.
///
/// The operator exists since before the job was posted, so that nobody can look for a key that
/// draws well.
#[inline]
pub fn draw_preimage<'a>(seed: &'a [u8; 32], operator: &'a [u8; 32]) -> [&'a [u8]; 3] {
    [DRAW_DOMAIN, seed, operator]
}

impl Draw {
    /// The draw in the hash of [`draw_preimage`], little-endian: 64 bits for the first arrival,
    /// `u = (bits + 1) ÷ 2^64`; 24 for each of the seven gaps after it, `u = (bits + 1) ÷ 2^24`;
    /// and 24 for the offset of the ninth.
    #[inline]
    pub const fn from_hash(hash: [u8; 32]) -> Self {
        Self { hash }
    }

    /// When slot `number` (1-based, at most 100,000) arrives, with 32 fraction bits: at 1 an
    /// operator of one share expects one slot. Never falls as the number rises; 0 for number 0.
    #[inline]
    pub fn arrival_q32(&self, number: u32) -> u64 {
        let Some(gaps) = number.min(RANDOM_ARRIVALS).checked_sub(1) else {
            return 0;
        };
        let [b0, b1, b2, b3, b4, b5, b6, b7, words @ ..] = &self.hash;
        let first = u64::from_le_bytes([*b0, *b1, *b2, *b3, *b4, *b5, *b6, *b7]);
        let (words, _) = words.as_chunks::<3>();
        let mut product = Uniform::from_u64(first);
        for (word, _) in words.iter().zip(0..gaps) {
            product = product.times(read_u24(*word));
        }
        let random = product.neg_ln_q32();
        match number.checked_sub(RANDOM_ARRIVALS + 1) {
            Some(whole) => {
                let offset = words.last().map_or(0, |word| read_u24(*word));
                random
                    .saturating_add(u64::from(offset) << 8)
                    .saturating_add(u64::from(whole) << 32)
            }
            None => random,
        }
    }

    /// How many slots arrived by `time_q32`: the largest number whose arrival is not later.
    pub(super) fn arrivals_by(&self, time_q32: u64) -> u64 {
        let random = (1..=RANDOM_ARRIVALS)
            .take_while(|number| self.arrival_q32(*number) <= time_q32)
            .count();
        let evenly = match time_q32.checked_sub(self.arrival_q32(RANDOM_ARRIVALS + 1)) {
            Some(since_ninth) => (since_ninth >> 32).saturating_add(1),
            None => 0,
        };
        evenly.saturating_add(u64::try_from(random).unwrap_or(0))
    }
}

#[inline]
fn read_u24([low, middle, high]: [u8; 3]) -> u32 {
    u32::from_le_bytes([low, middle, high, 0])
}
