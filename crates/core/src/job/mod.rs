//! Jobs and claims: their terms, their states, how each ends, and where the money goes then.
//!
//! | module | rule |
//! | --- | --- |
//! | `post` | the terms a client can post, field by field |
//! | `state` | a job and a claim as numbers |
//! | `transitions` | the table of a claim's states |
//! | `claim` | taking slots, start windows, billing starts when all hosts have started |
//! | `end` | when a claim ends, and why |
//! | `settle` | what of a claim can be settled, and what is held back |
//! | `job_end` | cancel, extend, and when the job itself ends |
//! | `close` | refund, close, rent and bounty |
//! | `replica` | commit, reveal, and which replicas are paid |
//! | `dispute` | the client's bond, the verdict, the default |
//!
//! A slot is one GPU. A job asks for `gpus` of them, `k` times over when it is replicated; one
//! operator holds one claim on any number of slots. Slots are claimed once: those of a claim
//! that failed are refunded, not offered again.
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
    MAX_SLOTS, MAX_START_SECONDS, MIN_CLAIM_WINDOW_SECONDS, MIN_JOB_SECONDS, MIN_START_SECONDS,
    PartialFill, PostError, Verification,
};
pub use replica::{
    COMMITMENT_DOMAIN, Decision, REVEAL_SECONDS, ReplicaError, ReplicaOutcome, RevealWindow, Tally,
    VERDICT_SECONDS, commitment_parts, verdict_deadline,
};
pub use state::{ClaimRecord, Entitlement, JobEnd, JobState};
pub use transitions::{ClaimEvent, ClaimState, EndReason};
