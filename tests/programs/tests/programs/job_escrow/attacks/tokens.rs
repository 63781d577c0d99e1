//! Token accounts and mints that do not do what they should.

use super::{DEPOSIT, money, refund, refused, refused_as, running, send, wind_up, work_to_the_end};
use crate::job_escrow::money::split_of;
use ionet_test_kit::{
    Call,
    addresses::dollar_tokens,
    market::{DOLLAR_FEED, DOLLAR_MINT, Market},
    process::job_escrow as escrow,
};
use solana_instruction::error::InstructionError;

/// What the token program says of a frozen account.
const ACCOUNT_FROZEN: InstructionError = InstructionError::Custom(17);

/// A Token-2022 mint could take a fee of every payment, so that less arrives than is booked.
#[test]
fn a_token_2022_dollar_is_not_listed() {
    let mut market = Market::open();
    let admin = market.world.admin;
    let chain = &mut market.world.chain;
    let mint = chain.token_2022_mint("token-2022 dollar", &admin);
    let sink = chain.token_2022_account("token-2022 sink", &mint, &admin);
    let list = escrow::list_mint(admin, 2, mint, sink, [9; 32], true);
    refused_as(&mut market, list, &InstructionError::IllegalOwner);
    assert_eq!(market.config().mint_count, 2);
}

/// Nor is a job posted in one, in the place of the listed mint.
#[test]
fn a_token_2022_dollar_pays_for_no_job() {
    let mut market = Market::open();
    let (admin, client) = (market.world.admin, market.client);
    let chain = &mut market.world.chain;
    let mint = chain.token_2022_mint("token-2022 dollar", &admin);
    let source = chain.token_2022_account("token-2022 dollars", &mint, &client);
    let terms = market.terms(DOLLAR_MINT, 2);
    let with = market.post_accounts(DOLLAR_MINT);
    let post = |with: &escrow::PostAccounts| escrow::post(client, 0, &terms, with);
    let by_mint = post(&escrow::PostAccounts { mint, ..with });
    refused_as(&mut market, by_mint, &InstructionError::IllegalOwner);
    let by_source = post(&escrow::PostAccounts { source, ..with });
    assert!(!market.world.chain.send(by_source).is_ok());
    let program =
        post(&with).with_account("token_program", ionet_test_kit::tokens::TOKEN_2022_PROGRAM);
    refused_as(&mut market, program, &InstructionError::IncorrectProgramId);
    assert_eq!(market.participant(&client).jobs_posted, 0);
}

/// The issuer freezes one payee: every other is paid, and the payee too, elsewhere.
#[test]
fn a_frozen_payee_stops_nobody() {
    let (mut market, job, operator) = running();
    let (mint, admin) = (market.dollar_mint, market.world.admin);
    let client_dollars = market.client_dollars;
    for account in [operator.dollars, client_dollars] {
        market.world.chain.freeze(&account, &mint, &admin);
    }
    work_to_the_end(&mut market, &job, &operator, 2);
    wind_up(&mut market, &job, &[operator]);
    let booked = market.participant(&operator.owner).balances[1].booked;
    let withdraw = |to| escrow::withdraw(operator.owner, DOLLAR_MINT, job.shard(), to, u64::MAX);
    assert!(!market.world.chain.send(withdraw(operator.dollars)).is_ok());
    assert_eq!(
        market.participant(&operator.owner).balances[1].withdrawn,
        0,
        "a failed payment leaves the debt"
    );
    let other = market
        .world
        .chain
        .token_account("elsewhere", &mint, &operator.owner);
    send(&mut market, withdraw(other));
    assert_eq!(market.world.chain.balance(&other), booked);
}

/// The issuer freezes one job's vault: the others settle, and the job waits for the thaw.
#[test]
fn a_frozen_vault_holds_up_its_own_job_only() {
    let (mut market, job, operator) = running();
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    let rival = market.operators[1];
    market.running(&second, &rival, 2);
    let (mint, admin) = (market.dollar_mint, market.world.admin);
    market.world.chain.freeze(&job.vault(), &mint, &admin);
    market.world.chain.warp(900);
    for (job, operator) in [(&job, &operator), (&second, &rival)] {
        let _ = market.complete(job, operator, 2);
    }
    market.world.chain.warp(900);
    market.refresh_prices();
    let frozen = settle(&market, &job, &operator);
    let before = money(&market, &job);
    assert!(!market.world.chain.send(frozen.clone()).is_ok());
    assert_eq!(money(&market, &job), before);
    let _ = market.settle(&second, &rival);
    let served = market.claim_of(&second, &rival);
    assert_eq!(served.settled_gross, DEPOSIT / 4);

    market.world.chain.thaw(&job.vault(), &mint, &admin);
    market.refresh_prices();
    send(&mut market, frozen);
    let served = market.claim_of(&job, &operator);
    assert!(served.settled_gross >= DEPOSIT / 4);
    assert_eq!(served.settled_gross, served.newest.charge / 3_600);
}

