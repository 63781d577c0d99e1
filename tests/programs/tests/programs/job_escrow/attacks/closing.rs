//! Rent, bounty and remainder at the permissionless closes.

use super::{refund, refused, refused_as, running, send, wind_up, work_to_the_end};
use ionet_test_kit::{
    addresses::{participant, shard_vault},
    market::{DOLLAR_MINT, Market, Operator},
    process::job_escrow::{self as escrow, JobAt},
};
use solana_instruction::error::InstructionError;

/// Everything is settled and the job has ended; nothing is closed.
fn closable() -> (Market, JobAt, Operator) {
    let (mut market, job, operator) = running();
    work_to_the_end(&mut market, &job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    send(&mut market, escrow::end_job(&job));
    (market, job, operator)
}

#[test]
fn the_rent_of_a_claim_goes_to_who_paid_it() {
    let (mut market, job, operator) = closable();
    let thief = market.world.mallory;
    let stolen = escrow::close_claim(&job, &operator.owner, thief);
    refused(&mut market, stolen, "WrongRentReceiver");
    // The owner's wallet did not pay either: the device did.
    let owners = escrow::close_claim(&job, &operator.owner, operator.owner);
    refused(&mut market, owners, "WrongRentReceiver");

    let claim = job.claim(&operator.owner);
    let rent = market.world.chain.lamports(&claim);
    let before = market.world.chain.lamports(&operator.device_key);
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    send(&mut market, close.clone());
    let after = market.world.chain.lamports(&operator.device_key);
    assert_eq!(after - before, rent);
    refused_as(&mut market, close, &InstructionError::IllegalOwner);
}

#[test]
fn a_closer_gets_the_bounty_and_nothing_else() {
    let (mut market, job, operator) = closable();
    let (thief, client) = (market.world.mallory, market.client);
    let close = escrow::close_job(thief, &job);
    refused(&mut market, close.clone(), "ClaimsOpen");
    let key = operator.device_key;
    send(&mut market, escrow::close_claim(&job, &operator.owner, key));
    let own = close.clone().with_account("client", thief);
    refused(&mut market, own, "WrongRentReceiver");
    send(&mut market, escrow::open_participant(thief, thief));
    let record = close
        .clone()
        .with_account("participant", participant(&thief));
    refused(&mut market, record, "WrongParticipant");
    let shard = shard_vault(DOLLAR_MINT, (job.shard() + 1) & 15);
    let other_shard = close.clone().with_account("shard_vault", shard);
    refused(&mut market, other_shard, "WrongShardVault");

    // What strangers sent is no prey.
    market.world.chain.pay(&thief, &job.address, 7_000_000);
    market.world.chain.pay(&thief, &job.vault(), 5_000_000);
    let all = |market: &Market| {
        [job.address, job.vault(), client].map(|address| market.world.chain.lamports(&address))
    };
    let before = all(&market);
    let thiefs = market.world.chain.lamports(&thief);
    send(&mut market, close.clone());
    assert_eq!(market.world.chain.lamports(&thief) - thiefs, 100_000);
    let sum = before.iter().sum::<u64>() - 100_000;
    assert_eq!(all(&market), [0, 0, sum]);
    refused_as(&mut market, close, &InstructionError::IllegalOwner);
}

/// Tokens sent to a vault are nobody's deposit: the treasury's, at the close.
#[test]
fn donated_tokens_change_no_payees_part() {
    let parts = |donation: u64| {
        let (mut market, job, operator) = running();
        if donation > 0 {
            let (from, owner) = (market.client_dollars, market.client);
            market
                .world
                .chain
                .transfer(&from, &job.vault(), &owner, donation);
        }
        market.world.chain.warp(900);
        let _ = market.complete(&job, &operator, 2);
        refund(&mut market, &job);
        wind_up(&mut market, &job, &[operator]);
        let shard = market.shard(DOLLAR_MINT, job.shard());
        let held = market
            .world
            .chain
            .balance(&shard_vault(DOLLAR_MINT, job.shard()));
        let booked = shard.treasury.booked + shard.verifiers.booked;
        assert_eq!(held, booked + shard.participants.booked, "nothing stays");
        (
            market.participant(&operator.owner).balances[1].clone(),
            market.participant(&market.client).balances[1].clone(),
            shard.treasury.booked,
        )
    };
    let (operator, client, treasury) = parts(0);
    let (operator_donated, client_donated, treasury_donated) = parts(1_000_000);
    assert_eq!(operator_donated, operator);
    assert_eq!(client_donated, client);
    assert_eq!(treasury_donated, treasury + 1_000_000);
}

/// Closed early, a claim could be made again, and an unsettled one would never be paid.
#[test]
fn nothing_is_closed_before_it_is_settled() {
    let (mut market, job, operator) = running();
    let close_claim = escrow::close_claim(&job, &operator.owner, operator.device_key);
    let close_job = escrow::close_job(market.world.mallory, &job);
    refused(&mut market, close_claim.clone(), "NotSettled");
    refused(&mut market, close_job.clone(), "JobOpen");
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    refused(&mut market, close_claim.clone(), "NotSettled");
    send(&mut market, escrow::cancel(&job));
    refused(&mut market, close_job.clone(), "ClaimsOpen");
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    send(&mut market, close_claim);
    send(&mut market, close_job);
}

/// While slots are open a closed claim could be made again by the same operator.
#[test]
fn no_operator_claims_a_job_twice() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 4));
    market.running(&job, &operator, 2);
    market.world.chain.warp(60);
    let _ = market.complete(&job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    let close = escrow::close_claim(&job, &operator.owner, operator.device_key);
    refused(&mut market, close, "ClaimingOpen");
    let with = market.claim_accounts(&operator);
    let again = escrow::claim_slots(&job, &with, 2, 86_400);
    assert!(!market.world.chain.send(again).is_ok());
    assert_eq!(market.job_at(&job).slots_claimed, 2);
}
