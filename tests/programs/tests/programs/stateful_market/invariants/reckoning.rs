//! What a claim earns and how it is split, worked out from `docs/concepts/settlement.md`.

use super::super::snapshot::Kept;
use ionet_client::generated::local_stand_in::accounts::Verdict;
use ionet_core::{
    job::{
        ClaimState, EndReason, Entitlement, JobEnd, PartialFill, REVEAL_SECONDS, VERDICT_SECONDS,
    },
    settlement::{CANCEL_MINIMUM_SECONDS, HOLD_BACK_AFTER_END_SECONDS, HOLD_BACK_SECONDS},
};
use ionet_test_kit::state::{Claim, Job};
use std::rc::Rc;

/// Charge in a micro-dollar: a rate is per GPU-hour.
const HOUR: u128 = 3_600;
const WHOLE: u128 = 10_000;

/// The parts of a claim's gross, micro-dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub gross: u64,
    pub client_referrer: u64,
    pub operator_referrer: u64,
    pub verifiers: u64,
    pub treasury: u64,
    pub stakers: u64,
    pub usd: u64,
    pub token: u64,
}

impl Parts {
    /// Splits what a claim grossed in all.
    pub fn of(claim: &Claim, gross: u64) -> Self {
        let terms = &claim.terms;
        let bps = |amount: u128, bps: u16| amount * u128::from(bps) / WHOLE;
        let all = u128::from(gross);
        let rate = u128::from(terms.fee_bps) * (WHOLE - u128::from(terms.discount_bps));
        let fee = (all * rate).div_ceil(WHOLE * WHOLE);
        let (client, operator) = (terms.client_referral_bps, terms.operator_referral_bps);
        let both = client + operator;
        let referrals = bps(fee, both);
        let for_operator = match both {
            0 => 0,
            both => referrals * u128::from(operator) / u128::from(both),
        };
        let left = fee - referrals;
        let verifiers = left * u128::from(terms.verifier_bps) / (WHOLE - u128::from(both));
        let net = all - fee;
        let stakers = bps(net, terms.staker_bps);
        let usd = bps(net - stakers, terms.usd_bps);
        let amount = |part: u128| u64::try_from(part).expect("a part of 64 bits");
        Self {
            gross,
            client_referrer: amount(referrals - for_operator),
            operator_referrer: amount(for_operator),
            verifiers: amount(verifiers),
            treasury: amount(left - verifiers),
            stakers: amount(stakers),
            usd: amount(usd),
            token: amount(net - stakers - usd),
        }
    }

    /// What came on top of `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            gross: self.gross - earlier.gross,
            client_referrer: self.client_referrer - earlier.client_referrer,
            operator_referrer: self.operator_referrer - earlier.operator_referrer,
            verifiers: self.verifiers - earlier.verifiers,
            treasury: self.treasury - earlier.treasury,
            stakers: self.stakers - earlier.stakers,
            usd: self.usd - earlier.usd,
            token: self.token - earlier.token,
        }
    }
}

/// The verdict on a disputed claim, if it says one or the other and was posted before the
/// deadline.
pub fn verdict_in_time<'a>(
    claim: &Claim,
    verdict: Option<&'a Rc<Kept<Verdict>>>,
) -> Option<&'a Verdict> {
    let verdict = &verdict?.value;
    (verdict.posted_at < claim.dispute.deadline && verdict.upheld <= 1).then_some(verdict)
}

/// Seconds that the job bought for each slot.
pub fn seconds(job: &Job) -> u64 {
    job.windows.iter().map(|window| window.seconds).sum()
}

/// The charge of one GPU from second `from` to second `to` after its start.
pub fn charge(job: &Job, from: u64, to: u64) -> u128 {
    let mut begin = 0;
    let mut sum = 0;
    for window in &job.windows {
        let end = begin + window.seconds;
        let within = to.min(end).saturating_sub(from.max(begin));
        sum += u128::from(within) * u128::from(window.rate);
        begin = end;
    }
    sum
}

