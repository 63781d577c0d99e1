//! What an attacker could put in the place of the right account.

use crate::negative::{scenarios::job_escrow as scenario, tables::patch};
use ionet_test_kit::{
    World,
    addresses::{
        binding, claim, class_total, job, job_vault, participant, shard_vault, stake, verdict,
    },
    market::{CLASS, DOLLAR_MINT, Market},
    process::{job_escrow as escrow, local_stand_in::set_class_total},
    tokens::TOKEN_2022_PROGRAM,
};
use solana_address::Address;

/// Wallets and accounts have the same addresses in every world of a market.
pub fn people() -> Market {
    scenario::referred()
}

/// Changes the market of `world`.
fn in_market<T>(world: &mut World, change: impl FnOnce(&mut Market) -> T) -> T {
    let mut market = Market {
        world: world.clone(),
        ..people()
    };
    let made = change(&mut market);
    *world = market.world;
    made
}

/// The bytes of an account, in one of a program that has nothing to do with this.
pub fn forged(world: &mut World, original: Address) -> Address {
    let address = world.chain.wallet(&format!("forged {original}"));
    let mut account = world.chain.account(&original).expect("an original");
    account.owner = solana_sdk_ids::stake::ID;
    world.chain.set_account(address, account);
    address
}

/// An address without an account.
pub fn nothing(world: &mut World) -> Address {
    let address = world.chain.wallet("nothing");
    let gone = solana_account::Account::default();
    world.chain.set_account(address, gone);
    address
}

/// The address of an operator's claim on a job of the client.
pub fn claim_on(number: u64, operator: usize) -> Address {
    let people = people();
    claim(
        &job(&people.client, number),
        &people.operators[operator].owner,
    )
}

/// The number of job 0's shard.
pub fn shard_number() -> u8 {
    people().job(0, DOLLAR_MINT).shard()
}

/// The client's next job, sealed.
pub fn other_job(world: &mut World) -> Address {
    in_market(world, |market| {
        let number = market.participant(&market.client).jobs_posted;
        scenario::sealed(market, number).address
    })
}

/// The vault of the client's next job.
pub fn other_vault(world: &mut World) -> Address {
    job_vault(&other_job(world))
}

/// The account in registry of another client.
pub fn strangers_account(world: &mut World) -> Address {
    let (mallory, now) = (world.mallory, world.chain.now());
    world.chain.write_client(mallory, Address::default(), now)
}

/// The dollars of another client.
pub fn strangers_dollars(world: &mut World) -> Address {
    let (mallory, admin) = (world.mallory, world.admin);
    let mint = world.trader.dollar_mint;
    let account = world
        .chain
        .token_account("mallory's dollars", &mint, &mallory);
    world
        .chain
        .mint_foreign(&mint, &account, &admin, 1_000_000_000);
    account
}

/// The vault of a shard, with dollars in it.
pub fn filled_shard_vault(world: &mut World) -> Address {
    let (mint, admin) = (world.trader.dollar_mint, world.admin);
    let vault = shard_vault(DOLLAR_MINT, 0);
    world
        .chain
        .mint_foreign(&mint, &vault, &admin, 1_000_000_000);
    vault
}

/// A job of another client.
pub fn strangers_job(world: &mut World) -> Address {
    let client_account = strangers_account(world);
    let client_dollars = strangers_dollars(world);
    in_market(world, |market| {
        let mallory = market.world.mallory;
        let open = escrow::open_participant(mallory, mallory);
        let _ = market.world.chain.send(open).ok();
        let mut stranger = Market {
            client: mallory,
            client_account,
            client_dollars,
            ..market.clone()
        };
        let terms = stranger.terms(DOLLAR_MINT, scenario::GPUS);
        let job = stranger.posted(0, &terms);
        market.world = stranger.world;
        job.address
    })
}

/// A claim of operator 1 on job `number`, in the same state as that of operator 0.
pub fn others_claim(world: &mut World, number: u64) -> Address {
    let other = people().operators[1];
    let address = claim_on(number, 1);
    copy(world, claim_on(number, 0), address);
    patch(world, address, OPERATOR, other.owner.as_ref());
    patch(world, address, PAYER, other.device_key.as_ref());
    patch(world, address, LEAD_DEVICE, other.device.as_ref());
    address
}

/// A claim of operator 0 on the client's next job, in the same state as that on job 0.
pub fn claim_on_other_job(world: &mut World) -> Address {
    let job = other_job(world);
    let address = claim(&job, &people().operators[0].owner);
    copy(world, claim_on(0, 0), address);
    patch(world, address, JOB, job.as_ref());
    address
}

/// A verdict on operator 1's claim, which is as that on operator 0's.
pub fn verdict_on_others_claim(world: &mut World) -> Address {
    let claim = others_claim(world, 0);
    verdict_on(world, claim)
}

/// A verdict on job 0.
pub fn verdict_on_job(world: &mut World) -> Address {
    verdict_on(world, job(&people().client, 0))
}

fn verdict_on(world: &mut World, subject: Address) -> Address {
    in_market(world, |market| scenario::deciding::judge(market, subject));
    verdict(&subject)
}

/// The binding of operator 1's device, which serves the old claim too.
pub fn others_binding(world: &mut World) -> Address {
    let [own, other] = people().operators.map(|operator| operator.device);
    let address = binding(&other);
    copy(world, binding(&own), address);
    patch(world, address, DEVICE, other.as_ref());
    address
}

/// The record of operator 0.
pub fn operators_record(_: &mut World) -> Address {
    participant(&people().operators[0].owner)
}

/// The stake of operator 0.
pub fn operators_stake(_: &mut World) -> Address {
    stake(&people().operators[0].owner)
}

/// The wallet of operator 0's referrer.
pub fn operators_referrer(world: &mut World) -> Address {
    in_market(world, scenario::operator_referrer)
}

/// The wallet of the client's referrer.
pub fn clients_referrer(world: &mut World) -> Address {
    in_market(world, scenario::client_referrer)
}

/// The total of a class that the job is not of.
pub fn other_class_total(world: &mut World) -> Address {
    in_market(world, |market| {
        let total = set_class_total(market.world.admin, CLASS + 1, market.epoch(), 1);
        let _ = market.world.chain.send(total).ok();
        class_total(CLASS + 1)
    })
}

pub fn token_2022_mint(world: &mut World) -> Address {
    let mallory = world.mallory;
    world.chain.token_2022_mint("token-2022 mint", &mallory)
}

pub fn token_2022_account(world: &mut World) -> Address {
    let mint = token_2022_mint(world);
    let owner = world.trader.wallet;
    world
        .chain
        .token_2022_account("token-2022 account", &mint, &owner)
}

/// The client's dollars, as if they were of Token-2022.
pub fn token_2022_dollars(world: &mut World) -> Address {
    let address = forged(world, people().client_dollars);
    let mut account = world.chain.account(&address).expect("the copy");
    account.owner = TOKEN_2022_PROGRAM;
    world.chain.set_account(address, account);
    address
}

fn copy(world: &mut World, from: Address, to: Address) {
    let account = world.chain.account(&from).expect("an account to copy");
    world.chain.set_account(to, account);
}

/// Where a claim names its job.
const JOB: usize = 16;
/// Where a claim names its operator.
const OPERATOR: usize = 48;
/// Where a claim names who paid its rent.
const PAYER: usize = 80;
/// Where a claim names its lead device.
const LEAD_DEVICE: usize = 112;
/// Where a binding names its device.
const DEVICE: usize = 16;
