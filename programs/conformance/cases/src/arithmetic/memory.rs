//! memcpy, memmove, memset and memcmp: lengths and offsets that are no multiple of anything, and
//! overlapping ranges.

use core::hint::black_box;

use super::Pair;
use crate::results::Results;

const LENGTH: usize = 300;

/// Moves within and between two buffers as the operands say, then structures of fixed odd sizes.
#[inline(never)]
pub fn evaluate(pair: Pair, results: &mut Results) {
    let mut first = filled(pair.a as u64);
    let mut second = filled(pair.b as u64);
    moves(pair, &mut first, &mut second, results);
    compares(pair, &first, &second, results);
    results.add_bytes(&first);
    results.add_bytes(&second);
    fixed(&first, results);
}

/// A buffer of bytes that all differ from their neighbours.
fn filled(seed: u64) -> [u8; LENGTH] {
    let mut state = seed | 1;
    let mut buffer = [0; LENGTH];
    for byte in &mut buffer {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *byte = (state >> 33) as u8;
    }
    buffer
}

fn moves(
    Pair { a, b }: Pair,
    first: &mut [u8; LENGTH],
    second: &mut [u8; LENGTH],
    results: &mut Results,
) {
    // Lengths 0 to 96 and offsets 0 to 100 keep every range inside.
    let length = (a % 97) as usize;
    let from = (b % 101) as usize;
    let to = ((b >> 64) % 101) as usize;
    if let (Some(target), Some(source)) = (
        first.get_mut(to..to + length),
        second.get(from..from + length),
    ) {
        target.copy_from_slice(black_box(source));
    }
    // Overlapping, in either direction.
    second.copy_within(black_box(from..from + length), to);
    first.copy_within(from..from + 2 * length, from + 1);
    first.copy_within(from + 3..from + 3 + length, from);
    if let Some(range) = second.get_mut(to + 100..to + 100 + length) {
        range.fill(black_box(a as u8));
    }
    if let Some((one, rest)) = first.split_first_mut() {
        if let Some(range) = rest.get_mut(..length) {
            range.swap_with_slice(second.get_mut(..length).unwrap_or(&mut []));
        }
        *one = length as u8;
    }
    results.add(length as u128);
}

fn compares(
    Pair { a, b }: Pair,
    first: &[u8; LENGTH],
    second: &[u8; LENGTH],
    results: &mut Results,
) {
    let length = (b % 97) as usize;
    let at = (a % 101) as usize;
    let one = first.get(at..at + length).unwrap_or(&[]);
    let mut other = [0; 97];
    if let Some(copy) = other.get_mut(..length) {
        copy.copy_from_slice(one);
        // Equal, then one byte apart at a place the operands choose.
        results.add_flag(black_box(one) == copy);
        results.add_signed(one.cmp(copy) as i128);
        if let Some(byte) = copy.get_mut((a >> 64) as usize % length.max(1)) {
            *byte = byte.wrapping_add(1 + (b >> 120) as u8 % 255);
        }
        results.add_flag(black_box(one) == copy);
        results.add_signed(one.cmp(copy) as i128);
    }
    results.add_signed(first.as_slice().cmp(second.get(at..).unwrap_or(&[])) as i128);
    results.add_flag(first.starts_with(second.get(..length).unwrap_or(&[])));
}

/// Copies and comparisons of lengths the compiler knows: it writes loads and stores of its own.
fn fixed(bytes: &[u8; LENGTH], results: &mut Results) {
    macro_rules! sizes {
        ($($size:literal)*) => { $(
            if let Some(array) = bytes.get($size..).and_then(<[u8]>::first_chunk::<$size>) {
                let copy: [u8; $size] = *black_box(array);
                results.add_bytes(&copy);
                results.add_flag(bytes.first_chunk::<$size>() == Some(black_box(&copy)));
                results.add_flag(*black_box(&[0_u8; $size]) == copy);
            }
        )* };
    }
    sizes!(1 2 3 5 7 8 9 13 15 16 17 24 31 32 33 63 65 127 129);
}
