//! Every account of every instruction of local-stand-in, spoiled.

use super::tables::AccountCase;

pub(super) const CASES: &[AccountCase] = &[];
