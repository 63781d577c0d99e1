//! Claims, hand-over of vesting accounts, closing.

use crate::negative::scenarios::{UNLOCKED, claim, fully_claimed, holder_of, index_of, with_claim};
use ionet_client::generated::{Event, io_token::events::IoTokenEvent};
use ionet_core::{
    genesis::{Category, GenesisPlan},
    supply::GENESIS_SUPPLY,
    time::MONTH_SECONDS,
    vesting::VestingSchedule,
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, vesting},
    process::io_token,
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

fn claim_category(world: &mut World, category: Category) -> Outcome {
    let index = usize::from(category.index());
    let (holder, account) = (
        world.beneficiaries[index],
        world.beneficiary_accounts[index],
    );
    world
        .chain
        .send(io_token::claim_vested(holder, index_of(category), account))
}

fn schedule(world: &World, category: Category) -> VestingSchedule {
    let plan = *GenesisPlan::OFFICIAL.category(category);
    VestingSchedule {
        total: plan.amount,
        terms: plan.terms,
        start: world.config().genesis_time,
    }
}

/// Every month of the longest terms: what was paid in all is what the rules say, to the
/// unit, and the vault holds the rest.
#[test]
fn every_category_is_paid_by_the_rules_until_nothing_is_left() {
    let mut world = World::sealed();
    let schedules = Category::ALL.map(|category| schedule(&world, category));
    for _month in 0..=50 {
        for (category, schedule) in Category::ALL.into_iter().zip(&schedules) {
            let index = usize::from(category.index());
            let _ = claim_category(&mut world, category);
            let paid = world.chain.balance(&world.beneficiary_accounts[index]);
            let unlocked = schedule.vested_at(world.chain.now()).expect("in range");
            assert_eq!(paid, unlocked, "{}", category.name());
        }
        let paid: u64 = world
            .beneficiary_accounts
            .iter()
            .map(|account| world.chain.balance(account))
            .sum();
        assert_eq!(
            world.chain.balance(&IO.vesting_vault),
            GENESIS_SUPPLY - paid
        );
        world.chain.warp(MONTH_SECONDS);
    }
    assert_eq!(world.chain.balance(&IO.vesting_vault), 0);
    for (category, schedule) in Category::ALL.into_iter().zip(&schedules) {
        assert_eq!(world.vesting(index_of(category)).claimed, schedule.total);
    }
}

