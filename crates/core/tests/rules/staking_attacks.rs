//! Attacks on staking, each by name, and what comes of it.

use ionet_core::staking::{
    MIN_FIRST_DEPOSIT, Offence, Pool, Position, RewardSource, Stake, StakingError, move_stake,
};

use crate::staking_fixtures::{APPEAL, Group, IO, UNBONDING, at};

/// The first depositor leaves one share and gives to the pool whatever he can, so that the next
/// deposit rounds to no shares. Nothing he can do makes a share worth more than a unit.
#[test]
fn first_deposit_inflation() {
    let mut group = Group::new(3);
    let below = group.try_stake(1, MIN_FIRST_DEPOSIT - 1, 0);
    assert_eq!(below, Err(StakingError::FirstDepositTooSmall));
    group.stake(1, MIN_FIRST_DEPOSIT, 0);
    group.unstake(1, MIN_FIRST_DEPOSIT - 1, 0);
    group.withdraw(1, UNBONDING);
    assert_eq!((group.pool.assets, group.pool.shares), (1, 1));
    group.receive(1_000_000 * IO, UNBONDING);
    group.stake(2, 3, UNBONDING + 1);
    assert_eq!(group.positions[2].shares(), 3);
    assert_eq!((group.value(1), group.value(2)), (1, 3));
}

/// Tokens sent to a vault are in no figure: no price, no index and no stream can see them. What
/// can be seen of rewards never changes what a share is worth.
#[test]
fn donation_inflation() {
    let mut group = Group::with(&[10, 20]);
    let before = (group.pool.assets, group.pool.shares);
    group.receive(5_000 * IO, 1);
    group.claim(1, 100);
    let after = group.pool.synced(500).unwrap();
    assert_eq!((after.assets, after.shares), before);
}

#[test]
fn slash_escaped_by_unbonding_first() {
    let mut group = Group::with(&[0, 300, 700]);
    group.unstake_all(1, 1);
    group.file(Offence::FalseCapacity, 300 * IO, UNBONDING);
    let left = group.withdraw(1, 1 + UNBONDING);
    assert_eq!(left.amount, 210 * IO, "the same part as who stayed");
    assert_eq!(group.value(2), 490 * IO);
}

#[test]
fn slash_escaped_by_moving_first() {
    let (mut from, mut to) = (Group::with(&[0, 300, 700]), Group::with(&[0, 0, 50]));
    let outcome = move_stake(&from.pair(1), &to.pair(1), 300 * IO, &at(1)).unwrap();
    from.set(1, &outcome.from_after);
    to.set(1, &outcome.to_after);
    // On at once to a third pool, or out of the second: neither gets away from the first.
    let third = Group::with(&[0, 0, 9]);
    let on = move_stake(&to.pair(1), &third.pair(1), IO, &at(2)).unwrap_err();
    let until = at(1 + UNBONDING).now;
    assert_eq!(on, StakingError::ExposureOpen { until });
    to.unstake_all(1, 2);
    let slash = from.file(Offence::FalseCapacity, 210 * IO, UNBONDING).slash;
    let out = to.pair(1).withdraw(None, &at(2 + UNBONDING)).unwrap_err();
    assert_eq!(out, StakingError::ExposureOpen { until });
    let settled = to.pair(1).settle_exposure(&slash, 1 + UNBONDING).unwrap();
    to.set(1, &settled.after);
    let ended = to.pair(1).end_exposure(1, None, until).unwrap();
    to.set(1, &ended);
    let left = to.withdraw(1, 2 + UNBONDING);
    assert_eq!(left.amount, 210 * IO);
    assert_eq!((from.value(2), to.value(2)), (490 * IO, 50 * IO));
}

/// Claiming rewards first does not lower what is slashed: the amount comes from the stake.
#[test]
fn slash_escaped_by_claiming_first() {
    let filed = |claim_first: bool| {
        let mut group = Group::with(&[128, 128]);
        group.receive(64 * IO, 0);
        let claimed = if claim_first { group.claim(0, 168) } else { 0 };
        let slash = group.file(Offence::DataCompromise, 100 * IO, 168).slash;
        (
            claimed + group.claim(0, 168) + group.value(0),
            slash.own_stake,
        )
    };
    assert_eq!(filed(true), filed(false));
    // And what was frozen of them cannot be claimed after.
    let mut group = Group::with(&[16, 112]);
    group.receive(64 * IO, 0);
    let slash = group.file(Offence::DataCompromise, 40 * IO, 168).slash;
    assert_eq!(slash.own_rewards, 8 * IO);
    assert_eq!(group.claim(0, 168), 0);
}

