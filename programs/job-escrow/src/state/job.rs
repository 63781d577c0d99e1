//! A job and its money.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    hiring,
    job::{self as rules, JobEnd, JobState, PartialFill, Verification},
    race, settlement,
};

use crate::{constants::SHARDS, error::EscrowError};

/// A job: terms, progress, seal and money. Seeds `job`, client, number.
///
/// Terms of the client's side (discount, referrer, stake, reputation) are fixed when the job
/// is posted, those of the operator's side when a claim is made.
#[account]
pub struct Job {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the vault's address.
    pub vault_bump: u8,
    /// Index of the mint in the config.
    pub mint_index: u8,
    /// Shard that its settlements book in.
    pub shard: u8,
    /// How the work is checked: 0 not, 1 replicate, 2 audit.
    pub verification: u8,
    /// How often the whole job runs: 1 to 5.
    pub replicas: u8,
    /// When not all slots are claimed: 0 keep, 1 wait, 2 fail.
    pub partial_fill: u8,
    /// 1 when the same spec always gives the same result bytes.
    pub deterministic: u8,
    /// How it ended: 0 not, 1 finished, 2 cancelled, 3 failed.
    pub end: u8,
    /// 1 once the race is sealed.
    pub sealed: u8,
    /// Zero.
    pub reserved_head: [u8; 5],
    /// Number among the client's jobs, from 0.
    pub number: u64,
    /// The client's wallet, who paid rent and bounty.
    pub client: Address,
    /// Mint of the deposit.
    pub mint: Address,
    /// The job's token account.
    pub vault: Address,
    /// Hash of the signed spec.
    pub spec_hash: [u8; 32],
    /// Wallet of the client's referrer; all zero when none is paid.
    pub client_referrer: Address,
    /// What is asked of operators and devices.
    pub filters: Filters,
    /// GPUs of one replica.
    pub gpus: u32,
    /// How long an operator has to start, seconds.
    pub start_seconds: u32,
    /// Slots of all replicas.
    pub slots: u32,
    /// Slots ever claimed; never falls.
    pub slots_claimed: u32,
    /// Slots of claims that ended.
    pub slots_finished: u32,
    /// Claims whose accounts are not closed.
    pub claims_open: u32,
    /// GPUs that must sit on one host.
    pub granule: u16,
    /// The client's discount for reputation, basis points of the fee.
    pub discount_bps: u16,
    /// The client's reputation at posting, 0 to 10,000.
    pub client_reputation: u16,
    /// Utilisation of the class at posting, basis points.
    pub utilisation_bps: u16,
    /// When it was posted, unix seconds.
    pub posted_at: i64,
    /// Claims are made before this time, unix seconds.
    pub claim_deadline: i64,
    /// When the last slot was claimed, unix seconds; 0 while slots are free.
    pub filled_at: i64,
    /// When the last claim of a full job ended, unix seconds; 0 before.
    pub last_ended_at: i64,
    /// When it ended, unix seconds; 0 before.
    pub ended_at: i64,
    /// The slot whose successor's hash seals the race.
    pub posted_slot: u64,
    /// The slot in which the race was sealed: the job is open from it on.
    pub open_slot: u64,
    /// Seed of the race.
    pub seed: [u8; 32],
    /// Race weight of the class when it was sealed.
    pub class_weight: u64,
    /// The client's time-weighted active stake at posting, base units of IO.
    pub client_stake: u64,
    /// All that was deposited, base units of the mint.
    pub deposit: u64,
    /// All that was refunded.
    pub refunded: u64,
    /// All that settlements moved out of the vault.
    pub moved: u64,
    /// Seconds and their rates: the job's own, then each extension's.
    pub windows: [Window; 4],
    /// What its claims earned and can still earn.
    pub bound: EarnableBound,
    /// Lamports for whoever closes it.
    pub bounty: u64,
    /// Results of replicas.
    pub tally: Tally,
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () = assert!(size_of::<Job>() == 712 && size_of::<Job>().is_multiple_of(8));

/// What a job asks of operators and devices.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct Filters {
    /// The class of GPU.
    pub class: u16,
    /// Region; 0: any.
    pub region: u16,
    /// Least VRAM per GPU, MiB.
    pub min_vram_mib: u32,
    /// Least reputation of the operator, 0 to 10,000.
    pub min_operator_reputation: u16,
    /// Least connectivity tier, 0 to 4.
    pub min_connectivity: u8,
    /// Least latency tier, 0 to 4: a higher one is quicker.
    pub min_latency: u8,
    /// Least security tier, 0 to 4.
    pub min_security: u8,
    /// Purposes, of which the device must serve one; 0: any.
    pub purposes: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

/// Seconds that follow each other at one rate.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Window {
    /// How many; 0 in a window that is not used.
    pub seconds: u64,
    /// Micro-dollars per GPU-hour.
    pub rate: u64,
}

