//! What the agent knows of a lease, and what it can do about it.

use ionet_core::job::{ClaimRecord, Decision, JobState};
use serde::{Deserialize, Serialize};

/// One claim of this agent, as its journal remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The claim's address, which is known before it is made.
    pub claim: [u8; 32],
    /// The job's address.
    pub job: [u8; 32],
    /// The hash of the job's spec.
    pub spec: [u8; 32],
    /// GPUs of the claim.
    pub gpus: u32,
    /// How far this agent is.
    pub progress: Progress,
}

/// What of a lease only this agent knows. Everything else is on chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It wants the claim; a transaction may be under way.
    Wanted,
    /// The claim was seen on chain; inputs are not ready.
    Held,
    /// Spec and inputs are there and verified.
    Prepared,
    /// A process was launched.
    Launched {
        /// How often, 1 to [`crate::MAX_LAUNCHES`].
        launches: u32,
    },
    /// The process has ended and its files are collected: this is the result.
    Collected {
        /// Its hash.
        result: [u8; 32],
        /// What a commitment to it is hashed with.
        salt: [u8; 32],
    },
    /// This agent cannot do the work. It says nothing more of the claim, which ends by time.
    GivenUp {
        /// Why, for people.
        reason: String,
    },
}

/// How the lease's process fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// There is none, and how it ended is not known: it was never launched, or went with the
    /// machine.
    None,
    /// It runs.
    Running,
    /// It ended, or was stopped; its exit is recorded.
    Exited,
}

/// What the chain holds of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnChain {
    /// The job; none once it is closed.
    pub job: Option<JobState>,
    /// The claim; none before it is made and once it is closed.
    pub claim: Option<ClaimRecord>,
    /// Gross that is booked, micro-dollars.
    pub booked: u64,
    /// What decides the replicas, once something does.
    pub decision: Option<Decision>,
    /// The result that the claim revealed; zeroed before.
    pub revealed: [u8; 32],
}

/// One look at everything, all of the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The chain's clock, unix seconds: it decides about money. Never the machine's.
    pub now: i64,
    /// The chain's slot.
    pub slot: u64,
    /// The chain.
    pub chain: OnChain,
    /// The process.
    pub process: Process,
}

/// Why a process is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopCause {
    /// The claim's time is over.
    TimeOver,
    /// The claim has ended on chain, or was never there.
    ClaimEnded,
    /// The agent gave the lease up.
    GivenUp,
}

/// What to do about a lease now. Each step can be tried again without harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Take the slots.
    Claim,
    /// Note that the claim is on chain.
    Hold,
    /// Fetch and verify spec and inputs.
    Prepare,
    /// Say on chain that the host has started; billing begins.
    StartHost,
    /// Note the launch, then launch the process.
    Launch,
    /// Say on chain that so many GPUs work.
    Heartbeat {
        /// GPUs whose process runs.
        alive: u32,
    },
    /// Stop the process and all that it started.
    Stop(StopCause),
    /// Collect the outputs, hash them, note the result with a salt.
    Collect,
    /// Deliver the result.
    Complete {
        /// Its hash.
        result: [u8; 32],
    },
    /// Commit to the result of a replica.
    Commit {
        /// Its hash.
        result: [u8; 32],
        /// The salt of the commitment.
        salt: [u8; 32],
    },
    /// Reveal the result of a replica.
    Reveal {
        /// Its hash.
        result: [u8; 32],
        /// The salt of the commitment.
        salt: [u8; 32],
    },
    /// Record the end that follows from time and the job.
    RecordEnd,
    /// Have the replica decided.
    Decide,
    /// Book what was earned.
    Settle,
    /// Close the claim; its rent comes back.
    Close,
    /// Remove the files and forget the lease.
    Forget,
    /// Nothing before this time of the chain, unless something happens.
    Wait {
        /// Unix seconds.
        until: i64,
    },
}
