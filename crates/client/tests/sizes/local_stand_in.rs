//! Transactions of local-stand-in.

use ionet_client::instructions::local_stand_in;
use ionet_client::local_stand_in::instructions::SetStakeInstructionArgs;
use ionet_client::local_stand_in::types::{Checkpoint, ClassCapacity};

use crate::{Transaction, address};

pub fn transactions() -> Vec<Transaction> {
    let (wallet, other) = (address(1), address(2));
    let checkpoint = Checkpoint {
        epoch: u64::MAX,
        active_stake: u64::MAX,
    };
    let stake = SetStakeInstructionArgs {
        owner: other,
        self_stake: u64::MAX,
        checkpoints: std::array::from_fn(|_| checkpoint.clone()),
        time_weighted_stake: u64::MAX,
        pool_empty: 1,
    };
    let capacity = ClassCapacity {
        class: 31,
        reserved: [0; 2],
        gpus: u32::MAX,
    };
    let entries = std::array::from_fn(|_| capacity.clone());
    vec![
        (
            "set a stake",
            vec![local_stand_in::set_stake(wallet, stake)],
        ),
        (
            "set a capacity",
            vec![local_stand_in::set_capacity(
                wallet,
                other,
                u64::MAX,
                entries,
            )],
        ),
        (
            "set a class's total",
            vec![local_stand_in::set_class_total(
                wallet,
                31,
                u64::MAX,
                u64::MAX,
            )],
        ),
        (
            "set a verdict",
            vec![local_stand_in::set_verdict(wallet, other, 1, [9; 32])],
        ),
    ]
}
