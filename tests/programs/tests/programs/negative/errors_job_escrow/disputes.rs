//! Errors of job-escrow: disputes, verdicts, and the end of both.

use super::{
    super::tables::{ErrorCase, error_case as case},
    stage::Stage,
};
use ionet_test_kit::{
    Call,
    addresses::{participant, shard, shard_vault, verdict},
    market::DOLLAR_MINT,
    process::{job_escrow as escrow, job_escrow::JobTerms, local_stand_in as stand_in},
    state::Shard,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotClient", "dispute by the operator", || Stage::completed().refuses(|stage| {
        let call = dispute(stage).with_account("client", stage.operator.owner);
        call.with_account("source", stage.operator.dollars)
    })),
    case("NotDeterministic", "dispute", || completed(|terms| terms.deterministic = 0).refuses(dispute)),
    case("Replicated", "dispute of a replica that went dark", || {
        Stage::replicas().after(1_801).and(Stage::finish_call).refuses(dispute)
    }),
    case("DisputeTooLate", "after the hold-back", || Stage::completed().after(900).refuses(dispute)),
    case("DisputeTooLate", "by a verdict", || {
        wrong(audited()).after(900).refuses(by_verdict)
    }),
    case("NothingHeldBack", "nothing was earned", || {
        let nothing = Stage::running().after(900).and(|stage| stage.complete_call(0));
        nothing.refuses(dispute)
    }),
    case("WrongState", "dispute while it runs", || Stage::running().refuses(dispute)),
    case("WrongState", "dispute twice", || disputed().refuses(dispute)),
    case("WrongState", "dispute what is settled", || Stage::settled().refuses(dispute)),
    case("WrongState", "resolve what is not disputed", || Stage::completed().refuses(resolve)),
    case("WrongState", "resolve twice", || wrong(disputed()).and(resolve).refuses(resolve)),
    case("WrongShard", "dispute into another", || Stage::completed().refuses(|stage| {
        let other = (stage.job.shard() + 1) & 15;
        let call = dispute(stage).with_account("shard", shard(DOLLAR_MINT, other));
        call.with_account("shard_vault", shard_vault(DOLLAR_MINT, other))
    })),
    case("WrongShard", "resolve out of another", || wrong(disputed()).refuses(|stage| {
        let other = (stage.job.shard() + 1) & 15;
        resolve(stage).with_account("shard", shard(DOLLAR_MINT, other))
    })),
    case("WrongShardVault", "dispute into the operator's", || Stage::completed().refuses(|stage| {
        dispute(stage).with_account("shard_vault", stage.operator.dollars)
    })),
    case("NotAudited", "a verdict on a job without an audit", || wrong(Stage::completed()).refuses(by_verdict)),
    case("NotAudited", "a verdict for the operator", || right(audited()).refuses(by_verdict)),
    case("WrongVerdict", "none", || audited().refuses(by_verdict)),
    case("WrongVerdict", "that on another claim", || {
        let other = audited().and(|stage| {
            stand_in::set_verdict(stage.admin(), stage.mallory(), true, [8; 32])
        });
        other.refuses(|stage| by_verdict(stage).with_account("verdict", verdict(&stage.mallory())))
    }),
    case("ForeignVersionUnsupported", "verdict", || {
        let other = wrong(audited());
        other.with(|stage| stage.patch(verdict(&stage.claim_address()), 8, &[9])).refuses(by_verdict)
    }),
    case("UnknownVerdict", "dispute by it", || unknown(audited()).refuses(by_verdict)),
    case("VerdictAwaited", "a verdict that says neither", || unknown(disputed()).refuses(resolve)),
    case("VerdictAwaited", "at once", || disputed().refuses(resolve)),
    case("VerdictAwaited", "the last second", || disputed().after(86_400 + 3_599).refuses(resolve)),
    case("WrongParticipant", "resolve for another operator", || wrong(disputed()).refuses(|stage| {
        resolve(stage).with_account("operator", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "resolve for another client", || wrong(disputed()).refuses(|stage| {
        resolve(stage).with_account("client", participant(&stage.other().owner))
    })),
    case("WrongParticipant", "the re-run is paid to somebody else", || wrong(disputed()).refuses(|stage| {
        resolve(stage).with_account("verifiers", participant(&stage.other().owner))
    })),
    case("ClaimDisputed", "settle", || disputed().after(900).refuses(Stage::settle_call)),
    case("Overflow", "a bond that the shard does not hold", || wrong(disputed()).with(|stage| {
        let address = shard(DOLLAR_MINT, stage.job.shard());
        stage.market.world.chain.rewrite::<Shard>(&address, |shard| shard.dispute_bonds = 0);
    }).refuses(resolve)),
];

fn completed(terms: impl FnOnce(&mut JobTerms)) -> Stage {
    let stage = Stage::claimed(terms)
        .and(|stage| stage.start_call(2))
        .after(900);
    stage.and(|stage| stage.complete_call(2))
}

fn audited() -> Stage {
    completed(|terms| terms.verification = 2)
}

fn disputed() -> Stage {
    let stage = Stage::completed().and(dispute);
    stage.and(|stage| escrow::open_participant(stage.admin(), stage.market.verifiers))
}

fn dispute(stage: &Stage) -> Call {
    escrow::dispute(
        &stage.job,
        &stage.operator.owner,
        stage.market.client_dollars,
    )
}

fn by_verdict(stage: &Stage) -> Call {
    escrow::dispute_by_verdict(&stage.job, &stage.operator.owner)
}

fn resolve(stage: &Stage) -> Call {
    escrow::resolve(&stage.job, &stage.operator.owner, &stage.market.verifiers)
}

fn verdict_of(stage: &Stage, upheld: bool) -> Call {
    stand_in::set_verdict(stage.admin(), stage.claim_address(), upheld, [8; 32])
}

/// The verifiers find against the operator.
fn wrong(stage: Stage) -> Stage {
    stage.and(|stage| verdict_of(stage, true))
}

/// The verifiers find for the operator.
fn right(stage: Stage) -> Stage {
    stage.and(|stage| verdict_of(stage, false))
}

/// The verifiers find neither.
fn unknown(stage: Stage) -> Stage {
    stage.and(|stage| {
        let mut call = verdict_of(stage, true);
        // Discriminator and claim come before it.
        call.raw.data[40] = 2;
        call
    })
}
