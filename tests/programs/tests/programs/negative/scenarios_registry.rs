//! For every instruction of registry a world in which the default call succeeds.

use ionet_core::reputation::{OutcomeLedger, record_outcome};
use ionet_test_kit::{
    Call, World,
    addresses::operator,
    process::registry::{
        self, DETAILS, Details, LOCAL, NO_REFERRER, PRICE_MANAGER, SETTINGS, Settings,
    },
    registry_world::{CLASSES, HARDWARE, LARGE, RegistryWorld, SMALL},
};
use solana_address::Address;

/// A world and the call that succeeds in it.
///
/// # Panics
/// When the instruction is new: then it needs a scenario here.
pub fn correct(instruction: &str) -> (World, Call) {
    let (world, call) = with_people(instruction);
    (world.world, call)
}

/// As [`correct`], with the people.
pub fn with_people(instruction: &str) -> (RegistryWorld, Call) {
    let mut world = match instruction {
        "initialize" => RegistryWorld::deployed(),
        "add_class" => RegistryWorld::initialized(LOCAL),
        _ => RegistryWorld::open(),
    };
    let (admin, owner, key) = (world.world.admin, world.owner, world.device_key);
    let newcomer = world.newcomer;
    let call = match instruction {
        "initialize" => {
            let now = world.world.chain.now();
            registry::initialize(admin, now, LOCAL, world.roles())
        }
        "add_class" => registry::add_class(admin, SMALL, CLASSES[1]),
        "set_class" => registry::set_class(admin, LARGE, CLASSES[2], true),
        "set_class_bounds" => registry::set_class_bounds(admin, LARGE, 1_500_000, 3_000_000),
        "move_price" => registry::move_price(world.price_manager, LARGE, 2_050_000),
        "report_utilisation" => {
            world.world.warp_epochs(1);
            registry::report_utilisation(world.reporter, LARGE, 0, 9_000)
        }
        "propose_role" => registry::propose_role(admin, PRICE_MANAGER, newcomer),
        "accept_role" => {
            let propose = registry::propose_role(admin, PRICE_MANAGER, newcomer);
            let _ = world.chain().send(propose).ok();
            registry::accept_role(newcomer, PRICE_MANAGER)
        }
        "pause" => registry::pause(world.world.guardian),
        "unpause" => {
            world = paused(world);
            registry::unpause(world.world.guardian)
        }
        "register_operator" => registry::register_operator(newcomer, operator(&owner), SETTINGS),
        "register_client" => registry::register_client(newcomer, operator(&owner)),
        "update_operator" => registry::update_operator(owner, CHANGED_SETTINGS),
        "set_draining" => registry::set_draining(owner, true),
        "register_device" => registry::register_device(owner, newcomer, HARDWARE, DETAILS),
        "update_device" => registry::update_device(key, CHANGED_DETAILS),
        "rotate_device" => registry::rotate_device(owner, key, newcomer),
        "revoke_device" => registry::revoke_device(owner, key),
        "fold_operator_reputation" => {
            world = recorded(world);
            registry::fold_operator_reputation(owner)
        }
        "fold_client_reputation" => {
            world = recorded(world);
            registry::fold_client_reputation(world.client)
        }
        "migrate_operator" => {
            make_version_1(&mut world, &owner);
            registry::migrate_operator(newcomer, owner)
        }
        other => panic!("registry.{other} has no scenario"),
    };
    (world, call)
}

/// Settings other than [`SETTINGS`], with a lower stakers' share.
pub const CHANGED_SETTINGS: Settings = Settings {
    accepted_mints: 3,
    usd_bps: 9_000,
    staker_bps: 100,
    min_client_reputation: 500,
    max_seconds: 86_400,
};

/// Details other than [`DETAILS`].
pub const CHANGED_DETAILS: Details = Details {
    available: false,
    region: 9,
    connectivity: 0,
    latency: 4,
    security: 2,
    purposes: 1,
};

/// Entry paused by the admin.
pub fn paused(mut world: RegistryWorld) -> RegistryWorld {
    let pause = registry::pause(world.world.admin);
    let _ = world.chain().send(pause).ok();
    world
}

/// One outcome of $1 for the operator and one of half of it for the client, in an epoch that has
/// ended.
pub fn recorded(mut world: RegistryWorld) -> RegistryWorld {
    let epoch = world.epoch();
    let good = |tag, weight| {
        record_outcome(&OutcomeLedger::default(), epoch, tag, weight, 10_000).ledger_after
    };
    let (owner, client) = (world.owner, world.client);
    world.record(owner, good(1, 1_000_000), OutcomeLedger::default());
    world.record(client, OutcomeLedger::default(), good(2, 500_000));
    world.world.warp_epochs(1);
    world
}

/// Rewrites the operator of `owner` as version 1 would have left it.
pub fn make_version_1(world: &mut RegistryWorld, owner: &Address) {
    let address = operator(owner);
    let mut account = world.chain().account(&address).expect("an operator");
    account.data[8] = 1;
    account.data.truncate(128);
    account.lamports = world.chain().rent_exempt(128);
    world.chain().set_account(address, account);
}

/// Registers one more operator without a referrer, in a slot of its own.
pub fn another_operator(world: &mut RegistryWorld, name: &str) -> Address {
    let owner = world.chain().wallet(name);
    let call = registry::register_operator(owner, NO_REFERRER, SETTINGS);
    let _ = world.chain().send(call).ok();
    world.chain().warp(10);
    owner
}