/// Upper bound of what a job's claims earn.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct EarnableBound {
    /// Gross of the claims that ended, base units.
    pub ended_gross: u64,
    /// GPUs of claims that have not started.
    pub waiting_gpus: u64,
    /// GPUs of claims that started and have not ended.
    pub running_gpus: u64,
    /// GPU-seconds of the running claims up to `counted_until`.
    pub running_gpu_seconds: u64,
    /// The time counted to, unix seconds.
    pub counted_until: i64,
    /// When the last claim started, unix seconds.
    pub last_started_at: i64,
}

/// Results of replicas.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Tally {
    /// Distinct results, in the order of their first reveal.
    pub results: [[u8; 32]; 5],
    /// How many replicas revealed each.
    pub votes: [u8; 5],
    /// Zero.
    pub reserved: [u8; 3],
}

impl From<EarnableBound> for settlement::EarnableBound {
    fn from(bound: EarnableBound) -> Self {
        Self {
            ended_gross: bound.ended_gross,
            waiting_gpus: bound.waiting_gpus,
            running_gpus: bound.running_gpus,
            running_gpu_seconds: bound.running_gpu_seconds,
            counted_until: bound.counted_until,
            last_started_at: bound.last_started_at,
        }
    }
}

impl From<settlement::EarnableBound> for EarnableBound {
    fn from(bound: settlement::EarnableBound) -> Self {
        Self {
            ended_gross: bound.ended_gross,
            waiting_gpus: bound.waiting_gpus,
            running_gpus: bound.running_gpus,
            running_gpu_seconds: bound.running_gpu_seconds,
            counted_until: bound.counted_until,
            last_started_at: bound.last_started_at,
        }
    }
}

impl From<Tally> for rules::Tally {
    fn from(tally: Tally) -> Self {
        Self {
            results: tally.results,
            votes: tally.votes,
        }
    }
}

impl From<rules::Tally> for Tally {
    fn from(tally: rules::Tally) -> Self {
        Self {
            results: tally.results,
            votes: tally.votes,
            reserved: [0; 3],
        }
    }
}

impl Filters {
    /// The filters as the rules know them; the mint is the job's.
    pub fn to_core(&self, mint_index: u8) -> hiring::JobFilters {
        hiring::JobFilters {
            class: self.class,
            mint_index,
            min_vram_mib: self.min_vram_mib,
            region: self.region,
            min_connectivity: self.min_connectivity,
            min_latency: self.min_latency,
            min_security: self.min_security,
            purposes: self.purposes,
            min_operator_reputation: self.min_operator_reputation,
        }
    }
}

impl Job {
    /// Progress as the rules know it.
    ///
    /// # Errors
    /// For codes that this program does not write.
    #[inline(never)]
    pub fn state(&self) -> core::result::Result<JobState, EscrowError> {
        Ok(JobState {
            gpus: self.gpus,
            granule: self.granule,
            verification: Verification::from_parts(self.verification, self.replicas)?,
            deterministic: self.deterministic == 1,
            partial_fill: PartialFill::from_code(self.partial_fill)?,
            start_seconds: self.start_seconds,
            claim_deadline: self.claim_deadline,
            slots: self.slots,
            slots_claimed: self.slots_claimed,
            slots_finished: self.slots_finished,
            claims_open: self.claims_open,
            filled_at: self.filled_at,
            last_ended_at: self.last_ended_at,
            end: JobEnd::from_code(self.end)?,
            ended_at: self.ended_at,
            hire: self.hire(),
            bound: self.bound.into(),
            deposit: self.deposit,
            refunded: self.refunded,
        })
    }

    /// Stores what changes in a state once the job is posted.
    #[inline(never)]
    pub fn set_state(&mut self, state: &JobState) {
        self.slots_claimed = state.slots_claimed;
        self.slots_finished = state.slots_finished;
        self.claims_open = state.claims_open;
        self.filled_at = state.filled_at;
        self.last_ended_at = state.last_ended_at;
        self.end = state.end.code();
        self.ended_at = state.ended_at;
        self.bound = state.bound.into();
        self.deposit = state.deposit;
        self.refunded = state.refunded;
    }

    /// Stores the windows of a hire: at posting and by extensions.
    pub fn set_windows(&mut self, hire: &settlement::Hire) {
        self.windows = hire.windows.map(|window| Window {
            seconds: window.seconds,
            rate: window.rate,
        });
    }

    /// Price and time; a cancelled job's end is the cancellation.
    fn hire(&self) -> settlement::Hire {
        let cancelled = self.end == JobEnd::Cancelled.code();
        settlement::Hire {
            windows: self.windows.map(|window| settlement::Window {
                seconds: window.seconds,
                rate: window.rate,
            }),
            cancelled_at: cancelled.then_some(self.ended_at),
        }
    }

    /// The race for the job as the rules know it.
    pub fn race(&self, posting_epoch_start: i64) -> race::Race {
        race::Race {
            slots: self.slots,
            class_weight: self.class_weight,
            posting_epoch_start,
        }
    }
}

/// The shard of a job: the low four bits of its address's first byte.
pub fn shard_of(job: &Address) -> u8 {
    let [first, ..] = job.to_bytes();
    first & (SHARDS - 1)
}

const _: () = assert!(SHARDS.is_power_of_two());
