//! Errors of job-escrow: who may enlarge a claim, by what, and until when.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, half_claimed, replicated},
};
use ionet_test_kit::{
    Call, Outcome,
    addresses::{PRICES, capacity, feed, participant, stake},
    market::{CLASS, DOLLAR_FEED, RATE},
    process::{
        job_escrow as escrow,
        local_stand_in::{self as stand_in, Stake},
    },
    registry_accounts::{DeviceBytes, OperatorBytes},
    state::Job,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotLeadDevice", "enlarge by another operator's", || half().refuses(|stage| {
        let other = stage.other();
        let call = stage.enlarge_call(1).with_account("device", other.device);
        call.with_account("device_key", other.device_key)
    })),
    case("WrongDeviceKey", "the owner enlarges", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("device_key", stage.operator.owner)
    })),
    case("WrongDevice", "the lead device has changed hands", || half().with(|stage| {
        let other = stage.other().owner;
        stage.rewrite_device(|device| device.owner = other);
    }).refuses(|stage| stage.enlarge_call(1))),
    case("WrongParticipant", "enlarge at another's cost", || half().refuses(|stage| {
        let other = participant(&stage.other().owner);
        stage.enlarge_call(1).with_account("participant", other)
    })),
    case("DeviceInactive", "enlarge", || device(|device| device.available = false)),
    case("ClassMismatch", "enlarge", || device(|device| device.class = 2)),
    case("WrongOperator", "enlarge with another's", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("operator", stage.other().account)
    })),
    case("WrongStake", "enlarge with another's", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("stake", stake(&stage.other().owner))
    })),
    case("WrongCapacity", "enlarge with another's", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("capacity", capacity(&stage.other().owner))
    })),
    case("Draining", "enlarge", || operator(|operator| operator.draining = true)),
    case("MintNotAccepted", "enlarge", || operator(|operator| operator.accepted_mints = 0b01)),
    case("ClientReputationTooLow", "enlarge", || operator(|operator| operator.min_client_reputation = 10_000)),
    case("JobTooLongForOperator", "enlarge", || operator(|operator| operator.max_seconds = 3_599)),
    case("RootTooOld", "enlarge", || root(-25, 8)),
    case("RootFromFuture", "enlarge", || root(1, 8)),
    case("NotEnoughVerified", "enlarge by one more than there are", || root(0, 2)),
    case("NotEnoughVerified", "fewer than the claim has", || root(0, 1)),
    case("NotEnoughSelfStake", "enlarge, a unit less than for three", || half().and(|stage| {
        stand_in::set_stake(stage.admin(), stage.operator.owner, Stake::own(359_999_999))
    }).refuses(|stage| stage.enlarge_call(1))),
    case("NotAGranule", "enlarge by nothing", || half().refuses(|stage| stage.enlarge_call(0))),
    case("NotAGranule", "enlarge by one of a pair", || {
        Stage::half_claimed(|terms| terms.granule = 2).refuses(|stage| stage.enlarge_call(1))
    }),
    case("NotAReplica", "a replica is enlarged", || {
        let replica = Stage::free_for_all(replicated).and(|stage| stage.claim_call(1));
        replica.refuses(|stage| stage.enlarge_call(1))
    }),
    case("NotEnoughSlots", "enlarge by one more than there are", || half().refuses(|stage| stage.enlarge_call(3))),
    case("NotEnoughSlots", "enlarge by as many as there are numbers", || {
        half().refuses(|stage| stage.enlarge_call(u32::MAX))
    }),
    case("NotEnoughSlots", "enlarge, the other operator has them", || {
        let full = half().and(|stage| {
            let with = stage.market.claim_accounts(&stage.other());
            escrow::claim_slots(&stage.job, &with, 2, 86_400)
        });
        full.refuses(|stage| stage.enlarge_call(1))
    }),
    case("ClaimDeadlinePassed", "enlarge in its second", || {
        let late = Stage::half_claimed(|terms| terms.start_seconds = 7_200).with(|stage| {
            let left = stage.market.job_at(&stage.job).claim_deadline - stage.market.world.chain.now();
            stage.market.world.chain.warp(left);
        });
        late.refuses(|stage| stage.enlarge_call(1))
    }),
    case("JobEnded", "enlarge for a cancelled one", || {
        half().and(Stage::cancel_call).refuses(|stage| stage.enlarge_call(1))
    }),
    case("MaxSecondsTooShort", "enlarge after an extension", || {
        let short = Stage::free_for_all(half_claimed).and(|stage| {
            let with = stage.market.claim_accounts(&stage.operator);
            escrow::claim_slots(&stage.job, &with, 2, 3_600)
        });
        short.and(extend).refuses(|stage| stage.enlarge_call(1))
    }),
    case("StartMissed", "enlarge a second late", || {
        half().after(601).refuses(|stage| stage.enlarge_call(1))
    }),
    case("WrongState", "enlarge, a host has started", || {
        half().and(|stage| stage.start_call(1)).refuses(|stage| stage.enlarge_call(1))
    }),
    case("WrongState", "enlarge what runs", || {
        half().and(|stage| stage.start_call(2)).refuses(|stage| stage.enlarge_call(1))
    }),
    case("WrongState", "enlarge what has ended", || {
        let ended = half().after(601).and(Stage::finish_call);
        ended.refuses(|stage| stage.enlarge_call(1))
    }),
    case("NotSealed", "enlarge", || job(|job| job.sealed = 0)),
    case("PriorityWait", "enlarge while the class is scarce", || job(|job| job.utilisation_bps = 9_000)),
    case("RaceTooEarly", "enlarge in the slot of the seal", || half().with(|stage| {
        let slot = stage.market.world.chain.slot();
        stage.market.world.chain.rewrite::<Job>(&stage.job.address, |job| job.open_slot = slot);
    }).refuses(|stage| stage.enlarge_call(1))),
    case("ActiveTooLate", "enlarge", || half().with(|stage| {
        let (slot, now) = (stage.market.world.chain.slot(), stage.market.world.chain.now());
        stage.market.world.chain.rewrite::<Job>(&stage.job.address, |job| job.open_slot = slot);
        stage.rewrite_operator(|operator| operator.registered_at = now);
    }).refuses(|stage| stage.enlarge_call(1))),
    case("PriceStale", "enlarge", || half().after(61).refuses(|stage| stage.enlarge_call(1))),
    case("WrongPriceFeed", "enlarge", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("price", feed(&DOLLAR_FEED))
    })),
    case("WrongPriceOwner", "enlarge", || half().refuses(|stage| {
        stage.enlarge_call(1).with_account("price", stage.mallory())
    })),
    case("PriceUnusable", "enlarge", || half().with(|stage| {
        stage.patch(PRICES.io_usd, 73, &0_i64.to_le_bytes());
    }).refuses(|stage| stage.enlarge_call(1))),
];

