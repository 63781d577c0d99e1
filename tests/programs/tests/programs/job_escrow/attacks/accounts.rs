//! Accounts in each other's places.

use super::{
    DEPOSIT, money, open_to_all, pass_race, refused, refused_as, running, send, work_to_the_end,
};
use ionet_core::settlement::Split;
use ionet_test_kit::{
    Call,
    addresses::{
        capacity, class_total, dollar_tokens, feed, job_vault, participant, shard, shard_vault,
        stake,
    },
    market::{CLASS, DOLLAR_FEED, DOLLAR_MINT, EPOCHS_BEFORE, IOSD_MINT, Market, Operator},
    negative::twin,
    process::job_escrow::{self as escrow, JobAt, SettleAccounts},
};
use solana_instruction::error::InstructionError;

/// Work is done and the hold-back over; a second job's vault is full.
fn settleable() -> (Market, JobAt, Operator, JobAt) {
    let (mut market, job, operator) = running();
    let other = market.posted(1, &market.terms(DOLLAR_MINT, 2));
    work_to_the_end(&mut market, &job, &operator, 2);
    market.world.chain.warp(900);
    market.refresh_prices();
    (market, job, operator, other)
}

fn settle(job: &JobAt, operator: &Operator) -> Call {
    let with = SettleAccounts {
        price: Some(feed(&DOLLAR_FEED)),
        ..SettleAccounts::default()
    };
    escrow::settle(job, &operator.owner, &with)
}

#[test]
fn no_settlement_takes_from_another_jobs_vault() {
    let (mut market, job, operator, other) = settleable();
    let call = settle(&job, &operator);
    let next = (job.shard() + 1) & 15;
    for (account, address, error) in [
        ("vault", other.vault(), "WrongVault"),
        ("vault", operator.dollars, "WrongVault"),
        ("shard", shard(DOLLAR_MINT, next), "WrongShard"),
        ("shard", shard(IOSD_MINT, job.shard()), "WrongShard"),
        (
            "shard_vault",
            shard_vault(DOLLAR_MINT, next),
            "WrongShardVault",
        ),
        ("shard_vault", operator.dollars, "WrongShardVault"),
        ("token_sink", operator.dollars, "WrongTokenSink"),
        ("token_sink", market.dollar_mint, "WrongTokenSink"),
        ("job", other.address, "ClaimOfOtherJob"),
    ] {
        let swapped = call.clone().with_account(account, address);
        refused(&mut market, swapped, error);
    }
    // One vault in two places.
    let shards = shard_vault(DOLLAR_MINT, job.shard());
    let doubled = call.clone().with_account("vault", shards);
    refused_as(&mut market, doubled, &InstructionError::Custom(2040));
    assert_eq!(market.world.chain.balance(&other.vault()), DEPOSIT);
    send(&mut market, call);
}

#[test]
fn no_refund_or_withdrawal_takes_from_another_vault() {
    let (mut market, job, operator, other) = settleable();
    let _ = market.settle(&job, &operator);
    send(&mut market, escrow::cancel(&other));
    let (client, stranger) = (market.client_dollars, operator.dollars);
    let other_mint = market.client_iosd;
    let refund = |destination| escrow::refund(&other, destination);
    let from_first = refund(client).with_account("vault", job.vault());
    refused(&mut market, from_first, "WrongVault");
    refused(&mut market, refund(stranger), "WrongTokenOwner");
    refused(&mut market, refund(other_mint), "WrongTokenMint");

    let number = job.shard();
    let withdraw = |to| escrow::withdraw(operator.owner, DOLLAR_MINT, number, to, u64::MAX);
    for (account, address, error) in [
        ("shard_vault", job.vault(), "WrongShardVault"),
        ("shard_vault", other.vault(), "WrongShardVault"),
        (
            "shard_vault",
            shard_vault(DOLLAR_MINT, (number + 1) & 15),
            "WrongShardVault",
        ),
        ("participant", participant(&market.client), "NotOwner"),
        ("destination", client, "WrongTokenOwner"),
        ("destination", operator.iosd, "WrongTokenMint"),
    ] {
        let swapped = withdraw(stranger).with_account(account, address);
        refused(&mut market, swapped, error);
    }
    // To the vault itself: it would stay there, and be owed no more.
    let to_itself = withdraw(shard_vault(DOLLAR_MINT, number));
    refused_as(&mut market, to_itself, &InstructionError::Custom(2040));
    // Somebody else's money, by the same shard.
    let owner = market.operators[1].owner;
    let own = market.operators[1].dollars;
    let nothing = escrow::withdraw(owner, DOLLAR_MINT, number, own, u64::MAX);
    refused(&mut market, nothing, "NothingOwed");
}

