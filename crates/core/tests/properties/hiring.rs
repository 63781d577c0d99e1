//! Capacity (invariant I12) against a plain map, and bonds against unbounded integers.

use std::collections::BTreeMap;

use ionet_core::hiring::{
    CapacityError, HIRED_CLASSES, HiredGpus, charge_floor, forfeit_floor, lock_bond, release_bond,
    stake_after_forfeits,
};
use num_bigint::BigUint;
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Call {
    take: bool,
    class: u16,
    gpus: u32,
    verified: u32,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let gpus = prop_oneof![4 => 0u32..12, 1 => any::<u32>()];
    let verified = prop_oneof![4 => 0u32..30, 1 => Just(u32::MAX)];
    let call =
        (any::<bool>(), 0u16..11, gpus, verified).prop_map(|(take, class, gpus, verified)| Call {
            take,
            class,
            gpus,
            verified,
        });
    prop::collection::vec(call, 1..200)
}

/// What the map says to a call.
fn expected(map: &BTreeMap<u16, u32>, call: &Call) -> Result<u32, CapacityError> {
    let hired = map.get(&call.class).copied().unwrap_or(0);
    if call.gpus == 0 {
        return Err(CapacityError::ZeroGpus);
    }
    if !call.take {
        let left = hired.checked_sub(call.gpus);
        return left.ok_or(CapacityError::NotHired { hired });
    }
    let idle = call.verified.saturating_sub(hired);
    if call.gpus > idle {
        return Err(CapacityError::NotEnoughVerified { idle });
    }
    if hired == 0 && map.len() == HIRED_CLASSES {
        return Err(CapacityError::TooManyClasses);
    }
    Ok(hired + call.gpus)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn the_table_is_a_map_of_eight_classes(calls in calls()) {
        let mut table = HiredGpus::default();
        let mut map = BTreeMap::new();
        for call in calls {
            let result = if call.take {
                table.take(call.class, call.gpus, call.verified)
            } else {
                table.release(call.class, call.gpus)
            };
            match expected(&map, &call) {
                Err(error) => prop_assert_eq!(result, Err(error)),
                Ok(gpus) => {
                    table = result.unwrap();
                    map.insert(call.class, gpus);
                    map.retain(|_, gpus| *gpus > 0);
                    prop_assert!(!call.take || gpus <= call.verified, "I12");
                }
            }
            for class in 0..11 {
                prop_assert_eq!(table.hired(class), map.get(&class).copied().unwrap_or(0));
            }
            let entries = table.entries.iter().filter(|entry| entry.gpus > 0);
            prop_assert_eq!(entries.count(), map.len(), "one entry per class");
        }
    }

    #[test]
    fn what_is_locked_is_released_and_never_exceeds_the_stake(
        stake in any::<u64>(),
        locked in any::<u64>(),
        needed in any::<u64>(),
    ) {
        let Ok(bond) = lock_bond(stake, locked, needed) else {
            prop_assert!(u128::from(locked) + u128::from(needed) > u128::from(stake));
            return Ok(());
        };
        prop_assert!(bond.locked_after <= stake);
        prop_assert_eq!(release_bond(bond.locked_after, bond.amount).unwrap().locked_after, locked);
    }

    #[test]
    fn no_sequence_of_missed_starts_forfeits_more_than_the_stake(
        stake in any::<u64>(),
        bonds in proptest::collection::vec(any::<u64>(), 1..40),
    ) {
        let mut forfeited = 0u64;
        for needed in bonds {
            let free = stake_after_forfeits(stake, forfeited);
            if let Ok(bond) = lock_bond(free, 0, needed % (stake / 2).max(1)) {
                forfeited += forfeit_floor(bond.amount);
            }
            prop_assert!(forfeited <= stake);
        }
    }

    #[test]
    fn charges_are_exact_shares_and_never_more_than_the_bond(
        bond in any::<u64>(),
        owed in any::<u64>(),
        hour in 1..=u64::MAX,
    ) {
        let share = BigUint::from(bond) * owed.min(hour) / hour;
        prop_assert_eq!(BigUint::from(charge_floor(bond, owed, hour)), share);
        prop_assert_eq!(forfeit_floor(bond), bond / 12);
    }
}
