//! Errors of job-escrow: versions of another release, and states that it did not write. No call
//! leads here; the guards keep what a defect has broken from being paid out.

use super::{
    super::tables::{ErrorCase, error_case as case},
    money::{due, fees},
    stage::{Stage, seal},
};
use ionet_test_kit::{
    Call, Outcome,
    addresses::{ESCROW, binding, participant, shard},
    market::DOLLAR_MINT,
    process::job_escrow::{self as escrow, Parameters, TREASURY},
    state::{Claim, Job, Participant, Shard},
};
use solana_address::Address;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("UnsupportedVersion", "config, set_parameters", || config(Stage::open(), |stage| {
        escrow::set_parameters(stage.admin(), Parameters::default())
    })),
    case("UnsupportedVersion", "config, list_mint", || config(Stage::open(), |stage| {
        let mint = stage.market.dollar_mint;
        escrow::list_mint(stage.admin(), DOLLAR_MINT, mint, stage.job.token_sink, [1; 32], true)
    })),
    case("UnsupportedVersion", "config, open_shard", || config(Stage::open(), |stage| {
        escrow::open_shard(stage.admin(), DOLLAR_MINT, stage.market.dollar_mint, 16)
    })),
    case("UnsupportedVersion", "config, pause", || config(Stage::open(), |stage| escrow::pause(stage.admin()))),
    case("UnsupportedVersion", "config, unpause", || config(Stage::open(), |stage| escrow::unpause(stage.admin()))),
    case("UnsupportedVersion", "config, propose_role", || config(Stage::open(), |stage| {
        escrow::propose_role(stage.admin(), TREASURY, stage.mallory())
    })),
    case("UnsupportedVersion", "config, accept_role", || config(Stage::open(), |stage| {
        escrow::accept_role(stage.mallory(), TREASURY)
    })),
    case("UnsupportedVersion", "config, post", || config(Stage::open(), |stage| stage.post_call(|_| ()))),
    case("UnsupportedVersion", "config, seal", || config(Stage::posted(|_| ()), seal)),
    case("UnsupportedVersion", "config, claim", || config(Stage::free_for_all(|_| ()), claim)),
    case("UnsupportedVersion", "config, enlarge", || config(half_claimed(), enlarge)),
    case("UnsupportedVersion", "config, finish", || config(Stage::claimed(|_| ()).after(601), Stage::finish_call)),
    case("UnsupportedVersion", "config, settle", || config(due(), Stage::settle_call)),
    case("UnsupportedVersion", "config, withdraw_fees", || config(Stage::settled(), |stage| fees(stage, TREASURY, 1))),
    case("UnsupportedVersion", "participant, post", || record(Stage::open(), client, |stage| stage.post_call(|_| ()))),
    case("UnsupportedVersion", "participant, claim", || record(Stage::free_for_all(|_| ()), operator, claim)),
    case("UnsupportedVersion", "participant, enlarge", || record(half_claimed(), operator, enlarge)),
    case("UnsupportedVersion", "participant, complete", || {
        record(Stage::running(), operator, |stage| stage.complete_call(2))
    }),
    case("UnsupportedVersion", "participant, finish", || {
        record(Stage::claimed(|_| ()).after(601), operator, Stage::finish_call)
    }),
    case("UnsupportedVersion", "participant, settle", || record(due(), client, Stage::settle_call)),
    case("UnsupportedVersion", "participant, close_job", || {
        record(Stage::closed_claim().and(Stage::end_call), client, Stage::close_job_call)
    }),
    case("UnsupportedVersion", "participant, withdraw", || {
        record(Stage::settled(), operator, |stage| stage.withdraw_call(1))
    }),
    case("UnsupportedVersion", "job, seal", || record(Stage::posted(|_| ()), job, seal)),
    case("UnsupportedVersion", "job, claim", || record(Stage::free_for_all(|_| ()), job, claim)),
    case("UnsupportedVersion", "job, enlarge", || record(half_claimed(), job, enlarge)),
    case("UnsupportedVersion", "job, start_host", || record(Stage::claimed(|_| ()), job, |stage| stage.start_call(2))),
    case("UnsupportedVersion", "job, heartbeat", || {
        record(Stage::running().after(900), job, |stage| stage.beat_call(2))
    }),
    case("UnsupportedVersion", "job, complete", || record(Stage::running(), job, |stage| stage.complete_call(2))),
    case("UnsupportedVersion", "job, cancel", || record(Stage::running(), job, Stage::cancel_call)),
    case("UnsupportedVersion", "job, end_job", || record(Stage::completed(), job, Stage::end_call)),
    case("UnsupportedVersion", "job, finish", || record(Stage::claimed(|_| ()).after(601), job, Stage::finish_call)),
    case("UnsupportedVersion", "job, refund", || record(Stage::completed(), job, Stage::refund_call)),
    case("UnsupportedVersion", "job, settle", || record(due(), job, Stage::settle_call)),
    case("UnsupportedVersion", "job, close_claim", || record(Stage::settled(), job, Stage::close_claim_call)),
    case("UnsupportedVersion", "job, close_job", || {
        record(Stage::closed_claim().and(Stage::end_call), job, Stage::close_job_call)
    }),
    case("UnsupportedVersion", "claim, enlarge", || record(half_claimed(), Stage::claim_address, enlarge)),
    case("UnsupportedVersion", "claim, start_host", || {
        record(Stage::claimed(|_| ()), Stage::claim_address, |stage| stage.start_call(2))
    }),
    case("UnsupportedVersion", "claim, heartbeat", || {
        record(Stage::running().after(900), Stage::claim_address, |stage| stage.beat_call(2))
    }),
    case("UnsupportedVersion", "claim, complete", || {
        record(Stage::running(), Stage::claim_address, |stage| stage.complete_call(2))
    }),
    case("UnsupportedVersion", "claim, finish", || {
        record(Stage::claimed(|_| ()).after(601), Stage::claim_address, Stage::finish_call)
    }),
    case("UnsupportedVersion", "claim, settle", || record(due(), Stage::claim_address, Stage::settle_call)),
    case("UnsupportedVersion", "claim, close_claim", || {
        record(Stage::settled(), Stage::claim_address, Stage::close_claim_call)
    }),
    case("UnsupportedVersion", "shard, settle", || record(due(), its_shard, Stage::settle_call)),
    case("UnsupportedVersion", "shard, close_job", || {
        record(Stage::closed_claim().and(Stage::end_call), its_shard, Stage::close_job_call)
    }),
    case("UnsupportedVersion", "shard, withdraw", || {
        record(Stage::settled(), its_shard, |stage| stage.withdraw_call(1))
    }),
    case("UnsupportedVersion", "shard, withdraw_fees", || {
        record(Stage::settled(), its_shard, |stage| fees(stage, TREASURY, 1))
    }),
    case("UnsupportedVersion", "binding, start_host", || {
        let half = Stage::claimed(|_| ()).and(|stage| stage.start_call(1));
        record(half, |stage| binding(&stage.operator.device), |stage| stage.start_call(1))
    }),
    case("WrongState", "heartbeat of a claim that runs without a start", || {
        of_claim(Stage::running().after(900), |claim| claim.started_at = 0, |stage| stage.beat_call(2))
    }),
    case("Overflow", "a claim in state 0", || {
        of_claim(Stage::running().after(900), |claim| claim.state = 0, |stage| stage.beat_call(2))
    }),
    case("Overflow", "a claim in state 11", || {
        of_claim(Stage::running(), |claim| claim.state = 11, |stage| stage.complete_call(2))
    }),
    case("Overflow", "a bond at the end of 64 bits", || {
        of_claim(half_claimed(), |claim| claim.bond = u64::MAX, enlarge)
    }),
    case("Overflow", "its worth at the end of 64 bits", || {
        of_claim(half_claimed(), |claim| claim.bond_worth = u64::MAX, enlarge)
    }),
    case("Overflow", "more slots of one claim than there are numbers", || {
        of_claim(half_claimed(), |claim| claim.gpus = u32::MAX, enlarge)
    }),
    case("Overflow", "a claim that ended for reason 7", || of_claim(due(), |claim| claim.end_reason = 7, Stage::settle_call)),
    case("Overflow", "a claim entitled to 3", || of_claim(due(), |claim| claim.entitlement = 3, Stage::settle_call)),
    case("Overflow", "a job that ended for reason 4", || of_job(Stage::posted(|_| ()), |job| job.end = 4, Stage::cancel_call)),
    case("Overflow", "a claim of no GPUs ends", || of_claim(
        Stage::claimed(|_| ()).after(601), |claim| claim.gpus = 0, Stage::finish_call,
    )),
    case("Overflow", "less is hired than ends", || {
        of_operator(|operator| operator.hired[0].gpus = 1)
    }),
    case("Overflow", "less is locked than is released", || due().with(|stage| {
        let record = operator(stage);
        let less = |operator: &mut Participant| operator.locked_bond -= 1;
        stage.market.world.chain.rewrite(&record, less);
    }).refuses(Stage::settle_call)),
    case("Overflow", "no claim is open and one ends", || {
        of_operator(|operator| operator.open_claims = 0)
    }),
    case("Overflow", "more slots end than were claimed", || {
        of_job(Stage::running(), |job| job.slots_finished = 1, |stage| stage.complete_call(2))
    }),
    case("Overflow", "no claim is open and one is closed", || {
        of_job(Stage::settled(), |job| job.claims_open = 0, Stage::close_claim_call)
    }),
    case("NotSettled", "a job is closed that was not settled in full", || of_job(
        Stage::closed_claim().and(Stage::end_call), |job| job.moved -= 1, Stage::close_job_call,
    )),
    case("Overflow", "more was refunded than deposited", || of_job(
        Stage::closed_claim().and(Stage::end_call), |job| job.refunded = u64::MAX, Stage::close_job_call,
    )),
    case("Overflow", "the vault holds less than is left", || {
        let ended = Stage::closed_claim().and(Stage::end_call);
        of_job(ended, |job| job.deposit += 1, Stage::close_job_call)
    }),
    case("Overflow", "moved at the end of 64 bits", || of_job(due(), |job| job.moved = u64::MAX, Stage::settle_call)),
    case("Overflow", "less earned than settled", || {
        of_claim(due(), |claim| claim.settled_gross = u64::MAX, Stage::settle_call)
    }),
    case("Overflow", "the shard's gross at the end of 64 bits", || of_shard(|shard| shard.gross = u64::MAX)),
    case("Overflow", "the treasury's ledger at the end of 64 bits", || {
        of_shard(|shard| shard.treasury.booked = u64::MAX)
    }),
    case("Overflow", "the participants' ledger at the end of 64 bits", || {
        of_shard(|shard| shard.participants.booked = u64::MAX)
    }),
    case("Overflow", "the operator's balance at the end of 64 bits", || {
        let stage = due().with(|stage| {
            let record = participant(&stage.operator.owner);
            let full = |record: &mut Participant| record.balances[1].booked = u64::MAX;
            stage.market.world.chain.rewrite(&record, full);
        });
        stage.refuses(Stage::settle_call)
    }),
    case("Overflow", "what is forfeited at the end of 64 bits", || {
        let stage = Stage::claimed(|_| ()).after(601).with(|stage| {
            let record = participant(&stage.operator.owner);
            let full = |record: &mut Participant| record.forfeited_io = u64::MAX;
            stage.market.world.chain.rewrite(&record, full);
        });
        stage.refuses(Stage::finish_call)
    }),
];