/// A fee role that pays itself twice, or out of what payees are owed.
#[test]
fn treasury_and_verifiers_take_their_part_once() {
    let (mut market, job, operator, _) = settleable();
    let _ = market.settle(&job, &operator);
    let number = job.shard();
    let before = market.shard(DOLLAR_MINT, number);
    let (mint, admin) = (market.dollar_mint, market.world.admin);
    for (role, holder, booked) in [
        (escrow::TREASURY, market.treasury, before.treasury.booked),
        (escrow::VERIFIERS, market.verifiers, before.verifiers.booked),
    ] {
        let name = format!("fees of {holder}");
        let account = market.world.chain.token_account(&name, &mint, &holder);
        let take =
            |role, by| escrow::withdraw_fees(by, role, DOLLAR_MINT, number, account, u64::MAX);
        refused(&mut market, take(role, operator.owner), "NotRoleHolder");
        refused(&mut market, take(escrow::ADMIN, admin), "NotAFeeRole");
        send(&mut market, take(role, holder));
        assert_eq!(market.world.chain.balance(&account), booked);
        refused(&mut market, take(role, holder), "NothingOwed");
    }
    let after = market.shard(DOLLAR_MINT, number);
    assert_eq!(after.participants, before.participants);
    let held = market
        .world
        .chain
        .balance(&shard_vault(DOLLAR_MINT, number));
    assert_eq!(held, before.participants.booked);
}

/// Referrer, operator or client: each record is the one whose wallet the claim names.
#[test]
fn nobody_puts_a_record_of_its_own_in_a_payees_place() {
    let (mut market, job, operator, _) = settleable();
    let thief = market.world.mallory;
    let open = escrow::open_participant(thief, thief);
    send(&mut market, open);
    for account in ["operator", "client"] {
        let stolen = settle(&job, &operator).with_account(account, participant(&thief));
        refused(&mut market, stolen, "WrongParticipant");
        // A copy of the right record.
        let copy = twin(
            &mut market.world.chain,
            &settle(&job, &operator).account(account),
        );
        let mut account_of_thief = market.world.chain.account(&copy).expect("the copy");
        account_of_thief.owner = ionet_test_kit::EMISSION.id;
        market.world.chain.set_account(copy, account_of_thief);
        let copied = settle(&job, &operator).with_account(account, copy);
        refused_as(&mut market, copied, &InstructionError::IllegalOwner);
    }
    // Operator and client in each other's places.
    let (mine, theirs) = (participant(&operator.owner), participant(&market.client));
    let crossed = settle(&job, &operator)
        .with_account("operator", theirs)
        .with_account("client", mine);
    refused(&mut market, crossed, "WrongParticipant");
    // This claim pays no referrer, whoever stands in the place.
    let referred = settle(&job, &operator)
        .with_account("client_referrer", participant(&thief))
        .with_account("operator_referrer", participant(&thief));
    send(&mut market, referred);
    assert_eq!(market.participant(&thief).balances[1].booked, 0);
}

/// One account in two places is written twice, and would keep only the second booking.
#[test]
fn a_client_that_is_its_own_operator_is_booked_both_parts() {
    let mut market = Market::open();
    // Operator 0 becomes a client, and claims its own job.
    let operator = market.operators[0];
    let since = market.world.chain.now() - EPOCHS_BEFORE * 3_600;
    let (mint, admin) = (market.dollar_mint, market.world.admin);
    market
        .world
        .chain
        .mint_foreign(&mint, &operator.dollars, &admin, DEPOSIT);
    market.client = operator.owner;
    market.client_account = market
        .world
        .chain
        .write_client(operator.owner, operator.owner, since);
    market.client_dollars = operator.dollars;
    let (before, sink) = (DEPOSIT, dollar_tokens(&mint));
    let sink_before = market.world.chain.balance(&sink);
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    work_to_the_end(&mut market, &job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);

    let claim = market.claim_of(&job, &operator);
    let split: Split = crate::job_escrow::money::split_of(&claim, DEPOSIT);
    let record = market.participant(&operator.owner);
    assert_eq!(record.balances[1].booked, split.usd);
    assert_eq!(record.stakers[1].booked, split.stakers);
    assert!(record.operator_points[0].points > 0);
    assert_eq!(
        record.operator_points[0].points,
        record.client_points[0].points
    );
    let owner = operator.owner;
    let withdraw = escrow::withdraw(owner, DOLLAR_MINT, job.shard(), operator.dollars, u64::MAX);
    send(&mut market, withdraw);
    // Whoever hires itself pays fee, stakers and token share: nothing comes of nothing.
    let lost = before - market.world.chain.balance(&operator.dollars);
    assert_eq!(lost, split.fee + split.stakers + split.token);
    let burned = market.world.chain.balance(&sink) - sink_before;
    assert_eq!(burned, split.token);
}

