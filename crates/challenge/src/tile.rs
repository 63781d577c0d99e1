//! The kernel: one tile of the product.

use multiversion::multiversion;

use crate::{Hash, expand::Block};

/// Rows and columns of a tile.
pub const TILE_SIDE: u32 = 16;
const SIDE: usize = TILE_SIDE as usize;

/// 16×16 sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tile([[i32; SIDE]; SIDE]);

impl Tile {
    /// Adds what one block of each factor gives.
    pub(crate) fn add(&mut self, a: &Block, b: &Block) {
        accumulate(a, b, &mut self.0);
    }

    /// The BLAKE3 hash of the sums, row by row, little endian: 1,024 bytes, one chunk.
    pub(crate) fn hash(&self) -> Hash {
        let mut bytes = [0; SIDE * SIDE * 4];
        let (words, _) = bytes.as_chunks_mut::<4>();
        for (word, sum) in words.iter_mut().zip(self.0.iter().flatten()) {
            *word = sum.to_le_bytes();
        }
        blake3::hash(&bytes).into()
    }
}

// No sum overflows: see `MAX_SIDE`.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512vl+avx512vnni",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn accumulate(a: &Block, b: &Block, sums: &mut [[i32; SIDE]; SIDE]) {
    for (row, sums) in a.iter().zip(sums.iter_mut()) {
        for (column, sum) in b.iter().zip(sums.iter_mut()) {
            let products = row.iter().zip(column);
            *sum += products
                .map(|(x, y)| i32::from(*x) * i32::from(*y))
                .sum::<i32>();
        }
    }
}
