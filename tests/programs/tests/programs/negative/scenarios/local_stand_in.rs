//! For every instruction of local-stand-in a world in which the default call succeeds: the
//! account exists already and is replaced.

use ionet_test_kit::{
    Call, World,
    market::{CLASS, DOLLAR_MINT, GPUS, Market, STAKE},
    process::local_stand_in::{self as stand_in, Stake},
};

/// A world and the call that succeeds in it.
///
/// # Panics
/// When the instruction is new: then it needs a scenario here.
pub fn correct(instruction: &str) -> (World, Call) {
    let mut market = Market::open();
    let (admin, owner) = (market.world.admin, market.operators[0].owner);
    let call = match instruction {
        "set_stake" => stand_in::set_stake(admin, owner, Stake::own(STAKE / 2)),
        "set_capacity" => {
            let gpus = [(CLASS, u32::from(GPUS) / 2)];
            stand_in::set_capacity(admin, owner, market.epoch(), &gpus)
        }
        "set_class_total" => stand_in::set_class_total(admin, CLASS, market.epoch(), 1),
        "set_verdict" => {
            let job = market.job(0, DOLLAR_MINT);
            let claim = job.claim(&owner);
            let first = stand_in::set_verdict(admin, claim, false, [1; 32]);
            let _ = market.world.chain.send(first).ok();
            stand_in::set_verdict(admin, claim, true, [2; 32])
        }
        other => panic!("local_stand_in.{other} has no scenario; add one"),
    };
    (market.world, call)
}
