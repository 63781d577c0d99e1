//! Each broken invariant is noticed, by its id, in a state that was sound before.

use super::{
    act::Act,
    drain::drain,
    invariants::check,
    scenes::{Scene, disputed, replicas, worked},
    snapshot::{Family, Snapshot},
};
use ionet_test_kit::{
    addresses::{ESCROW, IO, POOLS, STABLE},
    market::{DOLLAR_MINT, IOSD_MINT},
    process::job_escrow as escrow,
    registry_world::Operator,
    state::{Claim, Job, Participant, Shard},
};
use solana_address::Address;
use std::rc::Rc;

/// What is in a family under `key`, to be spoiled.
fn spoil<'a, K: Ord + Clone, T: Clone>(family: &'a mut Family<K, T>, key: &K) -> &'a mut T {
    let kept = Rc::make_mut(family)
        .get_mut(key)
        .expect("something to spoil");
    &mut Rc::make_mut(kept).value
}

/// What is in a family first, to be spoiled.
fn first<K: Ord + Clone, T: Clone>(family: &mut Family<K, T>) -> &mut T {
    let key = family.keys().next().expect("something to spoil").clone();
    spoil(family, &key)
}

fn job(state: &mut Snapshot) -> &mut Job {
    first(&mut state.jobs)
}

fn claim(state: &mut Snapshot) -> &mut Claim {
    first(&mut state.claims)
}

/// The operator's record.
fn operator(state: &mut Snapshot) -> &mut Participant {
    let wallet = claim(state).operator;
    spoil(&mut state.records, &wallet)
}

/// The job's shard.
fn shard(state: &mut Snapshot) -> &mut Shard {
    let key = (job(state).mint_index, job(state).shard);
    spoil(&mut state.shards, &key)
}

/// Gives a token account more, or takes from it.
fn tokens(state: &mut Snapshot, account: Address, amount: i64) {
    let tokens = spoil(&mut state.tokens, &account);
    tokens.amount = tokens.amount.wrapping_add_signed(amount);
}

/// A token account with something in it that belongs to somebody.
fn purse(state: &Snapshot, mint: Address) -> Address {
    let mut purses = state.tokens.iter().filter(|(_, tokens)| {
        tokens.mint == mint && tokens.amount > 5 && state.lamports.contains_key(&tokens.owner)
    });
    *purses.next().expect("somebody with tokens").0
}

type Break = fn(&mut Snapshot);

