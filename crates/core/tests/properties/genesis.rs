//! Genesis allocations in any order and any sizes fill the plan and never exceed it.

use ionet_core::genesis::{Category, GenesisError, GenesisPlan, GenesisProgress};
use ionet_core::supply::GENESIS_SUPPLY;
use proptest::prelude::*;

proptest! {
    #[test]
    fn never_above_the_plan(
        grants in prop::collection::vec((0u8..5, 0u64..6_000_000_000_000_000), 0..40),
    ) {
        let plan = GenesisPlan::OFFICIAL;
        let mut progress = GenesisProgress::default();
        let mut accepted = [0u64; Category::COUNT];
        for (index, amount) in grants {
            let category = Category::from_index(index).unwrap();
            let planned = plan.category(category).amount;
            let sum = &mut accepted[usize::from(index)];
            match progress.allocate(&plan, category, amount) {
                Ok(next) => {
                    *sum += amount;
                    progress = next;
                }
                Err(GenesisError::ZeroAmount) => prop_assert_eq!(amount, 0),
                Err(error) => {
                    prop_assert_eq!(error, GenesisError::CategoryOverfilled);
                    prop_assert!(*sum + amount > planned);
                }
            }
            prop_assert!(*sum <= planned);
            prop_assert_eq!(progress.allocated, accepted);
        }
        let total: u64 = accepted.iter().sum();
        prop_assert_eq!(progress.check_complete(&plan).is_ok(), total == GENESIS_SUPPLY);
    }
}
