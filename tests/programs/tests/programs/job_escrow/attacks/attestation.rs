//! Whose word counts for which work.

use super::{open_to_all, pass_race, refused, refused_as, running, send, wind_up, work_to_the_end};
use ionet_test_kit::{
    Call,
    market::{CLASS, DOLLAR_MINT, GPUS, Market, Operator},
    process::job_escrow::{self as escrow, JobAt},
    registry_accounts::DeviceBytes,
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

fn attestation(job: &JobAt, operator: &Operator) -> Call {
    let (key, device) = (operator.device_key, operator.device);
    escrow::complete(job, &operator.owner, key, device, 2, [7; 32])
}

/// The device of `of`, as registry writes it, under another owner.
fn move_device(market: &mut Market, of: &Operator, to: Address) {
    let _ = market.world.chain.write_device(&DeviceBytes {
        owner: to,
        device_key: of.device_key,
        available: true,
        tiers: [4; 3],
        purposes: 0b111,
        class: CLASS,
        gpus: GPUS,
        region: 1,
        vram_mib: 81_920,
        registered_at: market.world.chain.now(),
    });
}

/// The result of a cheap job would be the result of a dear one.
#[test]
fn an_attestation_does_not_fit_another_job() {
    let (mut market, first, operator) = running();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let _ = market.claim(&second, &operator, 2).ok();

    let claim = second.claim(&operator.owner);
    let other_claim = attestation(&first, &operator).with_account("claim", claim);
    refused(&mut market, other_claim, "ClaimOfOtherJob");
    let other_job = attestation(&first, &operator).with_account("job", second.address);
    refused(&mut market, other_job, "ClaimOfOtherJob");
    // Signed anew for the other job: no host of it has started.
    refused(&mut market, attestation(&second, &operator), "WrongState");
}

#[test]
fn an_attestation_counts_once() {
    let (mut market, job, operator) = running();
    market.world.chain.warp(60);
    send(&mut market, attestation(&job, &operator));
    let once = market.claim_of(&job, &operator);
    market.world.chain.warp(60);
    refused(&mut market, attestation(&job, &operator), "WrongState");
    assert_eq!(market.claim_of(&job, &operator), once);
}

/// Two operators share a job: one works, both would be paid.
#[test]
fn an_attestation_does_not_fit_another_operators_slots() {
    let mut market = Market::open();
    let [worker, lazy] = market.operators;
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 4));
    market.running(&job, &worker, 2);
    let _ = market.claim(&job, &lazy, 2).ok();
    let _ = market.start_host(&job, &lazy, 2);
    market.world.chain.warp(60);

    let claim = job.claim(&lazy.owner);
    let copied = attestation(&job, &worker).with_account("claim", claim);
    refused(&mut market, copied, "NotLeadDevice");
    // The lead device's account with the other's key.
    let (key, device) = (worker.device_key, lazy.device);
    let forged = escrow::complete(&job, &lazy.owner, key, device, 2, [7; 32]);
    refused(&mut market, forged, "WrongDeviceKey");
    let beat = escrow::heartbeat(&job, &lazy.owner, key, device, 2);
    refused(&mut market, beat, "WrongDeviceKey");
    let unsigned = attestation(&job, &lazy).without_signature("device_key");
    refused_as(
        &mut market,
        unsigned,
        &InstructionError::MissingRequiredSignature,
    );
    // Booked to the one whose work it is.
    let other_record = attestation(&job, &worker).with_account(
        "participant",
        attestation(&job, &lazy).account("participant"),
    );
    refused(&mut market, other_record, "WrongParticipant");
}

/// With the number of a closed job its attestations would come alive again.
#[test]
fn a_job_is_never_created_again() {
    let (mut market, job, operator) = running();
    work_to_the_end(&mut market, &job, &operator, 2);
    wind_up(&mut market, &job, &[operator]);

    let terms = market.terms(DOLLAR_MINT, 2);
    let with = market.post_accounts(DOLLAR_MINT);
    let again = escrow::post(market.client, 0, &terms, &with);
    refused_as(&mut market, again, &InstructionError::InvalidSeeds);
    let next = market.posted(1, &terms);
    assert_ne!(next.address, job.address);
    // The old result names accounts that are gone.
    let replayed = attestation(&job, &operator);
    refused_as(&mut market, replayed, &InstructionError::IllegalOwner);
}

