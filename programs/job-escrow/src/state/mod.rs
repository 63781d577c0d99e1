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
