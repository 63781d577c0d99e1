//! Jobs and claims: their terms, their states, how each ends, and where the money goes then.
//!
//! | module | rule |
//! | --- | --- |
//! | `post` | the terms a client can post, field by field |
//! | `state` | a job and a claim as numbers |
//! | `transitions` | the table of a claim's states |
//! | `claim` | taking slots, more of them, start windows; billing starts when all hosts have started |
//! | `end` | when a claim ends, and why |
//! | `bond` | until when a claim's bond stays locked |
//! | `settle` | what of a claim can be settled, and what is held back |
//! | `job_end` | cancel, extend, and when the job itself ends |
//! | `close` | refund, close, rent and bounty |
//! | `tally` | the results of replicas, and what decides them |
//! | `replica` | commitments, reveals, and which replicas are paid |
//! | `dispute` | the client's bond, the verdict, the default |
//!
//! A slot is one GPU. A job asks for `gpus` of them, `k` times over when it is replicated; one
//! operator holds one claim on any number of slots, and can enlarge it until its first host
//! starts. Slots are claimed once: those of a claim that failed are refunded, not offered again.
//!
//! Amounts are in micro-dollars of the job's mint. Nothing here trusts anybody to act: every
//! state is left by a transition that anyone may trigger after a deadline (invariant I8).
//!
//! ```text
//! Claimed ─▶ Starting ─▶ Running ──▶ Ended ──────────────▶ Settled ─▶ Closed
//!     └──────────┴──────────┼──────────▲ └─▶ Disputed ─┐      ▲
//!                           │            └─────────────▼      │
//!                           └─▶ Committed ─▶ Revealed ─▶ Resolved
//! ```
//!
//! ```
//! use ionet_core::hiring::JobFilters;
//! use ionet_core::job::{JobState, JobTerms, PartialFill, Verification};
//! use ionet_core::settlement::gross_floor;
//!
//! let now = 1_800_000_000;
//! // Two GPUs of one host for an hour at $3.60.
//! let terms = JobTerms {
//!     gpus: 2,
//!     granule: 2,
//!     seconds: 3_600,
//!     claim_deadline: now + 600,
//!     start_seconds: 1_200,
//!     verification: Verification::None,
//!     deterministic: false,
//!     partial_fill: PartialFill::Keep,
//!     filters: JobFilters::default(),
//! };
//! let job = JobState::post(&terms, 3_600_000, now)?;
//! assert_eq!(job.deposit, 7_200_000);
//! let taken = job.take(2, 3_600, false, now)?;
//! let started = taken.claim.start_host(&taken.job_after, 2, now + 60, 1_000)?;
//! // The result is there after 15 minutes: the rest of the deposit is the client's at once.
//! let end = started.claim_after.complete(&started.job_after, 2, now + 960)?;
//! assert_eq!(end.gross, 1_800_000);
//! let job = end.job_after.end_if_due(now + 960)?;
//! assert_eq!(job.refund(now + 960)?.amount, 5_400_000);
//! // The operator is paid another 15 minutes later.
//! let up_to = end.claim_after.settleable(&job, now + 1_860)?;
//! assert_eq!(gross_floor(up_to.charge), 1_800_000);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod bond;
mod claim;
mod close;
mod dispute;
mod end;
mod error;
mod job_end;
mod post;
mod replica;
mod settle;
mod state;
mod tally;
mod transitions;

pub use claim::{StartOutcome, StartWindow, TakeOutcome};
pub use close::{
    CLOSE_BOUNTY_LAMPORTS, CloseOutcome, LamportsOutcome, RefundOutcome, close_lamports,
};
pub use dispute::{
    DISPUTE_BOND_BPS, Dispute, DisputeError, DisputeOpened, DisputeOutcome, MIN_DISPUTE_BOND,
    Verdict, dispute_bond_ceil,
};
pub use end::{EndOutcome, REAP_GRACE_SLOTS};
pub use error::JobError;
pub use job_end::ExtendOutcome;
pub use post::{
    JobTerms, MAX_CLAIM_WINDOW_SECONDS, MAX_GPUS, MAX_GRANULE, MAX_JOB_SECONDS, MAX_REPLICAS,
    MAX_SLOTS, MAX_START_SECONDS, MIN_CLAIM_WINDOW_SECONDS, MIN_JOB_SECONDS, MIN_REPLICAS,
    MIN_START_SECONDS, PartialFill, PostError, Verification,
};
pub use replica::{COMMITMENT_DOMAIN, ReplicaOutcome, commitment_parts};
pub use state::{ClaimRecord, Entitlement, JobEnd, JobState};
pub use tally::{
    Decision, Posted, REVEAL_SECONDS, ReplicaError, RevealWindow, Tally, VERDICT_SECONDS, is_same,
    verdict_deadline,
};
pub use transitions::{ClaimEvent, ClaimState, EndReason};
