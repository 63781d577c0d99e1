//! Every error of io-token: a call that gives it.

mod genesis;
mod roles;
mod value;

use super::tables::{ErrorCase, Exemption};

/// Errors which no call gives: none.
pub const EXEMPT: &[Exemption] = &[];

/// All cases.
pub fn cases() -> Vec<ErrorCase> {
    [roles::CASES, genesis::CASES, value::CASES].concat()
}
