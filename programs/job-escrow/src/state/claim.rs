//! One operator's part of a job.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    job::{self, ClaimRecord, ClaimState, EndReason, Entitlement},
    settlement,
};

use crate::error::EscrowError;

/// A claim: slots, terms fixed when it was made, meter and what is settled. Seeds `claim`, job,
/// operator: one per operator and job, however many hosts.
#[account]
pub struct Claim {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// State code: 1 claimed to 9 settled.
    pub state: u8,
    /// Why it ended: 0 not, 1 completed to 6 failed.
    pub end_reason: u8,
    /// What of its meter it is entitled to: 0 all, 1 what had matured, 2 nothing.
    pub entitlement: u8,
    /// 1 when a re-run of a deterministic spec proved its result wrong. The operator's record
    /// counts it for staking.
    pub proved_wrong: u8,
    /// Zero.
    pub reserved_head: [u8; 2],
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// Who paid the account's rent and gets it back.
    pub payer: Address,
    /// Account of the device that reports for all hosts.
    pub lead_device: Address,
    /// Wallet of the client's referrer; all zero when none is paid.
    pub client_referrer: Address,
    /// Wallet of the operator's referrer; all zero when none is paid.
    pub operator_referrer: Address,
    /// How the gross is split; fixed when the claim is made.
    pub terms: SplitTerms,
    /// Slots (GPUs) of the claim.
    pub gpus: u32,
    /// GPUs of hosts that have started.
    pub gpus_started: u32,
    /// GPUs alive at the last heartbeat.
    pub alive: u32,
    /// Zero.
    pub reserved_gpus: [u8; 4],
    /// The most seconds that the operator accepted, extensions included; of those, once it has
    /// ended, what was bought by then.
    pub accepted_seconds: u64,
    /// When its first slots were taken, unix seconds; the time to start runs from here.
    pub granted_at: i64,
    /// The last second to start in, as far as it was known, unix seconds.
    pub start_by: i64,
    /// When the last host started and billing began, unix seconds; 0 before.
    pub started_at: i64,
    /// When it ended, unix seconds; 0 before.
    pub ended_at: i64,
    /// When the end was recorded, unix seconds; 0 before. The hold-back runs from here.
    pub recorded_at: i64,
    /// The slot of the chain at the last heartbeat.
    pub heartbeat_slot: u64,
    /// The last heartbeat that counts, and all that the claim earned by then.
    pub newest: Checkpoint,
    /// The heartbeats before, newest first.
    pub older: [Checkpoint; 5],
    /// Gross that is settled, micro-dollars. Every booked part follows from it and `terms`.
    pub settled_gross: u64,
    /// Up to when seconds are settled, unix seconds.
    pub settled_until: i64,
    /// Self-stake that it locks, base units of IO; 0 from the moment that it is released.
    pub bond: u64,
    /// Commitment of a replica.
    pub commitment: [u8; 32],
    /// Result, once completed or revealed.
    pub result_hash: [u8; 32],
    /// The dispute; all zero when there was none.
    pub dispute: Dispute,
    /// What the bond was worth when it was locked, micro-dollars: an hour of the gross. Stays.
    pub bond_worth: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 24],
}

const _: () = assert!(size_of::<Claim>() == 528 && size_of::<Claim>().is_multiple_of(8));

/// How a claim's gross is split, basis points.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct SplitTerms {
    /// The network fee, of the gross.
    pub fee_bps: u16,
    /// Taken off by the client's reputation, of the fee.
    pub discount_bps: u16,
    /// The client's referrer, of the fee.
    pub client_referral_bps: u16,
    /// The operator's referrer, of the fee.
    pub operator_referral_bps: u16,
    /// The verifiers, of the fee.
    pub verifier_bps: u16,
    /// The operator's stakers, of the net.
    pub staker_bps: u16,
    /// The operator in the deposit's mint, of the rest.
    pub usd_bps: u16,
    /// Zero.
    pub reserved: u16,
}

/// All that a claim earned before a time.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Checkpoint {
    /// The time, unix seconds.
    pub at: i64,
    /// The charge: rate times GPU-seconds, 3,600 make a micro-dollar.
    pub charge: u64,
}

