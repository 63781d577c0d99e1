//! One wallet's record: operator, client and referrer at once.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::Balance;

/// A wallet's record. Seeds `participant`, owner. Opened once by anyone, never closed: what is
/// booked can always be withdrawn, and no counter starts again.
///
/// The head of 64 bytes and the two outcome ledgers are read by registry, balances and
/// counters by staking and emission: keep every offset.
#[account]
pub struct Participant {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The wallet.
    pub owner: Address,
    /// Zero.
    pub reserved_owner: [u8; 24],
    /// Outcomes as operator.
    pub operator_outcomes: OutcomeLedger,
    /// Outcomes as client.
    pub client_outcomes: OutcomeLedger,
    /// Jobs ever posted, and the number of the next; never falls, so that no attestation
    /// fits a job that was created again.
    pub jobs_posted: u64,
    /// GPUs hired out now, per class (I12: never more than verified when a claim is made).
    pub hired: [HiredClass; 8],
    /// Claims as operator that have not ended.
    pub open_claims: u32,
    /// Zero.
    pub reserved_claims: [u8; 4],
    /// When capacity became free last, unix seconds; 0 when it never was hired.
    pub idle_since: i64,
    /// Self-stake locked by open claims, base units of IO. Staking reads it.
    pub locked_bond: u64,
    /// Forfeited as operator in all, base units of IO. Staking takes it from the self-stake.
    pub forfeited_io: u64,
    /// Forfeited to this wallet as client in all, base units of IO. Staking pays it.
    pub forfeit_receivable_io: u64,
    /// Compute points as operator in the four last epochs with any.
    pub operator_points: [EpochPoints; 4],
    /// Compute points as client in the four last epochs with any.
    pub client_points: [EpochPoints; 4],
    /// Booked and withdrawn per mint.
    pub balances: [Balance; 8],
    /// Booked to the stakers of this wallet's pool, and pulled by staking, per mint.
    pub stakers: [Balance; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}
