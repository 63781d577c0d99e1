//! Neither the order nor the number of calls makes anybody richer, for all inputs.

use ionet_core::staking::{
    Moment, Pool, Position, RewardSource, Stake, UNBONDING_SECONDS, WEIGHTED_EPOCHS,
};
use ionet_core::supply::{IO_UNIT, SUPPLY_CAP};
use num_bigint::BigUint;
use proptest::prelude::*;

/// Any pool with shares: assets never exceed them.
fn pools() -> impl Strategy<Value = Pool> {
    let assets = prop_oneof![1..1_000_u64, 1..SUPPLY_CAP];
    let loss = prop_oneof![Just(0_u64), 0..1_000_u64, 0..SUPPLY_CAP];
    (assets, loss).prop_map(|(assets, loss)| Pool {
        assets,
        shares: assets + loss,
        bonded: assets + loss,
        ..Pool::open(0)
    })
}

/// What the pool's other holders have, in units with 64 fraction bits.
fn others(pool: &Pool, shares: u64) -> BigUint {
    ((BigUint::from(shares) * pool.assets) << 64_u32) / pool.shares
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// In and out again: never a profit, at most a unit lost, and nobody else loses.
    #[test]
    fn a_round_trip_never_profits(pool in pools(), amount in 1..SUPPLY_CAP) {
        let before = pool.shares;
        let pair = Stake { pool, position: Position::default() };
        let Ok(staked) = pair.stake(amount, None, 0) else { return Ok(()) };
        prop_assert!(staked.shares >= amount);
        let unstaked = staked.after.unstake(staked.shares, None, &Moment { now: 0, epoch: 0 });
        let released = Moment { now: UNBONDING_SECONDS, epoch: 336 };
        let left = unstaked.unwrap().after.withdraw(None, &released).unwrap();
        prop_assert!(left.amount <= amount && left.amount + 1 >= amount);
        let after = left.after.pool;
        prop_assert!(others(&staked.after.pool, before) >= others(&pool, before));
        prop_assert!(others(&after, before) >= others(&pool, before));
        prop_assert!(after.assets <= after.shares);
    }

    /// However often a pool is brought up to date: the same rewards, and the same average but for
    /// a unit per call.
    #[test]
    fn bringing_up_to_date_changes_nothing(
        pool in pools(),
        first in 0..u64::MAX / 2,
        second in 0..u64::MAX / 2,
        second_at in 0..200_u64,
        weighted in 0..SUPPLY_CAP,
        stops in prop::collection::btree_set(0..500_u64, 0..40),
    ) {
        let mut pool = pool;
        pool.checkpoints.newer.active = pool.assets;
        pool.weighted = weighted.min(pool.assets);
        let receive = |pool: &Pool, figure, epoch| {
            pool.receive(0, RewardSource::Emission, figure, epoch).unwrap().pool_after
        };
        let once = receive(&receive(&pool, first, 0), first + second, second_at);
        let once = once.synced(500).unwrap();
        let mut often = receive(&pool, first, 0);
        for stop in stops.range(..second_at) {
            often = often.synced(*stop).unwrap();
        }
        often = receive(&often, first + second, second_at);
        for stop in stops.range(second_at..) {
            often = often.synced(*stop).unwrap();
        }
        let often = often.synced(500).unwrap();
        prop_assert_eq!(once.slots, often.slots);
        // A power cut in two is off by a part in 2³² each; each call rounds once.
        let slack = 20 * 42 + pool.assets / (1 << 24);
        prop_assert!(once.weighted.abs_diff(often.weighted) <= slack);
    }

    /// Claims add up to the same, whenever they are made.
    #[test]
    fn claims_add_up(
        pool in pools(),
        part in 1..=1_000_u64,
        amount in 1..SUPPLY_CAP,
        epochs in prop::collection::btree_set(1..400_u64, 1..40),
    ) {
        let mut position = Position::default();
        position.lots.seasoned.shares = (pool.bonded / 1_000 * part).max(1);
        let pool = pool.receive(2, RewardSource::JobRevenue, amount, 0).unwrap().pool_after;
        let start = Stake { pool, position };
        let last = *epochs.last().unwrap();
        let once = start.claim(2, last).map_or(0, |claimed| claimed.amount);
        let (mut pair, mut sum) = (start, 0);
        for epoch in &epochs {
            if let Ok(claimed) = pair.claim(2, *epoch) {
                (pair, sum) = (claimed.after, sum + claimed.amount);
            }
        }
        prop_assert_eq!(sum, once);
        prop_assert!(sum <= amount);
    }

    /// Payments at any time: what is not released waits as long in one stream as it would in
    /// streams side by side, an arrival adds no more to the rate than a stream of its own, and all
    /// is released 168 epochs after the last.
    #[test]
    fn one_stream_waits_as_long_as_streams_side_by_side(
        payments in prop::collection::vec((0..400_u64, 1..IO_UNIT * 1_000_000), 1..12),
    ) {
        let mut payments = payments;
        payments.sort_unstable();
        let mut pool = Pool { assets: 1 << 40, shares: 1 << 40, bonded: 1 << 40, ..Pool::open(0) };
        let (mut figure, mut waiting, mut side_by_side) = (0, 0_u128, 0_u128);
        let mut next = payments.iter().peekable();
        for epoch in 0..=payments.last().unwrap().0 + 168 {
            pool = pool.synced(epoch).unwrap();
            let rest = pool.slots[0].stream.rest();
            waiting += u128::from(rest) * 168;
            side_by_side += payments
                .iter()
                .filter(|(at, _)| *at < epoch)
                .map(|(at, amount)| u128::from(*amount) * u128::from(168 - (epoch - at).min(168)))
                .sum::<u128>();
            while let Some((_, amount)) = next.next_if(|(at, _)| *at == epoch) {
                figure += amount;
                let before = pool.slots[0].stream;
                let left = before.length.saturating_sub((epoch - before.start) << 16);
                let rest = before.rest();
                let received = pool.receive(0, RewardSource::Emission, figure, epoch);
                pool = received.unwrap().pool_after;
                let after = pool.slots[0].stream;
                // rate after ≤ rate before + amount / 168, in parts; the length was rounded down
                // by less than one part.
                let after = BigUint::from(after.amount) * left.max(1) * (168_u64 << 16);
                let side = BigUint::from(rest) * (168_u64 << 16) + BigUint::from(*amount) * left.max(1);
                let length = pool.slots[0].stream.length + 1;
                prop_assert!(rest == 0 || after <= side * length);
            }
        }
        prop_assert_eq!(pool.slots[0].stream.rest(), 0);
        // Each arrival cuts an epoch in parts once; half an epoch's release is the difference.
        let slack = u128::from(figure) * 168 * u128::try_from(payments.len()).unwrap();
        prop_assert!(waiting.abs_diff(side_by_side) <= slack, "{waiting} {side_by_side}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// The average against the power in big integers: from below, and close.
    #[test]
    fn the_average_is_the_power_rounded_down(
        active in 1..SUPPLY_CAP,
        share in 0..=1_000_u64,
        epochs in prop_oneof![1..400_u64, 1..2_000_u64, 8_000..9_000_u64],
    ) {
        let average = active / 1_000 * share;
        let mut pool = Pool { weighted: average, ..Pool::open(0) };
        pool.checkpoints.newer.active = active;
        let found = pool.synced(epochs).unwrap().weighted;
        let gap = BigUint::from(active - average);
        let power = u32::try_from(epochs).unwrap();
        let exact = gap * BigUint::from(WEIGHTED_EPOCHS - 1).pow(power)
            / BigUint::from(WEIGHTED_EPOCHS).pow(power);
        let exact = active - u64::try_from(exact).unwrap();
        prop_assert!(found <= exact, "{found} above {exact}");
        prop_assert!(exact - found <= 16 + active / (1 << 18), "{found} far below {exact}");
    }
}
