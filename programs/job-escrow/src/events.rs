//! What this program reports. Every move of value carries totals before or after; amounts are
//! base units of the job's mint.
//!
//! Logs can be cut off. Nothing is only in them: settled gross and terms are in the claim,
//! refunds and moves in the job, balances in participants and shards, so that an indexer
//! rebuilds every booking from the accounts.

use anchor_lang::prelude::*;

use crate::state::Parameters;

/// The program was initialised.
#[event]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// First guardian.
    pub guardian: Address,
    /// First holder of the treasury role.
    pub treasury: Address,
    /// First holder of the verifiers role.
    pub verifiers: Address,
    /// Cluster tag: 0 local, 1 public.
    pub cluster: u8,
    /// When epoch 0 begins, unix seconds.
    pub epoch_zero: i64,
    /// The IOSD mint.
    pub iosd_mint: Address,
}

/// The parameters for new claims changed.
#[event]
pub struct ParametersChanged {
    /// In force until now.
    pub before: Parameters,
    /// In force from now on.
    pub after: Parameters,
}

/// A mint was listed or changed.
#[event]
pub struct MintListed {
    /// Its index.
    pub mint_index: u8,
    /// The mint.
    pub mint: Address,
    /// Its feed.
    pub feed_id: [u8; 32],
    /// Where token shares of new jobs go.
    pub token_sink: Address,
    /// 1 while new jobs may be posted in it.
    pub active: u8,
}

/// A shard was opened.
#[event]
pub struct ShardOpened {
    /// The shard.
    pub shard: Address,
    /// Its mint.
    pub mint: Address,
    /// The mint's index.
    pub mint_index: u8,
    /// Its number.
    pub number: u8,
}

/// A wallet's record was opened.
#[event]
pub struct ParticipantOpened {
    /// The record.
    pub participant: Address,
    /// The wallet.
    pub owner: Address,
    /// Who paid the rent.
    pub payer: Address,
}

