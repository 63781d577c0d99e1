//! Whatever is withdrawn in whatever order, nobody gets more than is booked, and every pool
//! keeps what is booked to others.

use ionet_core::withdrawal::{Balance, withdraw};
use proptest::prelude::*;

const PAYEES: usize = 3;
const POOLS: usize = 4;

proptest! {
    /// Settlements book the same amount to a payee and to a pool; payees then withdraw from
    /// whichever pool they like. Together they can always get everything, and never more.
    #[test]
    fn all_that_is_booked_can_be_withdrawn_and_no_more(
        bookings in prop::collection::vec((0..PAYEES, 0..POOLS, 0..1_000_000_u64), 1..40),
        withdrawals in prop::collection::vec((0..PAYEES, 0..POOLS, 1..2_000_000_u64), 0..60),
    ) {
        let mut payees = [Balance::default(); PAYEES];
        let mut pools = [Balance::default(); POOLS];
        let mut total = 0;
        for (payee, pool, amount) in bookings {
            payees[payee].booked += amount;
            pools[pool].booked += amount;
            total += amount;
        }
        let mut paid = [0; PAYEES];
        let last = (0..PAYEES).flat_map(|payee| (0..POOLS).map(move |pool| (payee, pool, u64::MAX)));
        for (payee, pool, amount) in withdrawals.into_iter().chain(last) {
            let (before, held) = (payees[payee], pools[pool]);
            if let Ok(withdrawal) = withdraw(before, held, amount) {
                prop_assert!(withdrawal.amount >= 1 && withdrawal.amount <= amount);
                payees[payee] = withdrawal.balance_after;
                pools[pool] = withdrawal.pool_after;
                paid[payee] += withdrawal.amount;
            }
            prop_assert!(pools[pool].withdrawn <= pools[pool].booked);
        }
        for (payee, paid) in payees.iter().zip(paid) {
            prop_assert_eq!(paid, payee.booked);
            prop_assert_eq!(payee.withdrawn, paid);
        }
        prop_assert_eq!(pools.iter().map(|pool| pool.withdrawn).sum::<u64>(), total);
    }
}
