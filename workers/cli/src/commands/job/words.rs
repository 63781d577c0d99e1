//! States of jobs and claims: one word for programs, a few for people.

use ionet_core::job::{ClaimRecord, ClaimState, EndReason, Entitlement, JobEnd, JobState};

use crate::times::relative;

/// Where a job stands, for programs.
pub fn job_code(state: &JobState, sealed: bool) -> &'static str {
    match (state.end, sealed, state.slots_claimed) {
        (JobEnd::Finished, ..) => "finished",
        (JobEnd::Cancelled, ..) => "cancelled",
        (JobEnd::Failed, ..) => "failed",
        (JobEnd::Open, false, _) => "posted",
        (JobEnd::Open, true, 0) => "open",
        (JobEnd::Open, true, _) => "hired",
    }
}

/// The same for people.
pub fn job_words(state: &JobState, sealed: bool, now: i64) -> String {
    let ago = || relative(state.ended_at, now);
    let (claimed, slots) = (state.slots_claimed, state.slots);
    match state.end {
        JobEnd::Finished => format!("finished {}", ago()),
        JobEnd::Cancelled => format!("cancelled {}", ago()),
        JobEnd::Failed => "failed: not all GPUs were claimed in time".to_owned(),
        JobEnd::Open if state.is_failed(now) => "failing: not all GPUs were claimed".to_owned(),
        JobEnd::Open if claimed > 0 && state.all_claims_ended() && state.claiming_closed(now) => {
            "done; its end is not recorded".to_owned()
        }
        JobEnd::Open if state.is_full() => "running: all GPUs are hired".to_owned(),
        JobEnd::Open if claimed > 0 => format!("{claimed} of {slots} GPUs are hired"),
        JobEnd::Open if now >= state.claim_deadline => "nobody claimed it in time".to_owned(),
        JobEnd::Open if sealed => "open: waits for operators".to_owned(),
        JobEnd::Open => "posted: its race is to be sealed".to_owned(),
    }
}

/// Where a claim stands, for programs.
pub fn claim_code(claim: &ClaimRecord) -> &'static str {
    match claim.state {
        ClaimState::Claimed => "claimed",
        ClaimState::Starting => "starting",
        ClaimState::Running => "running",
        ClaimState::Committed => "committed",
        ClaimState::Revealed => "revealed",
        ClaimState::Ended => "ended",
        ClaimState::Disputed => "disputed",
        ClaimState::Resolved => "resolved",
        ClaimState::Settled => "settled",
        ClaimState::Closed => "closed",
    }
}

/// Why it ended, for programs.
pub fn reason_code(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Completed => "completed",
        EndReason::Cancelled => "cancelled",
        EndReason::UsedUp => "used-up",
        EndReason::Reaped => "reaped",
        EndReason::Expired => "expired",
        EndReason::Failed => "failed",
    }
}

/// Where a claim stands, for people.
pub fn claim_words(claim: &ClaimRecord, now: i64) -> String {
    let ended = || relative(claim.meter.ended_at, now);
    let why = match claim.reason {
        None => "",
        Some(EndReason::Completed) => ", result delivered",
        Some(EndReason::Cancelled) => ", cancelled",
        Some(EndReason::UsedUp) => ", its time was over",
        Some(EndReason::Reaped) => ", the operator fell silent",
        Some(EndReason::Expired) => ", it never started",
        Some(EndReason::Failed) => ", the job was not filled",
    };
    match claim.state {
        ClaimState::Claimed => "claimed, not started".to_owned(),
        ClaimState::Starting => format!(
            "starting: {} of {} GPUs",
            claim.gpus_started, claim.meter.gpus
        ),
        ClaimState::Running => format!(
            "running: last sign of life {}",
            relative(claim.meter.newest.at, now)
        ),
        ClaimState::Committed => format!("committed to a result {}", ended()),
        ClaimState::Revealed => "result revealed".to_owned(),
        ClaimState::Ended => format!("ended {}{why}", ended()),
        ClaimState::Disputed => "disputed by the client".to_owned(),
        ClaimState::Resolved => match claim.entitlement {
            Entitlement::Full => format!("decided: it is paid{why}"),
            Entitlement::Matured => format!("decided: what was held back is not paid{why}"),
            Entitlement::Nothing => format!("decided: it is not paid{why}"),
        },
        ClaimState::Settled => format!("settled{why}"),
        ClaimState::Closed => "closed".to_owned(),
    }
}
