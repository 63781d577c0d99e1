//! The five functions that `toolchain/sbf/i128-abi.ll` calls, under the names it calls them by.
//!
//! They have the Rust calling convention, not C's: that is what the shim was written for.
// Exporting a name unmangled is what `unsafe` stands for here; the bodies are safe code.
#![allow(unsafe_code)]

use crate::{division, multiplication};

#[unsafe(no_mangle)]
fn sbf_multi3(a: u128, b: u128) -> u128 {
    multiplication::multiply(a, b)
}

#[unsafe(no_mangle)]
fn sbf_udivti3(dividend: u128, divisor: u128) -> u128 {
    division::divide(dividend, divisor).0
}

#[unsafe(no_mangle)]
fn sbf_umodti3(dividend: u128, divisor: u128) -> u128 {
    division::divide(dividend, divisor).1
}

#[unsafe(no_mangle)]
fn sbf_divti3(dividend: i128, divisor: i128) -> i128 {
    division::divide_signed(dividend, divisor)
}

#[unsafe(no_mangle)]
fn sbf_modti3(dividend: i128, divisor: i128) -> i128 {
    division::remainder_signed(dividend, divisor)
}
