//! Refusals as numbers.
//!
//! A [`Result`] is returned through memory. A number is returned in a register, which saves a
//! program three instructions at each of some hundred checks.

use anchor_lang::{Error, Result};

/// An error as the runtime gets it.
pub type Refusal = u64;

/// No refusal.
pub const NONE: Refusal = 0;

/// `value`, unless there is a refusal.
///
/// # Errors
/// The refusal.
#[inline]
pub fn unless<T>(refusal: Refusal, value: T) -> Result<T> {
    match refusal {
        NONE => Ok(value),
        refusal => Err(error(refusal)),
    }
}

/// The error that a refusal stands for.
#[cold]
#[inline(never)]
pub fn error(refusal: Refusal) -> Error {
    refusal.into()
}
