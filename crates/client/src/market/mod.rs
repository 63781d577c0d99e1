//! The market's accounts as the rules of `ionet_core` know them.
//!
//! This is the one place off chain that turns accounts into the rules' types; the programs' own
//! conversions are beside their accounts, and `tests/programs` compares the two.

mod config;
mod jobs;
mod operators;
mod reader;

pub use config::{NoPriceAccount, SettleWith};
pub use config::{
    capacity_account, class_total_account, epoch_at, epoch_start, price_account, price_feed,
    price_rules, priority, settle_with, settlement, stake_account, verdict_account, weights,
};
pub use jobs::{
    claim_record, dispute, filters, job_state, race, rerun, split_terms, tally, waiting,
};
pub use operators::{
    active_stake, device_traits, hired, operator_outcomes, operator_score, operator_traits,
    pays_referrer, staker_bps, verified_gpus,
};
pub use reader::{ChainClock, JobFound, LeaseSnapshot, MarketReader, OperatorSnapshot};

/// An account holds a code that this version does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {kind} account was written by a newer version of the program: update ionet")]
pub struct Newer {
    /// The account's type.
    pub kind: &'static str,
}