#[test]
fn somebody_elses_device_neither_claims_nor_starts() {
    let (mut market, job) = open_to_all();
    let [operator, rival] = market.operators;
    let honest = market.claim_accounts(&operator);
    let device = escrow::ClaimAccounts {
        device: rival.device,
        ..honest
    };
    let claim = |with| escrow::claim_slots(&job, &with, 2, 86_400);
    refused(&mut market, claim(device), "WrongDeviceKey");
    let key = escrow::ClaimAccounts {
        device_key: rival.device_key,
        ..device
    };
    refused(&mut market, claim(key), "WrongDevice");
    // The other's operator account, so that its device suits; the record is one's own.
    let account = escrow::ClaimAccounts {
        operator: rival.account,
        ..key
    };
    refused(&mut market, claim(account), "WrongOperator");

    send(&mut market, claim(honest));
    let (key, device) = (rival.device_key, rival.device);
    let start = escrow::start_host(&job, &operator.owner, key, device, None, 2);
    refused(&mut market, start, "WrongDevice");
}

/// The key was sold with the machine: its new owner must not end the old owner's claims.
#[test]
fn a_device_that_changed_hands_reports_no_more() {
    let (mut market, job, operator) = running();
    let new_owner = market.operators[1].owner;
    move_device(&mut market, &operator, new_owner);
    market.world.chain.warp(900);
    refused(&mut market, attestation(&job, &operator), "WrongDevice");
    let (key, device) = (operator.device_key, operator.device);
    let beat = escrow::heartbeat(&job, &operator.owner, key, device, 2);
    refused(&mut market, beat, "WrongDevice");
}

/// One machine, two jobs: only one of them would get its GPUs.
#[test]
fn a_device_serves_one_claim_at_a_time() {
    let (mut market, first, operator) = running();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    pass_race(&mut market);
    let _ = market.claim(&second, &operator, 2).ok();

    let (key, device) = (operator.device_key, operator.device);
    let start = |old| escrow::start_host(&second, &operator.owner, key, device, old, 2);
    let old = first.claim(&operator.owner);
    refused(&mut market, start(Some(old)), "DeviceBusy");
    // An ended claim, or none, in the place of the one that runs.
    refused(&mut market, start(None), "WrongOldClaim");
    let gone = second.claim(&market.operators[1].owner);
    refused(&mut market, start(Some(gone)), "WrongOldClaim");
    // A second binding of the same device.
    let fresh = market.world.chain.wallet("another binding");
    market
        .world
        .chain
        .set_account(fresh, solana_account::Account::default());
    let rebound = start(None).with_account("binding", fresh);
    refused(&mut market, rebound, "WrongBinding");

    market.world.chain.warp(60);
    let _ = market.complete(&first, &operator, 2);
    send(&mut market, start(Some(old)));
}

/// A host of four GPUs that starts twice would be billed as eight.
#[test]
fn a_host_is_not_counted_twice_in_one_claim() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 8));
    pass_race(&mut market);
    let _ = market.claim(&job, &operator, 8).ok();
    let _ = market.start_host(&job, &operator, 4);
    let (key, device) = (operator.device_key, operator.device);
    let claim = job.claim(&operator.owner);
    let again = |old| escrow::start_host(&job, &operator.owner, key, device, old, 4);
    // The binding names the claim itself, which cannot stand in two places.
    refused_as(
        &mut market,
        again(Some(claim)),
        &InstructionError::Custom(2040),
    );
    refused(&mut market, again(None), "WrongOldClaim");
    let more = escrow::start_host(&job, &operator.owner, key, device, None, 9);
    refused(&mut market, more, "TooFewGpusInDevice");
}
