//! Calls of local-stand-in: what staking and the verifiers will say.

use super::call;
use crate::{
    Call, LOCAL_STAND_IN,
    addresses::{STAND_IN, capacity, class_total, stake, verdict},
};
use solana_address::Address;
use solana_sdk_ids::system_program;

/// A participant's stake: all of it its own, active from epoch 0 on, unless changed.
#[derive(Clone, Copy, Debug)]
pub struct Stake {
    /// The participant's own stake, base units of IO.
    pub self_stake: u64,
    /// The two last changes of active stake: first epoch, base units of IO.
    pub checkpoints: [(u64, u64); 2],
    /// Active stake averaged over time, base units of IO.
    pub time_weighted: u64,
    /// Whether the pool has no shares, so that its part goes to the participant.
    pub pool_empty: bool,
}

impl Stake {
    /// `amount` of self-stake, active since epoch 0.
    pub fn own(amount: u64) -> Self {
        Self {
            self_stake: amount,
            checkpoints: [(0, amount), (0, amount)],
            time_weighted: amount,
            pool_empty: false,
        }
    }
}

/// Writes the stake of `owner`.
pub fn set_stake(authority: Address, owner: Address, stake_of_owner: Stake) -> Call {
    let accounts = accounts(authority, "stake", stake(&owner));
    let arguments = (
        owner.to_bytes(),
        stake_of_owner.self_stake,
        stake_of_owner.checkpoints,
        stake_of_owner.time_weighted,
        u8::from(stake_of_owner.pool_empty),
    );
    call(LOCAL_STAND_IN, "set_stake", &accounts, &arguments)
}

/// Writes the verified GPUs of `operator`: class and number, at most eight.
///
/// # Panics
/// With more than eight classes.
pub fn set_capacity(
    authority: Address,
    operator: Address,
    root_epoch: u64,
    gpus: &[(u16, u32)],
) -> Call {
    assert!(gpus.len() <= 8, "a capacity account holds eight classes");
    let mut entries = [(0_u16, [0_u8; 2], 0_u32); 8];
    for (entry, (class, number)) in entries.iter_mut().zip(gpus) {
        *entry = (*class, [0; 2], *number);
    }
    let accounts = accounts(authority, "capacity", capacity(&operator));
    let arguments = (operator.to_bytes(), root_epoch, entries);
    call(LOCAL_STAND_IN, "set_capacity", &accounts, &arguments)
}

/// Writes the total race weight of `class`.
pub fn set_class_total(authority: Address, class: u16, epoch: u64, total_weight: u64) -> Call {
    let accounts = accounts(authority, "class_total", class_total(class));
    let arguments = (class, epoch, total_weight);
    call(LOCAL_STAND_IN, "set_class_total", &accounts, &arguments)
}

/// Writes the verdict on `claim`.
pub fn set_verdict(
    authority: Address,
    claim: Address,
    upheld: bool,
    result_hash: [u8; 32],
) -> Call {
    let accounts = accounts(authority, "verdict", verdict(&claim));
    let arguments = (claim.to_bytes(), u8::from(upheld), result_hash);
    call(LOCAL_STAND_IN, "set_verdict", &accounts, &arguments)
}

fn accounts(
    authority: Address,
    name: &'static str,
    address: Address,
) -> [(&'static str, Address); 4] {
    [
        ("authority", authority),
        ("program_data", STAND_IN.program_data),
        (name, address),
        ("system_program", system_program::ID),
    ]
}
