//! Every error of job-escrow: a call that gives it, and that it changes nothing.

mod claim;
mod disputes;
mod enlarge;
mod extend;
mod mints;
mod money;
mod parameters;
mod post;
mod price;
mod replicas;
mod roles;
mod run;
pub mod stage;
mod start;
mod state;

use super::tables::ErrorCase;

/// All cases.
pub fn cases() -> Vec<ErrorCase> {
    [
        roles::CASES,
        parameters::CASES,
        mints::CASES,
        post::CASES,
        claim::CASES,
        price::CASES,
        enlarge::CASES,
        start::CASES,
        run::CASES,
        money::CASES,
        replicas::CASES,
        disputes::CASES,
        extend::CASES,
        state::CASES,
    ]
    .concat()
}