fn claim(stage: &Stage) -> Call {
    stage.claim_call(2)
}

fn half_claimed() -> Stage {
    Stage::half_claimed(|_| ())
}

fn enlarge(stage: &Stage) -> Call {
    stage.enlarge_call(1)
}

fn client(stage: &Stage) -> Address {
    participant(&stage.market.client)
}

fn operator(stage: &Stage) -> Address {
    participant(&stage.operator.owner)
}

fn job(stage: &Stage) -> Address {
    stage.job.address
}

fn its_shard(stage: &Stage) -> Address {
    shard(DOLLAR_MINT, stage.job.shard())
}

fn config(stage: Stage, call: impl FnOnce(&Stage) -> Call) -> Outcome {
    record(stage, |_| ESCROW.config, call)
}

/// The call with an account whose version byte is of another release.
fn record(
    stage: Stage,
    account: impl FnOnce(&Stage) -> Address,
    call: impl FnOnce(&Stage) -> Call,
) -> Outcome {
    let address = account(&stage);
    let stage = stage.with(|stage| stage.patch(address, 8, &[2]));
    stage.refuses(call)
}

fn of_claim(
    stage: Stage,
    change: impl FnOnce(&mut Claim),
    call: impl FnOnce(&Stage) -> Call,
) -> Outcome {
    let address = stage.claim_address();
    let stage = stage.with(|stage| stage.market.world.chain.rewrite(&address, change));
    stage.refuses(call)
}

fn of_job(
    stage: Stage,
    change: impl FnOnce(&mut Job),
    call: impl FnOnce(&Stage) -> Call,
) -> Outcome {
    let address = stage.job.address;
    let stage = stage.with(|stage| stage.market.world.chain.rewrite(&address, change));
    stage.refuses(call)
}

/// A running claim is completed.
fn of_operator(change: impl FnOnce(&mut Participant)) -> Outcome {
    let stage = Stage::running().with(|stage| {
        let record = operator(stage);
        stage.market.world.chain.rewrite(&record, change);
    });
    stage.refuses(|stage| stage.complete_call(2))
}

/// A claim is settled.
fn of_shard(change: impl FnOnce(&mut Shard)) -> Outcome {
    let stage = due().with(|stage| {
        let address = its_shard(stage);
        stage.market.world.chain.rewrite(&address, change);
    });
    stage.refuses(Stage::settle_call)
}
