//! The accounts this program owns, and how they become numbers of the rules.

mod binding;
mod claim;
mod config;
mod job;
mod participant;
mod shard;

pub use binding::Binding;
pub use claim::{Checkpoint, Claim, Dispute, SplitTerms};
pub use config::{EscrowConfig, JointParameters, ListedMint, Parameters, PriorityTier, Role};
pub use job::{EarnableBound, Filters, Job, Tally, Window, shard_of};
pub use participant::{Counterparty, HiredClass, OutcomeLedger, Participant, PointsBucket, points};
pub use shard::{Balance, Shard, ShardPoints, add};

use ionet_program_common::accounts::Record;

use crate::{constants::*, error::EscrowError};

/// Codes of the program's own errors begin here.
const FIRST_CODE: u32 = 6_000;

macro_rules! records {
    ($($account:ident: $version:ident),*) => {
        $(impl Record for $account {
            const VERSION: u8 = $version;
            const UNSUPPORTED_VERSION: u32 =
                FIRST_CODE.saturating_add(EscrowError::UnsupportedVersion as u32);
        })*
    };
}

records!(
    EscrowConfig: CONFIG_VERSION,
    Participant: PARTICIPANT_VERSION,
    Shard: SHARD_VERSION,
    Job: JOB_VERSION,
    Claim: CLAIM_VERSION,
    Binding: BINDING_VERSION
);
