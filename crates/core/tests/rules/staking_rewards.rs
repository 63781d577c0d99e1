//! Rewards by example: streams, the index, figures of other programs.

use ionet_core::staking::{Pool, RewardSource, Stake, StakingError};

use crate::staking_fixtures::{Group, IO};

/// Stakes whose sum is a power of two, by which every amount divides without a remainder.
const P: u64 = 1 << 30;

#[test]
fn what_arrives_is_released_in_168_equal_parts() {
    let mut group = Group::of_units(&[64 * P]);
    group.receive(1_000, 1);
    let released = |epoch: u64| {
        let slot = group.pool.synced(epoch).unwrap().slots[0];
        1_000 - slot.stream.rest()
    };
    for (epoch, amount) in [
        (1, 0),
        (2, 5),
        (3, 11),
        (85, 500),
        (168, 994),
        (169, 1_000),
        (500, 1_000),
    ] {
        assert_eq!(released(epoch), amount, "in epoch {epoch}");
    }
    assert_eq!(group.claim(0, 85), 500);
    assert_eq!(group.claim(0, 85), 0);
    assert_eq!(group.claim(0, 10_000), 500);
    let slot = group.pool.slots[0];
    assert_eq!(
        (slot.received(), slot.paid, slot.stream.rest()),
        (1_000, 1_000, 0)
    );
}

#[test]
fn a_second_arrival_extends_the_stream_by_its_weight() {
    let cases = [
        // (first amount, epochs later, second amount, rest, length after in 1/65,536)
        (168, 84, 84, 84, 126 << 16),
        (168, 84, 1, 84, (84 * 84 + 168) * 65_536 / 85),
        (168_000_000, 84, 1, 84_000_000, 84 << 16),
        (
            168,
            84,
            1_000_000,
            84,
            (84 * 84 + 168_000_000) * 65_536 / 1_000_084,
        ),
        (168, 167, 1, 1, (169 << 16) / 2),
        (168, 168, 5, 0, 168 << 16),
        (168, 5_000, 5, 0, 168 << 16),
        (1_680, 0, 1_680, 1_680, 168 << 16),
    ];
    for (first, later, second, rest, length) in cases {
        let mut group = Group::of_units(&[64 * P]);
        group.receive(first, 1);
        let before = group.pool.synced(1 + later).unwrap().slots[0].stream.rest();
        assert_eq!(before, rest);
        group.receive(second, 1 + later);
        let stream = group.pool.slots[0].stream;
        let found = (stream.amount, stream.released, stream.start, stream.length);
        let expected = (rest + second, 0, 1 + later, length);
        assert_eq!(found, expected, "{second} after {later}");
        assert_eq!(stream.last_epoch(), 1 + later + length.div_ceil(1 << 16));
    }
}

#[test]
fn a_stream_waits_while_nobody_earns() {
    let mut group = Group::new(1);
    group.receive(168, 0);
    assert_eq!(group.pool.synced(400).unwrap().slots[0].stream.rest(), 168);
    group.stake(0, 64 * P, 400);
    assert_eq!(group.claim(0, 400), 0);
    assert_eq!(group.claim(0, 401), 1);
    group.unstake_all(0, 500);
    assert_eq!(group.claim(0, 900), 99, "to the end of epoch 500");
    assert_eq!(group.pool.synced(900).unwrap().slots[0].stream.rest(), 68);
}

#[test]
fn rewards_go_by_stake_and_begin_and_end_with_epochs() {
    let mut group = Group::of_units(&[0, 32 * P, 96 * P]);
    group.receive(168 * 128, 0);
    // Each epoch releases 128 units: 32 and 96.
    assert_eq!((group.claim(1, 1), group.claim(2, 1)), (32, 96));
    group.unstake(2, 96 * P, 2);
    assert_eq!(group.claim(1, 4), 32 + 2 * 128);
    assert_eq!(group.claim(2, 50), 96, "epoch 2 still, and none after it");
}

#[test]
fn dust_is_carried_and_never_lost() {
    let mut group = Group::of_units(&[0, 3 * IO, 3 * IO, IO]);
    group.receive(500, 0);
    let mut claimed = 0;
    for epoch in 1..=168 {
        claimed += (1..4).map(|who| group.claim(who, epoch)).sum::<u64>();
    }
    // What is left is three fractions of a unit and a carry below one.
    assert!((497..=500).contains(&claimed), "{claimed}");
    group.receive(500, 168);
    claimed += (1..4).map(|who| group.claim(who, 168 + 168)).sum::<u64>();
    assert!(
        (997..=1_000).contains(&claimed),
        "{claimed}: it does not grow"
    );
}

#[test]
fn figures_of_other_programs_are_taken_over_once() {
    let group = Group::of_units(&[64 * P]);
    let take = |pool: &Pool, source, figure| {
        let outcome = pool.receive(1, source, figure, 1).unwrap();
        (outcome.amount, outcome.pool_after)
    };
    let (amount, pool) = take(&group.pool, RewardSource::JobRevenue, 100);
    assert_eq!(amount, 100);
    let (amount, pool) = take(&pool, RewardSource::JobRevenue, 100);
    assert_eq!(amount, 0);
    let (amount, pool) = take(&pool, RewardSource::Emission, 70);
    assert_eq!(amount, 70, "the sources are counted apart");
    let (amount, pool) = take(&pool, RewardSource::JobRevenue, 130);
    assert_eq!(amount, 30);
    assert_eq!(pool.slots[1].received(), 200);
    let fell = pool.receive(1, RewardSource::JobRevenue, 129, 1);
    assert_eq!(fell.unwrap_err(), StakingError::FigureFell);
    let slot = pool.receive(4, RewardSource::Emission, 1, 1);
    assert_eq!(slot.unwrap_err(), StakingError::NoSuchSlot);
    let beyond = pool.receive(1, RewardSource::Emission, u64::MAX, 1);
    assert_eq!(beyond.unwrap_err(), StakingError::Overflow);
}

#[test]
fn slots_do_not_mix() {
    let mut group = Group::of_units(&[64 * P]);
    for slot in 0..4 {
        let amount = 168 * (u64::from(slot) + 1);
        let received = group
            .pool
            .receive(slot, RewardSource::JobRevenue, amount, 0);
        group.pool = received.unwrap().pool_after;
    }
    for slot in 0..4 {
        let claimed = group.pair(0).claim(slot, 10).unwrap();
        group.set(0, &claimed.after);
        assert_eq!(claimed.amount, 10 * (u64::from(slot) + 1));
    }
    let refused = group.pair(0).claim(4, 10).unwrap_err();
    assert_eq!(refused, StakingError::NoSuchSlot);
}

/// The largest numbers that can be: the whole supply staked by one share, 64 bits of rewards.
#[test]
fn extremes_fit() {
    let pool = Pool {
        assets: 1,
        shares: 1,
        bonded: 1,
        ..Pool::open(0)
    };
    let received = pool.receive(0, RewardSource::Emission, u64::MAX, 0);
    let pool = received.unwrap().pool_after.synced(168).unwrap();
    assert_eq!(pool.slots[0].index, u128::from(u64::MAX) << 64);
    let mut group = Group::new(2);
    group.pool = pool;
    group.positions[1].lots.seasoned.shares = 1;
    let Stake { pool, position } = group.pair(1).claim(0, 168).unwrap().after;
    assert_eq!(pool.slots[0].paid, u64::MAX);
    assert_eq!(position.earnings[0].accrued, 0);
}
