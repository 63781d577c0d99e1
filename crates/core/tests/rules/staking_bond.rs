//! Bonds and forfeits by example: what job-escrow's figures do to the self-stake.

use ionet_core::hiring::stake_after_forfeits;
use ionet_core::staking::{Bonds, Offence, StakingError, collect_forfeits};
use ionet_core::withdrawal::{Balance, withdraw};

use crate::staking_fixtures::{APPEAL, Group, IO, UNBONDING, at};

fn bonds(locked: u64, forfeited: u64) -> Bonds {
    Bonds {
        locked: locked * IO,
        forfeited: forfeited * IO,
    }
}

#[test]
fn free_self_stake_is_what_is_neither_locked_nor_forfeited() {
    let cases = [
        // (locked, forfeited, taken before; most that can be unstaked of 100)
        (0, 0, 0, 100),
        (30, 0, 0, 70),
        (30, 10, 0, 60),
        (30, 10, 10, 70),
        (100, 0, 0, 0),
        (60, 40, 0, 0),
    ];
    for (locked, forfeited, taken, free) in cases {
        let mut group = Group::with(&[100, 50]);
        group.pool.forfeits_taken = taken * IO;
        group.bonds = bonds(locked, forfeited);
        let above = group.try_unstake(0, free * IO + 1, 1);
        if locked > 0 {
            let free = free * IO;
            assert_eq!(above, Err(StakingError::SelfStakeLocked { free }));
        } else {
            assert!(matches!(above, Err(StakingError::NotEnoughShares { .. })));
        }
        if free > 0 {
            let after = group.try_unstake(0, free * IO, 1).unwrap();
            let collected = (forfeited - taken) * IO;
            assert_eq!(after.pool.forfeits_taken, forfeited * IO);
            assert_eq!(after.pool.assets, 150 * IO - collected);
        }
        assert!(
            group.try_unstake(1, 50 * IO, 1).is_ok(),
            "delegators are free"
        );
    }
}

#[test]
fn job_escrow_sees_the_same_self_stake_before_and_after_the_collection() {
    let mut group = Group::with(&[100, 50]);
    group.bonds = bonds(0, 30);
    let seen = |group: &Group| {
        let own = group.pool.self_stake(&group.positions[0], 1);
        stake_after_forfeits(own, group.bonds.forfeited)
    };
    assert_eq!(seen(&group), 70 * IO);
    let collected = collect_forfeits(&group.pair(0), &group.bonds, 1).unwrap();
    assert_eq!((collected.amount, collected.owed), (30 * IO, 0));
    group.set(0, &collected.after);
    assert_eq!(seen(&group), 70 * IO);
    assert_eq!((group.value(0), group.value(1)), (70 * IO, 50 * IO));
    let again = collect_forfeits(&group.pair(0), &group.bonds, 1).unwrap();
    assert_eq!(again.amount, 0);
    let fell = collect_forfeits(&group.pair(0), &bonds(0, 29), 1).unwrap_err();
    assert_eq!(fell, StakingError::FigureFell);
    let other = collect_forfeits(&group.pair(1), &group.bonds, 1).unwrap_err();
    assert_eq!(other, StakingError::NotOwnPosition);
}

#[test]
fn what_is_unbonding_pays_forfeits_first() {
    let mut group = Group::with(&[100, 50]);
    group.unstake(0, 60 * IO, 1);
    group.bonds = bonds(20, 30);
    let left = group.withdraw(0, 1 + UNBONDING);
    assert_eq!((left.forfeits, left.amount), (30 * IO, 30 * IO));
    assert_eq!(group.pool.self_stake(&group.positions[0], 400), 70 * IO);
    assert_eq!(group.value(0), 40 * IO);
}

#[test]
fn what_a_slash_leaves_unpaid_is_taken_from_the_next_stake() {
    let mut group = Group::with(&[100, 900]);
    group.bonds = bonds(60, 0);
    let slash = group.file(Offence::DataCompromise, 500 * IO, 1).slash;
    group.execute(&slash, 1 + APPEAL);
    group.bonds = bonds(0, 60);
    let epoch = 2 + APPEAL;
    let collected = collect_forfeits(&group.pair(0), &group.bonds, epoch).unwrap();
    assert_eq!((collected.amount, collected.owed), (0, 60 * IO));
    group.stake(0, 100 * IO, epoch);
    let unstaked = group
        .pair(0)
        .unstake(IO, Some(&group.bonds), &at(epoch))
        .unwrap();
    assert_eq!(unstaked.forfeits, 60 * IO);
}

#[test]
fn forfeits_reach_the_slash_before_it_does() {
    let mut group = Group::with(&[100, 900]);
    group.bonds = bonds(0, 80);
    let filed = group.file(Offence::DataCompromise, 100 * IO, 1);
    assert_eq!(filed.forfeits, 80 * IO);
    assert_eq!(
        (filed.slash.own_stake, filed.slash.delegated),
        (20 * IO, 80 * IO)
    );
}

#[test]
fn self_stake_counts_as_bond_once_it_is_active_and_while_it_is_bonded() {
    let mut group = Group::new(1);
    group.stake(0, 100 * IO, 5);
    let bond = |group: &Group, epoch| group.pool.self_stake(&group.positions[0], epoch);
    assert_eq!([5, 6].map(|epoch| bond(&group, epoch)), [0, 100 * IO]);
    group.stake(0, 10 * IO, 7);
    assert_eq!(
        [7, 8].map(|epoch| bond(&group, epoch)),
        [100 * IO, 110 * IO]
    );
    group.unstake(0, 30 * IO, 8);
    assert_eq!(bond(&group, 8), 80 * IO, "at once");
}

/// Who forfeited is one program's figure, who receives it another's; the vault between them pays
/// no more than came in, whoever asks first.
#[test]
fn clients_are_paid_from_what_was_collected() {
    let mut vault = Balance::default();
    let mut client = Balance {
        booked: 60 * IO,
        withdrawn: 0,
    };
    for (collected, paid) in [(40, 40), (30, 20)] {
        vault.booked += collected * IO;
        let outcome = withdraw(client, vault, u64::MAX).unwrap();
        assert_eq!(outcome.amount, paid * IO);
        (client, vault) = (outcome.balance_after, outcome.pool_after);
    }
    assert_eq!((client.owed(), vault.owed()), (0, 10 * IO));
}
