//! Single operations in a loop, to measure what one costs.

use core::hint::black_box;

use super::Pair;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $label:literal => |$a:ident, $b:ident| $body:expr;)*) => {
        /// An operation whose cost is measured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Operation {
            $($(#[$doc])* $name = $number,)*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The operation with this number.
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number)).copied()
            }

            /// What it is called in the table of costs.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// Does the operation `times` times. One call costs what the loop around it costs
            /// more than that of [`Operation::Nothing`].
            pub fn repeat(self, pair: Pair, times: u64) {
                match self {
                    $(Self::$name => for _ in 0..times {
                        let ($a, $b) = (black_box(pair.a), black_box(pair.b));
                        black_box($body);
                    },)*
                }
            }
        }
    };
}

operations! {
    /// The loop alone.
    Nothing = 0, "nothing" => |a, b| a ^ b;
    /// `a / b`; `b` must not be zero.
    Divide = 1, "u128 /" => |a, b| a / b;
    /// `a % b`; `b` must not be zero.
    Remainder = 2, "u128 %" => |a, b| a % b;
    /// `a / b` on i128.
    SignedDivide = 3, "i128 /" => |a, b| (a as i128).wrapping_div(b as i128);
    /// `a % b` on i128.
    SignedRemainder = 4, "i128 %" => |a, b| (a as i128).wrapping_rem(b as i128);
    /// Wrapping product.
    WrappingMultiply = 5, "u128 wrapping_mul" => |a, b| a.wrapping_mul(b);
    /// Checked product.
    CheckedMultiply = 6, "u128 checked_mul" => |a, b| a.checked_mul(b);
    /// Checked sum.
    CheckedAdd = 7, "u128 checked_add" => |a, b| a.checked_add(b);
    /// Variable shift.
    ShiftLeft = 8, "u128 <<" => |a, b| a.wrapping_shl(b as u32);
    /// Order.
    Compare = 9, "u128 cmp" => |a, b| a.cmp(&b);
    /// Product of 64-bit amounts over a third, as the programs compute shares.
    MultiplyDivide = 10, "u64 * u64 / u64" => |a, b| {
        u128::from(a as u64) * u128::from((a >> 64) as u64) / u128::from(b as u64 | 1)
    };
}
