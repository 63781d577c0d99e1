//! The first layout of operators, which did not hold slots. It is read by the migration only.

use anchor_lang::prelude::Address;
use bytemuck::{Pod, Zeroable};

/// An operator of version 1, as it lies behind the discriminator, which has not changed.
/// Version 2 adds the slots of registration behind it, since the order of registrations within
/// a second decides whether a referral is a loop.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct OperatorV1 {
    /// Layout version, 1.
    pub version: u8,
    /// As in version 2.
    pub bump: u8,
    /// As in version 2.
    pub accepted_mints: u8,
    /// As in version 2.
    pub draining: u8,
    /// As in version 2.
    pub has_pending: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// As in version 2.
    pub usd_bps: u16,
    /// As in version 2.
    pub staker_bps: u16,
    /// As in version 2.
    pub pending_staker_bps: u16,
    /// As in version 2.
    pub min_client_reputation: u16,
    /// As in version 2.
    pub max_seconds: u32,
    /// As in version 2.
    pub reputation_points: u32,
    /// As in version 2.
    pub pending_from: i64,
    /// As in version 2.
    pub reputation_epoch: u64,
    /// As in version 2.
    pub registered_at: i64,
    /// As in version 2.
    pub first_registered_at: i64,
    /// As in version 2.
    pub owner: Address,
    /// As in version 2.
    pub referrer: Address,
}

const _: () = assert!(size_of::<OperatorV1>() == 120);
