use super::tables::AccountCase;
pub(super) const CASES: &[AccountCase] = &[];