/// A dispute, amounts in micro-dollars of the job's mint.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Dispute {
    /// When it was opened, unix seconds; 0: never.
    pub opened_at: i64,
    /// When it is decided for the client unless there is a verdict, unix seconds.
    pub deadline: i64,
    /// What the client put down.
    pub bond: u64,
}

impl From<SplitTerms> for settlement::SplitTerms {
    fn from(terms: SplitTerms) -> Self {
        Self {
            fee_bps: terms.fee_bps,
            discount_bps: terms.discount_bps,
            client_referral_bps: terms.client_referral_bps,
            operator_referral_bps: terms.operator_referral_bps,
            verifier_bps: terms.verifier_bps,
            staker_bps: terms.staker_bps,
            usd_bps: terms.usd_bps,
        }
    }
}

impl From<settlement::SplitTerms> for SplitTerms {
    fn from(terms: settlement::SplitTerms) -> Self {
        Self {
            fee_bps: terms.fee_bps,
            discount_bps: terms.discount_bps,
            client_referral_bps: terms.client_referral_bps,
            operator_referral_bps: terms.operator_referral_bps,
            verifier_bps: terms.verifier_bps,
            staker_bps: terms.staker_bps,
            usd_bps: terms.usd_bps,
            reserved: 0,
        }
    }
}

impl From<Checkpoint> for settlement::Checkpoint {
    fn from(point: Checkpoint) -> Self {
        Self {
            at: point.at,
            charge: point.charge,
        }
    }
}

impl From<settlement::Checkpoint> for Checkpoint {
    fn from(point: settlement::Checkpoint) -> Self {
        Self {
            at: point.at,
            charge: point.charge,
        }
    }
}

impl From<Dispute> for job::Dispute {
    fn from(dispute: Dispute) -> Self {
        Self {
            opened_at: dispute.opened_at,
            deadline: dispute.deadline,
            bond: dispute.bond,
        }
    }
}

impl From<job::Dispute> for Dispute {
    fn from(dispute: job::Dispute) -> Self {
        Self {
            opened_at: dispute.opened_at,
            deadline: dispute.deadline,
            bond: dispute.bond,
        }
    }
}

impl Claim {
    /// States, times and meter as the rules know them.
    ///
    /// # Errors
    /// For codes that this program does not write.
    #[inline(never)]
    pub fn record(&self) -> core::result::Result<ClaimRecord, EscrowError> {
        Ok(ClaimRecord {
            state: ClaimState::from_code(self.state)?,
            reason: EndReason::from_code(self.end_reason)?,
            entitlement: Entitlement::from_code(self.entitlement)?,
            gpus_started: self.gpus_started,
            granted_at: self.granted_at,
            heartbeat_slot: self.heartbeat_slot,
            recorded_at: self.recorded_at,
            meter: settlement::Meter {
                gpus: self.gpus,
                alive: self.alive,
                start_by: self.start_by,
                accepted_seconds: self.accepted_seconds,
                started_at: self.started_at,
                ended_at: self.ended_at,
                newest: self.newest.into(),
                older: self.older.map(Into::into),
            },
        })
    }

    /// Stores what changes in a record once the claim is made, but for what its end limits.
    #[inline(never)]
    pub fn set_record(&mut self, record: &ClaimRecord) {
        let meter = &record.meter;
        self.state = record.state.code();
        self.end_reason = record.reason.map_or(0, EndReason::code);
        self.entitlement = record.entitlement.code();
        self.gpus_started = record.gpus_started;
        self.heartbeat_slot = record.heartbeat_slot;
        self.recorded_at = record.recorded_at;
        self.alive = meter.alive;
        self.start_by = meter.start_by;
        self.started_at = meter.started_at;
        self.ended_at = meter.ended_at;
        self.newest = meter.newest.into();
        self.older = meter.older.map(Into::into);
    }

    /// What is settled, as the rules know it.
    pub fn settled(&self) -> settlement::Settled {
        settlement::Settled {
            gross: self.settled_gross,
            until: self.settled_until,
        }
    }
}
