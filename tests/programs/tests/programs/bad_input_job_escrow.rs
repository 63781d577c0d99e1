//! Bad input of job-escrow which is not a matter of one account or one error code: the extremes
//! of every argument, and codes that mean nothing.

use crate::negative::stage::{Stage, seal};
use ionet_test_kit::{
    Call, Outcome,
    addresses::{STABLE, dollar_tokens, shard_vault},
    market::{DOLLAR_FEED, DOLLAR_MINT},
    process::job_escrow::{self as escrow, TREASURY, VERIFIERS},
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

/// anchor-lang `ErrorCode::ConstraintDuplicateMutableAccount`.
const DUPLICATE_MUTABLE: InstructionError = InstructionError::Custom(2040);

/// Every correct call with its arguments, and their length.
fn calls() -> Vec<(Stage, Call)> {
    let with = |stage: Stage, call: fn(&Stage) -> Call| {
        let call = call(&stage);
        (stage, call)
    };
    vec![
        with(Stage::open(), |stage| {
            escrow::set_parameters(stage.admin(), escrow::Parameters::default())
        }),
        with(Stage::open(), |stage| {
            let mint = stage.market.dollar_mint;
            let sink = dollar_tokens(&mint);
            escrow::list_mint(stage.admin(), DOLLAR_MINT, mint, sink, DOLLAR_FEED, true)
        }),
        with(Stage::open(), |stage| {
            escrow::propose_role(stage.admin(), TREASURY, stage.mallory())
        }),
        with(Stage::open(), |stage| stage.post_call(|_| ())),
        with(Stage::free_for_all(|_| ()), |stage| stage.claim_call(2)),
        with(Stage::half_claimed(|_| ()), |stage| stage.enlarge_call(1)),
        with(Stage::claimed(|_| ()), |stage| stage.start_call(2)),
        with(Stage::running().after(900), |stage| stage.beat_call(2)),
        with(Stage::running(), |stage| stage.complete_call(2)),
        with(Stage::settled(), |stage| stage.withdraw_call(1)),
        with(Stage::settled(), |stage| fees(stage, VERIFIERS, 1)),
    ]
}

fn fees(stage: &Stage, role: u8, amount: u64) -> Call {
    let holder = match role {
        VERIFIERS => stage.market.verifiers,
        _ => stage.market.treasury,
    };
    let (shard, to) = (stage.job.shard(), stage.market.client_dollars);
    escrow::withdraw_fees(holder, role, DOLLAR_MINT, shard, to, amount)
}

/// No byte of any argument makes the program stop in the middle: whatever it is, the call
/// succeeds or is refused with an error, and never runs out of units or reads beyond its data.
#[test]
fn no_byte_of_an_argument_breaks_a_call() {
    for (stage, call) in calls() {
        for at in 8..call.raw.data.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let mut spoiled = call.clone();
                spoiled.raw.data[at] = byte;
                let outcome = stage.market.world.chain.clone().send(spoiled);
                assert!(
                    is_answer(&outcome),
                    "{} byte {at}: {}",
                    call.instruction,
                    outcome.failure()
                );
            }
        }
    }
}

/// All arguments at once: nothing but zeros, and nothing but ones.
#[test]
fn arguments_of_one_byte_only_break_no_call() {
    for (stage, call) in calls() {
        for byte in [0, 0x7f, 0x80, 0xff] {
            let mut spoiled = call.clone();
            spoiled.raw.data[8..].fill(byte);
            let outcome = stage.market.world.chain.clone().send(spoiled);
            assert!(
                is_answer(&outcome),
                "{} of {byte}: {}",
                call.instruction,
                outcome.failure()
            );
        }
    }
}

/// Success, an error of the program or the framework, or a signature that the changed argument
/// would need elsewhere.
fn is_answer(outcome: &Outcome) -> bool {
    outcome.is_ok()
        || matches!(
            outcome.instruction_error(),
            Some(InstructionError::Custom(_))
        )
}

/// A withdrawal is at most what is owed, whatever is asked for.
#[test]
fn asking_for_all_there_can_be_pays_what_is_owed() {
    let mut stage = Stage::settled();
    let owed = stage.market.participant(&stage.operator.owner).balances[1].booked;
    let before = stage.market.world.chain.balance(&stage.operator.dollars);
    stage.must(stage.withdraw_call(u64::MAX));
    let after = stage.market.world.chain.balance(&stage.operator.dollars);
    assert_eq!(after - before, owed);
    assert!(owed > 0);

    let shard = stage.market.shard(DOLLAR_MINT, stage.job.shard());
    let before = stage
        .market
        .world
        .chain
        .balance(&stage.market.client_dollars);
    stage.must(fees(&stage, TREASURY, u64::MAX));
    stage.must(fees(&stage, VERIFIERS, u64::MAX));
    let after = stage
        .market
        .world
        .chain
        .balance(&stage.market.client_dollars);
    assert_eq!(
        after - before,
        shard.treasury.booked + shard.verifiers.booked
    );
    let vault = shard_vault(DOLLAR_MINT, stage.job.shard());
    let stakers = stage.market.participant(&stage.operator.owner).stakers[1].booked;
    assert_eq!(stage.market.world.chain.balance(&vault), stakers);
}