/// Two of four GPUs are claimed.
fn half() -> Stage {
    Stage::half_claimed(|_| ())
}

fn operator(change: impl FnOnce(&mut OperatorBytes)) -> Outcome {
    let stage = half().with(|stage| stage.rewrite_operator(change));
    stage.refuses(|stage| stage.enlarge_call(1))
}

fn device(change: impl FnOnce(&mut DeviceBytes)) -> Outcome {
    let stage = half().with(|stage| stage.rewrite_device(change));
    stage.refuses(|stage| stage.enlarge_call(1))
}

fn job(change: impl FnOnce(&mut Job)) -> Outcome {
    let stage = half().with(|stage| {
        let address = stage.job.address;
        stage.market.world.chain.rewrite(&address, change);
    });
    stage.refuses(|stage| stage.enlarge_call(1))
}

/// A root of some epochs from now that found `gpus` GPUs.
fn root(epochs_from_now: i64, gpus: u32) -> Outcome {
    let stage = half().and(|stage| {
        let epoch = stage.market.epoch().saturating_add_signed(epochs_from_now);
        stand_in::set_capacity(stage.admin(), stage.operator.owner, epoch, &[(CLASS, gpus)])
    });
    stage.refuses(|stage| stage.enlarge_call(1))
}

fn extend(stage: &Stage) -> Call {
    let (book, source) = (stage.market.class_book, stage.market.client_dollars);
    escrow::extend(&stage.job, book, source, 600, RATE)
}
