//! What client, operator and network agreed on when a job was posted and when it was claimed:
//! nothing but what each had set, at the price of the day.

use super::super::snapshot::Snapshot;
use super::{Checked, changed, holds, reckoning};
use ionet_core::job::CLOSE_BOUNTY_LAMPORTS;
use ionet_test_kit::{
    addresses::PRICES,
    registry_world::Operator,
    state::{Claim, Job, PriceUpdateV2},
};
use solana_address::Address;

/// New jobs, extensions and new claims.
pub fn terms_are_what_was_set(before: &Snapshot, after: &Snapshot) -> Checked {
    for (address, old, new) in changed(&before.jobs, &after.jobs) {
        if let Some(new) = new {
            deposited(address, old.map(|old| &old.value), new)?;
        }
    }
    for (address, old, new) in changed(&before.claims, &after.claims) {
        let old = old.map(|old| &old.value);
        let Some(claim) = new.filter(|new| takes_slots(old, new)) else {
            continue;
        };
        let job = &before.jobs[&claim.job];
        let operator = before.operators.get(&claim.operator);
        let operator = operator.ok_or_else(|| {
            format!(
                "I9: claim {address} of {}, who is no operator",
                claim.operator
            )
        })?;
        accepted(address, old, claim, job, operator, after.now)?;
        bond(address, old, claim, job, before, after.now)?;
        if old.is_none() {
            split(address, claim, job, operator, before, after.now)?;
        }
    }
    Ok(())
}

/// Whether a claim is new, or took more slots.
pub(super) fn takes_slots(old: Option<&Claim>, new: &Claim) -> bool {
    old.is_none_or(|old| old.gpus < new.gpus)
}

/// `ceil(rate · slots · seconds / 3,600)` for the seconds that are bought in the step.
fn deposited(address: &Address, old: Option<&Job>, new: &Job) -> Checked {
    let paid = new.deposit - old.map_or(0, |old| old.deposit);
    let bought = |job: &Job| reckoning::charge(job, 0, reckoning::seconds(job));
    let each = bought(new) - old.map_or(0, bought);
    let price = (each * u128::from(new.slots)).div_ceil(3_600);
    let slots = u64::from(new.gpus) * u64::from(new.replicas);
    let sound = u128::from(paid) == price
        && u64::from(new.slots) == slots
        && new.bounty == CLOSE_BOUNTY_LAMPORTS;
    holds(sound, || {
        format!("I3: {paid} was paid for job {address}, its {slots} slots cost {price}")
    })
}

/// The operator takes this job, at this length, with these cards, and takes jobs at all.
fn accepted(
    address: &Address,
    old: Option<&Claim>,
    claim: &Claim,
    job: &Job,
    operator: &Operator,
    now: i64,
) -> Checked {
    let seconds = reckoning::seconds(job);
    let longest = match operator.max_seconds {
        0 => u64::MAX,
        most => u64::from(most),
    };
    let length = (seconds..=longest).contains(&claim.accepted_seconds);
    let willing = operator.draining == 0
        && operator.accepted_mints >> job.mint_index & 1 == 1
        && operator.min_client_reputation <= job.client_reputation;
    let granule = u32::from(job.granule);
    let taken = claim.gpus - old.map_or(0, |old| old.gpus);
    let gpus = taken > 0
        && taken.is_multiple_of(granule)
        && (!reckoning::replicated(job) || taken == job.gpus);
    let in_time = old.is_none_or(|old| !reckoning::missed_its_start(job, old, now));
    let open = reckoning::claimable(job, now) && job.sealed == 1 && in_time;
    holds(length && willing && gpus && open, || {
        format!(
            "I9: claim {address} is not what operator and job allow: {claim:?} {job:?} {operator:?}"
        )
    })
}

/// The network's shares are the parameters of the day, the operator's what it set, the client's
/// discount what its job says; a referrer is the one that is registered, and paid if it is named.
fn split(
    address: &Address,
    claim: &Claim,
    job: &Job,
    operator: &Operator,
    before: &Snapshot,
    now: i64,
) -> Checked {
    let joint = &before.config().parameters.joint;
    let terms = &claim.terms;
    let nobody = Address::default();
    let if_any = |referrer: Address, bps: u16| if referrer == nobody { 0 } else { bps };
    let stake = before.stakes.get(&claim.operator);
    let stakers = match operator.has_pending {
        1 if operator.pending_from <= now => operator.pending_staker_bps,
        _ => operator.staker_bps,
    };
    let empty = stake.is_none_or(|stake| stake.pool_empty == 1);
    let expected = [
        joint.fee_bps,
        job.discount_bps.min(joint.max_discount_bps),
        if_any(job.client_referrer, joint.client_referral_bps),
        if_any(claim.operator_referrer, joint.operator_referral_bps),
        joint.verifier_bps,
        if empty { 0 } else { stakers },
        operator.usd_bps,
    ];
    let fixed = [
        terms.fee_bps,
        terms.discount_bps,
        terms.client_referral_bps,
        terms.operator_referral_bps,
        terms.verifier_bps,
        terms.staker_bps,
        terms.usd_bps,
    ];
    let referrers = claim.client_referrer == job.client_referrer
        && [nobody, operator.referrer].contains(&claim.operator_referrer);
    holds(fixed == expected && referrers, || {
        format!("I9: claim {address} is split by {fixed:?}, set was {expected:?}")
    })
}

/// An hour of the gross of the slots that are taken, in IO at the lower bound of a price that is
/// not old.
fn bond(
    address: &Address,
    old: Option<&Claim>,
    claim: &Claim,
    job: &Job,
    before: &Snapshot,
    now: i64,
) -> Checked {
    let (gpus, locked, worth) = old.map_or((0, 0, 0), |old| (old.gpus, old.bond, old.bond_worth));
    let rates = job.windows.iter().map(|window| window.rate);
    let hour = rates.max().unwrap_or(0) * u64::from(claim.gpus - gpus);
    let (locks, worth) = (claim.bond - locked, claim.bond_worth - worth);
    let price = &before.prices[&PRICES.io_usd].value;
    let oldest = i64::from(before.config().parameters.max_age_seconds);
    let needed = lower_bound(price)
        .filter(|_| now - price.publish_time <= oldest)
        // A price of 10⁻¹² dollars, an hour of 10⁻⁶ dollars, a bond of 10⁻⁸ IO.
        .map(|lower| (u128::from(hour) * 10_u128.pow(14)).div_ceil(lower));
    holds(worth == hour && needed == Some(u128::from(locks)), || {
        format!("I12: claim {address} locks {locks} more for {hour}, needed is {needed:?}")
    })
}

/// `min(spot, average) − 2 · confidence`, in 10⁻¹² dollars.
pub(super) fn lower_bound(price: &PriceUpdateV2) -> Option<u128> {
    let least = u64::try_from(price.price.min(price.ema_price)).ok()?;
    let lower = least.checked_sub(price.conf.max(price.ema_conf).checked_mul(2)?)?;
    let digits = u32::try_from(price.exponent.checked_add(12)?).ok()?;
    let lower = lower.checked_mul(10_u64.checked_pow(digits)?)?;
    (lower > 0).then_some(lower.into())
}
