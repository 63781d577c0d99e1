//! Errors of job-escrow: time that is bought later.

use super::{
    super::tables::{ErrorCase, error_case as case},
    replicas::all_committed,
    stage::Stage,
};
use ionet_test_kit::{
    Call, Outcome,
    addresses::shard_vault,
    market::{CLASS, DOLLAR_MINT, RATE},
    process::job_escrow as escrow,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("Paused", "extend", || {
        Stage::running().and(|stage| escrow::pause(stage.admin())).refuses(|stage| extend(stage, 600))
    }),
    case("NotClient", "extend by the operator", || Stage::running().refuses(|stage| {
        extend(stage, 600).with_account("client", stage.operator.owner)
    })),
    case("RateAboveMax", "extend", || Stage::running().refuses(|stage| {
        let (book, source) = (stage.market.class_book, stage.market.client_dollars);
        escrow::extend(&stage.job, book, source, 600, RATE - 1)
    })),
    case("ClassUnknown", "extend in a class that was retired", || {
        let retired = Stage::running().with(|stage| {
            stage.patch(stage.market.class_book, 16 + 128 + 62, &[0]);
        });
        retired.refuses(|stage| extend(stage, 600))
    }),
    case("WrongVault", "extend into the shard", || Stage::running().refuses(|stage| {
        extend(stage, 600).with_account("vault", shard_vault(DOLLAR_MINT, 0))
    })),
    case("JobTooShort", "nothing", || running(0)),
    case("JobTooShort", "299 seconds of two GPUs", || running(299)),
    case("JobTooLong", "90 days and a second", || running(7_776_001 - 3_600)),
    case("JobTooLong", "the greatest", || running(u32::MAX)),
    case("TooManyRates", "a fourth other rate", || {
        let mut stage = Stage::running();
        for rate in [RATE + 1, RATE + 2, RATE + 3] {
            let _ = stage.market.world.chain.write_class_book(&[(CLASS, rate)]);
            stage.must(extend(&stage, 600));
        }
        let _ = stage.market.world.chain.write_class_book(&[(CLASS, RATE)]);
        stage.refuses(|stage| extend(stage, 600))
    }),
    case("DepositTooLarge", "extend at the greatest price", || {
        let dear = Stage::running().with(|stage| {
            let _ = stage.market.world.chain.write_class_book(&[(CLASS, u64::MAX)]);
        });
        dear.refuses(|stage| extend(stage, 600))
    }),
    case("TimeOver", "replicas can reveal", || all_committed().refuses(|stage| extend(stage, 600))),
    case("JobEnded", "extend what was cancelled", || {
        Stage::running().and(Stage::cancel_call).refuses(|stage| extend(stage, 600))
    }),
    case("JobEnded", "extend what has ended", || {
        Stage::completed().and(Stage::end_call).refuses(|stage| extend(stage, 600))
    }),
    case("JobEnded", "extend what has failed", || {
        let failed = Stage::posted(|terms| terms.partial_fill = 2).after(3_600);
        failed.refuses(|stage| extend(stage, 600))
    }),
];

fn extend(stage: &Stage, seconds: u32) -> Call {
    let (book, source) = (stage.market.class_book, stage.market.client_dollars);
    escrow::extend(&stage.job, book, source, seconds, u64::MAX)
}

fn running(seconds: u32) -> Outcome {
    Stage::running().refuses(|stage| extend(stage, seconds))
}