/// The issuer freezes the mint's buy-and-burn vault, in which token shares end: settlements in
/// this mint wait, but clients are refunded and what is booked is paid out. The admin names
/// another vault, and everything is settled.
#[test]
fn a_frozen_sink_stops_settlements_until_the_admin_names_another() {
    let (mut market, job, operator) = running();
    let (mint, admin) = (market.dollar_mint, market.world.admin);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    let second = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    let third = market.posted(2, &market.terms(DOLLAR_MINT, 2));
    let rival = market.operators[1];
    market.running(&third, &rival, 2);
    market.world.chain.warp(900);
    let _ = market.complete(&third, &rival, 2);
    let _ = market.settle(&job, &operator);
    let sink = dollar_tokens(&mint);
    market.world.chain.freeze(&sink, &mint, &admin);
    market.world.chain.warp(900);
    market.refresh_prices();
    let frozen = settle(&market, &third, &rival);
    refused_as(&mut market, frozen.clone(), &ACCOUNT_FROZEN);

    send(&mut market, escrow::cancel(&second));
    refund(&mut market, &second);
    refund(&mut market, &third);
    let owner = operator.owner;
    let withdraw = escrow::withdraw(owner, DOLLAR_MINT, job.shard(), operator.dollars, u64::MAX);
    send(&mut market, withdraw);
    let record = market.participant(&owner);
    assert_eq!(record.balances[1].withdrawn, record.balances[1].booked);

    // Nobody but the admin, to no account but one of the mint.
    let chain = &mut market.world.chain;
    let other = chain.token_account("another vault", &mint, &admin);
    let named = |sink| escrow::list_mint(admin, DOLLAR_MINT, mint, sink, DOLLAR_FEED, true);
    let stranger = market.world.mallory;
    let by_stranger = named(other).with_account("admin", stranger);
    refused(&mut market, by_stranger, "NotAdmin");
    let of_iosd = named(market.client_iosd);
    refused(&mut market, of_iosd, "WrongTokenSink");
    send(&mut market, named(other));
    // The jobs that were posted before settle to it, and no longer to the old one.
    market.refresh_prices();
    refused(&mut market, frozen.clone(), "WrongTokenSink");
    let before = market.world.chain.balance(&sink);
    send(&mut market, frozen.with_account("token_sink", other));
    let claim = market.claim_of(&third, &rival);
    let split = split_of(&claim, claim.settled_gross);
    assert!(split.gross > 0);
    assert_eq!(market.world.chain.balance(&other), split.token);
    assert_eq!(market.world.chain.balance(&sink), before);
    let guardian = market.world.guardian;
    for (job, operator) in [(&third, rival), (&job, operator)] {
        send(&mut market, escrow::end_job(job));
        let close = escrow::close_claim(job, &operator.owner, operator.device_key);
        send(&mut market, close);
        send(&mut market, escrow::close_job(guardian, job));
    }
    // Back to the first one, thawed.
    market.world.chain.thaw(&sink, &mint, &admin);
    send(&mut market, named(sink));
    assert_eq!(market.config().mints[1].token_sink, sink);
}

/// A client that closed its token account: the remainder waits in its ledger.
#[test]
fn a_client_without_a_token_account_stops_no_close() {
    let (mut market, job, operator) = running();
    let (mint, client) = (market.dollar_mint, market.client);
    let rest = market
        .world
        .chain
        .token_account("the rest", &mint, &market.world.mallory);
    let all = market.world.chain.balance(&market.client_dollars);
    let own = market.client_dollars;
    market.world.chain.transfer(&own, &rest, &client, all);
    market.world.chain.close_token_account(&own, &client);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    let refund = escrow::refund(&job, own);
    assert!(!market.world.chain.send(refund).is_ok());
    wind_up(&mut market, &job, &[operator]);
    assert_eq!(
        market.participant(&client).balances[1].booked,
        DEPOSIT * 3 / 4
    );
    let fresh = market.world.chain.token_account("fresh", &mint, &client);
    let withdraw = escrow::withdraw(client, DOLLAR_MINT, job.shard(), fresh, u64::MAX);
    send(&mut market, withdraw);
    assert_eq!(market.world.chain.balance(&fresh), DEPOSIT * 3 / 4);
}

fn settle(
    market: &Market,
    job: &escrow::JobAt,
    operator: &ionet_test_kit::market::Operator,
) -> Call {
    let with = escrow::SettleAccounts {
        price: Some(ionet_test_kit::addresses::feed(&DOLLAR_FEED)),
        ..escrow::SettleAccounts::default()
    };
    assert_eq!(market.job(0, DOLLAR_MINT).mint, job.mint);
    escrow::settle(job, &operator.owner, &with)
}