/// Whole micro-dollars of a charge.
pub fn gross(charge: u128) -> u64 {
    u64::try_from(charge / HOUR).expect("a gross of 64 bits")
}

/// All that a job locked for a claim: every second that was bought and accepted.
pub fn locked(job: &Job, claim: &Claim) -> u64 {
    let seconds = seconds(job).min(claim.accepted_seconds);
    gross(u128::from(claim.gpus) * charge(job, 0, seconds))
}

/// What a cancellation pays a claim at least.
pub fn minimum(job: &Job, claim: &Claim) -> u128 {
    let seconds = CANCEL_MINIMUM_SECONDS.min(claim.accepted_seconds);
    u128::from(claim.gpus) * charge(job, 0, seconds)
}

/// When the job was cancelled.
pub fn cancelled_at(job: &Job) -> Option<i64> {
    (job.end == JobEnd::Cancelled.code()).then_some(job.ended_at)
}

/// A claim's state.
pub fn state(claim: &Claim) -> ClaimState {
    ClaimState::from_code(claim.state).expect("a state that the program writes")
}

/// Why a claim ended.
pub fn reason(claim: &Claim) -> Option<EndReason> {
    EndReason::from_code(claim.end_reason).expect("a reason that the program writes")
}

/// Whether the claim ended without having run, through its operator or for want of others.
pub fn never_ran(claim: &Claim) -> bool {
    matches!(reason(claim), Some(EndReason::Expired | EndReason::Failed))
}

/// Whether the job is replicated.
pub fn replicated(job: &Job) -> bool {
    job.verification == 1
}

/// When nothing more is earned, as far as it is known.
pub fn end_of_time(job: &Job, claim: &Claim) -> Option<i64> {
    let cancelled = cancelled_at(job);
    if claim.started_at == 0 {
        return cancelled;
    }
    let bought = seconds(job).min(claim.accepted_seconds);
    let until = claim.started_at + i64::try_from(bought).expect("seconds of a job");
    Some(cancelled.map_or(until, |at| at.min(until)))
}

/// What was older than an hour at `at`: the charge of the last heartbeat that old.
fn matured(job: &Job, claim: &Claim, at: i64) -> u128 {
    let at = match claim.recorded_at {
        0 => at,
        recorded => at.min(recorded),
    };
    let newest = at.min(end_of_time(job, claim).unwrap_or(at)) - HOLD_BACK_SECONDS;
    let mut points = std::iter::once(&claim.newest).chain(&claim.older);
    let point = points.find(|point| point.at <= newest);
    point.map_or(0, |point| u128::from(point.charge))
}

/// The most that can be settled of a claim at `now`, micro-dollars.
pub fn settleable(job: &Job, claim: &Claim, now: i64) -> u64 {
    let over = |at: i64| now >= at + HOLD_BACK_AFTER_END_SECONDS;
    let all = u128::from(claim.newest.charge);
    let state = state(claim);
    let decided = matches!(state, ClaimState::Resolved | ClaimState::Settled);
    if !decided && replicated(job) && !never_ran(claim) {
        return 0;
    }
    if decided && !entitled_to_all(claim) {
        return final_gross(job, claim);
    }
    let charge = match state {
        ClaimState::Claimed | ClaimState::Starting => 0,
        ClaimState::Ended if over(claim.recorded_at) => all,
        ClaimState::Resolved | ClaimState::Settled if over(claim.ended_at) => all,
        _ => matured(job, claim, now),
    };
    gross(charge)
}

fn entitled_to_all(claim: &Claim) -> bool {
    claim.entitlement == Entitlement::Full.code()
}

/// What is held back of a claim that ended: what a dispute is about.
pub fn held_back(job: &Job, claim: &Claim) -> u64 {
    gross(u128::from(claim.newest.charge)) - gross(matured(job, claim, claim.recorded_at))
}

