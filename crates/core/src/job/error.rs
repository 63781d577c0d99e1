//! Why a job or a claim refuses something.

use core::fmt;

use crate::settlement::SettlementError;

/// Why a job or a claim refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobError {
    /// The claim's state does not allow this.
    WrongState,
    /// The stored state's code is outside 1..=10.
    UnknownState,
    /// The stored end reason's code is above 6.
    UnknownReason,
    /// The stored job end's code is above 3.
    UnknownJobEnd,
    /// The stored entitlement's code is above 2.
    UnknownEntitlement,
    /// Entry is paused.
    Paused,
    /// The job has ended.
    JobEnded,
    /// The claim deadline has passed.
    ClaimDeadlinePassed,
    /// A number of GPUs is zero or no multiple of the granule.
    NotAGranule {
        /// What it must be a multiple of.
        granule: u16,
    },
    /// A claim of a replicated job is not one whole replica.
    NotAReplica {
        /// GPUs of one replica.
        gpus: u32,
    },
    /// Fewer slots are free.
    NotEnoughSlots {
        /// How many are.
        free: u32,
    },
    /// `max_seconds` is below the job's seconds.
    MaxSecondsTooShort {
        /// The job's seconds.
        seconds: u64,
    },
    /// Claims wait for each other.
    StartNotOpen {
        /// The latest time at which starting opens, unless the job fails by then.
        opens_at: i64,
    },
    /// The operator missed its start.
    StartMissed {
        /// The last second to start in.
        deadline: i64,
    },
    /// More GPUs start than the claim has left.
    TooManyGpus {
        /// How many have not started.
        left: u32,
    },
    /// Nothing ends the claim yet.
    EndNotDue,
    /// The claim's time is over, and its operator can still send the last heartbeat.
    LastHeartbeatAwaited,
    /// A replicated job takes a commitment instead of a result.
    CommitInstead,
    /// Not all replicas are claimed.
    NotFull,
    /// Only claims of replicated jobs commit, reveal and are decided.
    NotReplicated,
    /// A claim of a replicated job is decided before it is settled.
    NotDecided,
    /// What the claim earned last is still held back.
    HeldBack {
        /// Until when, unix seconds.
        until: i64,
    },
    /// The job's end is not due.
    JobNotDue,
    /// Replicas can reveal: their time is over.
    TimeOver,
    /// Slots can still be claimed.
    ClaimingOpen,
    /// Nothing is left to refund.
    NothingToRefund,
    /// The job has not ended.
    JobOpen,
    /// Claims of the job are not closed.
    ClaimsOpen {
        /// How many.
        claims: u32,
    },
    /// What was earned is not all settled.
    NotSettled,
    /// What is held back is disputed.
    Disputed,
    /// Everything is settled.
    AlreadySettled,
    /// The meter, the hire or the bound on earnings refuses.
    Meter(SettlementError),
    /// A number is beyond its range: the state is not what this crate wrote.
    Overflow,
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongState => "state of the claim does not allow this; read the claim again",
            Self::UnknownState => "state must be 1 (claimed) to 10 (closed)",
            Self::UnknownReason => "end_reason must be 0 (not ended) to 6 (failed)",
            Self::UnknownJobEnd => "job end must be 0 (open) to 3 (failed)",
            Self::UnknownEntitlement => "entitlement must be 0 (full) to 2 (nothing)",
            Self::Paused => "claims are paused; wait for the end of the pause",
            Self::JobEnded => "the job has ended; choose another",
            Self::ClaimDeadlinePassed => "claim_deadline has passed; choose another job",
            Self::NotAGranule { granule } => {
                return write!(f, "gpus must be a multiple of the granule, {granule}, and not 0");
            }
            Self::NotAReplica { gpus } => {
                return write!(f, "gpus must be {gpus}: a claim is one whole replica and is not enlarged");
            }
            Self::NotEnoughSlots { free } => {
                return write!(f, "gpus exceeds the free slots; claim at most {free}");
            }
            Self::MaxSecondsTooShort { seconds } => {
                return write!(f, "max_seconds must be at least the job's {seconds} seconds");
            }
            Self::StartNotOpen { opens_at } => {
                return write!(
                    f,
                    "the job starts once all slots are claimed; try again then, at the latest at {opens_at}"
                );
            }
            Self::StartMissed { deadline } => {
                return write!(f, "the time to start ended at {deadline}; finish the claim");
            }
            Self::TooManyGpus { left } => {
                return write!(f, "gpus exceeds what has not started; start at most {left}");
            }
            Self::EndNotDue => "nothing ends the claim yet; only its operator can complete it",
            Self::LastHeartbeatAwaited => {
                "the claim's time is over and its last heartbeat may still come; finish it after the grace"
            }
            Self::CommitInstead => "a replicated job takes no open result; commit it, then reveal",
            Self::NotFull => "not all replicas are claimed; there is nothing to reveal or decide",
            Self::NotReplicated => "the job is not replicated; complete the claim instead",
            Self::NotDecided => "a replica is paid by the tally; decide it first",
            Self::HeldBack { until } => {
                return write!(f, "the last earnings are held back for disputes; settle after {until}");
            }
            Self::JobNotDue => "slots can still be claimed or claims still run; end the job after that",
            Self::TimeOver => "the replicas' time is over; it cannot be extended any more",
            Self::ClaimingOpen => {
                "slots can still be claimed; refund after the claim deadline or the job's end"
            }
            Self::NothingToRefund => "nothing more can be refunded until claims end",
            Self::JobOpen => "the job has not ended; end it first",
            Self::ClaimsOpen { claims } => {
                return write!(f, "{claims} claims are not closed; settle and close them first");
            }
            Self::NotSettled => "earned amounts are not all settled; settle every claim first",
            Self::Disputed => "what is held back is disputed; resolve that first",
            Self::AlreadySettled => "everything is settled; close the claim",
            Self::Meter(error) => return write!(f, "{error}"),
            Self::Overflow => "a number is out of its range; the state is not what this crate wrote",
        })
    }
}

impl core::error::Error for JobError {}

impl From<SettlementError> for JobError {
    fn from(error: SettlementError) -> Self {
        Self::Meter(error)
    }
}