#[test]
fn deposit_before_a_restoration() {
    let mut group = Group::with(&[0, 300, 700]);
    let other = Group::with(&[0, 0, 9, 500]);
    let slash = group.file(Offence::DataCompromise, 500 * IO, 1).slash;
    group.positions.push(Position::default());
    // The price has halved and will double: nobody can buy.
    for epoch in [1, 2, APPEAL - 1] {
        assert_eq!(
            group.try_stake(3, 100 * IO, epoch),
            Err(StakingError::SlashPending)
        );
        let moved = move_stake(&other.pair(3), &group.pair(3), 100 * IO, &at(epoch));
        assert_eq!(moved.unwrap_err(), StakingError::SlashPending);
    }
    group.restore(&slash, APPEAL - 1);
    group.stake(3, 100 * IO, APPEAL - 1);
    let values = [1, 2, 3].map(|who| group.value(who));
    assert_eq!(values, [300 * IO, 700 * IO, 100 * IO]);
}

/// A withdrawal before the restoration, with the price halved, is not a loss to those who stay nor
/// a gain: the leaver's part follows him as a ticket.
#[test]
fn withdrawal_before_a_restoration() {
    let mut group = Group::with(&[0, 300, 700]);
    group.unstake_all(1, 0);
    let slash = group.file(Offence::DataCompromise, 500 * IO, 1).slash;
    let left = group.withdraw(1, UNBONDING);
    let restored = group.restore(&slash, UNBONDING);
    let ticket = restored.slash_after.redeem(&left.tickets[0]).unwrap();
    assert_eq!(left.amount + ticket.amount, 300 * IO);
    assert_eq!(group.value(2), 700 * IO);
}

#[test]
fn stake_counted_twice_in_the_race() {
    let (from, to) = (Group::with(&[0, 300]), Group::with(&[0, 0, 9]));
    for epoch in 1..40 {
        let outcome = move_stake(&from.pair(1), &to.pair(1), 300 * IO, &at(epoch)).unwrap();
        let (from, to) = (outcome.from_after.pool, outcome.to_after.pool);
        for seen in epoch..epoch + 5 {
            assert_eq!(from.active_at(seen) + to.active_at(seen), 309 * IO);
        }
    }
    // Unbonding and bonding again within an epoch counts once in it and once after.
    let mut group = Group::with(&[0, 300]);
    group.unstake_all(1, 5);
    let cancelled = group.pair(1).cancel_unbonding(0, None, 5).unwrap();
    group.set(1, &cancelled.after);
    assert_eq!(
        [5, 6].map(|epoch| group.pool.active_at(epoch)),
        [300 * IO; 2]
    );
}

#[test]
fn stake_counted_twice_as_bond() {
    let mut group = Group::with(&[100, 0]);
    group.bonds.locked = 100 * IO;
    assert!(matches!(
        group.try_unstake(0, IO, 1),
        Err(StakingError::SelfStakeLocked { .. })
    ));
    // Released, unbonded, and no bond from that moment on, though it is not gone for 14 days.
    group.bonds.locked = 0;
    group.unstake(0, 60 * IO, 1);
    assert_eq!(group.pool.self_stake(&group.positions[0], 1), 40 * IO);
    // A delegation to oneself from another wallet is none either.
    group.stake(1, 500 * IO, 1);
    assert_eq!(group.pool.self_stake(&group.positions[0], 5), 40 * IO);
}

#[test]
fn stake_counted_twice_in_votes() {
    let (mut from, mut to) = (Group::with(&[0, 300]), Group::with(&[0, 0, 9]));
    let snapshot = 200;
    let weight = |group: &Group| group.positions[1].vote_weight(&group.pool, snapshot);
    assert_eq!(weight(&from), 300 * IO);
    // Voted there, it is locked; not voted, it can move, and votes nowhere.
    let until = at(300).now;
    let voted = from.positions[1]
        .lock_for_vote(until, at(snapshot).now)
        .unwrap();
    let locked = Stake {
        position: voted,
        ..from.pair(1)
    };
    let moved = move_stake(&locked, &to.pair(1), IO, &at(201)).unwrap_err();
    assert_eq!(moved, StakingError::LockedByVote { until });
    let outcome = move_stake(&from.pair(1), &to.pair(1), 300 * IO, &at(201)).unwrap();
    from.set(1, &outcome.from_after);
    to.set(1, &outcome.to_after);
    assert_eq!((weight(&from), weight(&to)), (0, 0));
}

