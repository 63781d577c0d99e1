//! Accounts that fit each other, of somebody or something else: each passes alone what is
//! checked of it alone.

use super::substitutes::{
    claim_on_other_job, forged, other_job, others_claim, people, shard_number, strangers_dollars,
    verdict_on_others_claim,
};
use crate::negative::{scenarios::job_escrow::correct, tables::own};
use ionet_test_kit::{
    JOB_ESCROW, World,
    addresses::{
        PRICES, binding, capacity, feed, job, participant, shard, shard_vault, stake, verdict,
    },
    market::{CLASS, DOLLAR_FEED, DOLLAR_MINT, GPUS, IOSD_MINT, Market, Operator, RATE},
    negative::{Expected, check},
    process::{
        job_escrow::{self as escrow, JobAt, VERIFIERS},
        local_stand_in::set_verdict,
    },
    registry_accounts::{DeviceBytes, OperatorBytes},
};
use solana_address::Address;

/// Accounts by name, to put in the place of the right ones.
type Others = fn(&mut World) -> Vec<(&'static str, Address)>;

/// A call, what of it is replaced, and the exact error.
type Case = (&'static str, &'static str, Others, Expected);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("claim", "another operator's device binds the operator", others_device, own("WrongDevice")),
    ("claim", "what another operator has", |_| {
        let other = people().operators[1];
        vec![("operator", other.account), ("stake", stake(&other.owner)), ("capacity", capacity(&other.owner))]
    }, own("WrongOperator")),
    ("claim", "stake and capacity of another operator", |_| {
        let other = people().operators[1].owner;
        vec![("stake", stake(&other)), ("capacity", capacity(&other))]
    }, own("WrongStake")),
    ("enlarge", "another operator's device", others_device, own("NotLeadDevice")),
    ("enlarge", "what another operator has", |_| {
        let other = people().operators[1];
        vec![("operator", other.account), ("stake", stake(&other.owner)), ("capacity", capacity(&other.owner))]
    }, own("WrongOperator")),
    ("enlarge", "another operator's claim, device and means, at the operator's bond", |world| {
        let other = people().operators[1];
        let mut accounts = others_device(world);
        accounts.extend([
            ("claim", others_claim(world, 0)),
            ("operator", other.account),
            ("stake", stake(&other.owner)),
            ("capacity", capacity(&other.owner)),
        ]);
        accounts
    }, own("WrongParticipant")),
    ("enlarge", "stake and capacity of another operator", |_| {
        let other = people().operators[1].owner;
        vec![("stake", stake(&other)), ("capacity", capacity(&other))]
    }, own("WrongStake")),
    ("post", "a stranger signs for the client's record", |world| {
        let mallory = world.mallory;
        vec![("client", mallory), ("job", job(&mallory, 0))]
    }, own("WrongParticipant")),
    ("start_host", "another operator's device serves the claim", |world| {
        let mut accounts = others_device(world);
        accounts.push(("binding", binding(&people().operators[1].device)));
        accounts
    }, own("WrongDevice")),
    ("heartbeat", "another operator's device", others_device, own("NotLeadDevice")),
    ("complete", "another operator's device", others_device, own("NotLeadDevice")),
    ("complete", "another operator's device ends the claim as its own", |world| {
        let mut accounts = others_device(world);
        accounts.push(("participant", participant(&people().operators[1].owner)));
        accounts
    }, own("NotLeadDevice")),
    ("complete", "another operator's claim, whose bond the operator wants", |world| {
        let mut accounts = others_device(world);
        accounts.push(("claim", others_claim(world, 0)));
        accounts
    }, own("WrongParticipant")),
    ("commit", "another operator's device commits to the operator's claim", others_device, own("NotLeadDevice")),
    ("commit", "another operator's device ends the claim as its own", |world| {
        let mut accounts = others_device(world);
        accounts.push(("participant", participant(&people().operators[1].owner)));
        accounts
    }, own("NotLeadDevice")),
    ("decide", "another job with the verdict on it", |world| {
        let job = other_job(world);
        vec![("job", job), ("verdict", verdict(&job))]
    }, own("ClaimOfOtherJob")),
    ("dispute", "a stranger disputes and pays", |world| {
        vec![("client", world.mallory), ("source", strangers_dollars(world))]
    }, own("NotClient")),
    ("dispute", "another shard with its vault", |_| another_shard(), own("WrongShard")),
    ("dispute_by_verdict", "another claim with a verdict, under this job", |world| {
        let claim = claim_on_other_job(world);
        vec![("claim", claim), ("verdict", verdict(&claim))]
    }, own("ClaimOfOtherJob")),
    ("resolve", "everybody's record is the operator's", |_| {
        let record = participant(&people().operators[0].owner);
        vec![("client", record), ("verifiers", record)]
    }, own("WrongParticipant")),
    ("resolve", "operator and client exchanged", |_| {
        let people = people();
        vec![("operator", participant(&people.client)), ("client", participant(&people.operators[0].owner))]
    }, own("WrongParticipant")),
    ("resolve", "another operator's claim with its verdict, against the operator", |world| {
        let verdict = verdict_on_others_claim(world);
        vec![("claim", others_claim(world, 0)), ("verdict", verdict)]
    }, own("WrongParticipant")),
    ("extend", "a stranger prolongs and pays", |world| {
        vec![("client", world.mallory), ("source", strangers_dollars(world))]
    }, own("NotClient")),
    ("settle", "another shard with its vault", |_| another_shard(), own("WrongShard")),
    ("settle", "everybody's record is the operator's", |_| {
        let record = participant(&people().operators[0].owner);
        vec![("client", record), ("client_referrer", record), ("operator_referrer", record)]
    }, own("WrongParticipant")),
    ("settle", "the operator's record at both referrers", |_| {
        let record = participant(&people().operators[0].owner);
        vec![("client_referrer", record), ("operator_referrer", record)]
    }, own("WrongParticipant")),
    ("settle", "by anyone with the price of another feed", |_| by_anyone(PRICES.io_usd), own("PriceNeeded")),
    ("settle", "by anyone with a forged price", |world| by_anyone(forged(world, feed(&DOLLAR_FEED))), own("PriceNeeded")),
    ("settle", "by anyone without a price", |world| by_anyone(world.mallory), own("PriceNeeded")),
    ("close_job", "another shard with its vault", |_| another_shard(), own("WrongShard")),
    ("close_job", "another's record and wallet", |_| {
        let owner = people().operators[0].owner;
        vec![("participant", participant(&owner)), ("client", owner)]
    }, own("WrongParticipant")),
    ("withdraw", "from another mint's shard into dollars", |_| {
        let number = shard_number();
        vec![("shard", shard(IOSD_MINT, number)), ("shard_vault", shard_vault(IOSD_MINT, number))]
    }, own("WrongTokenMint")),
    ("withdraw", "a stranger signs for its own account", |world| {
        let (mallory, mint) = (world.mallory, world.trader.dollar_mint);
        let account = world.chain.token_account("mallory's dollars", &mint, &mallory);
        vec![("owner", mallory), ("destination", account)]
    }, own("NotOwner")),
    ("withdraw_fees", "from another mint's shard into dollars", |_| {
        let number = shard_number();
        vec![("shard", shard(IOSD_MINT, number)), ("shard_vault", shard_vault(IOSD_MINT, number))]
    }, own("WrongTokenMint")),
    ("withdraw_fees", "the verifiers' holder takes the treasury's", |_| vec![("holder", people().verifiers)], own("NotRoleHolder")),
];