#[test]
fn the_first_unlock_is_at_its_second_and_not_before() {
    let mut world = World::sealed();
    world.chain.warp(13 * MONTH_SECONDS - 1);
    claim_category(&mut world, Category::Seed).fails_with("BeforeFirstUnlock");
    world.chain.warp(1);
    let outcome = claim_category(&mut world, Category::Seed).ok();
    let part = GenesisPlan::OFFICIAL.category(Category::Seed).amount / 24;
    let [Event::IoToken(IoTokenEvent::VestedClaimed(event))] = outcome.events.as_slice() else {
        panic!("one event, VestedClaimed, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.amount, event.claimed_before, event.claimed_after),
        (part, 0, part)
    );
    assert_eq!(event.destination, world.beneficiary_accounts[0]);
    claim_category(&mut world, Category::Seed).fails_with("NothingToClaim");
}

#[test]
fn a_claim_works_while_paused() {
    let mut world = World::sealed();
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    let call = claim(&world);
    let _ = world.chain.send(call).ok();
}

#[test]
fn a_hand_over_takes_two_steps_and_moves_every_right() {
    let mut world = World::sealed();
    let index = index_of(UNLOCKED);
    let (old, old_account) = holder_of(&world);
    let new = world.chain.wallet("new beneficiary");
    let new_account = world
        .chain
        .token_account("new beneficiary's IO", &IO.mint, &new);

    let propose = io_token::propose_beneficiary(old, index, new);
    let outcome = world.chain.send(propose).ok();
    let [Event::IoToken(IoTokenEvent::BeneficiaryProposed(event))] = outcome.events.as_slice()
    else {
        panic!(
            "one event, BeneficiaryProposed, but got {:?}",
            outcome.events
        );
    };
    assert_eq!((event.beneficiary, event.proposed), (old, new));
    // A proposal changes no right.
    world
        .chain
        .send(io_token::claim_vested(new, index, new_account))
        .fails_with("NotBeneficiary");

    let outcome = world
        .chain
        .send(io_token::accept_beneficiary(new, index))
        .ok();
    let [Event::IoToken(IoTokenEvent::BeneficiaryChanged(event))] = outcome.events.as_slice()
    else {
        panic!(
            "one event, BeneficiaryChanged, but got {:?}",
            outcome.events
        );
    };
    assert_eq!(
        (event.beneficiary_before, event.beneficiary_after),
        (old, new)
    );
    let stored = world.vesting(index);
    assert_eq!(
        (stored.beneficiary, stored.proposed_beneficiary),
        (new, Address::default())
    );
    world
        .chain
        .send(io_token::claim_vested(old, index, old_account))
        .fails_with("NotBeneficiary");
    let _ = world
        .chain
        .send(io_token::claim_vested(new, index, new_account))
        .ok();
    // Accepting again is refused: the proposal is gone.
    world
        .chain
        .send(io_token::accept_beneficiary(new, index))
        .fails_with("NothingProposed");
}

/// The wallet of a beneficiary may be emptied and its token account closed: the claim waits.
#[test]
fn a_closed_account_of_the_beneficiary_delays_a_claim_but_loses_nothing() {
    let mut world = World::sealed();
    let (holder, account) = holder_of(&world);
    world.chain.close_token_account(&account, &holder);
    let call = claim(&world);
    world
        .chain
        .send(call)
        .fails_as(&InstructionError::AccountDataTooSmall);
    assert_eq!(world.vesting(index_of(UNLOCKED)).claimed, 0);

    // The system account of the holder is gone too; the key still signs.
    world
        .chain
        .set_account(holder, solana_account::Account::default());
    let again = world
        .chain
        .token_account("a new account", &IO.mint, &holder);
    let _ = world
        .chain
        .send(io_token::claim_vested(holder, index_of(UNLOCKED), again))
        .ok();
    assert!(world.chain.balance(&again) > 0);
}

#[test]
fn closing_returns_the_rent_to_who_paid_it_and_the_claim_never_comes_back() {
    let mut world = fully_claimed();
    let index = index_of(UNLOCKED);
    let rent = world
        .chain
        .account(&vesting(index))
        .expect("the vesting account")
        .lamports;
    let before = world
        .chain
        .account(&world.admin)
        .expect("the admin")
        .lamports;
    let outcome = world
        .chain
        .send(io_token::close_vesting(index, world.admin))
        .ok();
    let [Event::IoToken(IoTokenEvent::VestingClosed(event))] = outcome.events.as_slice() else {
        panic!("one event, VestingClosed, but got {:?}", outcome.events);
    };
    assert_eq!((event.payer, event.rent), (world.admin, rent));
    assert_eq!(
        world
            .chain
            .account(&world.admin)
            .expect("the admin")
            .lamports,
        before + rent
    );
    assert!(world.chain.account(&vesting(index)).is_none());

    let call = claim(&world);
    assert!(!world.chain.send(call).is_ok());
    assert!(
        !world
            .chain
            .send(io_token::close_vesting(index, world.admin))
            .is_ok()
    );
    // The counter does not fall, so the address is never created again.
    assert_eq!(world.config().vesting_count, 5);
}

#[test]
fn a_donation_to_the_vault_changes_no_claim() {
    let mut world = with_claim();
    let (holder, account) = holder_of(&world);
    world
        .chain
        .transfer(&account, &IO.vesting_vault, &holder, 1_000);
    let call = claim(&world);
    world.chain.send(call).fails_with("NothingToClaim");
    world.chain.warp(MONTH_SECONDS);
    let before = world.chain.balance(&account);
    let unlocked = schedule(&world, UNLOCKED)
        .vested_at(world.chain.now())
        .expect("in range");
    let claimed = world.vesting(index_of(UNLOCKED)).claimed;
    let call = claim(&world);
    let _ = world.chain.send(call).ok();
    assert_eq!(world.chain.balance(&account) - before, unlocked - claimed);
}
