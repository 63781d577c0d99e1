//! Errors of job-escrow: replicas that commit, reveal, and are decided.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::{Stage, replicated},
};
use ionet_test_kit::{
    Call,
    addresses::{participant, verdict},
    market::Operator,
    process::{job_escrow as escrow, local_stand_in as stand_in},
    state::Job,
};

const RESULT: [u8; 32] = [7; 32];
const SALT: [u8; 32] = [9; 32];

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotReplicated", "commit", || Stage::running().after(60).refuses(commit)),
    case("NotReplicated", "decide", || Stage::completed().refuses(decide)),
    case("WrongState", "commit before the start", || {
        Stage::replicas().with(|stage| stage.operator = stage.other()).refuses(commit)
    }),
    case("WrongState", "commit twice", || committed().refuses(commit)),
    case("WrongState", "reveal before the commitment", || Stage::replicas().after(60).refuses(reveal)),
    case("WrongState", "reveal twice", || all_committed().and(reveal).refuses(reveal)),
    case("WrongState", "decide twice", || {
        revealed_by_two().and(decide).refuses(decide)
    }),
    case("JobEnded", "commit in a cancelled job", || {
        Stage::replicas().after(60).and(Stage::cancel_call).refuses(commit)
    }),
    case("JobEnded", "reveal in a cancelled job", || {
        all_committed().and(Stage::cancel_call).refuses(reveal)
    }),
    case("NotLeadDevice", "commit of another device", || Stage::replicas().after(60).refuses(|stage| {
        commit(stage).with_account("device", stage.other().device)
    })),
    case("WrongDeviceKey", "commit by the owner", || Stage::replicas().after(60).refuses(|stage| {
        commit(stage).with_account("device_key", stage.operator.owner)
    })),
    case("AliveOutOfRange", "commit with as many as there are numbers", || {
        Stage::replicas().after(60).refuses(|stage| commit_with(stage, u32::MAX, [0; 32]))
    }),
    case("WrongParticipant", "commit with another's record", || Stage::replicas().after(60).refuses(|stage| {
        commit(stage).with_account("participant", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "decide with another's record", || revealed_by_two().refuses(|stage| {
        decide(stage).with_account("operator", participant(&stage.other().owner))
    })),
    case("NotFull", "decide while replicas are free", || {
        let alone = Stage::free_for_all(replicated).and(|stage| stage.claim_call(1));
        alone.refuses(decide)
    }),
    case("RevealNotOpen", "the others can still commit", || committed().refuses(reveal)),
    case("RevealClosed", "an hour later", || all_committed().after(3_600).refuses(reveal)),
    case("RevealClosed", "years later", || all_committed().after(10 * 365 * 86_400).refuses(reveal)),
    case("RevealAwaited", "decide who can still reveal", || {
        revealed_by_two().with(|stage| stage.operator = stage.third).refuses(decide)
    }),
    case("VerdictAwaited", "decide without a majority", || all_committed().refuses(decide)),
    case("VerdictAwaited", "decide with a verdict before all could reveal", || {
        let early = all_committed().and(|stage| {
            stand_in::set_verdict(stage.admin(), stage.job.address, false, RESULT)
        });
        early.refuses(decide)
    }),
    case("WrongVerdict", "decide with the bytes of another's", || {
        let other = all_committed().and(|stage| {
            stand_in::set_verdict(stage.admin(), stage.job.address, false, RESULT)
        });
        // Subject: discriminator, head.
        other.with(|stage| stage.patch(verdict(&stage.job.address), 16, &[0; 32])).refuses(decide)
    }),
    case("ForeignVersionUnsupported", "decide", || {
        let other = all_committed().and(|stage| {
            stand_in::set_verdict(stage.admin(), stage.job.address, false, RESULT)
        });
        other.with(|stage| stage.patch(verdict(&stage.job.address), 8, &[9])).refuses(decide)
    }),
    case("WrongReveal", "another result", || all_committed().refuses(|stage| {
        escrow::reveal(&stage.job, &stage.operator.owner, [8; 32], SALT)
    })),
    case("WrongReveal", "another salt", || all_committed().refuses(|stage| {
        escrow::reveal(&stage.job, &stage.operator.owner, RESULT, [0; 32])
    })),
    case("WrongReveal", "a commitment that was copied", || {
        let copied = all_committed_to(|stage, _| commitment(&stage.market.operators[0]));
        copied.with(|stage| stage.operator = stage.other()).refuses(reveal)
    }),
    case("Overflow", "more results than replicas", || {
        let full = all_committed().with(|stage| {
            let job = stage.job.address;
            stage.market.world.chain.rewrite::<Job>(&job, |job| job.tally.votes = [1; 5]);
        });
        full.refuses(reveal)
    }),
];

fn commitment(operator: &Operator) -> [u8; 32] {
    escrow::commitment(&RESULT, &operator.owner, &SALT)
}

fn commit(stage: &Stage) -> Call {
    commit_with(stage, 1, commitment(&stage.operator))
}

fn commit_with(stage: &Stage, alive: u32, commitment: [u8; 32]) -> Call {
    let Operator {
        owner,
        device_key,
        device,
        ..
    } = stage.operator;
    escrow::commit(&stage.job, &owner, device_key, device, alive, commitment)
}

fn reveal(stage: &Stage) -> Call {
    escrow::reveal(&stage.job, &stage.operator.owner, RESULT, SALT)
}

fn decide(stage: &Stage) -> Call {
    escrow::decide(&stage.job, &stage.operator.owner)
}

/// One of three replicas has committed.
fn committed() -> Stage {
    Stage::replicas().after(60).and(commit)
}

/// All three have, to the same result.
pub fn all_committed() -> Stage {
    all_committed_to(|_, operator| commitment(operator))
}

fn all_committed_to(commitment: fn(&Stage, &Operator) -> [u8; 32]) -> Stage {
    let stage = Stage::replicas().with(|stage| {
        for operator in others(stage) {
            stage.operator = operator;
            stage.must(stage.start_call(1));
        }
    });
    stage.after(60).with(|stage| {
        for operator in [stage.market.operators[0]].into_iter().chain(others(stage)) {
            stage.operator = operator;
            stage.must(commit_with(stage, 1, commitment(stage, &operator)));
        }
        stage.operator = stage.market.operators[0];
    })
}

/// A majority has revealed, and the third has not.
fn revealed_by_two() -> Stage {
    let stage = all_committed().with(|stage| stage.operator = stage.other());
    let stage = stage
        .and(reveal)
        .with(|stage| stage.operator = stage.market.operators[0]);
    stage.and(reveal)
}

fn others(stage: &Stage) -> [Operator; 2] {
    [stage.other(), stage.third]
}