fn others_device(_: &mut World) -> Vec<(&'static str, Address)> {
    let other = people().operators[1];
    vec![("device_key", other.device_key), ("device", other.device)]
}

fn another_shard() -> Vec<(&'static str, Address)> {
    let number = shard_number() ^ 1;
    vec![
        ("shard", shard(DOLLAR_MINT, number)),
        ("shard_vault", shard_vault(DOLLAR_MINT, number)),
    ]
}

/// The operator's signature is left out.
fn by_anyone(price: Address) -> Vec<(&'static str, Address)> {
    vec![("operator_signature", JOB_ESCROW.id), ("price", price)]
}

#[test]
fn accounts_that_fit_each_other_but_not_the_call_are_refused() {
    let mut failures = Vec::new();
    for (instruction, what, others, expected) in CASES {
        let (mut world, mut call) = correct(instruction);
        for (name, address) in others(&mut world) {
            call = call.with_account(name, address);
            if address == JOB_ESCROW.id {
                call = call.without_signature(name);
            }
        }
        if let Err(difference) = check(&world.chain.send(call), expected) {
            failures.push(format!("{instruction}, {what}: {difference}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The market in which operator 0 is the client.
fn client_as_operator() -> Market {
    let mut market = Market::open();
    let (client, since) = (market.client, market.world.chain.now() - 360_000);
    let key = market.world.chain.wallet("the client's device");
    let account = market.world.chain.write_operator(&OperatorBytes {
        owner: client,
        accepted_mints: 0b11,
        draining: false,
        usd_bps: 7_000,
        staker_bps: 200,
        min_client_reputation: 0,
        max_seconds: 0,
        registered_at: since,
        referrer: Address::default(),
    });
    let device = market.world.chain.write_device(&DeviceBytes {
        owner: client,
        device_key: key,
        available: true,
        tiers: [4; 3],
        purposes: 0b111,
        class: CLASS,
        gpus: GPUS,
        region: 1,
        vram_mib: 81_920,
        registered_at: since,
    });
    market.operators[0] = Operator {
        owner: client,
        account,
        device_key: key,
        device,
        ..market.operators[0]
    };
    market.fill_stand_in();
    market
}

/// A quarter of an hour of the client's job, served by itself.
fn served_by_the_client(market: &mut Market) -> JobAt {
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 2));
    market.running(&job, &operator, 2);
    market.world.chain.warp(900);
    let _ = market.complete(&job, &operator, 2);
    job
}

/// The same record in every place is right when one wallet is everybody.
#[test]
fn a_client_may_be_its_own_operator() {
    let mut market = client_as_operator();
    let (client, operator) = (market.client, market.operators[0]);
    let job = served_by_the_client(&mut market);
    market.world.chain.warp(900);
    let _ = market.settle(&job, &operator);
    let settled = market.claim_of(&job, &operator).settled_gross;
    assert_eq!(settled, 2 * RATE / 4);
    assert!(market.participant(&client).balances[1].booked > 0);
}

/// Nothing that `resolve` writes to a record is lost when one is in all three places.
#[test]
fn a_client_may_be_its_own_operator_and_verifier_in_a_dispute() {
    let mut market = client_as_operator();
    let (client, admin) = (market.client, market.world.admin);
    let job = served_by_the_client(&mut market);
    let before = market.participant(&client);
    let claim = job.claim(&client);
    for call in [
        escrow::propose_role(admin, VERIFIERS, client),
        escrow::accept_role(client, VERIFIERS),
        escrow::dispute(&job, &client, market.client_dollars),
        set_verdict(admin, claim, true, [8; 32]),
        escrow::resolve(&job, &client, &client),
    ] {
        let _ = market.world.chain.send(call).ok();
    }
    let after = market.participant(&client);
    // The least bond, and what the operator owes as much of out of $4.80 in 2.4 IO.
    assert_eq!(
        after.balances[1].booked - before.balances[1].booked,
        1_000_000
    );
    assert_eq!(after.forfeited_io, 50_000_000);
    assert_eq!(after.forfeit_receivable_io, after.forfeited_io);
    assert!(after.operator_outcomes.bad > 0);
}
