//! The work of the self-test: a product of two matrices of int8, exact in int32.

use crate::AcceleratorError;

/// The smallest size.
pub const SMALLEST: u32 = 64;
/// The largest: three matrices of 1.6 GB in all, and no sum beyond int32.
pub const LARGEST: u32 = 16_384;

/// `C = A · Bᵀ`, computed so many times in a row. A and B follow from the seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matmul {
    size: u32,
    seed: u64,
    rounds: u32,
}

impl Matmul {
    /// Matrices of `size` rows and columns, a multiple of 64.
    ///
    /// # Errors
    /// [`AcceleratorError::Size`].
    pub fn new(size: u32, seed: u64, rounds: u32) -> Result<Self, AcceleratorError> {
        if !(SMALLEST..=LARGEST).contains(&size) || !size.is_multiple_of(SMALLEST) {
            return Err(AcceleratorError::Size { size });
        }
        Ok(Self { size, seed, rounds })
    }

    /// Small enough for any processor, large enough that every part of the kernel is used.
    pub fn self_test() -> Self {
        Self {
            size: 256,
            seed: 0x696f_6e65_7420_7465,
            rounds: 1,
        }
    }

    /// Rows and columns.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// How often it is computed; at least once.
    pub fn rounds(&self) -> u32 {
        self.rounds.max(1)
    }

    /// A, row after row.
    pub fn left(&self) -> Vec<i8> {
        self.matrix(0)
    }

    /// B, row after row.
    pub fn right(&self) -> Vec<i8> {
        self.matrix(1)
    }

    /// Rows and columns as a length.
    pub(crate) fn side(&self) -> usize {
        self.size as usize
    }

    /// The product by the plainest loops there are: what every card must get.
    pub fn reference(&self) -> Vec<i32> {
        let (side, left, right) = (self.side(), self.left(), self.right());
        let mut product = vec![0; side * side];
        for (row, sums) in left.chunks_exact(side).zip(product.chunks_exact_mut(side)) {
            for (place, factor) in row.iter().enumerate() {
                let column = right.iter().skip(place).step_by(side);
                for (sum, other) in sums.iter_mut().zip(column) {
                    *sum += i32::from(*factor) * i32::from(*other);
                }
            }
        }
        product
    }

    /// Numbers from -127 to 127 by `SplitMix64`, eight from each of its outputs.
    fn matrix(&self, which: u64) -> Vec<i8> {
        let mut state = self.seed ^ (which << 63);
        let length = self.side() * self.side();
        let mut numbers = Vec::with_capacity(length);
        while numbers.len() < length {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = state;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            numbers.extend(word.to_le_bytes().map(|byte| byte.cast_signed().max(-127)));
        }
        numbers
    }
}
