//! Arithmetic on two 128-bit operands, in groups of like operations.
//!
//! Every group does many operations on one pair and hands each result over.
// The plain operators are what is being tried, after a check that they do not overflow.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    clippy::manual_checked_ops
)]
// So are the conversions that lose digits or the sign.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap
)]

mod comparison;
mod conversion;
pub mod cost;
mod derived;
mod memory;
mod signed;
mod text;
mod unsigned;
mod word;

use crate::results::Results;

/// A pair of operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// First operand.
    pub a: u128,
    /// Second operand.
    pub b: u128,
}

impl Pair {
    /// Length of a pair in instruction data: two little-endian integers.
    pub const LENGTH: usize = 32;

    /// Reads a pair; missing bytes count as zero.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (words, _) = bytes.as_chunks::<16>();
        let word = |index| {
            words
                .get(index)
                .map_or(0, |word| u128::from_le_bytes(*word))
        };
        Self {
            a: word(0),
            b: word(1),
        }
    }
}

/// A group of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Group {
    /// `+ - * / % << >>` and bits of u128, wrapping.
    Unsigned = 0,
    /// Checked, overflowing and saturating forms of u128.
    UnsignedChecked = 1,
    /// `+ - * / % << >>` of i128, wrapping.
    Signed = 2,
    /// Checked, overflowing and saturating forms of i128.
    SignedChecked = 3,
    /// Comparisons and bit counts.
    Comparison = 4,
    /// Conversions between integer types.
    Conversion = 5,
    /// Decimal and hexadecimal formatting and parsing.
    Text = 6,
    /// Powers, roots, logarithms and what else is built of the basic operations.
    Derived = 7,
    /// The same operators on 8, 16, 32 and 64 bits.
    Word = 8,
    /// memcpy, memmove, memset and memcmp.
    Memory = 9,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 10] = [
        Self::Unsigned,
        Self::UnsignedChecked,
        Self::Signed,
        Self::SignedChecked,
        Self::Comparison,
        Self::Conversion,
        Self::Text,
        Self::Derived,
        Self::Word,
        Self::Memory,
    ];

    /// The group with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Does the group's operations on `pair`.
    pub fn evaluate(self, pair: Pair, results: &mut Results) {
        match self {
            Self::Unsigned => unsigned::wrapping(pair, results),
            Self::UnsignedChecked => unsigned::checked(pair, results),
            Self::Signed => signed::wrapping(pair, results),
            Self::SignedChecked => signed::checked(pair, results),
            Self::Comparison => comparison::evaluate(pair, results),
            Self::Conversion => conversion::evaluate(pair, results),
            Self::Text => text::evaluate(pair, results),
            Self::Derived => derived::evaluate(pair, results),
            Self::Word => word::evaluate(pair, results),
            Self::Memory => memory::evaluate(pair, results),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_numbered_in_order() {
        for (index, group) in Group::ALL.into_iter().enumerate() {
            assert_eq!(group as usize, index);
            assert_eq!(Group::from_number(index as u8), Some(group));
        }
        assert_eq!(Group::from_number(10), None);
    }

    #[test]
    fn every_group_has_results_that_depend_on_both_operands() {
        let digest = |group: Group, a: u128, b: u128| {
            let mut results = Results::EMPTY;
            group.evaluate(Pair { a, b }, &mut results);
            assert!(results.count() > 0);
            results.digest()
        };
        for group in Group::ALL {
            let one = digest(group, 0x1234_5678_9abc_def0_0fed_cba9, 77);
            assert_ne!(
                one,
                digest(group, 0x1234_5678_9abc_def0_0fed_cbaa, 77),
                "{group:?}"
            );
            assert_ne!(
                one,
                digest(group, 0x1234_5678_9abc_def0_0fed_cba9, 78),
                "{group:?}"
            );
        }
    }

    #[test]
    fn no_group_panics_on_any_pair_of_edges() {
        let edges = [
            0,
            1,
            2,
            u128::MAX,
            u128::MAX - 1,
            1 << 127,
            (1 << 127) - 1,
            1 << 64,
        ];
        for group in Group::ALL {
            for a in edges {
                for b in edges {
                    group.evaluate(Pair { a, b }, &mut { Results::EMPTY });
                }
            }
        }
    }

    #[test]
    fn pairs_are_read_little_endian() {
        let mut bytes = [0; 32];
        bytes[0] = 1;
        bytes[31] = 1;
        assert_eq!(Pair::from_bytes(&bytes), Pair { a: 1, b: 1 << 120 });
        assert_eq!(Pair::from_bytes(&bytes[..20]), Pair { a: 1, b: 0 });
    }
}
