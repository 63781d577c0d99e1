//! Who rents GPUs out.

use anchor_lang::prelude::*;
use ionet_core::{operator_terms, reputation::Reputation};
use ionet_registry_interface::Registration;

/// An operator. Seeds `operator`, owner. Never closed: a reputation is not left behind.
///
/// Job-escrow reads all of it: keep every offset.
#[account]
pub struct Operator {
    /// Layout version, 2.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bit `i`: accepts job-escrow's mint with index `i`.
    pub accepted_mints: u8,
    /// 1 while it takes no new jobs.
    pub draining: u8,
    /// 1 when the pending fields hold a cut of the stakers' share.
    pub has_pending: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// Share of its part in the deposit's mint, 3,000 to 9,000 basis points.
    pub usd_bps: u16,
    /// Share of its stakers before the pending cut, 100 to 300 basis points.
    pub staker_bps: u16,
    /// Share of its stakers after the pending cut, basis points.
    pub pending_staker_bps: u16,
    /// Least reputation of a client it works for, 0 to 10,000.
    pub min_client_reputation: u16,
    /// The longest it runs a job, seconds; 0 for no limit.
    pub max_seconds: u32,
    /// Reputation at the end of `reputation_epoch`, 1/65,536 of a score point.
    pub reputation_points: u32,
    /// When the pending cut takes effect, unix seconds.
    pub pending_from: i64,
    /// The last epoch folded into `reputation_points`.
    pub reputation_epoch: u64,
    /// When it registered, unix seconds.
    pub registered_at: i64,
    /// When its owner first registered anything, unix seconds.
    pub first_registered_at: i64,
    /// The owner's wallet.
    pub owner: Address,
    /// The wallet of who referred the owner; all zero when nobody did.
    pub referrer: Address,
    /// The slot in which it registered; for one migrated from version 1, that of the migration.
    pub registered_slot: u64,
    /// The slot in which its owner first registered anything.
    pub first_registered_slot: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Operator>() == 168 && size_of::<Operator>().is_multiple_of(8));

/// What an operator chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct OperatorSettings {
    /// Bit `i`: accepts job-escrow's mint with index `i`. At least one.
    pub accepted_mints: u8,
    /// Share of its part in the deposit's mint, 3,000 to 9,000 basis points.
    pub usd_bps: u16,
    /// Share of its stakers, 100 to 300 basis points. A cut takes effect after 14 days.
    pub staker_bps: u16,
    /// Least reputation of a client it works for, 0 to 10,000.
    pub min_client_reputation: u16,
    /// The longest it runs a job, seconds; 0 for no limit.
    pub max_seconds: u32,
}

impl Operator {
    /// Dollar share and stakers' share as the rules know them.
    pub fn terms(&self) -> operator_terms::OperatorTerms {
        operator_terms::OperatorTerms {
            usd_bps: self.usd_bps,
            staker_bps: self.staker_bps,
            pending: (self.has_pending == 1).then_some(operator_terms::PendingCut {
                staker_bps: self.pending_staker_bps,
                from: self.pending_from,
            }),
        }
    }

    /// Stores dollar share and stakers' share.
    pub fn set_terms(&mut self, terms: &operator_terms::OperatorTerms) {
        self.usd_bps = terms.usd_bps;
        self.staker_bps = terms.staker_bps;
        self.has_pending = u8::from(terms.pending.is_some());
        let (staker_bps, from) = terms
            .pending
            .map_or((0, 0), |cut| (cut.staker_bps, cut.from));
        self.pending_staker_bps = staker_bps;
        self.pending_from = from;
    }

    /// Stores what the operator chose beside the two shares.
    pub fn set_choices(&mut self, settings: &OperatorSettings) {
        self.accepted_mints = settings.accepted_mints;
        self.min_client_reputation = settings.min_client_reputation;
        self.max_seconds = settings.max_seconds;
    }

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
