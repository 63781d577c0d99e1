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

#[cfg(test)]
mod tests {
    use ionet_core::{
        job::{Entitlement, JobTerms, PartialFill, Verification},
        settlement::{Checkpoint, Meter},
    };

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn job(partial_fill: PartialFill) -> JobState {
        let terms = JobTerms {
            gpus: 2,
            granule: 1,
            seconds: 3_600,
            claim_deadline: NOW + 600,
            start_seconds: 600,
            verification: Verification::None,
            deterministic: false,
            partial_fill,
            filters: ionet_core::hiring::JobFilters::default(),
        };
        JobState::post(&terms, 3_600_000, NOW).unwrap()
    }

    #[test]
    fn a_job_has_a_word_for_programs_and_some_for_people() {
        let new = job(PartialFill::Keep);
        let one = new.take(1, 3_600, false, NOW).unwrap().job_after;
        let full = one.take(1, 3_600, false, NOW).unwrap().job_after;
        let failing = job(PartialFill::Fail);
        let cancelled = one.cancel(NOW + 60).unwrap();
        for (job, sealed, at, code, words) in [
            (&new, false, 0, "posted", "posted: its race is to be sealed"),
            (&new, true, 0, "open", "open: waits for operators"),
            (&new, true, 600, "open", "nobody claimed it in time"),
            (&one, true, 0, "hired", "1 of 2 GPUs are hired"),
            (&full, true, 0, "hired", "running: all GPUs are hired"),
            (
                &failing,
                true,
                600,
                "open",
                "failing: not all GPUs were claimed",
            ),
            (&cancelled, true, 180, "cancelled", "cancelled 2 min ago"),
        ] {
            assert_eq!(job_code(job, sealed), code);
            assert_eq!(job_words(job, sealed, NOW + at), words);
        }
    }

    #[test]
    fn a_claim_has_too() {
        let claim = ClaimRecord {
            state: ClaimState::Running,
            reason: None,
            entitlement: Entitlement::Full,
            gpus_started: 1,
            granted_at: NOW,
            heartbeat_slot: 0,
            recorded_at: 0,
            meter: Meter {
                gpus: 4,
                ended_at: NOW + 60,
                newest: Checkpoint { at: NOW, charge: 0 },
                ..Meter::default()
            },
        };
        let with = |state, reason| ClaimRecord {
            state,
            reason,
            ..claim
        };
        for (claim, code, words) in [
            (
                with(ClaimState::Starting, None),
                "starting",
                "starting: 1 of 4 GPUs",
            ),
            (claim, "running", "running: last sign of life 2 min ago"),
            (
                with(ClaimState::Committed, None),
                "committed",
                "committed to a result 1 min ago",
            ),
            (
                with(ClaimState::Ended, Some(EndReason::Reaped)),
                "ended",
                "ended 1 min ago, the operator fell silent",
            ),
            (
                ClaimRecord {
                    entitlement: Entitlement::Nothing,
                    ..with(ClaimState::Resolved, None)
                },
                "resolved",
                "decided: it is not paid",
            ),
        ] {
            assert_eq!(claim_code(&claim), code);
            assert_eq!(claim_words(&claim, NOW + 120), words);
        }
        assert_eq!(reason_code(EndReason::UsedUp), "used-up");
    }
}
