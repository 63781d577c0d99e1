//! Every error of iosd: a call that gives it.

mod price;
mod roles;
mod value;

use super::tables::ErrorCase;

/// All cases.
pub fn cases() -> Vec<ErrorCase> {
    [roles::CASES, value::CASES, price::CASES].concat()
}
