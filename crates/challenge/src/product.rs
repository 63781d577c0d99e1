//! The product and its tiles.

use crate::{
    Hash, Seed,
    expand::{BLOCK, Factor, Rows},
    opening::Work,
    tile::{TILE_SIDE, Tile},
};

/// Sides are multiples of it.
pub const SIDE_STEP: u32 = 256;
/// The longest side: no sum of `n · 127²` then reaches 2³¹.
pub const MAX_SIDE: u32 = 131_072;

/// A side that no product has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a product's side must be a multiple of {SIDE_STEP} from {SIDE_STEP} to {MAX_SIDE}; it is {side}"
)]
pub struct SizeError {
    /// What was asked for.
    pub side: u32,
}

/// `C = A·B` for square matrices with entries from -127 to 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    seed: Seed,
    side: u32,
}

impl Product {
    /// The product of `side`×`side` matrices that follow from `seed`.
    ///
    /// # Errors
    /// [`SizeError`].
    pub fn new(seed: Seed, side: u32) -> Result<Self, SizeError> {
        if side == 0 || side > MAX_SIDE || !side.is_multiple_of(SIDE_STEP) {
            return Err(SizeError { side });
        }
        Ok(Self { seed, side })
    }

    /// What the factors follow from.
    pub fn seed(&self) -> Seed {
        self.seed
    }

    /// Rows and columns.
    pub fn side(&self) -> u32 {
        self.side
    }

    /// Tiles along one side.
    pub fn tiles_per_side(&self) -> u32 {
        self.side / TILE_SIDE
    }

    /// Multiplications and additions: 2n³.
    pub fn operations(&self) -> u64 {
        2 * u64::from(self.side).pow(3)
    }

    /// Bytes that both factors and the product take on a card: 6n².
    pub fn device_bytes(&self) -> u64 {
        6 * u64::from(self.side).pow(2)
    }

    /// Blocks along the sum of one tile.
    pub(crate) fn blocks(&self) -> usize {
        self.side as usize / BLOCK
    }

    /// The 16 rows, or columns, of a factor from tile `at`.
    pub(crate) fn rows(&self, factor: Factor, at: u32) -> Rows {
        Rows::new(self.seed, factor, at * TILE_SIDE)
    }
}

impl Work for Product {
    fn leaves(&self) -> u64 {
        u64::from(self.tiles_per_side()).pow(2)
    }

    fn hashes(&self, picked: &[u64]) -> Vec<Hash> {
        picked.iter().map(|leaf| self.tile(*leaf).hash()).collect()
    }
}

impl Product {
    /// Tile `leaf`, counted row by row. Never holds more of the factors than one block of 32 rows.
    fn tile(&self, leaf: u64) -> Tile {
        let per_side = u64::from(self.tiles_per_side());
        let [row, column] = [leaf / per_side, leaf % per_side]
            .map(|at| u32::try_from(at).expect("a tile's row and column are below the side"));
        let mut a = self.rows(Factor::A, row);
        let mut b = self.rows(Factor::B, column);
        let mut tile = Tile::default();
        for _ in 0..self.blocks() {
            tile.add(a.next_block(), b.next_block());
        }
        tile
    }
}
