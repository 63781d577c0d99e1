//! The data set, and walks over it.
//!
//! After Ethash: a small cache follows from the seed; each item of a large data set mixes many
//! items of the cache; a walk reads items one after the other, each read depending on what the
//! one before returned. Whoever keeps the data set reads 64 bytes a step; whoever does not computes
//! the item from [`PARENTS`] items of the cache, or fetches it from slower memory.

use chacha20::{
    ChaCha8,
    cipher::{KeyIvInit as _, StreamCipher as _},
};

use crate::{Hash, Seed, opening::Work};

/// Reads of one walk.
pub const STEPS: u32 = 64;
/// The most walks.
pub const MAX_WALKS: u32 = 1 << 24;

const CACHE_CONTEXT: &str = "ionet challenge v1 cache";
const WALK_CONTEXT: &str = "ionet challenge v1 walk";
const PARENTS: u32 = 64;
const WORDS: usize = 8;
/// 16 MiB.
const CACHE_ITEMS: u64 = 1 << 18;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// 64 bytes, as eight little-endian words.
pub(crate) type Item = [u64; WORDS];

/// Dependent reads over a data set of a claimed size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Residency {
    seed: Seed,
    items: u64,
    walks: u32,
}

impl Residency {
    /// `walks` walks (at least 1, at most [`MAX_WALKS`]) over a data set of `bytes` (rounded down
    /// to items of 64, at least one).
    pub fn new(seed: Seed, bytes: u64, walks: u32) -> Self {
        Self {
            seed,
            items: (bytes / 64).max(1),
            walks: walks.clamp(1, MAX_WALKS),
        }
    }

    /// Items of the data set.
    pub fn items(&self) -> u64 {
        self.items
    }

    /// Walks over it.
    pub fn walks(&self) -> u32 {
        self.walks
    }

    /// The cache that every item follows from.
    pub(crate) fn cache(&self) -> Cache {
        Cache::new(self.seed)
    }

    /// The end of a walk, whose items come from `item`.
    pub(crate) fn walk(&self, walk: u64, item: impl Fn(u64) -> Item) -> Hash {
        let mut hasher = blake3::Hasher::new_derive_key(WALK_CONTEXT);
        hasher.update(&self.seed.0);
        hasher.update(&walk.to_le_bytes());
        let mut bytes = [0; 64];
        hasher.finalize_xof().fill(&mut bytes);
        let mut state = words(&bytes);
        for _ in 0..STEPS {
            let next = item(state[0] % self.items);
            state = mixed(state, &next);
            // The next address depends on all that was read.
            state[0] = state.iter().fold(0, |all, word| all.rotate_left(7) ^ word);
        }
        blake3::hash(&bytes_of(&state)).into()
    }
}

impl Work for Residency {
    fn leaves(&self) -> u64 {
        u64::from(self.walks)
    }

    fn hashes(&self, picked: &[u64]) -> Vec<Hash> {
        let cache = self.cache();
        let walk = |leaf: &u64| self.walk(*leaf, |at| cache.item(at));
        picked.iter().map(walk).collect()
    }
}

/// What items are computed from.
pub(crate) struct Cache(Vec<Item>);

impl Cache {
    fn new(seed: Seed) -> Self {
        let key = seed.derive(CACHE_CONTEXT);
        let mut stream = ChaCha8::new(&key.into(), &[0; 12].into());
        let item = |_| {
            let mut bytes = [0; 64];
            stream.apply_keystream(&mut bytes);
            words(&bytes)
        };
        Self((0..CACHE_ITEMS).map(item).collect())
    }

    /// Item `at` of the data set.
    pub(crate) fn item(&self, at: u64) -> Item {
        let mut item = self.entry(at);
        item[0] ^= at;
        for parent in 0..PARENTS {
            let word = item[parent as usize % WORDS];
            item = mixed(item, &self.entry(mix(at ^ u64::from(parent), word)));
        }
        let mut bytes = [0; 64];
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&bytes_of(&item))
            .finalize_xof()
            .fill(&mut bytes);
        words(&bytes)
    }

    fn entry(&self, at: u64) -> Item {
        // The high bits: the low ones of a product depend on few bits of its factors.
        let at = at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - CACHE_ITEMS.trailing_zeros());
        self.0[usize::try_from(at).expect("an index below 2^18")]
    }
}

fn mix(one: u64, other: u64) -> u64 {
    one.wrapping_mul(PRIME) ^ other
}

fn mixed(mut one: Item, other: &Item) -> Item {
    for (word, other) in one.iter_mut().zip(other) {
        *word = mix(*word, *other);
    }
    one
}

fn words(bytes: &[u8; 64]) -> Item {
    let (chunks, _) = bytes.as_chunks::<8>();
    let mut item = [0; WORDS];
    for (word, chunk) in item.iter_mut().zip(chunks) {
        *word = u64::from_le_bytes(*chunk);
    }
    item
}

fn bytes_of(item: &Item) -> [u8; 64] {
    let mut bytes = [0; 64];
    let (chunks, _) = bytes.as_chunks_mut::<8>();
    for (chunk, word) in chunks.iter_mut().zip(item) {
        *chunk = word.to_le_bytes();
    }
    bytes
}
