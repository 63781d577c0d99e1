//! Referrals among many owners who register in any order and name anybody.

use ionet_core::referral::{RegisteredOwner, check_referrer};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whoever names whom: following the referrers from any owner ends, without coming back.
    #[test]
    fn no_chain_of_referrals_is_a_cycle(
        registrations in prop::collection::vec((0u64..4, any::<prop::sample::Index>()), 1..60),
    ) {
        let mut owners: Vec<(RegisteredOwner, Option<usize>)> = Vec::new();
        let mut slot = 0;
        for (passed, named) in registrations {
            slot += passed;
            let key = u8::try_from(owners.len()).unwrap();
            let newcomer = RegisteredOwner { owner: [key; 32], slot };
            // Anybody, oneself and owners of the same slot included.
            let named = named.index(owners.len() + 1);
            let referrer = owners.get(named).map_or(newcomer, |(owner, _)| *owner);
            let accepted = check_referrer(&newcomer, &referrer).is_ok();
            prop_assert_eq!(accepted, named < owners.len() && referrer.slot < slot);
            owners.push((newcomer, accepted.then_some(named)));
        }
        for start in 0..owners.len() {
            let mut at = start;
            let mut steps = 0;
            while let Some(next) = owners[at].1 {
                at = next;
                steps += 1;
                prop_assert!(at != start && steps <= owners.len());
            }
        }
    }
}
