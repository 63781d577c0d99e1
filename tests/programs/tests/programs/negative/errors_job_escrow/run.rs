//! Errors of job-escrow: signs of life, results, and every end of a claim or a job.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, half_claimed, replicated},
};
use ionet_test_kit::{addresses::participant, market::DOLLAR_MINT, process::job_escrow as escrow};
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotLeadDevice", "heartbeat of another device", || Stage::running().refuses(|stage| {
        stage.beat_call(2).with_account("device", stage.other().device)
    })),
    case("NotLeadDevice", "complete of another device", || Stage::running().refuses(|stage| {
        stage.complete_call(2).with_account("device", stage.other().device)
    })),
    case("WrongDeviceKey", "heartbeat by the owner", || Stage::running().refuses(|stage| {
        stage.beat_call(2).with_account("device_key", stage.operator.owner)
    })),
    case("WrongDeviceKey", "complete by the client", || Stage::running().refuses(|stage| {
        stage.complete_call(2).with_account("device_key", stage.market.client)
    })),
    case("WrongDevice", "heartbeat of a device that was sold", || Stage::running().with(|stage| {
        let buyer = stage.mallory();
        stage.rewrite_device(|device| device.owner = buyer);
    }).after(900).refuses(|stage| stage.beat_call(2))),
    case("HeartbeatTooEarly", "by a second", || Stage::running().after(899).refuses(|stage| stage.beat_call(2))),
    case("HeartbeatTooEarly", "at once", || Stage::running().refuses(|stage| stage.beat_call(2))),
    case("AliveOutOfRange", "three of two", || Stage::running().after(900).refuses(|stage| stage.beat_call(3))),
    case("AliveOutOfRange", "as many as there are numbers", || {
        Stage::running().after(900).refuses(|stage| stage.beat_call(u32::MAX))
    }),
    case("AliveOutOfRange", "complete with three of two", || {
        Stage::running().after(900).refuses(|stage| stage.complete_call(3))
    }),
    case("ClaimOver", "all is covered", || {
        let covered = Stage::running().after(1_800).and(|stage| stage.beat_call(2));
        let covered = covered.after(1_800).and(|stage| stage.beat_call(2));
        covered.refuses(|stage| stage.beat_call(2))
    }),
    case("ClaimOver", "too late for a last one", || {
        Stage::running().after(4_500).refuses(|stage| stage.beat_call(2))
    }),
    case("WrongState", "heartbeat before the start", || Stage::claimed(|_| ()).refuses(|stage| stage.beat_call(2))),
    case("WrongState", "heartbeat after the end", || Stage::completed().after(900).refuses(|stage| stage.beat_call(2))),
    case("WrongState", "complete before the start", || Stage::claimed(|_| ()).refuses(|stage| stage.complete_call(2))),
    case("WrongState", "complete twice", || Stage::completed().refuses(|stage| stage.complete_call(2))),
    case("WrongState", "finish what is completed", || Stage::completed().refuses(Stage::finish_call)),
    case("WrongState", "finish what is settled", || Stage::settled().refuses(Stage::finish_call)),
    case("CommitInstead", "a replica", || Stage::replicas().after(60).refuses(|stage| stage.complete_call(1))),
    case("EndNotDue", "finish before the start", || Stage::claimed(|_| ()).refuses(Stage::finish_call)),
    case("EndNotDue", "finish in the last second to start", || {
        Stage::claimed(|_| ()).after(600).refuses(Stage::finish_call)
    }),
    case("EndNotDue", "finish while it runs", || Stage::running().refuses(Stage::finish_call)),
    case("EndNotDue", "finish in the last second of the grace", || {
        Stage::running().after(1_800).refuses(Stage::finish_call)
    }),
    case("LastHeartbeatAwaited", "its seconds are over", || {
        let nearly = Stage::running().after(1_800).and(|stage| stage.beat_call(2));
        nearly.after(1_800).refuses(Stage::finish_call)
    }),
    case("LastHeartbeatAwaited", "its job was cancelled", || {
        Stage::running().after(60).and(Stage::cancel_call).after(899).refuses(Stage::finish_call)
    }),
    case("NotClient", "cancel by the operator", || Stage::posted(|_| ()).refuses(|stage| {
        stage.cancel_call().with_account("client", stage.operator.owner)
    })),
    case("NotClient", "cancel by the admin", || Stage::running().refuses(|stage| {
        stage.cancel_call().with_account("client", stage.admin())
    })),
    case("JobEnded", "cancel twice", || {
        Stage::posted(|_| ()).and(Stage::cancel_call).refuses(Stage::cancel_call)
    }),
    case("JobEnded", "cancel what has ended", || {
        Stage::completed().and(Stage::end_call).refuses(Stage::cancel_call)
    }),
    case("JobEnded", "end twice", || Stage::completed().and(Stage::end_call).refuses(Stage::end_call)),
    case("JobEnded", "end what was cancelled", || {
        Stage::posted(|_| ()).and(Stage::cancel_call).refuses(Stage::end_call)
    }),
    case("JobNotDue", "slots are free", || Stage::posted(|_| ()).refuses(Stage::end_call)),
    case("JobNotDue", "the last second to claim", || Stage::posted(|_| ()).after(3_599).refuses(Stage::end_call)),
    case("JobNotDue", "a claim waits to start", || Stage::claimed(|_| ()).refuses(Stage::end_call)),
    case("JobNotDue", "a claim runs", || Stage::running().after(3_600).refuses(Stage::end_call)),
    case("JobNotDue", "completed, but slots are free", || {
        let half = Stage::claimed(half_claimed).and(|stage| stage.start_call(2)).after(60);
        half.and(|stage| stage.complete_call(2)).refuses(Stage::end_call)
    }),
    case("WrongParticipant", "complete with another's record", || Stage::running().refuses(|stage| {
        stage.complete_call(2).with_account("participant", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "finish with another's record", || {
        Stage::claimed(|_| ()).after(601).refuses(|stage| {
            stage.finish_call().with_account("operator", participant(&stage.other().owner))
        })
    }),
    case("WrongParticipant", "the forfeit goes to somebody else", || {
        Stage::claimed(|_| ()).after(601).refuses(|stage| {
            stage.finish_call().with_account("client", participant(&stage.other().owner))
        })
    }),
    case("ClaimOfOtherJob", "start_host", || with_other_job(Stage::claimed(|_| ())).refuses(|stage| {
        stage.start_call(2).with_account("claim", first_claim(stage))
    })),
    case("ClaimOfOtherJob", "heartbeat", || with_other_job(Stage::running()).after(900).refuses(|stage| {
        stage.beat_call(2).with_account("claim", first_claim(stage))
    })),
    case("ClaimOfOtherJob", "complete", || with_other_job(Stage::running()).refuses(|stage| {
        stage.complete_call(2).with_account("claim", first_claim(stage))
    })),
    case("ClaimOfOtherJob", "finish by a job that was cancelled", || {
        let cancelled = with_other_job(Stage::running()).and(Stage::cancel_call).after(1_000);
        cancelled.refuses(|stage| stage.finish_call().with_account("claim", first_claim(stage)))
    }),
    case("ClaimOfOtherJob", "settle out of another job's vault", || {
        with_other_job(Stage::completed().after(900)).refuses(|stage| {
            stage.settle_call().with_account("claim", first_claim(stage))
        })
    }),
    case("ClaimOfOtherJob", "close_claim", || {
        with_other_job(Stage::settled()).refuses(|stage| {
            stage.close_claim_call().with_account("claim", first_claim(stage))
        })
    }),
    case("NotDecided", "settle while a replica runs", || Stage::replicas().refuses(Stage::settle_call)),
    case("NotDecided", "settle a replica that went dark", || {
        let dark = Stage::replicas().after(1_801).and(Stage::finish_call);
        dark.after(900).refuses(Stage::settle_call)
    }),
    case("NotDecided", "settle a replica of a cancelled job", || {
        let cancelled = Stage::replicas().after(900).and(Stage::cancel_call).after(900);
        cancelled.and(Stage::finish_call).after(900).refuses(Stage::settle_call)
    }),
    case("NotAReplica", "of a job for one", || {
        Stage::free_for_all(replicated).refuses(|stage| stage.claim_call(3))
    }),
];

/// The same client posts a second job, which is the one that calls name from here on.
fn with_other_job(stage: Stage) -> Stage {
    stage.with(|stage| {
        let terms = stage.market.terms(DOLLAR_MINT, 2);
        let with = stage.market.post_accounts(DOLLAR_MINT);
        stage.must(escrow::post(stage.market.client, 1, &terms, &with));
        stage.job = stage.market.job(1, DOLLAR_MINT);
    })
}

fn first_claim(stage: &Stage) -> Address {
    stage
        .market
        .job(0, DOLLAR_MINT)
        .claim(&stage.operator.owner)
}
