//! What this program reports. Every move of value carries totals before or after; amounts are
//! base units of the job's mint.
//!
//! Logs can be cut off. Nothing is only in them: settled gross and terms are in the claim,
//! refunds and moves in the job, balances in participants and shards, so that an indexer
//! rebuilds every booking from the accounts.

use anchor_lang::{Discriminator, prelude::*};
use bytemuck::NoUninit;

use crate::state::Parameters;

/// Logs an event: its discriminator and its bytes, as one line.
#[inline]
pub fn emit<E: Discriminator + NoUninit>(event: &E) {
    log(E::DISCRIMINATOR, bytemuck::bytes_of(event));
}

/// Called and not copied, unlike what the framework's macro gives.
#[inline(never)]
fn log(discriminator: &[u8], body: &[u8]) {
    let mut line = [0; LONGEST];
    let length = discriminator.len().saturating_add(body.len());
    if let Some(line) = line.get_mut(..length)
        && let Some((head, tail)) = line.split_at_mut_checked(discriminator.len())
    {
        head.copy_from_slice(discriminator);
        tail.copy_from_slice(body);
        sol_log_data(&[line]);
    }
}

/// The longest line: the one with parameters before and after.
const LONGEST: usize = 8 + size_of::<ParametersChanged>();

/// The program was initialised.
#[event(bytemuck)]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// First guardian.
    pub guardian: Address,
    /// First holder of the treasury role.
    pub treasury: Address,
    /// First holder of the verifiers role.
    pub verifiers: Address,
    /// The IOSD mint.
    pub iosd_mint: Address,
    /// When epoch 0 begins, unix seconds.
    pub epoch_zero: i64,
    /// Cluster tag: 0 local, 1 public.
    pub cluster: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// The parameters for new claims changed.
#[event(bytemuck)]
pub struct ParametersChanged {
    /// In force until now.
    pub before: Parameters,
    /// In force from now on.
    pub after: Parameters,
}

/// A mint was listed or changed.
#[event(bytemuck)]
pub struct MintListed {
    /// The mint.
    pub mint: Address,
    /// Its feed.
    pub feed_id: [u8; 32],
    /// Where token shares go from now on, those of posted jobs too.
    pub token_sink: Address,
    /// Its index.
    pub mint_index: u8,
    /// 1 while new jobs may be posted in it.
    pub active: u8,
}

/// A shard was opened.
#[event(bytemuck)]
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
#[event(bytemuck)]
pub struct ParticipantOpened {
    /// The record.
    pub participant: Address,
    /// The wallet.
    pub owner: Address,
    /// Who paid the rent.
    pub payer: Address,
}

