//! Operators and what stands behind them: devices, records, stake, verified GPUs.

use ionet_core::{
    hiring::{ClassGpus, DeviceTraits, HiredGpus, OperatorTraits},
    operator_terms::{OperatorTerms, PendingCut},
    referral,
    reputation::{Counterparty, OutcomeLedger, Reputation},
};

use crate::generated::{
    job_escrow::{accounts::Participant, types},
    local_stand_in::accounts::{ParticipantStake, VerifiedCapacity},
    registry::accounts::{Device, Operator},
};

/// What filters look at; `reputation` is its score, 0 to 10,000 ([`operator_score`]).
pub fn operator_traits(operator: &Operator, reputation: u16) -> OperatorTraits {
    OperatorTraits {
        reputation,
        min_client_reputation: operator.min_client_reputation,
        accepted_mints: operator.accepted_mints,
        max_seconds: match operator.max_seconds {
            0 => u32::MAX,
            seconds => seconds,
        },
        draining: operator.draining == 1,
    }
}

/// The share of an operator's stakers in force at `now`, basis points.
pub fn staker_bps(operator: &Operator, now: i64) -> u16 {
    let pending = PendingCut {
        staker_bps: operator.pending_staker_bps,
        from: operator.pending_from,
    };
    let terms = OperatorTerms {
        usd_bps: operator.usd_bps,
        staker_bps: operator.staker_bps,
        pending: (operator.has_pending == 1).then_some(pending),
    };
    terms.staker_bps_at(now)
}

/// Whether a claim that an operator makes at `now` pays its referrer, who has `stake`.
pub fn pays_referrer(
    operator: &Operator,
    stake: Option<&ParticipantStake>,
    epoch: u64,
    now: i64,
) -> bool {
    let due = |stake| {
        let active = active_stake(stake, epoch);
        referral::check_due(operator.first_registered_at, now, active).is_ok()
    };
    stake.is_some_and(due)
}

/// What filters look at.
pub fn device_traits(device: &Device) -> DeviceTraits {
    DeviceTraits {
        class: device.class,
        vram_mib: device.vram_mib,
        region: device.region,
        connectivity: device.connectivity,
        latency: device.latency,
        security: device.security,
        purposes: device.purposes,
    }
}

/// GPUs hired out, per class.
pub fn hired(participant: &Participant) -> HiredGpus {
    HiredGpus {
        entries: participant.hired.each_ref().map(|entry| ClassGpus {
            class: entry.class,
            gpus: entry.gpus,
        }),
    }
}

/// Outcomes as operator.
pub fn operator_outcomes(participant: &Participant) -> OutcomeLedger {
    ledger(&participant.operator_outcomes)
}

/// The score of an operator in `epoch`, 0 to 10,000: of the epochs before it.
pub fn operator_score(participant: &Participant, epoch: u64) -> u16 {
    let reputation = operator_outcomes(participant).reputation_before(epoch);
    reputation.score_at(epoch)
}

fn ledger(outcomes: &types::OutcomeLedger) -> OutcomeLedger {
    OutcomeLedger {
        closed: Reputation {
            points: outcomes.points,
            epoch: outcomes.closed_epoch,
        },
        epoch: outcomes.epoch,
        good: outcomes.good,
        bad: outcomes.bad,
        counterparties: outcomes
            .counterparties
            .each_ref()
            .map(|entry| Counterparty {
                tag: entry.tag,
                good: entry.good,
                bad: entry.bad,
            }),
    }
}

/// Active stake at the start of `epoch`, base units of IO. Zero when both checkpoints are later.
pub fn active_stake(stake: &ParticipantStake, epoch: u64) -> u64 {
    let mut newest_first = stake.checkpoints.iter().rev();
    newest_first
        .find(|checkpoint| checkpoint.epoch <= epoch)
        .map_or(0, |checkpoint| checkpoint.active_stake)
}

/// Verified GPUs of a class.
pub fn verified_gpus(capacity: &VerifiedCapacity, class: u16) -> u32 {
    let mut entries = capacity.entries.iter();
    entries
        .find(|entry| entry.class == class && entry.gpus > 0)
        .map_or(0, |entry| entry.gpus)
}
