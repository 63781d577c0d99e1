//! Errors of io-token: vesting, minting, burning.

use super::super::{
    scenarios::{UNLOCKED, claim, correct, fully_claimed, holder_of, index_of, with_claim},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::{
    genesis::Category,
    supply::{GENESIS_SUPPLY, SUPPLY_CAP},
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, POOLS},
    process::io_token,
};

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotBeneficiary", "somebody claims for himself", || {
        let mut world = World::sealed();
        let account = world.chain.token_account("mallory's IO", &IO.mint, &world.mallory.clone());
        world.chain.send(io_token::claim_vested(world.mallory, index_of(UNLOCKED), account))
    }),
    case("NotBeneficiary", "somebody hands over what is not his", || {
        let mut world = World::sealed();
        world.chain.send(io_token::propose_beneficiary(world.mallory, index_of(UNLOCKED), world.mallory))
    }),
    case("NotBeneficiary", "the old beneficiary after a hand-over", || {
        let (mut world, accept) = correct("io_token", "accept_beneficiary");
        let _ = world.chain.send(accept).ok();
        let call = claim(&world);
        world.chain.send(call)
    }),
    case("BeforeFirstUnlock", "an investor at genesis", || claim_of(Category::Seed, 0)),
    case("BeforeFirstUnlock", "an investor one second before the end of month 13", || {
        claim_of(Category::SeriesA, 13 * 730 * 3_600 - 1)
    }),
    case("NothingToClaim", "claiming twice", || {
        let mut world = with_claim();
        let call = claim(&world);
        world.chain.send(call)
    }),
    case("FullyClaimed", "claiming after the end", || {
        let mut world = fully_claimed();
        let call = claim(&world);
        world.chain.send(call)
    }),
    case("VestingNotFullyClaimed", "closing early", || {
        let mut world = with_claim();
        world.chain.send(io_token::close_vesting(index_of(UNLOCKED), world.admin))
    }),
    case("WrongRentReceiver", "the closer takes the rent", || {
        let mut world = fully_claimed();
        world.chain.send(io_token::close_vesting(index_of(UNLOCKED), world.mallory))
    }),
    case("NotEmissionAuthority", "the admin mints", || {
        let mut world = World::emitting();
        let admin = world.admin;
        world.chain.send(io_token::mint_emission(1, 1).with_account("emission_authority", admin))
    }),
    case("WrongTokenMint", "minting into another mint's account", || {
        let (mut world, call) = correct("io_token", "mint_emission");
        let mint = world.chain.foreign_mint("foreign", &world.mallory.clone());
        let account = world.chain.token_account("foreign pool", &mint, &POOLS.authority);
        world.chain.send(call.with_account("availability_destination", account))
    }),
    case("WrongTokenOwner", "minting into somebody's account", || {
        let (mut world, call) = correct("io_token", "mint_emission");
        let account = world.chain.token_account("mallory's IO", &IO.mint, &world.mallory.clone());
        world.chain.send(call.with_account("compute_destination", account))
    }),
    case("AmountZero", "burning nothing", || {
        let mut world = with_claim();
        let (holder, source) = holder_of(&world);
        world.chain.send(io_token::burn(holder, source, 0))
    }),
    case("AmountZero", "minting nothing", || mint(0, 0)),
    case("CapExceeded", "one unit over the cap", || mint(SUPPLY_CAP - GENESIS_SUPPLY, 1)),
    case("CapExceeded", "a sum which wraps around 64 bits", || mint(u64::MAX, 1)),
    case("Overflow", "burned_ever at the end of 64 bits", || {
        let mut world = with_claim();
        let (holder, source) = holder_of(&world);
        // Offset of burned_ever: discriminator, 8 bytes of head, minted_ever.
        patch(&mut world, IO.config, 24, &u64::MAX.to_le_bytes());
        world.chain.send(io_token::burn(holder, source, 1))
    }),
];

fn claim_of(category: Category, seconds: i64) -> Outcome {
    let mut world = World::sealed();
    world.chain.warp(seconds);
    let index = usize::from(category.index());
    let (holder, account) = (
        world.beneficiaries[index],
        world.beneficiary_accounts[index],
    );
    world
        .chain
        .send(io_token::claim_vested(holder, index_of(category), account))
}

fn mint(availability: u64, compute: u64) -> Outcome {
    let (mut world, _) = correct("io_token", "mint_emission");
    world
        .chain
        .send(io_token::mint_emission(availability, compute))
}
