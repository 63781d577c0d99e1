//! Active stake by epoch, its average, and the age that votes need, by example.

use ionet_core::staking::{
    Checkpoint, Checkpoints, MAX_VOTE_LOCK_SECONDS, Position, SEASONING_EPOCHS, StakingError,
};

use crate::staking_fixtures::{Group, IO, at};

const fn checkpoint(epoch: u64, active: u64) -> Checkpoint {
    Checkpoint { epoch, active }
}

#[test]
fn two_checkpoints_tell_this_epoch_and_the_next() {
    let checkpoints = Checkpoints {
        older: checkpoint(10, 100),
        newer: checkpoint(12, 50),
    };
    let active = [0, 9, 10, 11, 12, u64::MAX].map(|epoch| checkpoints.at(epoch));
    assert_eq!(active, [0, 0, 100, 100, 50, 50]);
    // Several changes in one epoch are one.
    let changed = checkpoints.replace(50, 60, 11).unwrap();
    assert_eq!(
        (changed.older, changed.newer),
        (checkpoints.older, checkpoint(12, 60))
    );
    let changed = changed.replace(10, 0, 12).unwrap();
    assert_eq!(
        (changed.older, changed.newer),
        (checkpoint(12, 60), checkpoint(13, 50))
    );
    assert_eq!(changed.replace(0, 1, 11), Err(StakingError::EpochInPast));
    assert_eq!(changed.replace(51, 0, 13), Err(StakingError::Overflow));
}

#[test]
fn the_average_approaches_active_stake_and_never_exceeds_it() {
    let mut group = Group::new(2);
    group.stake(1, 1_000 * IO, 0);
    let weighted = |group: &Group, epoch| group.pool.synced(epoch).unwrap().weighted / IO;
    // 1,000 · (1 − (167/168)ⁿ) after n full epochs, rounded down.
    for (epoch, average) in [
        (0, 0),
        (1, 0),
        (2, 5),
        (25, 133),
        (169, 633),
        (505, 950),
        (5_000, 999),
    ] {
        assert_eq!(weighted(&group, epoch), average, "in epoch {epoch}");
    }
    group.unstake(1, 900 * IO, 169);
    assert_eq!(weighted(&group, 169), 100, "what left counts no more");
    assert_eq!(weighted(&group, 170), 100);
    group.stake(1, 900 * IO, 200);
    assert_eq!(weighted(&group, 201), 100);
    assert_eq!(weighted(&group, 202), 105);
}

#[test]
fn votes_need_a_week() {
    let mut group = Group::with(&[0, 100]);
    group.stake(1, 40 * IO, 100);
    let votes =
        |group: &Group, snapshot| group.positions[1].vote_weight(&group.pool, snapshot) / IO;
    let table = [
        (0, 0),
        (168, 0),
        (169, 100),
        (268, 100),
        (269, 140),
        (10_000, 140),
    ];
    for (snapshot, weight) in table {
        assert_eq!(votes(&group, snapshot), weight, "snapshot {snapshot}");
    }
    group.unstake(1, 60 * IO, 300);
    assert_eq!(
        votes(&group, 300),
        80,
        "what unbonds has no vote, the youngest leaves first"
    );
    assert_eq!(votes(&group, 200), 80);
}

/// Adding a little every day does not keep what is there already from voting.
#[test]
fn whoever_adds_every_day_votes_with_what_is_two_weeks_old() {
    let mut group = Group::with(&[0, 100]);
    for day in 1..=100 {
        group.stake(1, 10 * IO, day * 24);
        let votes = group.positions[1].vote_weight(&group.pool, day * 24 + 1) / IO;
        let week_old = 100 * u64::from(day >= 7) + 10 * day.saturating_sub(7);
        assert!(votes <= week_old, "day {day}: {votes}");
        let older = 100 * u64::from(day >= 7) + 10 * day.saturating_sub(15);
        assert!(votes >= older, "day {day}: {votes} of {older}");
    }
}

#[test]
fn a_vote_locks_bonded_stake_and_nothing_else() {
    let mut group = Group::with(&[0, 100]);
    group.unstake(1, 10 * IO, 1);
    let now = at(400);
    let until = at(500).now;
    let position = group.positions[1].lock_for_vote(until, now.now).unwrap();
    let shorter = position.lock_for_vote(until - 1, now.now).unwrap();
    assert_eq!(
        shorter.locked_until, until,
        "a second vote does not shorten it"
    );
    group.positions[1] = position;
    let locked = group.try_unstake(1, IO, 499);
    assert_eq!(locked, Err(StakingError::LockedByVote { until }));
    assert_eq!(group.withdraw(1, 499).amount, 10 * IO);
    assert!(group.try_unstake(1, IO, 500).is_ok());
    let longest = now.now + MAX_VOTE_LOCK_SECONDS;
    let position = Position::default();
    assert!(position.lock_for_vote(longest, now.now).is_ok());
    let longer = position.lock_for_vote(longest + 1, now.now);
    assert_eq!(longer, Err(StakingError::LockTooLong));
    assert_eq!(SEASONING_EPOCHS * 3_600, 7 * 86_400);
}