/// In a job whose claim completed, with an earlier settlement.
const IN_WORK: &[(&str, Break)] = &[
    ("I1", |state| {
        spoil(&mut state.io, &IO.config).minted_ever += 1;
    }),
    ("I1", |state| {
        tokens(state, POOLS.reserve_vault, 5);
        spoil(&mut state.mints, &IO.mint).supply += 5;
    }),
    ("I2", |state| job(state).refunded += 1),
    ("I2", |state| {
        let vault = job(state).vault;
        tokens(state, vault, -1);
    }),
    ("I2", |state| {
        let vault = job(state).vault;
        state.donated.insert(vault, 1);
    }),
    ("I2", |state| {
        let vault = shard(state).vault;
        tokens(state, vault, 1);
    }),
    ("I2", |state| {
        let (vault, sink) = (shard(state).vault, state.sink(DOLLAR_MINT));
        state.donated.insert(vault, 1);
        tokens(state, vault, 1);
        tokens(state, sink, -1);
    }),
    ("I2", |state| operator(state).balances[1].booked += 1),
    ("I2", |state| shard(state).dispute_bonds += 1),
    // The client's refunds leave too little for the claim.
    ("I2", |state| {
        let (vault, left) = (job(state).vault, job(state).deposit - job(state).moved);
        job(state).refunded = left;
        let held = state.amount(&vault);
        tokens(state, vault, -i64::try_from(held).expect("a balance"));
    }),
    // Tokens out of nothing, and into nothing.
    ("I2", |state| tokens(state, POOLS.reserve_vault, 5)),
    ("I2", |state| {
        let mint = job(state).mint;
        spoil(&mut state.mints, &mint).supply += 5;
    }),
    // Lamports of who signed nothing.
    ("I2", |state| {
        let wallets = Rc::make_mut(&mut state.lamports);
        *wallets.values_mut().next().expect("a wallet") -= 1;
    }),
    ("I2", |state| {
        let wallets = Rc::make_mut(&mut state.lamports);
        *wallets.values_mut().next().expect("a wallet") += 1;
    }),
    ("I3", |state| claim(state).settled_gross += 1),
    ("I3", |state| claim(state).newest.charge += 3_600),
    // A settlement that is right, booked to nobody.
    ("I3", |state| {
        claim(state).settled_gross += 1;
        claim(state).newest.charge += 3_600;
        job(state).moved += 1;
        let vault = job(state).vault;
        tokens(state, vault, -1);
    }),
    // Booked to the operator, owed by the shard and in its vault, but earned by nobody.
    ("I3", |state| {
        operator(state).balances[1].booked += 1;
        shard(state).participants.booked += 1;
        let vault = shard(state).vault;
        tokens(state, vault, 1);
    }),
    ("I3", |state| {
        shard(state).treasury.booked += 1;
        let vault = shard(state).vault;
        tokens(state, vault, 1);
    }),
    ("I3", |state| operator(state).operator_points[0].points += 1),
    ("I3", |state| shard(state).points[0].points += 1),
    ("I3", |state| operator(state).operator_outcomes.good += 1),
    ("I3", |state| job(state).bound.ended_gross += 1),
    ("I3", |state| operator(state).forfeited_io += 1),
    ("I3", |state| operator(state).forfeit_receivable_io += 1),
    ("I4", |state| {
        spoil(&mut state.stable, &STABLE.state).minted_ever += 1;
    }),
    ("I4", |state| {
        spoil(&mut state.stable, &STABLE.state).minted_ever += 5;
        spoil(&mut state.mints, &STABLE.mint).supply += 5;
        let vault = first(&mut state.shards).vault;
        tokens(state, vault, 5);
        state.donated.insert(vault, 5);
    }),
    ("I7", |state| shard(state).gross -= 1),
    ("I7", |state| operator(state).balances[1].booked = 0),
    ("I7", |state| operator(state).jobs_posted += 1),
    ("I7", |state| {
        let wallet = claim(state).operator;
        Rc::make_mut(&mut state.records).remove(&wallet);
    }),
    ("I7", |state| job(state).spec_hash[0] ^= 1),
    ("I7", |state| job(state).windows[0].rate += 1),
    ("I7", |state| claim(state).bond += 1),
    ("I7", |state| claim(state).terms.usd_bps += 1),
    ("I7", |state| claim(state).state = 3),
    ("I7", |state| claim(state).ended_at += 1),
    ("I7", |state| claim(state).entitlement = 1),
    ("I7", |state| {
        let address = *state.claims.keys().next().expect("a claim");
        Rc::make_mut(&mut state.claims).remove(&address);
    }),
    ("I7", |state| {
        let address = *state.jobs.keys().next().expect("a job");
        Rc::make_mut(&mut state.claims).clear();
        Rc::make_mut(&mut state.jobs).remove(&address);
    }),
    ("I9", |state| {
        let config = spoil(&mut state.configs, &ESCROW.config);
        config.roles[2].holder = config.roles[0].holder;
    }),
    ("I9", |state| {
        spoil(&mut state.configs, &ESCROW.config).paused_until += 1;
    }),
    ("I9", |state| {
        spoil(&mut state.configs, &ESCROW.config)
            .parameters
            .joint
            .fee_bps += 1;
    }),
    ("I9", |state| {
        spoil(&mut state.configs, &ESCROW.config).cluster = 1;
    }),
    ("I9", |state| first(&mut state.stakes).self_stake += 1),
    ("I9", |state| {
        first(&mut state.capacities).entries[0].gpus += 1;
    }),
    ("I9", |state| first(&mut state.devices).gpus += 1),
    ("I9", |state| {
        let wallet = claim(state).operator;
        spoil(&mut state.operators, &wallet).usd_bps += 1;
    }),
    ("I9", |state| first(&mut state.bindings).gpus -= 1),
    ("I9", |state| job(state).deposit += 1),
    ("I9", |state| {
        (job(state).end, job(state).ended_at) = (2, state.now);
    }),
    ("I9", |state| operator(state).balances[1].withdrawn += 1),
    ("I9", |state| operator(state).stakers[1].withdrawn += 1),
    ("I9", |state| shard(state).treasury.withdrawn += 1),
    ("I9", |state| {
        let account = purse(state, IO.mint);
        tokens(state, account, -1);
    }),
    ("I9", |state| {
        let account = purse(state, IO.mint);
        spoil(&mut state.tokens, &account).owner = Address::default();
    }),
    // Out of the vault into a stranger's account.
    ("I9", |state| {
        let (vault, account) = (job(state).vault, purse(state, job(&mut state.clone()).mint));
        tokens(state, vault, -5);
        tokens(state, account, 5);
    }),
    ("I12", |state| operator(state).hired[0].gpus += 1),
    ("I12", |state| operator(state).open_claims += 1),
    ("I12", |state| operator(state).locked_bond += 1),
    ("I12", |state| operator(state).idle_since_slot += 1),
    ("I12", |state| job(state).claims_open += 1),
    ("I12", |state| job(state).bound.running_gpus += 1),
];