/// Entry was stopped.
#[event(bytemuck)]
pub struct Paused {
    /// Who paused.
    pub authority: Address,
    /// When it ends by itself, unix seconds.
    pub paused_until: i64,
    /// When the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// A pause was lifted.
#[event(bytemuck)]
pub struct Unpaused {
    /// Who lifted it.
    pub authority: Address,
    /// When it would have ended, unix seconds.
    pub paused_until_before: i64,
}

/// A next holder of a role was proposed, or a proposal withdrawn (default address).
#[event(bytemuck)]
pub struct RoleProposed {
    /// Present holder.
    pub holder: Address,
    /// Proposed holder.
    pub proposed: Address,
    /// Role index.
    pub role: u8,
}

/// A role changed hands.
#[event(bytemuck)]
pub struct RoleChanged {
    /// Holder before.
    pub holder_before: Address,
    /// Holder after.
    pub holder_after: Address,
    /// Role index.
    pub role: u8,
}

/// A job was posted and its deposit paid in.
#[event(bytemuck)]
pub struct Posted {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// Mint of the deposit.
    pub mint: Address,
    /// Hash of the signed spec.
    pub spec_hash: [u8; 32],
    /// Its number among the client's jobs.
    pub number: u64,
    /// Locked rate, micro-dollars per GPU-hour.
    pub rate: u64,
    /// Paid into the job's vault, which was empty before.
    pub deposit: u64,
    /// Claims are made before this time, unix seconds.
    pub claim_deadline: i64,
    /// Slots of all replicas.
    pub slots: u32,
    /// How long each runs, seconds.
    pub seconds: u32,
    /// GPU class.
    pub class: u16,
    /// Zero.
    pub reserved: [u8; 6],
}

/// A race was sealed, or its posting slot moved.
#[event(bytemuck)]
pub struct Sealed {
    /// The job.
    pub job: Address,
    /// Seed of the race; zero when not sealed.
    pub seed: [u8; 32],
    /// Posting slot before.
    pub posted_slot_before: u64,
    /// Posting slot after.
    pub posted_slot_after: u64,
    /// The slot from which the job is open; 0 when not sealed.
    pub open_slot: u64,
    /// Race weight of the class.
    pub class_weight: u64,
    /// 1 sealed; 0: the job was posted anew at another slot.
    pub sealed: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// Slots were taken.
#[event(bytemuck)]
pub struct Claimed {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// The lead device.
    pub device: Address,
    /// Self-stake that the claim locks, base units of IO.
    pub bond: u64,
    /// What all claims of the operator lock, base units of IO.
    pub locked_bond_after: u64,
    /// Slots taken.
    pub gpus: u32,
    /// Free slots before.
    pub free_slots_before: u32,
    /// Free slots after.
    pub free_slots_after: u32,
    /// Zero.
    pub reserved: [u8; 4],
}

/// A claim took more slots.
#[event(bytemuck)]
pub struct Enlarged {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// Self-stake that the claim locked before, base units of IO.
    pub bond_before: u64,
    /// What it locks now, base units of IO.
    pub bond_after: u64,
    /// What all claims of the operator lock, base units of IO.
    pub locked_bond_after: u64,
    /// Slots of the claim before.
    pub gpus_before: u32,
    /// Slots of the claim now.
    pub gpus_after: u32,
    /// Free slots before.
    pub free_slots_before: u32,
    /// Free slots after.
    pub free_slots_after: u32,
}

/// A host started.
#[event(bytemuck)]
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
    /// Zero.
    pub reserved: [u8; 3],
}

/// A heartbeat was counted.
#[event(bytemuck)]
pub struct Heartbeat {
    /// The claim.
    pub claim: Address,
    /// Charge before; 3,600 make a micro-dollar.
    pub charge_before: u64,
    /// Charge after.
    pub charge_after: u64,
    /// Seconds are covered up to here, unix seconds.
    pub covered_until: i64,
    /// GPUs at work.
    pub alive: u32,
    /// Zero.
    pub reserved: [u8; 4],
}

/// A claim ended; its capacity is free.
#[event(bytemuck)]
pub struct ClaimEnded {
    /// The claim.
    pub claim: Address,
    /// The job.
    pub job: Address,
    /// The operator's wallet.
    pub operator: Address,
    /// Result, when completed.
    pub result_hash: [u8; 32],
    /// When, unix seconds.
    pub ended_at: i64,
    /// What it earned, unless a dispute or tally takes it.
    pub gross: u64,
    /// Self-stake released, base units of IO; 0 while the claim answers for its work.
    pub bond_released: u64,
    /// What the operator's claims still lock, base units of IO.
    pub locked_bond_after: u64,
    /// Why: 0 committed, 1 completed, 2 cancelled, 3 used up, 4 reaped, 5 expired, 6 failed.
    pub reason: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// A claim that never started forfeits a part of its bond.
#[event(bytemuck)]
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
#[event(bytemuck)]
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
    /// Self-stake released, base units of IO; 0 unless this was the last settlement of a claim
    /// that could be disputed.
    pub bond_released: u64,
    /// What the operator's claims still lock when some was released, base units of IO.
    pub locked_bond_after: u64,
    /// 1 when the claim is settled in full.
    pub finished: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// A replica committed its result; [`ClaimEnded`] goes with it.
#[event(bytemuck)]
pub struct Committed {
    /// The claim.
    pub claim: Address,
    /// Its commitment.
    pub commitment: [u8; 32],
}

/// A replica's result was revealed.
#[event(bytemuck)]
pub struct Revealed {
    /// The job.
    pub job: Address,
    /// The claim.
    pub claim: Address,
    /// The result.
    pub result_hash: [u8; 32],
}

/// A replica was decided.
#[event(bytemuck)]
pub struct Decided {
    /// The job.
    pub job: Address,
    /// The claim.
    pub claim: Address,
    /// Of its gross: stays earned.
    pub stays_earned: u64,
    /// Of its gross: goes back to the client.
    pub refunded: u64,
    /// What the job's ended claims earned before.
    pub ended_gross_before: u64,
    /// What they earned after.
    pub ended_gross_after: u64,
    /// Self-stake released, base units of IO.
    pub bond_released: u64,
    /// What the operator's claims still lock, base units of IO.
    pub locked_bond_after: u64,
    /// 1 when a re-run proved its result wrong.
    pub proved_wrong: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// A dispute was opened.
#[event(bytemuck)]
pub struct Disputed {
    /// The job.
    pub job: Address,
    /// The claim.
    pub claim: Address,
    /// What it is about.
    pub disputed: u64,
    /// What the client put down; 0 when a verdict opened it.
    pub bond: u64,
    /// Bonds that the shard holds after; 0 when a verdict opened it.
    pub bonds_after: u64,
    /// When it is decided for the client unless there is a verdict, unix seconds.
    pub deadline: i64,
}

/// A dispute ended.
#[event(bytemuck)]
pub struct Resolved {
    /// The job.
    pub job: Address,
    /// The claim.
    pub claim: Address,
    /// Of the disputed amount: stays earned.
    pub stays_earned: u64,
    /// Of the disputed amount: goes back to the client.
    pub refunded: u64,
    /// Of the bond: booked to the client.
    pub bond_to_client: u64,
    /// Of the bond: booked to the verifiers.
    pub bond_to_verifiers: u64,
    /// Forfeited by the operator to the holder of the verifiers role, base units of IO.
    pub charged_io: u64,
    /// Forfeited by the operator in all.
    pub forfeited_after: u64,
    /// Bonds that the shard held before.
    pub bonds_before: u64,
    /// Bonds that it holds after.
    pub bonds_after: u64,
    /// Self-stake of the operator released, base units of IO.
    pub bond_released: u64,
    /// What the operator's claims still lock, base units of IO.
    pub locked_bond_after: u64,
    /// 1 when a re-run proved the operator's result wrong.
    pub proved_wrong: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// A job was extended.
#[event(bytemuck)]
pub struct Extended {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// Rate of the added seconds, micro-dollars per GPU-hour.
    pub rate: u64,
    /// Seconds of each slot before.
    pub seconds_before: u64,
    /// Seconds of each slot after.
    pub seconds_after: u64,
    /// Deposited before.
    pub deposit_before: u64,
    /// Deposited after.
    pub deposit_after: u64,
}

/// Points that were not folded in time made room for newer ones.
#[event(bytemuck)]
pub struct PointsForfeited {
    /// The wallet.
    pub owner: Address,
    /// The epoch in which they were booked.
    pub epoch: u64,
    /// Points, micro-dollars.
    pub points: u64,
    /// The part of them that would have earned the bonus.
    pub bonus_points: u64,
}

/// A job ended.
#[event(bytemuck)]
pub struct JobEnded {
    /// The job.
    pub job: Address,
    /// The client's wallet.
    pub client: Address,
    /// When, unix seconds.
    pub ended_at: i64,
    /// How: 1 finished, 2 cancelled, 3 failed.
    pub end: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

/// What no claim can still earn went back to the client.
#[event(bytemuck)]
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
#[event(bytemuck)]
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
#[event(bytemuck)]
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
#[event(bytemuck)]
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
#[event(bytemuck)]
pub struct FeesWithdrawn {
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
    /// 2 treasury, 3 verifiers.
    pub role: u8,
    /// Zero.
    pub reserved: [u8; 7],
}