/// Entry was stopped.
#[event]
pub struct Paused {
    /// Who paused.
    pub authority: Address,
    /// When it ends by itself, unix seconds.
    pub paused_until: i64,
    /// When the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// A pause was lifted.
#[event]
pub struct Unpaused {
    /// Who lifted it.
    pub authority: Address,
    /// When it would have ended, unix seconds.
    pub paused_until_before: i64,
}

/// A next holder of a role was proposed, or a proposal withdrawn (default address).
#[event]
pub struct RoleProposed {
    /// Role index.
    pub role: u8,
    /// Present holder.
    pub holder: Address,
    /// Proposed holder.
    pub proposed: Address,
}

/// A role changed hands.
#[event]
pub struct RoleChanged {
    /// Role index.
    pub role: u8,
    /// Holder before.
    pub holder_before: Address,
    /// Holder after.
    pub holder_after: Address,
}

/// A job was posted and its deposit paid in.
#[event]
pub struct Posted {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// Its number among the client's jobs.
    pub number: u64,
    /// Mint of the deposit.
    pub mint: Address,
    /// GPU class.
    pub class: u16,
    /// Slots of all replicas.
    pub slots: u32,
    /// How long each runs, seconds.
    pub seconds: u32,
    /// Locked rate, micro-dollars per GPU-hour.
    pub rate: u64,
    /// Paid into the job's vault, which was empty before.
    pub deposit: u64,
    /// Claims are made before this time, unix seconds.
    pub claim_deadline: i64,
    /// Hash of the signed spec.
    pub spec_hash: [u8; 32],
}

/// A race was sealed, or its posting slot moved.
#[event]
pub struct Sealed {
    /// The job.
    pub job: Address,
    /// 1 sealed; 0: the job was posted anew at another slot.
    pub sealed: u8,
    /// Posting slot before.
    pub posted_slot_before: u64,
    /// Posting slot after.
    pub posted_slot_after: u64,
    /// The slot from which the job is open; 0 when not sealed.
    pub open_slot: u64,
    /// Seed of the race; zero when not sealed.
    pub seed: [u8; 32],
    /// Race weight of the class.
    pub class_weight: u64,
}

/// Slots were taken.
#[event]
pub struct Claimed {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// The lead device.
    pub device: Address,
    /// Slots taken.
    pub gpus: u32,
    /// Free slots before.
    pub free_slots_before: u32,
    /// Free slots after.
    pub free_slots_after: u32,
    /// Self-stake that the claim locks, base units of IO.
    pub bond: u64,
    /// What all claims of the operator lock, base units of IO.
    pub locked_bond_after: u64,
}

/// A host started.
#[event]
pub struct HostStarted {
    /// The claim.
    pub claim: Address,
    /// The host's device.
    pub device: Address,
    /// Its GPUs.
    pub gpus: u32,
    /// GPUs of the claim that have started.
    pub gpus_started: u32,
    /// 1 when this was the last host: billing began.
    pub billing: u8,
}

/// A heartbeat was counted.
#[event]
pub struct Heartbeat {
    /// The claim.
    pub claim: Address,
    /// GPUs at work.
    pub alive: u32,
    /// Charge before; 3,600 make a micro-dollar.
    pub charge_before: u64,
    /// Charge after.
    pub charge_after: u64,
    /// Seconds are covered up to here, unix seconds.
    pub covered_until: i64,
}

/// A claim ended; capacity and bond are free.
#[event]
pub struct ClaimEnded {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// Why: 0 committed, 1 completed, 2 cancelled, 3 used up, 4 reaped, 5 expired, 6 failed.
    pub reason: u8,
    /// When, unix seconds.
    pub ended_at: i64,
    /// What it earned, unless a dispute or tally takes it.
    pub gross: u64,
    /// Result, when completed.
    pub result_hash: [u8; 32],
    /// Self-stake released, base units of IO.
    pub bond: u64,
    /// What the operator's claims still lock, base units of IO.
    pub locked_bond_after: u64,
}

/// A claim that never started forfeits a part of its bond.
#[event]
pub struct Forfeited {
    /// The claim.
    pub claim: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// The client's wallet.
    pub client: Address,
    /// Base units of IO.
    pub amount: u64,
    /// Forfeited by the operator in all.
    pub forfeited_after: u64,
    /// Forfeited to the client in all.
    pub receivable_after: u64,
}

/// A settlement: differences to the last one. All totals are in the accounts as well.
#[event]
pub struct Settled {
    /// The job.
    pub job: Address,
    /// The claim.
    pub claim: Address,
    /// The mint.
    pub mint: Address,
    /// Settled gross of the claim before.
    pub gross_before: u64,
    /// Settled gross of the claim after.
    pub gross_after: u64,
    /// Booked to the treasury.
    pub treasury: u64,
    /// Booked to the verifiers.
    pub verifiers: u64,
    /// Booked to the client's referrer.
    pub client_referral: u64,
    /// Booked to the operator's referrer.
    pub operator_referral: u64,
    /// Booked to the operator's stakers.
    pub stakers: u64,
    /// Booked to the operator.
    pub usd: u64,
    /// Burned or sent to the buy-and-burn vault.
    pub token: u64,
    /// Points booked to operator and client each.
    pub points: u64,
    /// Moved out of the job's vault by settlements in all.
    pub moved_after: u64,
    /// 1 when the claim is settled in full.
    pub finished: u8,
}

/// A job ended.
#[event]
pub struct JobEnded {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// How: 1 finished, 2 cancelled, 3 failed.
    pub end: u8,
    /// When, unix seconds.
    pub ended_at: i64,
}

/// What no claim can still earn went back to the client.
#[event]
pub struct Refunded {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// The client's token account.
    pub destination: Address,
    /// Base units of the mint.
    pub amount: u64,
    /// Refunded before.
    pub refunded_before: u64,
    /// Refunded after.
    pub refunded_after: u64,
}

/// A claim's account was closed.
#[event]
pub struct ClaimClosed {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// Who got the rent.
    pub payer: Address,
    /// Its settled gross.
    pub settled_gross: u64,
    /// Lamports.
    pub rent: u64,
}

/// A job's account and vault were closed.
#[event]
pub struct JobClosed {
    /// The job.
    pub job: Address,
    /// The client's wallet, which got the rent.
    pub client: Address,
    /// The mint.
    pub mint: Address,
    /// Left of the deposit, booked to the client.
    pub to_client: u64,
    /// Sent by strangers, booked to the treasury.
    pub to_treasury: u64,
    /// Booked to the client in this mint in all.
    pub booked_after: u64,
    /// Refunded in all, this part included.
    pub refunded_after: u64,
    /// Lamports to the caller.
    pub bounty: u64,
}

/// A participant was paid.
#[event]
pub struct Withdrawn {
    /// The wallet.
    pub owner: Address,
    /// The mint.
    pub mint: Address,
    /// Base units paid.
    pub amount: u64,
    /// Booked to it in all.
    pub booked: u64,
    /// Withdrawn before.
    pub withdrawn_before: u64,
    /// Withdrawn after.
    pub withdrawn_after: u64,
}

/// Treasury or verifiers were paid.
#[event]
pub struct FeesWithdrawn {
    /// 2 treasury, 3 verifiers.
    pub role: u8,
    /// The shard.
    pub shard: Address,
    /// The mint.
    pub mint: Address,
    /// The token account.
    pub destination: Address,
    /// Base units paid.
    pub amount: u64,
    /// Booked in this shard in all.
    pub booked: u64,
    /// Withdrawn before.
    pub withdrawn_before: u64,
    /// Withdrawn after.
    pub withdrawn_after: u64,
}
