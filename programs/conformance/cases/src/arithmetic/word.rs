//! The operators on 8, 16, 32 and 64 bits: the virtual machine has only some of them.
//!
//! Signed division below 128 bits is not among them: the virtual machine has no such instruction
//! and the linker refuses a program that wants one ("unsupported signed division").

use super::Pair;
use crate::results::Results;

/// Every width, from both halves of the operands.
#[inline(never)]
pub fn evaluate(Pair { a, b }: Pair, results: &mut Results) {
    unsigned_64(a as u64, b as u64, results);
    unsigned_64((a >> 64) as u64, b as u64, results);
    signed_64(a as i64, b as i64, results);
    signed_64((a >> 64) as i64, b as i64, results);
    unsigned_32(a as u32, b as u32, results);
    signed_32(a as i32, b as i32, results);
    signed_16(a as i16, b as i16, results);
    signed_8(a as i8, b as i8, results);
}

macro_rules! unsigned {
    ($name:ident, $type:ty) => {
        #[inline(never)]
        fn $name(a: $type, b: $type, results: &mut Results) {
            let shift = (b & 0xff) as u32;
            results.add(u128::from(a.wrapping_add(b)));
            results.add(u128::from(a.wrapping_sub(b)));
            results.add(u128::from(a.wrapping_mul(b)));
            results.add(u128::from(a.wrapping_shl(shift)));
            results.add(u128::from(a.wrapping_shr(shift)));
            results.add(u128::from(a.rotate_left(shift)));
            results.add(u128::from(a.saturating_add(b)));
            results.add(u128::from(a.saturating_mul(b)));
            results.add_option(a.checked_add(b).map(u128::from));
            results.add_option(a.checked_sub(b).map(u128::from));
            results.add_option(a.checked_mul(b).map(u128::from));
            results.add_option(a.checked_div(b).map(u128::from));
            results.add_option(a.checked_rem(b).map(u128::from));
            results.add(u128::from(a.leading_zeros()));
            results.add_flag(a < b);
        }
    };
}

macro_rules! signed {
    ($name:ident, $type:ty) => {
        #[inline(never)]
        fn $name(a: $type, b: $type, results: &mut Results) {
            let shift = (b & 0x7f) as u32;
            results.add_signed(i128::from(a.wrapping_add(b)));
            results.add_signed(i128::from(a.wrapping_sub(b)));
            results.add_signed(i128::from(a.wrapping_mul(b)));
            results.add_signed(i128::from(a.wrapping_shl(shift)));
            results.add_signed(i128::from(a.wrapping_shr(shift)));
            results.add_signed(i128::from(a.saturating_sub(b)));
            results.add_signed(i128::from(a.saturating_mul(b)));
            results.add_signed_option(a.checked_add(b).map(i128::from));
            results.add_signed_option(a.checked_mul(b).map(i128::from));
            results.add_signed_option(a.checked_abs().map(i128::from));
            results.add_flag(a < b);
        }
    };
}

unsigned!(unsigned_64, u64);
unsigned!(unsigned_32, u32);
signed!(signed_64, i64);
signed!(signed_32, i32);
signed!(signed_16, i16);
signed!(signed_8, i8);