/// Stake, capacity and class total are read from the verifying programs' own accounts only.
#[test]
fn borrowed_or_forged_accounts_win_no_claim() {
    let (mut market, job) = open_to_all();
    let [operator, rival] = market.operators;
    let honest = market.claim_accounts(&operator);
    let claim = escrow::claim_slots(&job, &honest, 2, 86_400);
    for (account, address, error) in [
        ("stake", stake(&rival.owner), "WrongStake"),
        ("stake", capacity(&operator.owner), "WrongStake"),
        ("capacity", capacity(&rival.owner), "WrongCapacity"),
        ("capacity", stake(&operator.owner), "WrongCapacity"),
        ("operator", rival.account, "WrongOperator"),
        ("operator", market.client_account, "WrongOperator"),
        ("device", rival.device, "WrongDeviceKey"),
        ("participant", participant(&market.client), "SEEDS"),
    ] {
        let swapped = claim.clone().with_account(account, address);
        if error == "SEEDS" {
            refused_as(&mut market, swapped, &InstructionError::InvalidSeeds);
        } else {
            refused(&mut market, swapped, error);
        }
    }
    for (account, error) in [
        ("stake", "WrongStake"),
        ("capacity", "WrongCapacity"),
        ("operator", "WrongOperator"),
        ("device", "WrongDevice"),
    ] {
        let copy = twin(&mut market.world.chain, &claim.account(account));
        let mut forged = market.world.chain.account(&copy).expect("the copy");
        forged.owner = ionet_test_kit::EMISSION.id;
        market.world.chain.set_account(copy, forged);
        let swapped = claim.clone().with_account(account, copy);
        refused(&mut market, swapped, error);
    }
    send(&mut market, claim);
}

/// A cheaper class book, another's registration, or stake that is not the client's.
#[test]
fn borrowed_or_forged_accounts_post_no_job() {
    let mut market = Market::open();
    let terms = market.terms(DOLLAR_MINT, 2);
    let with = market.post_accounts(DOLLAR_MINT);
    let operator = market.operators[0];
    let since = market.world.chain.now();
    let other = market
        .world
        .chain
        .write_client(operator.owner, operator.owner, since);
    let rich = Some(stake(&operator.owner));
    let post = |with| escrow::post(market.client, 0, &terms, &with);
    let cases = [
        (
            post(escrow::PostAccounts {
                client_account: other,
                ..with
            }),
            "WrongClient",
        ),
        (
            post(escrow::PostAccounts {
                class_book: other,
                ..with
            }),
            "WrongClassBook",
        ),
        (
            post(escrow::PostAccounts {
                client_stake: rich,
                ..with
            }),
            "WrongStake",
        ),
        (
            post(escrow::PostAccounts {
                referrer_stake: rich,
                ..with
            }),
            "WrongStake",
        ),
        (
            post(escrow::PostAccounts {
                mint: market.client_iosd,
                ..with
            }),
            "MINT",
        ),
    ];
    let good = post(with);
    for (call, error) in cases {
        if error == "MINT" {
            refused_as(&mut market, call, &InstructionError::InvalidAccountData);
        } else {
            refused(&mut market, call, error);
        }
    }
    let copy = twin(&mut market.world.chain, &with.class_book);
    let mut forged = market.world.chain.account(&copy).expect("the copy");
    forged.owner = ionet_test_kit::EMISSION.id;
    market.world.chain.set_account(copy, forged);
    let cheap = good.clone().with_account("class_book", copy);
    refused(&mut market, cheap, "WrongClassBook");
    send(&mut market, good);
}

/// Whoever pays a lamport to an address before it is made would stop the one who makes it.
#[test]
fn lamports_sent_ahead_stop_nobody() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let mallory = market.world.mallory;
    let job = market.job(0, DOLLAR_MINT);
    let ahead = [
        job.address,
        job_vault(&job.address),
        job.claim(&operator.owner),
        ionet_test_kit::addresses::binding(&operator.device),
    ];
    for address in ahead {
        market.world.chain.pay(&mallory, &address, 890_880);
    }
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    work_to_the_end(&mut market, &job, &operator, 2);
    super::wind_up(&mut market, &job, &[operator]);
    assert_eq!(money(&market, &job).vault, 0);
}

/// The sealed total decides the pace: one of another class, or forged, is refused.
#[test]
fn a_borrowed_class_total_seals_nothing() {
    let mut market = Market::open();
    let terms = market.terms(DOLLAR_MINT, 2);
    let with = market.post_accounts(DOLLAR_MINT);
    let post = escrow::post(market.client, 0, &terms, &with);
    send(&mut market, post);
    let job = market.job(0, DOLLAR_MINT);
    pass_race(&mut market);
    market.world.chain.list_slots();
    let (admin, epoch) = (market.world.admin, market.epoch());
    let other = ionet_test_kit::process::local_stand_in::set_class_total(admin, 2, epoch, 1);
    send(&mut market, other);
    let borrowed = escrow::seal(&job, class_total(2));
    refused(&mut market, borrowed, "WrongClassTotal");
    let seal = escrow::seal(&job, class_total(CLASS));
    let copy = twin(&mut market.world.chain, &class_total(CLASS));
    let mut forged = market.world.chain.account(&copy).expect("the copy");
    forged.owner = ionet_test_kit::EMISSION.id;
    market.world.chain.set_account(copy, forged);
    let swapped = seal.clone().with_account("class_total", copy);
    refused(&mut market, swapped, "WrongClassTotal");
    // Hashes of the attacker's choice.
    let hashes = twin(&mut market.world.chain, &seal.account("slot_hashes"));
    let chosen = seal.clone().with_account("slot_hashes", hashes);
    refused(&mut market, chosen, "WrongSlotHashes");
    send(&mut market, seal);
}