#[test]
fn flash_stake_before_a_snapshot() {
    let mut group = Group::with(&[0, 1]);
    group.stake(1, 1_000_000 * IO, 200);
    let weight = |snapshot| group.positions[1].vote_weight(&group.pool, snapshot);
    assert_eq!([200, 201, 368].map(weight), [IO; 3]);
    assert_eq!(weight(369), 1_000_001 * IO);
    // Nor does waiting help for a snapshot that is past.
    let mut later = group.clone();
    later.stake(1, IO, 500);
    assert!(later.positions[1].vote_weight(&later.pool, 300) <= IO);
    assert_eq!(
        group.pool.active_at(200),
        IO,
        "nor in the race of the epoch"
    );
    assert!(
        group.pool.synced(201).unwrap().weighted <= IO,
        "nor for priority"
    );
}

#[test]
fn just_in_time_staking_before_a_reward() {
    let mut group = Group::with(&[0, 1_000, 0]);
    // Knows of a payment, brings nine times the stake in the epoch before it.
    group.stake(2, 9_000 * IO, 99);
    group.receive(168_000, 100);
    group.unstake_all(2, 101);
    let gained = group.claim(2, 500);
    // One epoch of 168, for 14 days of unbonding.
    assert!(gained <= 900, "{gained}");
    assert!(group.claim(1, 500) >= 167_000);
    // In the same epoch as the payment, and out before the next: nothing.
    let mut group = Group::with(&[0, 1_000, 0]);
    group.receive(168_000, 100);
    group.stake(2, 9_000 * IO, 100);
    group.unstake_all(2, 100);
    assert_eq!(group.claim(2, 500), 0);
}

#[test]
fn claim_twice() {
    let mut group = Group::with(&[0, 1_024, 1_024]);
    group.receive(2_048 * IO, 0);
    let first = group.claim(1, 50);
    assert!(first > 0);
    assert_eq!(group.claim(1, 50), 0);
    let total: u64 = first + (51..=200).map(|epoch| group.claim(1, epoch)).sum::<u64>();
    let once = group.claim(2, 200);
    assert_eq!(total, once, "however often");
}

/// A position that is closed and opened again begins at today's index.
#[test]
fn closed_and_reopened_position() {
    let mut group = Group::with(&[0, 1_024, 1_024]);
    group.receive(2_048 * IO, 0);
    let claimed = group.claim(1, 100);
    group.unstake_all(1, 100);
    group.withdraw(1, 100 + UNBONDING);
    assert!(claimed > 0 && group.positions[1].is_closable());
    group.positions[1] = Position::default();
    group.stake(1, 1_024 * IO, 500);
    assert_eq!(group.claim(1, 600), 0);
    // One with anything in it is not closable.
    assert!(!group.positions[2].is_closable());
    group.unstake_all(2, 600);
    group.withdraw(2, 600 + UNBONDING);
    assert!(!group.positions[2].is_closable(), "rewards are not claimed");
    group.claim(2, 1_000);
    assert!(group.positions[2].is_closable());
}

/// Rewards that arrive while nobody is staked do not fall to whoever is first.
#[test]
fn jackpot_after_quiet_epochs() {
    let mut group = Group::new(3);
    for epoch in 0..100 {
        group.receive(168 * IO, epoch);
    }
    group.stake(1, 1_024 * IO, 100);
    group.stake(2, 31 * 1_024 * IO, 101);
    let first = group.claim(1, 101);
    assert_eq!(first, 100 * IO, "one of 168 parts");
    assert!(group.claim(1, 200) <= 100 * IO * 99 / 32, "then by stake");
}

/// A stream cannot be delayed for others by sending dust to it every epoch, nor made faster.
#[test]
fn dust_into_a_stream() {
    let released = |dust: bool| {
        let mut pool = Group::with(&[0, 1_024]).pool;
        let receive = |pool: &Pool, source, figure, epoch| {
            pool.receive(0, source, figure, epoch).unwrap().pool_after
        };
        pool = receive(&pool, RewardSource::JobRevenue, 168 * IO, 0);
        for epoch in 1..168 {
            let figure = if dust { epoch } else { 0 };
            pool = receive(&pool, RewardSource::Emission, figure, epoch);
        }
        let slot = pool.synced(168).unwrap().slots[0];
        slot.received() - slot.stream.rest()
    };
    let (with, without) = (released(true), released(false));
    assert_eq!(without, 168 * IO);
    assert!(with + 168 > without, "{with} of {without}");
}
