//! Every error of job-escrow: a call that gives it, and that it changes nothing.

mod claim;
mod mints;
mod money;
mod parameters;
mod post;
mod price;
mod roles;
mod run;
pub mod stage;
mod start;
mod state;

use super::tables::{ErrorCase, Exemption};

/// Errors which no call gives.
pub const EXEMPT: &[Exemption] = &[
    later(
        "JobTooShort",
        "extend, of a few seconds; a posted job has 600 at least",
    ),
    later(
        "JobTooLong",
        "extend, beyond 90 days; a posted job has 30 at most",
    ),
    later(
        "TooManyRates",
        "extend, at another rate for the fourth time",
    ),
    later("TimeOver", "extend, once replicas can reveal their results"),
    later(
        "NotReplicated",
        "commit and decide, of a job that is not replicated",
    ),
    later("NotFull", "decide, before all replicas are claimed"),
    later("RevealNotOpen", "reveal, while replicas can still commit"),
    later("RevealClosed", "reveal, an hour after it could be first"),
    later("RevealAwaited", "decide, while a replica can still reveal"),
    later(
        "WrongReveal",
        "reveal, of something else than was committed",
    ),
    later(
        "VerdictAwaited",
        "decide and resolve, before a verdict or its deadline",
    ),
    later("WrongVerdict", "decide and resolve, with another account"),
    later("UnknownVerdict", "resolve, with a verdict that is none"),
    later(
        "NotDeterministic",
        "dispute, of a spec that gives no fixed result",
    ),
    later("Replicated", "dispute, of a replica that went dark"),
    later(
        "DisputeTooLate",
        "dispute, after the hold-back of 15 minutes",
    ),
    later("NothingHeldBack", "dispute, of a claim that earned nothing"),
    later(
        "NotAudited",
        "dispute by a verdict, of a job without an audit",
    ),
];

/// An error of an instruction that job-escrow does not have yet. Its number is taken already, so
/// that codes need not change when it comes.
const fn later(error: &'static str, reason: &'static str) -> Exemption {
    Exemption { error, reason }
}

/// All cases.
pub fn cases() -> Vec<ErrorCase> {
    [
        roles::CASES,
        parameters::CASES,
        mints::CASES,
        post::CASES,
        claim::CASES,
        price::CASES,
        start::CASES,
        run::CASES,
        money::CASES,
        state::CASES,
    ]
    .concat()
}
