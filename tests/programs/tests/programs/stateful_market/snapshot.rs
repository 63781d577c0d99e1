use super::people::People;
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {}
impl Snapshot {
    pub fn take(_: &People) -> Self {
        Self {}
    }
}
