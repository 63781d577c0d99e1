//! Any sequence of what stakers, owners, verifiers, voters and keepers do in two pools: every unit
//! is somewhere, everybody has what the model says, and no order of steps makes anybody richer.

use std::collections::BTreeMap;

use ionet_core::supply::IO_UNIT;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::staking_world::{EPOCH, POOLS, STAKERS, Step, World};

fn steps(length: usize) -> impl Strategy<Value = Vec<Step>> {
    let pool = 0..POOLS;
    let who = 0..STAKERS;
    let amount = prop_oneof![Just(IO_UNIT), 1..1_000_u64, IO_UNIT..5_000 * IO_UNIT];
    let per_mille = prop_oneof![1 => Just(1_000_u64), 5 => 1..500_u64];
    let wait = prop_oneof![
        3 => 0..EPOCH,
        3 => EPOCH..100 * EPOCH,
        1 => Just(14 * 86_400_i64),
        1 => 14 * 86_400..40 * 86_400_i64,
    ];
    let step = prop_oneof![
        6 => wait.prop_map(Step::Wait),
        8 => (pool.clone(), who.clone(), amount).prop_map(|(a, b, c)| Step::Stake(a, b, c)),
        4 => (pool.clone(), who.clone(), per_mille.clone()).prop_map(|(a, b, c)| Step::Unstake(a, b, c)),
        2 => (pool.clone(), who.clone(), 0..2_u8).prop_map(|(a, b, c)| Step::Cancel(a, b, c)),
        3 => (pool.clone(), who.clone()).prop_map(|(a, b)| Step::Withdraw(a, b)),
        3 => (pool.clone(), who.clone(), 0..2_u8).prop_map(|(a, b, c)| Step::Claim(a, b, c)),
        3 => (pool.clone(), 0..2_u8, any::<bool>(), 0..2_000_000_u64)
            .prop_map(|(a, b, c, d)| Step::Reward(a, b, c, d)),
        3 => (pool.clone(), 1..STAKERS, per_mille.clone()).prop_map(|(a, b, c)| Step::Move(a, b, c)),
        2 => (pool.clone(), who.clone()).prop_map(|(a, b)| Step::Settle(a, b)),
        2 => (pool.clone(), who.clone()).prop_map(|(a, b)| Step::End(a, b)),
        1 => (pool.clone(), per_mille.clone()).prop_map(|(a, b)| Step::Lock(a, b)),
        1 => (pool.clone(), per_mille.clone()).prop_map(|(a, b)| Step::Forfeit(a, b)),
        1 => pool.clone().prop_map(Step::Collect),
        1 => (pool.clone(), 1..=5_u8, per_mille).prop_map(|(a, b, c)| Step::File(a, b, c)),
        2 => (pool.clone(), 0..4_usize).prop_map(|(a, b)| Step::Appeal(a, b)),
        3 => (pool.clone(), 0..4_usize).prop_map(|(a, b)| Step::Execute(a, b)),
        5 => (pool.clone(), 0..4_usize, any::<bool>()).prop_map(|(a, b, c)| Step::Decide(a, b, c)),
        2 => pool.prop_map(Step::Redeem),
    ];
    prop::collection::vec(step, 1..length)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn any_sequence_agrees_with_the_model_to_the_unit(steps in steps(150), empty in prop::bool::weighted(0.2)) {
        let mut world = if empty { World::new() } else { World::populated()? };
        for step in &steps {
            world.step(step)?;
        }
    }
}

/// The sequences above reach what they are meant to test.
#[test]
fn sequences_reach_every_corner() {
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeMap::<_, u32>::new();
    for _ in 0..600 {
        let steps = steps(150).new_tree(&mut runner).unwrap().current();
        let mut world = World::populated().unwrap();
        for step in &steps {
            world.step(step).unwrap();
        }
        for (what, times) in world.reached {
            *reached.entry(what).or_default() += times;
        }
    }
    assert_eq!(reached.len(), 25, "{reached:#?}");
    assert!(reached.values().all(|times| *times >= 2), "{reached:#?}");
}
