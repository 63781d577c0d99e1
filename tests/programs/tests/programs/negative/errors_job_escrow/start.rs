//! Errors of job-escrow: hosts that start.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, half_claimed, replicated},
};
use ionet_test_kit::{
    Outcome,
    addresses::{binding, stake},
    market::DOLLAR_MINT,
    registry_accounts::DeviceBytes,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("WrongDevice", "another operator's starts", || Stage::claimed(|_| ()).refuses(|stage| {
        let start = stage.start_call(2).with_account("device", stage.other().device);
        start.with_account("device_key", stage.other().device_key)
    })),
    case("WrongDevice", "no device at all", || Stage::claimed(|_| ()).refuses(|stage| {
        stage.start_call(2).with_account("device", stake(&stage.operator.owner))
    })),
    case("WrongDeviceKey", "the owner starts", || Stage::claimed(|_| ()).refuses(|stage| {
        stage.start_call(2).with_account("device_key", stage.operator.owner)
    })),
    case("DeviceInactive", "start_host", || device(|device| device.available = false)),
    case("ForeignVersionUnsupported", "start_host", || {
        let stage = Stage::claimed(|_| ()).with(|stage| stage.patch(stage.operator.device, 8, &[9]));
        stage.refuses(|stage| stage.start_call(2))
    }),
    case("TooFewGpusInDevice", "nine", || Stage::claimed(|_| ()).refuses(|stage| stage.start_call(9))),
    case("TooFewGpusInDevice", "as many as there are numbers", || {
        Stage::claimed(|_| ()).refuses(|stage| stage.start_call(u32::MAX))
    }),
    case("TooFewGpusInDevice", "it has one", || device(|device| device.gpus = 1)),
    case("ClassMismatch", "start_host", || device(|device| device.class = 2)),
    case("TooManyGpus", "three of two", || Stage::claimed(|_| ()).refuses(|stage| stage.start_call(3))),
    case("NotAGranule", "start of nothing", || Stage::claimed(|_| ()).refuses(|stage| stage.start_call(0))),
    case("NotAGranule", "start of one of a pair", || {
        Stage::claimed(|terms| terms.granule = 2).refuses(|stage| stage.start_call(1))
    }),
    case("StartNotOpen", "waits for the rest", || Stage::claimed(|terms| {
        half_claimed(terms);
        terms.partial_fill = 1;
    }).refuses(|stage| stage.start_call(2))),
    case("StartNotOpen", "all or nothing", || Stage::claimed(|terms| {
        half_claimed(terms);
        terms.partial_fill = 2;
    }).refuses(|stage| stage.start_call(2))),
    case("StartNotOpen", "a replica alone", || {
        let alone = Stage::free_for_all(replicated).and(|stage| stage.claim_call(1));
        alone.refuses(|stage| stage.start_call(1))
    }),
    case("StartMissed", "by a second", || {
        Stage::claimed(|_| ()).after(601).refuses(|stage| stage.start_call(2))
    }),
    case("StartMissed", "years later", || {
        Stage::claimed(|_| ()).after(10 * 365 * 86_400).refuses(|stage| stage.start_call(2))
    }),
    case("JobEnded", "start for a cancelled one", || {
        Stage::claimed(|_| ()).and(Stage::cancel_call).refuses(|stage| stage.start_call(2))
    }),
    case("JobEnded", "start for one that failed", || Stage::claimed(|terms| {
        half_claimed(terms);
        terms.partial_fill = 2;
    }).after(3_600).refuses(|stage| stage.start_call(2))),
    case("WrongState", "it runs already", || Stage::running().refuses(|stage| stage.start_call(1))),
    case("WrongState", "start after the end", || Stage::completed().refuses(|stage| stage.start_call(2))),
    case("DeviceBusy", "it runs another job", || second().refuses(|stage| {
        stage.start_after(Some(stage.market.job(0, DOLLAR_MINT).claim(&stage.operator.owner)), 2)
    })),
    case("WrongOldClaim", "nothing", || second().refuses(|stage| stage.start_call(2))),
    case("WrongOldClaim", "one that does not exist", || second().refuses(|stage| {
        stage.start_after(Some(stage.job.claim(&stage.other().owner)), 2)
    })),
    case("WrongOldClaim", "the second start of one device for one claim", || {
        let half = Stage::claimed(|_| ()).and(|stage| stage.start_call(1));
        half.refuses(|stage| stage.start_call(1))
    }),
    case("WrongBinding", "that of another device, not there", || Stage::claimed(|_| ()).refuses(|stage| {
        stage.start_call(2).with_account("binding", binding(&stage.other().device))
    })),
    case("WrongBinding", "any free address", || Stage::claimed(|_| ()).refuses(|stage| {
        stage.start_call(2).with_account("binding", stage.mallory())
    })),
    case("WrongBinding", "that of a device which is free", || {
        // The other operator's device has served and is free again.
        let mut stage = Stage::running().after(900).and(|stage| stage.complete_call(2));
        let bound = binding(&stage.operator.device);
        let served = stage.claim_address();
        stage.operator = stage.other();
        let terms = stage.market.terms(DOLLAR_MINT, 2);
        stage.job = stage.market.posted(1, &terms);
        stage.market.world.chain.warp(16);
        stage.market.refresh_prices();
        stage.and(|stage| stage.claim_call(2)).refuses(|stage| {
            stage.start_after(Some(served), 2).with_account("binding", bound)
        })
    }),
];

fn device(change: impl FnOnce(&mut DeviceBytes)) -> Outcome {
    let stage = Stage::claimed(|_| ()).with(|stage| stage.rewrite_device(change));
    stage.refuses(|stage| stage.start_call(2))
}

/// The operator's device runs the first job, and the operator has claimed a second.
fn second() -> Stage {
    let stage = Stage::running().with(|stage| {
        let terms = stage.market.terms(DOLLAR_MINT, 2);
        stage.job = stage.market.posted(1, &terms);
        stage.market.world.chain.warp(16);
        stage.market.refresh_prices();
    });
    stage.and(|stage| stage.claim_call(2))
}
