//! Capacity and bond.

use ionet_core::hiring::{
    BondError, BondOutcome, CapacityError, HIRED_CLASSES, HiredGpus, charge_floor, check_root_age,
    forfeit_floor, hour_gross, lock_bond, release_bond, stake_after_forfeits,
};

#[test]
fn no_more_than_verified_is_hired_across_all_jobs() {
    let mut hired = HiredGpus::default();
    hired = hired.take(7, 6, 10).unwrap();
    assert_eq!(
        hired.take(7, 5, 10),
        Err(CapacityError::NotEnoughVerified { idle: 4 })
    );
    hired = hired.take(7, 4, 10).unwrap();
    assert_eq!(
        (hired.hired(7), hired.idle(7, 10), hired.idle(7, 12)),
        (10, 0, 2)
    );
    // Verifiers found fewer meanwhile.
    assert_eq!(hired.idle(7, 3), 0);
    assert_eq!(
        hired.take(7, 1, 3),
        Err(CapacityError::NotEnoughVerified { idle: 0 })
    );
    assert_eq!(hired.take(7, 0, 100), Err(CapacityError::ZeroGpus));
    assert_eq!(
        hired.take(8, 1, 0),
        Err(CapacityError::NotEnoughVerified { idle: 0 })
    );
    assert_eq!(
        hired.release(7, 11),
        Err(CapacityError::NotHired { hired: 10 })
    );
    assert_eq!(
        hired.release(8, 1),
        Err(CapacityError::NotHired { hired: 0 })
    );
    assert_eq!(hired.release(7, 0), Err(CapacityError::ZeroGpus));
    assert_eq!(hired.release(7, 10), Ok(HiredGpus::default()));
}

#[test]
fn slots_of_a_job_weigh_for_it_as_before_they_were_taken() {
    // Of ten GPUs three serve another job.
    let mut hired = HiredGpus::default().take(7, 3, 10).unwrap();
    for held in [0, 2, 7] {
        let with = hired.take(7, held.max(1), 10).unwrap();
        let hired = if held == 0 { hired } else { with };
        assert_eq!(hired.not_hired_elsewhere(7, held, 10), 7);
    }
    hired = hired.take(7, 5, 10).unwrap();
    // Verifiers found fewer meanwhile: less than is hired, more than other jobs hire, and none.
    for (verified, weighs) in [(10, 7), (8, 5), (6, 3), (4, 1), (3, 0), (0, 0)] {
        assert_eq!(hired.not_hired_elsewhere(7, 5, verified), weighs);
    }
    assert_eq!(hired.not_hired_elsewhere(8, 0, 4), 4, "another class");
}

#[test]
fn eight_classes_at_a_time() {
    let mut hired = HiredGpus::default();
    for class in 0..8 {
        hired = hired.take(class, 1, 1).unwrap();
    }
    assert_eq!(HIRED_CLASSES, 8);
    assert_eq!(hired.take(8, 1, 1), Err(CapacityError::TooManyClasses));
    assert!(hired.take(3, 1, 2).is_ok(), "one of them can grow");
    hired = hired.release(5, 1).unwrap();
    hired = hired.take(8, 1, 1).unwrap();
    assert_eq!((hired.hired(5), hired.hired(8), hired.hired(0)), (0, 1, 1));
}

#[test]
fn class_0_is_a_class_like_any_other() {
    let hired = HiredGpus::default().take(1, 5, 5).unwrap();
    assert_eq!(hired.hired(0), 0);
    let both = hired.take(0, 1, 1).unwrap();
    assert_eq!(both.hired(0), 1);
    // A free entry, whatever class it says, is not an entry.
    let one = both.release(1, 5).unwrap();
    assert_eq!(one.hired(0), 1);
    assert_eq!(one.take(0, 1, 2).unwrap().hired(0), 2);
    assert_eq!(one.release(0, 1), Ok(HiredGpus::default()));
}

#[test]
fn a_root_allows_claims_for_24_epochs() {
    for (root, now, result) in [
        (100, 100, Ok(())),
        (100, 124, Ok(())),
        (100, 125, Err(CapacityError::RootTooOld { oldest: 101 })),
        (101, 100, Err(CapacityError::RootFromFuture)),
        (0, 24, Ok(())),
        (0, 25, Err(CapacityError::RootTooOld { oldest: 1 })),
        (u64::MAX, u64::MAX, Ok(())),
    ] {
        assert_eq!(check_root_age(root, now), result);
    }
}

#[test]
fn the_bond_is_an_hour_of_gross_from_free_self_stake() {
    assert_eq!(hour_gross(2_500_000, 8), Ok(20_000_000));
    assert_eq!(hour_gross(u64::MAX, 2), Err(BondError::Overflow));
    let locked = BondOutcome {
        amount: 30,
        locked_before: 70,
        locked_after: 100,
    };
    assert_eq!(lock_bond(100, 70, 30), Ok(locked));
    assert_eq!(
        lock_bond(100, 70, 31),
        Err(BondError::NotEnoughSelfStake {
            free: 30,
            needed: 31
        })
    );
    // Slashed below what is locked.
    assert_eq!(
        lock_bond(50, 70, 1),
        Err(BondError::NotEnoughSelfStake { free: 0, needed: 1 })
    );
    let released = BondOutcome {
        amount: 30,
        locked_before: 100,
        locked_after: 70,
    };
    assert_eq!(release_bond(100, 30), Ok(released));
    assert_eq!(release_bond(29, 30), Err(BondError::NotLocked));
}

#[test]
fn what_was_forfeited_is_no_bond_again() {
    // A stake of one bond, forfeited a twelfth at a time: not once more than there is.
    let (stake, bond) = (1_200, 120);
    let mut forfeited = 0;
    while let Ok(locked) = lock_bond(stake_after_forfeits(stake, forfeited), 0, bond) {
        forfeited += forfeit_floor(locked.amount);
    }
    assert_eq!(forfeited, 1_090);
    assert_eq!(stake_after_forfeits(stake, 1_200), 0);
    assert_eq!(stake_after_forfeits(stake, u64::MAX), 0);
}

#[test]
fn forfeits_and_charges_are_shares_of_the_bond() {
    for (bond, forfeit) in [(0, 0), (11, 0), (12, 1), (1_200, 100), (1_211, 100)] {
        assert_eq!(forfeit_floor(bond), forfeit);
    }
    // A bond of 1,000 for an hour of $10: a dollar is a tenth, and no charge exceeds it.
    for (owed, charged) in [
        (0, 0),
        (1_000_000, 100),
        (1_009_999, 100),
        (10_000_000, 1_000),
    ] {
        assert_eq!(charge_floor(1_000, owed, 10_000_000), charged);
    }
    assert_eq!(charge_floor(1_000, u64::MAX, 10_000_000), 1_000);
    assert_eq!(charge_floor(1_000, 1, 0), 0);
}
