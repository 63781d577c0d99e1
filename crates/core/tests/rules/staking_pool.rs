//! Shares against assets, activation, the unbonding queue, by example.

use ionet_core::staking::{Bonds, MIN_FIRST_DEPOSIT, Offence, Pool, Position, Stake, StakingError};

use crate::staking_fixtures::{Group, IO, UNBONDING, at};

#[test]
fn deposits_mint_shares_at_the_price_of_the_pool() {
    let cases = [
        // (assets, shares, deposit, minted)
        (0, 0, MIN_FIRST_DEPOSIT, Ok(MIN_FIRST_DEPOSIT)),
        (
            0,
            0,
            MIN_FIRST_DEPOSIT - 1,
            Err(StakingError::FirstDepositTooSmall),
        ),
        (0, 0, 0, Err(StakingError::ZeroAmount)),
        (10 * IO, 10 * IO, 1, Ok(1)),
        (5 * IO, 10 * IO, 1, Ok(2)),
        (3, 10, 1, Ok(3)),
        (3, 10, 2, Ok(6)),
        (1, u64::MAX / 2, 2, Err(StakingError::Depleted)),
        (1, u64::MAX / 2, 3, Err(StakingError::Depleted)),
    ];
    for (assets, shares, deposit, minted) in cases {
        let pool = Pool {
            assets,
            shares,
            bonded: shares,
            ..Pool::open(0)
        };
        let position = Position::default();
        let staked = Stake { pool, position }.stake(deposit, None, 0);
        let found = staked.map(|outcome| outcome.shares);
        assert_eq!(found, minted, "{deposit} into {assets} / {shares}");
    }
}

#[test]
fn stake_counts_from_the_next_epoch_on() {
    let mut group = Group::new(2);
    group.stake(0, 10 * IO, 7);
    group.stake(1, 30 * IO, 8);
    let active = [6, 7, 8, 9, 10].map(|epoch| group.pool.active_at(epoch));
    assert_eq!(active, [0, 0, 10 * IO, 40 * IO, 40 * IO]);
    assert_eq!(group.pool.self_stake(&group.positions[0], 7), 0);
    assert_eq!(group.pool.self_stake(&group.positions[0], 8), 10 * IO);
    group.unstake(1, 10 * IO, 9);
    assert_eq!(group.pool.active_at(9), 40 * IO, "to the end of the epoch");
    assert_eq!(group.pool.active_at(10), 30 * IO);
}

#[test]
fn what_unbonds_leaves_after_14_days_and_not_before() {
    let mut group = Group::with(&[10, 30]);
    group.unstake(1, 10 * IO, 5);
    group.unstake(1, 20 * IO, 6);
    assert!(!group.pool.is_empty());
    let pair = group.pair(1);
    let last_second = ionet_core::staking::Moment {
        now: at(5 + UNBONDING).now - 1,
        epoch: 4 + UNBONDING,
    };
    let early = pair.withdraw(None, &last_second).unwrap_err();
    let released = at(5 + UNBONDING).now;
    assert_eq!(early, StakingError::NotReleased { at: released });
    let first = group.withdraw(1, 5 + UNBONDING);
    assert_eq!((first.amount, first.shares), (10 * IO, 10 * IO));
    let second = group.withdraw(1, 9 + UNBONDING);
    assert_eq!(second.amount, 20 * IO);
    let again = group.pair(1).withdraw(None, &at(10 + UNBONDING));
    assert_eq!(again.unwrap_err(), StakingError::NothingUnbonding);
    assert!(group.positions[1].is_closable());
}

#[test]
fn a_cancelled_unbonding_counts_like_a_new_stake() {
    let mut group = Group::with(&[10, 30]);
    group.unstake(1, 30 * IO, 5);
    let cancelled = group.pair(1).cancel_unbonding(0, None, 8).unwrap();
    assert_eq!(cancelled.shares, 30 * IO);
    group.set(1, &cancelled.after);
    assert_eq!(group.pool.active_at(8), 10 * IO);
    assert_eq!(group.pool.active_at(9), 40 * IO);
    assert_eq!(group.positions[1].vote_weight(&group.pool, 9 + 167), 0);
    assert_eq!(
        group.positions[1].vote_weight(&group.pool, 9 + 168),
        30 * IO
    );
    for entry in [0, 7, 8, 255] {
        let refused = group.pair(1).cancel_unbonding(entry, None, 8);
        assert_eq!(refused.unwrap_err(), StakingError::NoSuchEntry);
    }
}

#[test]
fn the_queue_has_eight_entries_and_frees_them() {
    let mut group = Group::with(&[10, 30]);
    for epoch in 1..=8 {
        group.unstake(1, IO, epoch);
    }
    assert_eq!(group.try_unstake(1, IO, 9), Err(StakingError::QueueFull));
    let entry = group.pair(1).cancel_unbonding(3, None, 9).unwrap();
    group.set(1, &entry.after);
    group.unstake(1, IO, 9);
    let next = group.positions[1].unbonding.next_release();
    assert_eq!(next, Some(at(1 + UNBONDING).now));
}

#[test]
fn more_than_is_bonded_is_refused() {
    let group = Group::with(&[10, 30]);
    assert_eq!(group.try_unstake(1, 0, 1), Err(StakingError::ZeroAmount));
    let held = StakingError::NotEnoughShares { held: 30 * IO };
    assert_eq!(group.try_unstake(1, 30 * IO + 1, 1), Err(held));
    let held = StakingError::NotEnoughShares { held: 10 * IO };
    assert_eq!(group.try_unstake(0, 10 * IO + 1, 1), Err(held));
}

#[test]
fn owner_and_delegator_are_told_apart() {
    let group = Group::with(&[10, 30]);
    let bonds = Bonds::default();
    let own = group.pair(0).stake(IO, None, 1).unwrap_err();
    assert_eq!(own, StakingError::BondsMissing);
    let delegator = group.pair(1).stake(IO, Some(&bonds), 1).unwrap_err();
    assert_eq!(delegator, StakingError::NotOwnPosition);
    // An owner's position that is not all of the self-stake: of another pool, or a stale copy.
    let stale = Stake {
        position: Position::of_owner(),
        ..group.pair(0)
    };
    let stale = stale.stake(IO, Some(&bonds), 1).unwrap_err();
    assert_eq!(stale, StakingError::NotOwnPosition);
}

#[test]
fn the_last_one_out_takes_the_rest_and_the_pool_begins_anew() {
    let mut group = Group::with(&[0, 30, 7]);
    let slash = group.file(Offence::DataCompromise, 11 * IO + 1, 2).slash;
    group.execute(&slash, 2 + 30 * 24);
    let epoch = 3 + 30 * 24;
    group.unstake_all(1, epoch);
    group.unstake_all(2, epoch);
    assert!(group.pool.is_empty());
    let paid = [1, 2].map(|who| group.withdraw(who, epoch + UNBONDING).amount);
    assert_eq!(paid.iter().sum::<u64>(), 26 * IO - 1);
    assert_eq!((group.pool.assets, group.pool.shares), (0, 0));
    group.stake(2, 5 * IO, epoch + UNBONDING);
    assert_eq!((group.pool.assets, group.pool.shares), (5 * IO, 5 * IO));
}

#[test]
fn a_clock_that_goes_back_is_refused() {
    let mut group = Group::with(&[10, 30]);
    group.stake(1, IO, 9);
    assert_eq!(group.try_stake(1, IO, 8), Err(StakingError::EpochInPast));
    assert_eq!(group.pool.synced(8), Err(StakingError::EpochInPast));
}