/// While a dispute is open.
const IN_DISPUTE: &[(&str, Break)] = &[
    ("I2", |state| shard(state).dispute_bonds -= 1),
    ("I7", |state| claim(state).dispute.opened_at += 1),
    ("I7", |state| claim(state).state = 9),
    ("I9", |state| claim(state).state = 8),
    ("I9", |state| {
        (claim(state).state, claim(state).entitlement) = (8, 1);
    }),
    ("I12", |state| {
        // Released while it can still be charged.
        let bond = claim(state).bond;
        operator(state).locked_bond -= bond;
        claim(state).bond = 0;
    }),
    ("I3", |state| operator(state).proved_wrong += 1),
];

/// While replicas are revealed, without a majority.
const IN_REPLICAS: &[(&str, Break)] = &[
    ("I7", |state| job(state).tally.results[0][0] ^= 1),
    ("I7", |state| claim(state).result_hash[0] ^= 1),
    ("I9", |state| claim(state).state = 8),
    ("I9", |state| {
        (claim(state).state, claim(state).entitlement) = (8, 2);
    }),
    ("I12", |state| job(state).tally.votes[0] += 1),
    ("I12", |state| {
        job(state).tally.results[3] = [9; 32];
        job(state).tally.votes[3] = 1;
    }),
];

