//! Errors of job-escrow: the seal, who may claim, and whether it is its turn.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, replicated, seal},
};
use ionet_test_kit::{
    Call, Outcome,
    addresses::{capacity, class_total, participant, stake},
    market::{CLASS, DOLLAR_MINT},
    process::{
        job_escrow::{self as escrow, JobTerms},
        local_stand_in::{self as stand_in, Stake},
    },
    registry_accounts::{DeviceBytes, OperatorBytes},
    state::{Job, Participant},
};
use solana_address::Address;
use solana_sdk_ids::sysvar;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("AlreadySealed", "again", || Stage::sealed(|_| ()).refuses(seal)),
    case("WrongSlotHashes", "another sysvar", || Stage::posted(|_| ()).refuses(|stage| {
        seal(stage).with_account("slot_hashes", sysvar::clock::ID)
    })),
    case("SlotHashesMalformed", "more slots than a chain lists", || {
        let stage = Stage::posted(|_| ()).after(4).with(|stage| {
            let chain = &mut stage.market.world.chain;
            let mut account = chain.account(&sysvar::slot_hashes::ID).expect("the sysvar");
            account.data[..8].copy_from_slice(&513_u64.to_le_bytes());
            account.data.extend([0; 40]);
            chain.set_account(sysvar::slot_hashes::ID, account);
        });
        stage.refuses(seal)
    }),
    case("NotYetSealable", "in the slot of the posting", || Stage::posted(|_| ()).refuses(seal)),
    case("NotYetSealable", "the list is empty", || {
        Stage::posted(|_| ()).after(4).with(|stage| stage.market.world.chain.list_only(&[])).refuses(seal)
    }),
    case("WrongClassTotal", "another class's", || {
        let other = Stage::posted(|_| ()).and(|stage| {
            stand_in::set_class_total(stage.admin(), 2, stage.market.epoch(), 1)
        });
        other.refuses(|stage| escrow::seal(&stage.job, class_total(2)))
    }),
    case("WrongClassTotal", "not there", || Stage::posted(|_| ()).refuses(|stage| {
        escrow::seal(&stage.job, class_total(3))
    })),
    case("ForeignVersionUnsupported", "class total", || {
        Stage::posted(|_| ()).with(|stage| stage.patch(class_total(CLASS), 8, &[9])).refuses(seal)
    }),
    case("RootFromFuture", "class total", || total_of(1)),
    case("RootTooOld", "class total", || total_of(-25)),
    case("RootFromFuture", "capacity", || capacity_of(1)),
    case("RootFromFuture", "capacity, the last epoch", || {
        let stage = Stage::free_for_all(|_| ()).and(|stage| {
            stand_in::set_capacity(stage.admin(), stage.operator.owner, u64::MAX, &[(CLASS, 8)])
        });
        stage.refuses(|stage| stage.claim_call(2))
    }),
    case("RootTooOld", "capacity", || capacity_of(-25)),
    case("WrongOperator", "another operator's", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.operator = stage.other().account)
    })),
    case("WrongOperator", "a client's", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.operator = stage.market.client_account)
    })),
    case("WrongDevice", "another operator's, which signs", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| {
            with.device_key = stage.other().device_key;
            with.device = stage.other().device;
        })
    })),
    case("WrongDevice", "an operator's account", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.device = stage.operator.account)
    })),
    case("WrongDeviceKey", "the owner signs", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.device_key = stage.operator.owner)
    })),
    case("WrongDeviceKey", "another device signs", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.device_key = stage.other().device_key)
    })),
    case("DeviceInactive", "claim", || device(|device| device.available = false)),
    case("WrongStake", "another's", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.stake = stake(&stage.other().owner))
    })),
    case("WrongStake", "not there", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.stake = stake(&stage.mallory()))
    })),
    case("WrongStake", "whoever is not the referrer", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.referrer_stake = Some(stake(&stage.other().owner)))
    })),
    case("WrongCapacity", "another's", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.capacity = capacity(&stage.other().owner))
    })),
    case("WrongCapacity", "a stake", || Stage::free_for_all(|_| ()).refuses(|stage| {
        stage.claim_with(2, |with| with.capacity = stake(&stage.operator.owner))
    })),
    case("ForeignVersionUnsupported", "operator", || version(|stage| stage.operator.account)),
    case("ForeignVersionUnsupported", "device", || version(|stage| stage.operator.device)),
    case("ForeignVersionUnsupported", "stake", || version(|stage| stake(&stage.operator.owner))),
    case("ForeignVersionUnsupported", "capacity", || version(|stage| capacity(&stage.operator.owner))),
    case("Draining", "the operator", || operator(|operator| operator.draining = true)),
    case("MintNotAccepted", "IOSD only", || operator(|operator| operator.accepted_mints = 0b01)),
    case("MintNotAccepted", "every other", || operator(|operator| operator.accepted_mints = 0b1111_1101)),
    case("ClassMismatch", "a small device", || device(|device| device.class = 2)),
    case("VramTooSmall", "a MiB less", || asks(|terms| terms.filters.min_vram_mib = 81_921)),
    case("RegionMismatch", "elsewhere", || asks(|terms| terms.filters.region = u16::MAX)),
    case("ConnectivityTooLow", "tier 3 of 4", || {
        device_for(|terms| terms.filters.min_connectivity = 4, |device| device.tiers[0] = 3)
    }),
    case("LatencyTooLow", "tier 3 of 4", || {
        device_for(|terms| terms.filters.min_latency = 4, |device| device.tiers[1] = 3)
    }),
    case("SecurityTooLow", "tier 3 of 4", || {
        device_for(|terms| terms.filters.min_security = 4, |device| device.tiers[2] = 3)
    }),
    case("PurposeMismatch", "inference for training", || {
        device_for(|terms| terms.filters.purposes = 4, |device| device.purposes = 2)
    }),
    case("OperatorReputationTooLow", "the best asked of a newcomer", || {
        asks(|terms| terms.filters.min_operator_reputation = 10_000)
    }),
    case("ClientReputationTooLow", "the best asked of a newcomer", || {
        operator(|operator| operator.min_client_reputation = 10_000)
    }),
    case("JobTooLongForOperator", "by a second", || operator(|operator| operator.max_seconds = 3_599)),
    case("MaxSecondsTooShort", "by a second", || max_seconds(3_599)),
    case("MaxSecondsTooShort", "nothing", || max_seconds(0)),
    case("UsdOutOfRange", "below the parameter", || operator(|operator| operator.usd_bps = 2_999)),
    case("UsdOutOfRange", "above 90 %", || operator(|operator| operator.usd_bps = 9_001)),
    case("UsdOutOfRange", "more than all", || operator(|operator| operator.usd_bps = u16::MAX)),
    case("StakersOutOfRange", "99", || operator(|operator| operator.staker_bps = 99)),
    case("StakersOutOfRange", "301", || operator(|operator| operator.staker_bps = 301)),
    case("NotAGranule", "no GPUs", || Stage::free_for_all(|_| ()).refuses(|stage| stage.claim_call(0))),
    case("NotAGranule", "no GPUs during the race", || Stage::sealed(|_| ()).refuses(|stage| stage.claim_call(0))),
    case("NotAGranule", "one of a pair", || {
        Stage::free_for_all(|terms| terms.granule = 2).refuses(|stage| stage.claim_call(1))
    }),
    case("NotAReplica", "two replicas", || {
        Stage::free_for_all(replicated).refuses(|stage| stage.claim_call(2))
    }),
    case("NotAReplica", "half a replica", || {
        Stage::free_for_all(|terms| {
            replicated(terms);
            terms.gpus = 2;
        }).refuses(|stage| stage.claim_call(1))
    }),
    case("NotEnoughSlots", "one more than there are", || Stage::free_for_all(|_| ()).refuses(|stage| stage.claim_call(3))),
    case("NotEnoughSlots", "as many as there are numbers", || {
        Stage::free_for_all(|_| ()).refuses(|stage| stage.claim_call(u32::MAX))
    }),
    case("NotEnoughSlots", "more than there are, during the race", || {
        Stage::sealed(|_| ()).refuses(|stage| stage.claim_call(3))
    }),
    case("NotEnoughSlots", "the other operator has them", || {
        Stage::claimed(|_| ()).with(|stage| stage.operator = stage.other()).refuses(|stage| stage.claim_call(1))
    }),
    case("ClaimDeadlinePassed", "in its second", || {
        Stage::sealed(|_| ()).after(3_596).refuses(|stage| stage.claim_call(2))
    }),
    case("JobEnded", "claim of a cancelled one", || {
        Stage::free_for_all(|_| ()).and(Stage::cancel_call).refuses(|stage| stage.claim_call(2))
    }),
    case("JobEnded", "claim of a cancelled one, during the race", || {
        Stage::sealed(|_| ()).and(Stage::cancel_call).refuses(|stage| stage.claim_call(2))
    }),
    case("NotSealed", "claim", || Stage::posted(|_| ()).refuses(|stage| stage.claim_call(2))),
    case("RaceTooEarly", "in the slot of the seal", || Stage::sealed(|_| ()).refuses(|stage| stage.claim_call(2))),
    case("ActiveTooLate", "the operator", || {
        Stage::sealed(|_| ()).with(|stage| {
            let now = stage.market.world.chain.now();
            stage.rewrite_operator(|operator| operator.registered_at = now);
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("ActiveTooLate", "its device", || {
        Stage::sealed(|_| ()).with(|stage| {
            let now = stage.market.world.chain.now();
            stage.rewrite_device(|device| device.registered_at = now);
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("RaceInputOutOfRange", "more stake than there is IO", || {
        let much = Stake { checkpoints: [(0, u64::MAX); 2], ..Stake::own(1) };
        Stage::sealed(|_| ()).and(|stage| {
            stand_in::set_stake(stage.admin(), stage.operator.owner, much)
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("RaceInputOutOfRange", "more GPUs than there are", || {
        Stage::sealed(|_| ()).and(|stage| {
            let many = [(CLASS, u32::MAX)];
            stand_in::set_capacity(stage.admin(), stage.operator.owner, stage.market.epoch(), &many)
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("PriorityWait", "the class was scarce when the job was posted", || {
        Stage::sealed(|_| ()).with(|stage| {
            let job = stage.job.address;
            stage.market.world.chain.rewrite::<Job>(&job, |job| job.utilisation_bps = 9_000);
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("NotEnoughVerified", "one less", || verified(&[(CLASS, 1)])),
    case("NotEnoughVerified", "of another class", || verified(&[(2, 8)])),
    case("NotEnoughVerified", "none at all", || verified(&[])),
    case("NotEnoughVerified", "they serve another job", || second_job(|stage| {
        stand_in::set_capacity(stage.admin(), stage.operator.owner, stage.market.epoch(), &[(CLASS, 3)])
    })),
    case("TooManyClasses", "hired in eight others", || {
        Stage::free_for_all(|_| ()).with(|stage| {
            let record = participant(&stage.operator.owner);
            stage.market.world.chain.rewrite::<Participant>(&record, |record| {
                for (entry, class) in record.hired.iter_mut().zip(10..) {
                    (entry.class, entry.gpus) = (class, 1);
                }
            });
        }).refuses(|stage| stage.claim_call(2))
    }),
    case("NotEnoughSelfStake", "a unit less than an hour of the gross", || staked(239_999_999)),
    case("NotEnoughSelfStake", "none", || staked(0)),
    case("NotEnoughSelfStake", "another claim locks it", || second_job(|stage| {
        stand_in::set_stake(stage.admin(), stage.operator.owner, Stake::own(479_999_999))
    })),
];

/// An epoch some epochs from now.
fn epoch(stage: &Stage, from_now: i64) -> u64 {
    stage.market.epoch().saturating_add_signed(from_now)
}

fn total_of(from_now: i64) -> Outcome {
    let stage = Stage::posted(|_| ())
        .and(|stage| stand_in::set_class_total(stage.admin(), CLASS, epoch(stage, from_now), 1));
    stage.refuses(seal)
}

fn capacity_of(from_now: i64) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).and(|stage| {
        let gpus = [(CLASS, 8)];
        let epoch = epoch(stage, from_now);
        stand_in::set_capacity(stage.admin(), stage.operator.owner, epoch, &gpus)
    });
    stage.refuses(|stage| stage.claim_call(2))
}

fn version(account: impl FnOnce(&Stage) -> Address) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).with(|stage| {
        let address = account(stage);
        stage.patch(address, 8, &[9]);
    });
    stage.refuses(|stage| stage.claim_call(2))
}

fn operator(change: impl FnOnce(&mut OperatorBytes)) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).with(|stage| stage.rewrite_operator(change));
    stage.refuses(|stage| stage.claim_call(2))
}

fn device(change: impl FnOnce(&mut DeviceBytes)) -> Outcome {
    device_for(|_| (), change)
}

fn device_for(terms: impl FnOnce(&mut JobTerms), change: impl FnOnce(&mut DeviceBytes)) -> Outcome {
    let stage = Stage::free_for_all(terms).with(|stage| stage.rewrite_device(change));
    stage.refuses(|stage| stage.claim_call(2))
}

fn asks(terms: impl FnOnce(&mut JobTerms)) -> Outcome {
    Stage::free_for_all(terms).refuses(|stage| stage.claim_call(2))
}

fn max_seconds(accepted: u32) -> Outcome {
    Stage::free_for_all(|_| ()).refuses(|stage| {
        let with = stage.market.claim_accounts(&stage.operator);
        escrow::claim_slots(&stage.job, &with, 2, accepted)
    })
}

fn verified(gpus: &[(u16, u32)]) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).and(|stage| {
        stand_in::set_capacity(
            stage.admin(),
            stage.operator.owner,
            stage.market.epoch(),
            gpus,
        )
    });
    stage.refuses(|stage| stage.claim_call(2))
}

fn staked(self_stake: u64) -> Outcome {
    let stage = Stage::free_for_all(|_| ()).and(|stage| {
        stand_in::set_stake(stage.admin(), stage.operator.owner, Stake::own(self_stake))
    });
    stage.refuses(|stage| stage.claim_call(2))
}

/// A claim of a second job while the first runs.
fn second_job(change: impl FnOnce(&Stage) -> Call) -> Outcome {
    let stage = Stage::claimed(|_| ()).and(change).with(|stage| {
        let terms = stage.market.terms(DOLLAR_MINT, 2);
        stage.job = stage.market.posted(1, &terms);
        stage.market.world.chain.warp(16);
        stage.market.refresh_prices();
    });
    stage.refuses(|stage| stage.claim_call(2))
}
