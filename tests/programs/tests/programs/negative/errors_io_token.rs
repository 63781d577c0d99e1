//! Every error of io-token: a call that gives it.

use super::{
    ErrorCase, Exemption,
    scenarios::{UNLOCKED, claim, correct, fully_claimed, holder_of, index_of, with_claim},
};
use ionet_core::{
    genesis::{Category, GenesisPlan},
    supply::{GENESIS_SUPPLY, SUPPLY_CAP},
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, POOLS, vesting},
    negative::twin,
    process::io_token,
};
use solana_address::Address;

const fn case(error: &'static str, what: &'static str, run: fn() -> Outcome) -> ErrorCase {
    ErrorCase { error, what, run }
}

/// Errors which no call gives.
pub(super) const EXEMPT: &[Exemption] = &[];

/// Offset of the version byte in every account: after the discriminator.
const VERSION: usize = 8;

#[rustfmt::skip]
pub(super) const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = correct("io_token", "initialize");
        world.chain.set_upgrade_authority(call.raw.program_id, None);
        world.chain.send(call)
    }),
    case("NotUpgradeAuthority", "somebody is faster than the deployer", || {
        let mut world = World::deployed();
        world.chain.send(io_token::initialize(world.mallory, &GenesisPlan::OFFICIAL, world.mallory))
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = correct("io_token", "initialize");
        world.chain.send(call.with_account("program_data", POOLS.program_data))
    }),
    case("WrongProgramData", "a copy under another address", || {
        let (mut world, call) = correct("io_token", "initialize");
        let copy = twin(&mut world.chain, &IO.program_data);
        world.chain.send(call.with_account("program_data", copy))
    }),
    case("UnsupportedVersion", "config of a later version", || with_version(IO.config, "pause")),
    case("UnsupportedVersion", "config, unpause", || with_version(IO.config, "unpause")),
    case("UnsupportedVersion", "config, propose_role", || with_version(IO.config, "propose_role")),
    case("UnsupportedVersion", "config, accept_role", || with_version(IO.config, "accept_role")),
    case("UnsupportedVersion", "config, burn", || with_version(IO.config, "burn")),
    case("UnsupportedVersion", "config, claim", || with_version(IO.config, "claim_vested")),
    case("UnsupportedVersion", "config, mint", || with_version(IO.config, "mint_emission")),
    case("UnsupportedVersion", "config, allocate", || with_version(IO.config, "allocate_genesis")),
    case("UnsupportedVersion", "config, seal", || with_version(IO.config, "seal_genesis")),
    case("UnsupportedVersion", "vesting, claim", || with_version(unlocked(), "claim_vested")),
    case("UnsupportedVersion", "vesting, propose", || with_version(unlocked(), "propose_beneficiary")),
    case("UnsupportedVersion", "vesting, accept", || with_version(unlocked(), "accept_beneficiary")),
    case("UnsupportedVersion", "vesting, close", || with_version(unlocked(), "close_vesting")),
    case("NotAdmin", "guardian allocates", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.guardian, 0, 0, world.mallory, 1))
    }),
    case("NotAdmin", "guardian seals", || {
        let mut world = World::allocated();
        world.chain.send(io_token::seal_genesis(world.guardian))
    }),
    case("NotAdmin", "guardian replaces the admin", || {
        let mut world = World::sealed();
        world.chain.send(io_token::propose_role(world.guardian, io_token::ADMIN, world.guardian))
    }),
    case("NotGuardianOrAdmin", "anybody pauses", || {
        let mut world = World::sealed();
        world.chain.send(io_token::pause(world.mallory))
    }),
    case("NotGuardianOrAdmin", "anybody lifts a pause", || {
        let mut world = paused(World::sealed());
        world.chain.send(io_token::unpause(world.mallory))
    }),
    case("GuardianMissing", "default address", || {
        let mut world = World::deployed();
        world.chain.send(io_token::initialize(world.admin, &GenesisPlan::OFFICIAL, Address::default()))
    }),
    case("UnknownRole", "proposing role 2", || {
        let mut world = World::sealed();
        world.chain.send(io_token::propose_role(world.admin, 2, world.mallory))
    }),
    case("UnknownRole", "accepting role 255", || {
        let mut world = World::sealed();
        world.chain.send(io_token::accept_role(world.mallory, 255))
    }),
    case("NothingProposed", "role", || {
        let mut world = World::sealed();
        world.chain.send(io_token::accept_role(world.mallory, io_token::ADMIN))
    }),
    case("NothingProposed", "role, after it was withdrawn", || {
        let (mut world, call) = correct("io_token", "accept_role");
        let withdraw = io_token::propose_role(world.admin, io_token::GUARDIAN, Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(call)
    }),
    case("NothingProposed", "vesting, after it was withdrawn", || {
        let (mut world, call) = correct("io_token", "accept_beneficiary");
        let holder = holder_of(&world).0;
        let withdraw = io_token::propose_beneficiary(holder, index_of(UNLOCKED), Address::default());
        let _ = world.chain.send(withdraw).ok();
        world.chain.send(call)
    }),
    case("NotProposed", "role", || {
        let (mut world, call) = correct("io_token", "accept_role");
        let guardian = world.guardian;
        world.chain.send(call.with_account("new_holder", guardian))
    }),
    case("NotProposed", "vesting, by its present beneficiary", || {
        let (mut world, call) = correct("io_token", "accept_beneficiary");
        let holder = holder_of(&world).0;
        world.chain.send(call.with_account("new_beneficiary", holder))
    }),
    case("Paused", "allocating", || {
        let (world, call) = correct("io_token", "allocate_genesis");
        paused(world).chain.send(call)
    }),
    case("Paused", "sealing", || {
        let (world, call) = correct("io_token", "seal_genesis");
        paused(world).chain.send(call)
    }),
    case("Paused", "minting", || {
        let (world, call) = correct("io_token", "mint_emission");
        paused(world).chain.send(call)
    }),
    case("GuardianCoolingDown", "guardian pauses twice", || {
        let mut world = World::sealed();
        let _ = world.chain.send(io_token::pause(world.guardian)).ok();
        world.chain.send(io_token::pause(world.guardian))
    }),
    case("GuardianCoolingDown", "one second before 21 days", || {
        let mut world = World::sealed();
        let _ = world.chain.send(io_token::pause(world.guardian)).ok();
        world.chain.warp(21 * DAY_SECONDS - 1);
        world.chain.send(io_token::pause(world.guardian))
    }),
    case("NotPaused", "never paused", || {
        let mut world = World::sealed();
        world.chain.send(io_token::unpause(world.admin))
    }),
    case("NotPaused", "the pause ended by itself", || {
        let mut world = paused(World::sealed());
        world.chain.warp(7 * DAY_SECONDS);
        world.chain.send(io_token::unpause(world.admin))
    }),
    case("GenesisAlreadySealed", "sealing twice", || {
        let mut world = World::sealed();
        world.chain.send(io_token::seal_genesis(world.admin))
    }),
    case("GenesisAlreadySealed", "allocating after sealing", || {
        let mut world = World::sealed();
        world.chain.send(io_token::allocate_genesis(world.admin, 5, 0, world.mallory, 1))
    }),
    case("GenesisNotSealed", "claiming", || {
        let mut world = World::allocated();
        let call = claim(&world);
        world.chain.send(call)
    }),
    case("GenesisNotSealed", "minting", || {
        let mut world = World::allocated();
        world.chain.impersonate(POOLS.authority);
        let availability = world.chain.token_account("early availability", &IO.mint, &POOLS.authority);
        let compute = world.chain.token_account("early compute", &IO.mint, &POOLS.authority);
        let call = io_token::mint_emission(1, 1)
            .with_account("availability_destination", availability)
            .with_account("compute_destination", compute);
        world.chain.send(call)
    }),
    case("UnknownCategory", "category 5", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 5, world.mallory, 1))
    }),
    case("GenesisAmountZero", "allocating nothing", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, world.mallory, 0))
    }),
    case("GenesisAmountZero", "a category of nothing", || with_plan(|plan| {
        plan.categories[1].amount += plan.categories[0].amount;
        plan.categories[0].amount = 0;
    })),
    case("GenesisTotalMismatch", "one unit too much", || with_plan(|plan| plan.categories[0].amount += 1)),
    case("GenesisTotalMismatch", "one unit too little", || with_plan(|plan| plan.categories[4].amount -= 1)),
    case("GenesisTotalMismatch", "sum which wraps around 64 bits", || with_plan(|plan| {
        plan.categories[0].amount = u64::MAX - GENESIS_SUPPLY;
    })),
    case("CategoryOverfilled", "one unit too much at once", || {
        let mut world = World::initialized();
        let amount = GenesisPlan::OFFICIAL.category(Category::Seed).amount + 1;
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, world.mallory, amount))
    }),
    case("CategoryOverfilled", "one unit more when full", || {
        let mut world = World::allocated();
        world.chain.send(io_token::allocate_genesis(world.admin, 5, 0, world.mallory, 1))
    }),
    case("GenesisIncomplete", "nothing allocated", || {
        let mut world = World::initialized();
        world.chain.send(io_token::seal_genesis(world.admin))
    }),
    case("GenesisIncomplete", "one unit missing", one_unit_missing),
    case("BeneficiaryMissing", "default address", || {
        let mut world = World::initialized();
        world.chain.send(io_token::allocate_genesis(world.admin, 0, 0, Address::default(), 1))
    }),
    case("UpfrontOutOfRange", "10,001 bps", || with_plan(|plan| plan.categories[3].terms.upfront_bps = 10_001)),
    case("UpfrontOutOfRange", "65,535 bps", || with_plan(|plan| plan.categories[3].terms.upfront_bps = u16::MAX)),
    case("CliffOutOfRange", "121 months", || with_plan(|plan| plan.categories[0].terms.cliff_months = 121)),
    case("PartsOutOfRange", "241 parts", || with_plan(|plan| plan.categories[0].terms.parts = 241)),
    case("PartsOutOfRange", "no parts and not all upfront", || with_plan(|plan| plan.categories[0].terms.parts = 0)),
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

