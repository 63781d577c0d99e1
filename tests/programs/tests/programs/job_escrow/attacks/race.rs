//! The race and its seed.

use super::{pass_race, refused, send};
use ionet_core::race::{self, Draw, Entrant, WeightParameters};
use ionet_test_kit::{
    addresses::class_total,
    chain::hash_of,
    market::{CLASS, DOLLAR_MINT, GPUS, Market, Operator, STAKE},
    process::{
        job_escrow::{self as escrow, JobAt},
        local_stand_in::{self as stand_in, Stake},
    },
    registry_accounts::OperatorBytes,
};
use sha2::{Digest, Sha256};

fn sha256<const N: usize>(parts: [&[u8]; N]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The first slot after the sealing in which the rules let `operator` take `gpus`.
pub(super) fn first_elapsed(market: &Market, job: &JobAt, operator: &Operator, gpus: u32) -> u64 {
    first_elapsed_of(market, job, operator, u32::from(GPUS), gpus)
}

/// The same for an operator of whose GPUs `idle` count.
pub(super) fn first_elapsed_of(
    market: &Market,
    job: &JobAt,
    operator: &Operator,
    idle: u32,
    gpus: u32,
) -> u64 {
    let stored = market.job_at(job);
    let weight = WeightParameters::DEFAULT
        .weight(STAKE, idle, 5_000)
        .expect("a weight");
    let hash = sha256(race::draw_preimage(
        &stored.seed,
        operator.account.as_array(),
    ));
    let race = race::Race {
        slots: stored.slots,
        class_weight: stored.class_weight,
        posting_epoch_start: stored.posted_at,
    };
    let entrant = Entrant {
        weight,
        active_since: 0,
        draw: Draw::from_hash(hash),
    };
    race.first_elapsed_for(&entrant, gpus).expect("in range")
}

/// Posted, not sealed.
fn unsealed(market: &mut Market, number: u64, gpus: u32) -> JobAt {
    let terms = market.terms(DOLLAR_MINT, gpus);
    let with = market.post_accounts(DOLLAR_MINT);
    let post = escrow::post(market.client, number, &terms, &with);
    send(market, post);
    market.job(number, DOLLAR_MINT)
}

fn claim(market: &Market, job: &JobAt, operator: &Operator, gpus: u32) -> ionet_test_kit::Call {
    escrow::claim_slots(job, &market.claim_accounts(operator), gpus, 86_400)
}

#[test]
fn nobody_claims_before_its_time_in_the_race() {
    let mut held_up = 0;
    for gpus in [1, 3, 8] {
        let mut market = Market::open();
        for number in 0..8 {
            let job = unsealed(&mut market, number, 8);
            // Before the sealing nobody's time is known.
            let early = claim(&market, &job, &market.operators[0], gpus);
            refused(&mut market, early, "NotSealed");
            market.world.chain.pass_slots(2);
            market.world.chain.list_slots();
            market.refresh_prices();
            let before = market.clone();
            for operator in before.operators {
                let mut market = before.clone();
                send(&mut market, escrow::seal(&job, class_total(CLASS)));
                let from = first_elapsed(&market, &job, &operator, gpus);
                let call = claim(&market, &job, &operator, gpus);
                for passed in 0..from.min(40) {
                    if passed + 2 >= from || passed == 0 {
                        refused(&mut market, call.clone(), "RaceTooEarly");
                    }
                    market.world.chain.pass_slots(1);
                    held_up += 1;
                }
                let _ = market.world.chain.send(call).ok();
            }
        }
    }
    assert!(held_up > 100, "the race held up nobody");
}

/// Who seals, and when, has no choice of the seed.
#[test]
fn the_seed_is_the_same_whoever_seals_and_whenever() {
    let mut market = Market::open();
    let job = unsealed(&mut market, 0, 2);
    let posted = market.job_at(&job).posted_slot;
    let expected = sha256(race::seed_preimage(
        job.address.as_array(),
        &hash_of(posted + 1).to_bytes(),
    ));
    let seal = escrow::seal(&job, class_total(CLASS));
    for waited in [2, 3, 40, 256, 511, 512] {
        let mut market = market.clone();
        market.world.chain.pass_slots(waited);
        market.world.chain.list_slots();
        send(&mut market, seal.clone());
        assert_eq!(market.job_at(&job).seed, expected, "{waited} slots later");
        refused(&mut market, seal.clone(), "AlreadySealed");
        market.world.chain.pass_slots(1_000);
        market.world.chain.list_slots();
        refused(&mut market, seal.clone(), "AlreadySealed");
        assert_eq!(market.job_at(&job).seed, expected);
    }
    // In the slot of the posting, and while no later one has a hash.
    market.world.chain.list_slots();
    refused(&mut market, seal.clone(), "NotYetSealable");
    // A chain that lists the slot it builds: that hash can still be chosen.
    market.world.chain.pass_slots(1);
    market
        .world
        .chain
        .list_only(&[posted + 1, posted, posted - 1]);
    refused(&mut market, seal, "NotYetSealable");
}

/// Slots without a block are not listed: the lowest that is counts.
#[test]
fn skipped_slots_leave_no_choice_either() {
    let mut market = Market::open();
    let job = unsealed(&mut market, 0, 2);
    let posted = market.job_at(&job).posted_slot;
    market.world.chain.pass_slots(30);
    market
        .world
        .chain
        .list_only(&[posted + 20, posted + 9, posted + 7, posted - 3]);
    let seal = escrow::seal(&job, class_total(CLASS));
    send(&mut market, seal);
    let expected = sha256(race::seed_preimage(
        job.address.as_array(),
        &hash_of(posted + 7).to_bytes(),
    ));
    assert_eq!(market.job_at(&job).seed, expected);
}

/// A friend loses by the seed: the attacker lets the job lapse and seals when the friend wins.
#[test]
fn a_seed_is_not_resealed_to_a_friends_win() {
    let mut market = Market::open();
    let job = unsealed(&mut market, 0, 2);
    let posted = market.job_at(&job).posted_slot;
    let seal = escrow::seal(&job, class_total(CLASS));
    // The last slot in which the list reaches back to the posting.
    let mut at_the_edge = market.clone();
    at_the_edge.world.chain.pass_slots(512);
    at_the_edge.world.chain.list_slots();
    send(&mut at_the_edge, seal.clone());
    assert_eq!(at_the_edge.job_at(&job).sealed, 1);

    // One later the job is posted anew, at a slot whose successor nobody knows.
    market.world.chain.pass_slots(513);
    market.world.chain.list_slots();
    send(&mut market, seal.clone());
    let renewed = market.job_at(&job);
    assert_eq!((renewed.sealed, renewed.posted_slot), (0, posted + 513));
    assert_eq!(renewed.seed, [0; 32]);
    refused(&mut market, seal.clone(), "NotYetSealable");
    // With skipped slots the list reaches back further, and a gap at its end is a lapse too:
    // the lowest slot above the posting may have dropped out.
    market.world.chain.pass_slots(3);
    let slot = market.world.chain.slot();
    let mut gap = market.clone();
    gap.world
        .chain
        .list_only(&[slot - 1, renewed.posted_slot + 1]);
    send(&mut gap, seal.clone());
    assert_eq!(gap.job_at(&job).sealed, 0);
    assert_eq!(gap.job_at(&job).posted_slot, slot);

    market.world.chain.list_slots();
    send(&mut market, seal.clone());
    let expected = sha256(race::seed_preimage(
        job.address.as_array(),
        &hash_of(renewed.posted_slot + 1).to_bytes(),
    ));
    assert_eq!(market.job_at(&job).seed, expected);
    refused(&mut market, seal, "AlreadySealed");
}

/// The seed is known, and a key that draws well is found in no time.
#[test]
fn identities_and_stake_made_after_the_posting_do_not_race() {
    let mut market = Market::open();
    let [late, staked] = market.operators;
    let job = unsealed(&mut market, 0, 8);
    let stored = market.job_at(&job);
    let epoch = market.epoch();
    // Registered in the second of the posting, after the epoch began.
    let _ = market.world.chain.write_operator(&OperatorBytes {
        owner: late.owner,
        accepted_mints: 0b11,
        draining: false,
        usd_bps: 7_000,
        staker_bps: 200,
        min_client_reputation: 0,
        max_seconds: 0,
        registered_at: stored.posted_at + 1,
        referrer: solana_address::Address::default(),
    });
    // Stake that is active from the next epoch on.
    let admin = market.world.admin;
    let fresh = Stake {
        checkpoints: [(0, 0), (epoch + 1, STAKE)],
        ..Stake::own(STAKE)
    };
    let stake = stand_in::set_stake(admin, staked.owner, fresh);
    send(&mut market, stake);
    market.world.chain.pass_slots(2);
    market.world.chain.list_slots();
    market.refresh_prices();
    send(&mut market, escrow::seal(&job, class_total(CLASS)));

    let by_late = claim(&market, &job, &late, 1);
    let by_staked = claim(&market, &job, &staked, 1);
    let honest_from = first_elapsed(&market, &job, &staked, 1);
    let mut staked_from = 40;
    for elapsed in 0..40 {
        refused(&mut market, by_late.clone(), "ActiveTooLate");
        if staked_from == 40 && market.clone().world.chain.send(by_staked.clone()).is_ok() {
            staked_from = elapsed;
        }
        market.world.chain.pass_slots(1);
    }
    assert!(staked_from > honest_from, "fresh stake weighs nothing");
    // After the race they are operators like any other.
    send(&mut market, by_late);
}

/// A device registered later, under an operator that is old.
#[test]
fn a_device_made_after_the_posting_does_not_race() {
    let mut market = Market::open();
    let operator = market.operators[0];
    let job = market.posted(0, &market.terms(DOLLAR_MINT, 8));
    let _ = market
        .world
        .chain
        .write_device(&ionet_test_kit::registry_accounts::DeviceBytes {
            owner: operator.owner,
            device_key: operator.device_key,
            available: true,
            tiers: [4; 3],
            purposes: 0b111,
            class: CLASS,
            gpus: GPUS,
            region: 1,
            vram_mib: 81_920,
            registered_at: market.world.chain.now(),
        });
    market.refresh_prices();
    let early = claim(&market, &job, &operator, 1);
    refused(&mut market, early.clone(), "ActiveTooLate");
    pass_race(&mut market);
    send(&mut market, early);
}

/// One operator under four keys, a quarter of stake and GPUs each, against one under one key: of
/// 300 jobs it takes half, within three standard deviations (8.7 jobs each).
#[test]
fn an_operator_does_not_enlarge_itself_by_many_keys() {
    let mut market = Market::open();
    // The market's second operator stays out of it.
    let whole = market.operators[0];
    let part = STAKE / 4;
    let keys: Vec<_> = (0..4)
        .map(|number| market.join_with(&format!("key {number}"), 2, part))
        .collect();
    let mut by_keys = 0;
    let jobs = 300;
    for number in 0..jobs {
        let job = unsealed(&mut market, number, 1);
        market.world.chain.pass_slots(2);
        market.world.chain.list_slots();
        market.refresh_prices();
        send(&mut market, escrow::seal(&job, class_total(CLASS)));
        // Who comes first within a slot is the block's order: each side every other time.
        let mut order: Vec<_> = keys.iter().copied().map(|key| (key, true)).collect();
        let place = if number % 2 == 0 { 0 } else { order.len() };
        order.insert(place, (whole, false));
        let winner = loop {
            let taken = order.iter().find(|(operator, _)| {
                let call = claim(&market, &job, operator, 1);
                market.world.chain.send(call).is_ok()
            });
            if let Some(taken) = taken {
                break *taken;
            }
            market.world.chain.pass_slots(1);
        };
        by_keys += u32::from(winner.1);
        send(&mut market, escrow::cancel(&job));
        market.world.chain.warp(900);
        send(&mut market, escrow::finish(&job, &winner.0.owner));
        let epoch = market.epoch();
        let admin = market.world.admin;
        for operator in order.iter().map(|(operator, _)| operator) {
            let gpus = if operator.owner == whole.owner { 8 } else { 2 };
            let root = stand_in::set_capacity(admin, operator.owner, epoch, &[(CLASS, gpus)]);
            send(&mut market, root);
        }
        let weight = WeightParameters::DEFAULT.weight(STAKE, 8, 5_000);
        let total = 2 * weight.expect("a weight");
        send(
            &mut market,
            stand_in::set_class_total(admin, CLASS, epoch, total),
        );
    }
    assert!((124..=176).contains(&by_keys), "{by_keys} of {jobs} jobs");
}