/// All that a claim that ended gets, as far as it is decided.
pub fn final_gross(job: &Job, claim: &Claim) -> u64 {
    match Entitlement::from_code(claim.entitlement).expect("a code that the program writes") {
        Entitlement::Full => gross(u128::from(claim.newest.charge)),
        Entitlement::Matured => gross(matured(job, claim, claim.recorded_at)),
        Entitlement::Nothing => 0,
    }
}

/// Whether the job has failed for want of claims, recorded or not.
pub fn failed(job: &Job, now: i64) -> bool {
    let all_or_nothing = job.partial_fill == PartialFill::Fail as u8;
    let short = job.slots_claimed < job.slots && now >= job.claim_deadline;
    match job.end {
        0 => all_or_nothing && short,
        end => end == JobEnd::Failed.code(),
    }
}

/// Whether a slot of the job can be claimed.
pub fn claimable(job: &Job, now: i64) -> bool {
    job.end == 0 && job.slots_claimed < job.slots && now < job.claim_deadline
}

/// The most that a claim can come to, micro-dollars.
pub fn at_most(job: &Job, claim: &Claim, now: i64) -> u64 {
    let state = state(claim);
    let waits = matches!(state, ClaimState::Claimed | ClaimState::Starting);
    if !waits && state != ClaimState::Running {
        return final_gross(job, claim);
    }
    // Where nothing can start any more, nothing is earned.
    if waits && failed(job, now) {
        return 0;
    }
    let Some(cancelled_at) = cancelled_at(job) else {
        return locked(job, claim);
    };
    let served = match claim.started_at {
        0 => 0,
        started_at => u64::try_from(cancelled_at - started_at).unwrap_or(0),
    };
    let served = served.min(claim.accepted_seconds);
    let served = u128::from(claim.gpus) * charge(job, 0, served);
    gross(served.max(minimum(job, claim))).min(locked(job, claim))
}

/// The last second in which a claim can start; never while it waits for others that may not come.
pub fn starts_until(job: &Job, claim: &Claim) -> Option<i64> {
    const KEEP: u8 = PartialFill::Keep as u8;
    const WAIT: u8 = PartialFill::Wait as u8;
    let opens = match (job.filled_at, job.partial_fill) {
        (_, KEEP) => claim.granted_at,
        (0, WAIT) => job.claim_deadline,
        (0, _) => return None,
        (filled_at, _) => filled_at,
    };
    Some(opens.max(claim.granted_at) + i64::from(job.start_seconds))
}

/// Whether the time to start was over at `at`.
pub fn missed_its_start(job: &Job, claim: &Claim, at: i64) -> bool {
    starts_until(job, claim).is_some_and(|until| at > until)
}

/// Until when replicas reveal: an hour from the last end, or from the last second that they
/// bought; never while some replica can still be claimed.
pub fn reveals_until(job: &Job) -> Option<i64> {
    (job.slots_claimed == job.slots).then_some(())?;
    let last = job.filled_at + i64::from(job.start_seconds) + bought(job);
    let opens = match job.last_ended_at {
        0 => last,
        at => at.min(last),
    };
    Some(opens + REVEAL_SECONDS)
}

/// Whether the client cancelled a replicated job before the results were out.
pub fn cancelled_in_time(job: &Job) -> bool {
    let closes = reveals_until(job);
    cancelled_at(job).is_some_and(|at| closes.is_none_or(|closes| at < closes))
}

/// The re-run of a replicated job, if it was posted before its deadline.
pub fn rerun_in_time<'a>(job: &Job, verdict: Option<&'a Rc<Kept<Verdict>>>) -> Option<&'a Verdict> {
    let deadline = reveals_until(job)? + bought(job) + VERDICT_SECONDS;
    let verdict = &verdict?.value;
    (verdict.posted_at < deadline).then_some(verdict)
}

/// Seconds that the job bought for each slot.
pub fn bought(job: &Job) -> i64 {
    i64::try_from(seconds(job)).expect("seconds of a job")
}