fn unlocked() -> Address {
    vesting(index_of(UNLOCKED))
}

fn patch(world: &mut World, address: Address, offset: usize, bytes: &[u8]) {
    let mut account = world.chain.account(&address).expect("an account to change");
    account.data[offset..offset + bytes.len()].copy_from_slice(bytes);
    world.chain.set_account(address, account);
}

fn with_version(address: Address, instruction: &str) -> Outcome {
    let (mut world, call) = correct("io_token", instruction);
    patch(&mut world, address, VERSION, &[2]);
    world.chain.send(call)
}

fn with_plan(change: fn(&mut GenesisPlan)) -> Outcome {
    let mut world = World::deployed();
    let mut plan = GenesisPlan::OFFICIAL;
    change(&mut plan);
    world
        .chain
        .send(io_token::initialize(world.admin, &plan, world.guardian))
}

fn paused(mut world: World) -> World {
    let _ = world.chain.send(io_token::pause(world.admin)).ok();
    world
}

fn one_unit_missing() -> Outcome {
    let mut world = World::initialized();
    for category in Category::ALL {
        let less = u64::from(category == Category::Community);
        let amount = GenesisPlan::OFFICIAL.category(category).amount - less;
        let index = category.index();
        let call =
            io_token::allocate_genesis(world.admin, index.into(), index, world.mallory, amount);
        let _ = world.chain.send(call).ok();
    }
    world.chain.send(io_token::seal_genesis(world.admin))
}

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