fn all_are_noticed(scene: Scene, breaks: &[(&str, Break)]) {
    let Scene { state, last, .. } = scene;
    // A call that succeeded without anybody's signature.
    let act = Act {
        signers: Vec::new(),
        ..last
    };
    assert_eq!(check(&state, &state, &act), Ok(()));
    let missed = breaks
        .iter()
        .enumerate()
        .filter_map(|(number, (id, spoil))| {
            let mut after = state.clone();
            spoil(&mut after);
            let checked = check(&state, &after, &act);
            let text = checked.err().unwrap_or_default();
            let named = text.starts_with(&format!("{id}:"));
            (!named).then(|| format!("number {number}, {id}: {text}\n"))
        });
    let missed: String = missed.collect();
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn a_broken_invariant_is_noticed() {
    all_are_noticed(worked(DOLLAR_MINT), IN_WORK);
    all_are_noticed(disputed(0), IN_DISPUTE);
    all_are_noticed(replicas([1, 2, 3]), IN_REPLICAS);
}

#[test]
fn a_call_that_does_something_although_it_is_refused_is_noticed() {
    let mut scene = worked(IOSD_MINT);
    let sound = scene.state.clone();
    let early = escrow::close_job(scene.people.outsiders[0], &scene.job);
    let refused = scene.people.chain_mut().send(early.clone());
    refused.fails_with("JobOpen");
    let act = Act {
        sent: Some((early, refused)),
        signers: Vec::new(),
        what: "too early".to_owned(),
    };
    assert_eq!(check(&sound, &sound, &act), Ok(()));
    for act in [act, Act::idle("nothing".to_owned())] {
        let mut after = sound.clone();
        operator(&mut after).idle_since_slot += 1;
        let text = check(&sound, &after, &act).expect_err("I7");
        assert!(text.starts_with("I7:"), "{text}");
    }
}

/// I10: an entry while paused, and a pause that stops an exit.
#[test]
fn a_pause_that_does_too_little_or_too_much_is_noticed() {
    let mut scene = worked(DOLLAR_MINT);
    let mut paused = scene.state.clone();
    spoil(&mut paused.configs, &ESCROW.config).paused_until = i64::MAX;
    let client = job(&mut paused).client;
    let act = Act {
        signers: vec![client],
        ..scene.last
    };
    let mut extended = paused.clone();
    job(&mut extended).deposit += 1;
    let text = check(&paused, &extended, &act).expect_err("I10");
    assert!(text.starts_with("I10:"), "{text}");

    let market = &scene.people.market;
    let post = escrow::post(
        client,
        1,
        &market.terms(DOLLAR_MINT, 2),
        &market.post_accounts(DOLLAR_MINT),
    );
    let guardian = market.world.guardian;
    let _ = scene.people.chain_mut().send(escrow::pause(guardian)).ok();
    let refused = scene.people.chain_mut().send(post.clone());
    refused.fails_with("Paused");
    let refuse = |call| Act {
        sent: Some((call, refused.clone())),
        signers: Vec::new(),
        what: "paused".to_owned(),
    };
    assert_eq!(check(&paused, &paused, &refuse(post)), Ok(()));
    let exit = escrow::refund(&scene.job, scene.people.market.client_dollars);
    let text = check(&paused, &paused, &refuse(exit)).expect_err("I10");
    assert!(text.starts_with("I10:"), "{text}");
}

/// I12: more hired than verified, or locked than owned, at a claim that succeeded.
#[test]
fn a_claim_beyond_capacity_or_stake_is_noticed() {
    let mut scene = Scene::posted(|terms| terms, DOLLAR_MINT);
    let before = scene.state.clone();
    scene.claims(0);
    let (after, act) = (scene.state, scene.last);
    assert_eq!(check(&before, &after, &act), Ok(()));
    let operator = after.claims.values().next().expect("a claim").operator;
    let spoils: [fn(&mut Snapshot, &Address); 5] = [
        |state, operator| spoil(&mut state.capacities, operator).entries[0].gpus = 1,
        |state, operator| spoil(&mut state.stakes, operator).self_stake = 1,
        |state, operator| spoil(&mut state.records, operator).forfeited_io = u64::MAX,
        |state, operator| spoil(&mut state.capacities, operator).root_epoch -= 25,
        |state, _| first(&mut state.prices).ema_price -= 1,
    ];
    for spoil in spoils {
        let (mut before, mut after) = (before.clone(), after.clone());
        spoil(&mut before, &operator);
        spoil(&mut after, &operator);
        let text = check(&before, &after, &act).expect_err("I12");
        assert!(text.starts_with("I12:"), "{text}");
    }
}

/// I9: a claim on terms that its owner did not set.
#[test]
fn a_claim_on_other_terms_is_noticed() {
    let mut scene = Scene::posted(|terms| terms, DOLLAR_MINT);
    let before = scene.state.clone();
    scene.claims(0);
    let (after, act) = (scene.state, scene.last);
    let operator = after.claims.values().next().expect("a claim").operator;
    let spoils: [fn(&mut Operator); 5] = [
        |operator| operator.usd_bps += 1,
        |operator| operator.staker_bps += 1,
        |operator| operator.max_seconds = 1,
        |operator| operator.draining = 1,
        |operator| operator.accepted_mints = 1,
    ];
    for change in spoils {
        let (mut before, mut after) = (before.clone(), after.clone());
        change(spoil(&mut before.operators, &operator));
        change(spoil(&mut after.operators, &operator));
        let text = check(&before, &after, &act).expect_err("I9");
        assert!(text.starts_with("I9:"), "{text}");
    }
}

/// I8: the dollar's issuer freezes a vault, which no program can help.
#[test]
fn a_market_that_is_stuck_is_noticed() {
    let scene = worked(DOLLAR_MINT);
    let vaults = [
        scene.job.vault(),
        scene.state.shards[&(DOLLAR_MINT, scene.job.shard())].vault,
    ];
    for vault in vaults {
        let mut people = scene.people.clone();
        let (mint, admin) = (people.market.dollar_mint, people.market.world.admin);
        people.chain_mut().freeze(&vault, &mint, &admin);
        let text = drain(&people).expect_err("I8");
        assert!(text.starts_with("I8:"), "{text}");
    }
}
