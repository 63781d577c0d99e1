//! Every error of registry: a call that gives it.

mod book;
mod participants;
mod roles;

use super::tables::{ErrorCase, Exemption};

/// Errors which no call gives.
pub const EXEMPT: &[Exemption] = &[Exemption {
    error: "Overflow",
    reason: "keeps the conversions from the rules' errors total: only a clock within 14 days of \
             the end of 64-bit seconds gives it, which no chain reaches",
}];

/// All cases.
pub fn cases() -> Vec<ErrorCase> {
    [roles::CASES, book::CASES, participants::CASES].concat()
}
