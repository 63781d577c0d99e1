//! Who rents GPUs.

use anchor_lang::prelude::*;
use ionet_core::reputation::Reputation;
use ionet_registry_interface::Registration;

/// A client. Seeds `client`, owner. Never closed: a reputation is not left behind. How many jobs
/// it posted is counted by job-escrow, in the account that posting writes anyway.
///
/// Job-escrow reads all of it: keep every offset.
#[account]
pub struct Client {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 2],
    /// Reputation at the end of `reputation_epoch`, 1/65,536 of a score point.
    pub reputation_points: u32,
    /// The last epoch folded into `reputation_points`.
    pub reputation_epoch: u64,
    /// When it registered, unix seconds.
    pub registered_at: i64,
    /// When its owner first registered anything, unix seconds.
    pub first_registered_at: i64,
    /// The slot in which it registered.
    pub registered_slot: u64,
    /// The slot in which its owner first registered anything.
    pub first_registered_slot: u64,
    /// The owner's wallet.
    pub owner: Address,
    /// The wallet of who referred the owner; all zero when nobody did.
    pub referrer: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Client>() == 144 && size_of::<Client>().is_multiple_of(8));

impl Client {
    /// Stores who the owner is, and since when.
    pub fn set_registration(&mut self, registration: &Registration) {
        self.owner = registration.owner;
        self.referrer = registration.referrer;
        self.first_registered_at = registration.first_registered_at;
        self.first_registered_slot = registration.first_registered_slot;
    }

    /// Reputation as the rules know it.
    pub fn reputation(&self) -> Reputation {
        Reputation {
            points: self.reputation_points,
            epoch: self.reputation_epoch,
        }
    }

    /// Stores the reputation.
    pub fn set_reputation(&mut self, reputation: &Reputation) {
        self.reputation_points = reputation.points;
        self.reputation_epoch = reputation.epoch;
    }
}