/// An operator that accepts any length is held to its own limit and the job's.
#[test]
fn accepting_all_seconds_there_can_be_accepts_the_job() {
    let mut stage = Stage::free_for_all(|_| ());
    let with = stage.market.claim_accounts(&stage.operator);
    stage.must(escrow::claim_slots(&stage.job, &with, 2, u32::MAX));
    let claim = stage.market.claim_of(&stage.job, &stage.operator);
    assert_eq!(claim.accepted_seconds, u64::from(u32::MAX));
    assert_eq!(stage.market.job_at(&stage.job).windows[0].seconds, 3_600);
}

/// Neither active nor inactive: whoever meant "active" would find out from its clients.
#[test]
fn a_flag_of_another_value_is_refused() {
    let mut stage = Stage::open();
    let mint = stage.market.dollar_mint;
    let sink = dollar_tokens(&mint);
    let mut list = escrow::list_mint(stage.admin(), DOLLAR_MINT, mint, sink, DOLLAR_FEED, true);
    for flag in [2, 0xff] {
        *list.raw.data.last_mut().expect("the flag") = flag;
        let outcome = stage.market.world.chain.send(list.clone());
        outcome.fails_with("UnknownActive");
        assert_eq!(stage.market.config().mints[1].active, 1);
    }
}

/// No GPU is alive: a sign of life which earns nothing.
#[test]
fn nothing_alive_earns_nothing() {
    let stage = Stage::running().after(900).and(|stage| stage.beat_call(0));
    let stage = stage.after(900).and(|stage| stage.complete_call(2));
    let claim = stage.market.claim_of(&stage.job, &stage.operator);
    assert_eq!(claim.newest.charge, 0);
    assert_eq!(stage.market.job_at(&stage.job).bound.ended_gross, 0);
}

#[test]
fn one_account_cannot_stand_twice() {
    let settled = Stage::settled();
    let call = settled.withdraw_call(1);
    let vault = call.account("shard_vault");
    duplicate(settled, call.with_account("destination", vault));

    let posted = Stage::posted(|_| ()).after(3_600);
    let call = posted.refund_call();
    let vault = call.account("vault");
    duplicate(posted, call.with_account("destination", vault));

    let due = Stage::completed().after(900);
    let call = due.settle_call();
    let vault = call.account("vault");
    duplicate(due.clone(), call.clone().with_account("shard_vault", vault));
    duplicate(due, call.with_account("token_sink", vault));

    // The claim that a device is to serve is not the one that it has served.
    let half = Stage::claimed(|_| ()).and(|stage| stage.start_call(1));
    let call = half.start_after(Some(half.claim_address()), 1);
    duplicate(half, call);
}

fn duplicate(mut stage: Stage, call: Call) {
    stage
        .market
        .world
        .chain
        .send(call)
        .fails_as(&DUPLICATE_MUTABLE);
}

/// The number of a job follows from the client's record: none can be skipped or used again.
#[test]
fn a_job_has_the_next_number_only() {
    for number in [1, 2, u64::MAX] {
        let mut stage = Stage::open();
        let terms = stage.market.terms(DOLLAR_MINT, 2);
        let with = stage.market.post_accounts(DOLLAR_MINT);
        let post = escrow::post(stage.market.client, number, &terms, &with);
        let outcome = stage.market.world.chain.send(post);
        outcome.fails_as(&InstructionError::InvalidSeeds);
    }
    let mut stage = Stage::closed_claim()
        .and(Stage::end_call)
        .and(Stage::close_job_call);
    let again = stage.post_call(|_| ());
    let outcome = stage.market.world.chain.send(again);
    outcome.fails_as(&InstructionError::InvalidSeeds);
}

/// A hand-over to nobody is a withdrawal, and nobody can accept.
#[test]
fn nobody_takes_a_role() {
    let nobody = Address::default();
    let mut stage =
        Stage::open().and(|stage| escrow::propose_role(stage.admin(), TREASURY, nobody));
    stage.market.world.chain.impersonate(nobody);
    let accept = escrow::accept_role(nobody, TREASURY);
    stage
        .market
        .world
        .chain
        .send(accept)
        .fails_with("NothingProposed");
}

/// Bytes that are no instruction.
#[test]
fn an_unknown_instruction_is_refused() {
    let mut stage = Stage::posted(|_| ());
    for data in [vec![0; 16], vec![0xff; 8], vec![7], Vec::new()] {
        let mut call = seal(&stage);
        call.raw.data = data;
        let outcome = stage.market.world.chain.send(call);
        outcome.fails_as(&InstructionError::InvalidInstructionData);
    }
}

/// A mint of the token program's successor is none, under no index.
#[test]
fn a_token_2022_mint_is_not_listed() {
    let mut stage = Stage::open();
    let admin = stage.admin();
    let mint = stage
        .market
        .world
        .chain
        .token_2022_mint("token-2022 mint", &admin);
    let sink = stage.market.client_iosd;
    let list = escrow::list_mint(admin, 2, mint, sink, [2; 32], true);
    let outcome = stage.market.world.chain.send(list);
    outcome.fails_as(&InstructionError::IllegalOwner);
    assert_ne!(stage.market.config().mints[0].mint, mint);
    assert_eq!(stage.market.config().mints[0].mint, STABLE.mint);
}
