//! From the seed to the rows of both factors.
//!
//! A row of `A` and a column of `B` are one stream each: `ChaCha8` with the seed's key, the nonce
//! `factor ‖ row` and the block counter from 0. A byte is an entry: its value as a signed byte, and
//! -127 for -128. So every back end makes any row by itself, without the ones before it.

use chacha20::{
    ChaCha8,
    cipher::{KeyIvInit as _, StreamCipher as _},
};
use multiversion::multiversion;

use crate::{Seed, tile::TILE_SIDE};

const CONTEXT: &str = "ionet challenge v1 factors";
const ROWS: usize = TILE_SIDE as usize;
/// Entries of a row that are expanded at a time: 32 rows of them fit the quickest cache.
pub(crate) const BLOCK: usize = 256;

/// Consecutive entries of the 16 rows that make a row of tiles.
pub(crate) type Block = [[i16; BLOCK]; ROWS];

/// Which factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Factor {
    /// The left one, by rows.
    A = 0,
    /// The right one, by columns.
    B = 1,
}

/// The streams of 16 rows.
pub(crate) struct Rows {
    streams: Vec<ChaCha8>,
    block: Box<Block>,
}

impl Rows {
    /// The rows from `first`.
    pub(crate) fn new(seed: Seed, factor: Factor, first: u32) -> Self {
        let key = seed.derive(CONTEXT);
        let stream = |row: u32| {
            let mut nonce = [0; 12];
            nonce[..4].copy_from_slice(&(factor as u32).to_le_bytes());
            nonce[4..8].copy_from_slice(&row.to_le_bytes());
            ChaCha8::new(&key.into(), &nonce.into())
        };
        Self {
            streams: (first..first + TILE_SIDE).map(stream).collect(),
            block: Box::new([[0; BLOCK]; ROWS]),
        }
    }

    /// The next entries of all rows.
    pub(crate) fn next_block(&mut self) -> &Block {
        for (stream, entries) in self.streams.iter_mut().zip(self.block.iter_mut()) {
            let mut bytes = [0; BLOCK];
            stream.apply_keystream(&mut bytes);
            widen(&bytes, entries);
        }
        &self.block
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512vl+avx512vnni",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn widen(bytes: &[u8; BLOCK], entries: &mut [i16; BLOCK]) {
    for (entry, byte) in entries.iter_mut().zip(bytes) {
        *entry = i16::from(byte.cast_signed().max(-127));
    }
}
