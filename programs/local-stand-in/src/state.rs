//! Accounts in the layouts of `ionet_staking_interface` and `ionet_verification_interface`;
//! a test holds both together.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

/// Layout version of all accounts.
pub const VERSION: u8 = 1;

/// A participant's stake. Seeds `stake`, owner.
#[account]
pub struct ParticipantStake {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The participant.
    pub owner: Address,
    /// The participant's own stake, base units of IO; forfeits in job-escrow are not taken off.
    pub self_stake: u64,
    /// The two last changes of active stake, older first.
    pub checkpoints: [Checkpoint; 2],
    /// Active stake averaged over time, base units of IO.
    pub time_weighted_stake: u64,
    /// 1 when the pool has no shares.
    pub pool_empty: u8,
    /// Zero.
    pub reserved_flags: [u8; 7],
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<ParticipantStake>() == 128);

/// Stake that counts from the start of an epoch on.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct Checkpoint {
    /// First epoch in which the amount counts.
    pub epoch: u64,
    /// Active stake, base units of IO.
    pub active_stake: u64,
}

/// What a root says of one operator. Seeds `capacity`, operator.
#[account]
pub struct VerifiedCapacity {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The operator.
    pub operator: Address,
    /// Epoch of the root.
    pub root_epoch: u64,
    /// GPUs per class.
    pub entries: [ClassCapacity; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<VerifiedCapacity>() == 144);

/// Verified GPUs of one class.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct ClassCapacity {
    /// The class.
    pub class: u16,
    /// Zero.
    pub reserved: [u8; 2],
    /// GPUs of it; 0 for an empty entry.
    pub gpus: u32,
}

/// The race weight of a class. Seeds `class-total`, class (u16 LE).
#[account]
pub struct ClassTotal {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// The class.
    pub class: u16,
    /// Zero.
    pub reserved_head: [u8; 4],
    /// Epoch of the root.
    pub epoch: u64,
    /// Sum of the race weights.
    pub total_weight: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<ClassTotal>() == 56);

/// What a re-run of a claim found. Seeds `verdict`, claim.
#[account]
pub struct Verdict {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 0 when the operator was right, 1 when the dispute is upheld.
    pub upheld: u8,
    /// Zero.
    pub reserved_head: [u8; 5],
    /// The claim.
    pub claim: Address,
    /// Hash of the re-run's result.
    pub result_hash: [u8; 32],
    /// When it was written, unix seconds.
    pub posted_at: i64,
    /// Zero, for later versions.
    pub reserved: [u8; 24],
}

const _: () = assert!(size_of::<Verdict>() == 104);
