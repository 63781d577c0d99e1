use super::tables::ErrorCase;
pub fn cases() -> Vec<ErrorCase> {
    Vec::new()
}
