//! What is wrong, why, and what helps.
//!
//! Each check takes what was found and judges it; none of them looks by itself, except into the
//! agent's folder. So every one can be shown to fail.

mod chain;
mod data;
mod home;
mod kernels;
mod machine;

use std::fmt;

use serde::Serialize;

pub use chain::{Answer, ChainFacts, DeviceFacts, Endpoint, Held, Offer, chain};
pub use data::{DataFacts, Port, data};
pub use home::home;
pub use kernels::{KernelFacts, kernels};
pub use machine::machine;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// The agent runs, and earns less or risks something.
    Warn,
    /// The agent does not run, or loses its claims.
    Fail,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        })
    }
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check's name, the same in every version; `docs/guides/worker.md` has a line for each.
    pub check: &'static str,
    /// How bad it is.
    pub verdict: Verdict,
    /// What was found: the cause, where something is wrong.
    pub found: String,
    /// What helps; empty where nothing is wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cure: String,
}

impl Finding {
    /// As it should be.
    pub fn pass(check: &'static str, found: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Pass,
            found: found.into(),
            cure: String::new(),
        }
    }

    /// Runs, but.
    pub fn warn(check: &'static str, found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Warn,
            found: found.into(),
            cure: cure.into(),
        }
    }

    /// Does not run.
    pub fn fail(check: &'static str, found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Fail,
            found: found.into(),
            cure: cure.into(),
        }
    }
}

/// The worst of all verdicts.
pub fn worst(findings: &[Finding]) -> Verdict {
    let verdicts = findings.iter().map(|finding| finding.verdict);
    verdicts.max().unwrap_or(Verdict::Pass)
}
