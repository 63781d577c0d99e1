//! What went wrong in a launcher, and at which step.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The step.
    pub stage: String,
    /// What was said.
    pub detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.stage, self.detail)
    }
}

/// Names the step of a result.
pub trait Step<T> {
    /// The fault of this step.
    fn at(self, stage: impl fmt::Display) -> Result<T, Fault>;
}

impl<T, E: fmt::Display> Step<T> for Result<T, E> {
    fn at(self, stage: impl fmt::Display) -> Result<T, Fault> {
        self.map_err(|error| Fault {
            stage: stage.to_string(),
            detail: error.to_string(),
        })
    }
}
