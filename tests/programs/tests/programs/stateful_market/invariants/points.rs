//! I3: compute points are what settlements earned, and nothing else changes them.

use super::super::snapshot::Snapshot;
use super::{Checked, changed, holds, reckoning::Parts};
use ionet_client::generated::job_escrow::types::PointsBucket;
use ionet_core::settlement::MAX_POINTS_AGE_SECONDS;
use ionet_test_kit::state::{Claim, Job};
use solana_address::Address;
use std::collections::BTreeMap;

/// What a step's settlements earn.
#[derive(Default)]
struct Due {
    /// Points at least and at most, by wallet; as operator and as client.
    wallets: [BTreeMap<Address, [u64; 2]>; 2],
    /// Points at most, by shard.
    shards: BTreeMap<(u8, u8), u64>,
}

/// Every record and every shard.
pub fn points_are_earned(before: &Snapshot, after: &Snapshot) -> Checked {
    if before.records == after.records && before.shards == after.shards {
        return Ok(());
    }
    let epoch = epoch(after);
    let mut due = Due::default();
    for (_, old, new) in changed(&before.claims, &after.claims) {
        if let (Some(old), Some(new)) = (old, new) {
            due.settled(old, new, &after.jobs[&new.job], before, after.now);
        }
    }
    for (wallet, old, new) in changed(&before.records, &after.records) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let buckets = [
            (&old.operator_points, &new.operator_points),
            (&old.client_points, &new.client_points),
        ];
        for ((was, is), due) in buckets.into_iter().zip(&due.wallets) {
            let due = due.get(wallet).copied().unwrap_or_default();
            points(wallet, was, is, epoch, due)?;
        }
    }
    shards(before, after, epoch, &due)
}

/// The running epoch.
pub(super) fn epoch(state: &Snapshot) -> u64 {
    let passed = state.now - state.config().epoch_zero;
    u64::try_from(passed / 3_600).expect("an epoch of the market")
}

impl Due {
    /// A token share counts as points: all of a dollar, of IOSD what the parameters say; none
    /// when its first second is older than a day.
    fn settled(&mut self, old: &Claim, new: &Claim, job: &Job, before: &Snapshot, now: i64) {
        if now - old.settled_until > MAX_POINTS_AGE_SECONDS {
            return;
        }
        let paid = Parts::of(new, new.settled_gross).since(&Parts::of(old, old.settled_gross));
        let rate = match job.mint_index {
            0 => before.config().parameters.joint.iosd_points_bps,
            _ => 10_000,
        };
        let points = u128::from(paid.token) * u128::from(rate) / 10_000;
        let points = u64::try_from(points).expect("points of 64 bits");
        // A dollar's price may be below par, or missing where the operator signs.
        let least = if job.mint_index == 0 { points } else { 0 };
        for (dues, wallet) in self.wallets.iter_mut().zip([new.operator, job.client]) {
            let due = dues.entry(wallet).or_default();
            due[0] += least;
            due[1] += points;
        }
        *self.shards.entry((job.mint_index, job.shard)).or_default() += points;
    }
}

/// Points of the running epoch grow by at most what is due; those of an older epoch stay, or are
/// forfeited as a whole for a fifth.
fn points(
    wallet: &Address,
    was: &[PointsBucket; 4],
    is: &[PointsBucket; 4],
    epoch: u64,
    [least, most]: [u64; 2],
) -> Checked {
    let of = |buckets: &[PointsBucket; 4], epoch: u64| {
        let mut found = buckets
            .iter()
            .filter(|one| one.epoch == epoch && one.points > 0);
        let points = found.next().map_or(0, |one| one.points);
        (points, found.next().is_none())
    };
    let (old, _) = of(was, epoch);
    let (new, once) = of(is, epoch);
    holds(once && old + least <= new && new <= old + most, || {
        format!("I3: {wallet} has {new} points of epoch {epoch} after {old}, due {least} to {most}")
    })?;
    let filled = is.iter().filter(|one| one.points > 0);
    for bucket in filled {
        let (old, _) = of(was, bucket.epoch);
        holds(bucket.epoch == epoch || old == bucket.points, || {
            format!(
                "I3: {wallet} got points of epoch {} in epoch {epoch}",
                bucket.epoch
            )
        })?;
        holds(bucket.bonus_points <= bucket.points, || {
            format!("I3: {wallet} has more bonus points than points: {bucket:?}")
        })?;
    }
    let full = was.iter().all(|one| one.points > 0);
    let lost = was
        .iter()
        .filter(|one| one.points > 0 && of(is, one.epoch).0 == 0)
        .count();
    holds(lost == 0 || lost == 1 && full, || {
        format!("I7: {wallet} lost points: {was:?}, then {is:?}")
    })
}

/// Shards count the points of operators.
fn shards(before: &Snapshot, after: &Snapshot, epoch: u64, due: &Due) -> Checked {
    let mut booked = 0;
    for (key, old, new) in changed(&before.shards, &after.shards) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        for (was, is) in old.points.iter().zip(&new.points) {
            if was == is {
                continue;
            }
            let start = if was.epoch == is.epoch { was.points } else { 0 };
            let due = due.shards.get(key).copied().unwrap_or(0);
            let grown = is.points.checked_sub(start);
            let most = grown.is_some_and(|grown| grown <= due);
            holds(is.epoch == epoch && was.epoch <= epoch && most, || {
                format!("I3: shard {key:?} has {is:?} after {was:?}, {due} are due")
            })?;
            booked += grown.unwrap_or(0);
        }
    }
    let operators = after.records.iter().map(|(wallet, record)| {
        let of = |buckets: &[PointsBucket; 4]| -> u64 {
            let current = buckets.iter().filter(|one| one.epoch == epoch);
            current.map(|one| one.points).sum()
        };
        let old = before.records.get(wallet);
        of(&record.operator_points) - old.map_or(0, |old| of(&old.operator_points))
    });
    let operators: u64 = operators.sum();
    holds(operators == booked, || {
        format!("I3: operators got {operators} points, shards counted {booked}")
    })
}
