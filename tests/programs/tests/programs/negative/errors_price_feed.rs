use super::tables::ErrorCase;
pub(super) const CASES: &[ErrorCase] = &[];
