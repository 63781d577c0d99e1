//! Errors of registry: deployment, versions, roles, pause.

use super::super::{
    scenarios_registry::{paused, with_people},
    tables::{ErrorCase, error_case as case, patch},
};
use ionet_core::time::DAY_SECONDS;
use ionet_test_kit::{
    Outcome, RegistryWorld,
    addresses::{IO, REGISTER, client, device, operator},
    process::registry::{
        self, ADMIN, CAPACITY_REPORTER, GUARDIAN, LOCAL, NO_REFERRER, PRICE_MANAGER, Roles,
    },
    registry_world::{CLASSES, LARGE},
};
use solana_address::Address;

/// Offset of the version byte in every account: after the discriminator.
const VERSION: usize = 8;

#[rustfmt::skip]
pub const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = with_people("initialize");
        world.chain().set_upgrade_authority(call.raw.program_id, None);
        world.chain().send(call)
    }),
    case("NotUpgradeAuthority", "somebody is faster than the deployer", || {
        let mut world = RegistryWorld::deployed();
        let (mallory, now, roles) = (world.world.mallory, world.world.chain.now(), world.roles());
        world.chain().send(registry::initialize(mallory, now, LOCAL, roles))
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = with_people("initialize");
        world.chain().send(call.with_account("program_data", IO.program_data))
    }),
    case("UnknownCluster", "tag 2", || initialize(|roles| roles, 1, 2)),
    case("EpochZeroNotPositive", "zero", || initialize(|roles| roles, 0, LOCAL)),
    case("EpochZeroNotPositive", "the least", || initialize(|roles| roles, i64::MIN, LOCAL)),
    case("RoleMissing", "guardian", || {
        initialize(|roles| Roles { guardian: Address::default(), ..roles }, 1, LOCAL)
    }),
    case("RoleMissing", "price manager", || {
        initialize(|roles| Roles { price_manager: Address::default(), ..roles }, 1, LOCAL)
    }),
    case("RoleMissing", "capacity reporter", || {
        initialize(|roles| Roles { capacity_reporter: Address::default(), ..roles }, 1, LOCAL)
    }),
    case("UnsupportedVersion", "config, accept_role", || config_version("accept_role")),
    case("UnsupportedVersion", "config, propose_role", || config_version("propose_role")),
    case("UnsupportedVersion", "config, pause", || config_version("pause")),
    case("UnsupportedVersion", "config, unpause", || config_version("unpause")),
    case("UnsupportedVersion", "config, add_class", || config_version("add_class")),
    case("UnsupportedVersion", "config, set_class", || config_version("set_class")),
    case("UnsupportedVersion", "config, set_class_bounds", || config_version("set_class_bounds")),
    case("UnsupportedVersion", "config, move_price", || config_version("move_price")),
    case("UnsupportedVersion", "config, report_utilisation", || config_version("report_utilisation")),
    case("UnsupportedVersion", "config, register_operator", || config_version("register_operator")),
    case("UnsupportedVersion", "config, register_client", || config_version("register_client")),
    case("UnsupportedVersion", "config, register_device", || config_version("register_device")),
    case("UnsupportedVersion", "config, fold operator", || config_version("fold_operator_reputation")),
    case("UnsupportedVersion", "config, fold client", || config_version("fold_client_reputation")),
    case("UnsupportedVersion", "book, add_class", || version("add_class", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "book, set_class", || version("set_class", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "book, bounds", || version("set_class_bounds", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "book, move_price", || version("move_price", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "book, report", || version("report_utilisation", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "book, register_device", || version("register_device", |_| REGISTER.class_book)),
    case("UnsupportedVersion", "operator, update", || version("update_operator", |world| operator(&world.owner))),
    case("UnsupportedVersion", "operator, draining", || version("set_draining", |world| operator(&world.owner))),
    case("UnsupportedVersion", "operator, device", || version("register_device", |world| operator(&world.owner))),
    case("UnsupportedVersion", "operator, fold", || version("fold_operator_reputation", |world| operator(&world.owner))),
    case("UnsupportedVersion", "operator as referrer", || version("register_client", |world| operator(&world.owner))),
    case("UnsupportedVersion", "client, fold", || version("fold_client_reputation", |world| client(&world.client))),
    case("UnsupportedVersion", "device, update", || version("update_device", |world| device(&world.device_key))),
    case("UnsupportedVersion", "device, rotate", || version("rotate_device", |world| device(&world.device_key))),
    case("UnsupportedVersion", "device, revoke", || version("revoke_device", |world| device(&world.device_key))),
    case("UnsupportedVersion", "the owner's operator, when it registers as client", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        patch(&mut world.world, operator(&owner), VERSION, &[3]);
        world.chain().send(registry::register_client(owner, NO_REFERRER))
    }),
    case("NotAdmin", "price manager adds a class", || {
        let mut world = RegistryWorld::initialized(LOCAL);
        let manager = world.price_manager;
        world.chain().send(registry::add_class(manager, 0, CLASSES[0]))
    }),
    case("NotAdmin", "price manager sets bounds", || {
        let mut world = RegistryWorld::open();
        let manager = world.price_manager;
        world.chain().send(registry::set_class_bounds(manager, LARGE, 100, 1_000_000_000))
    }),
    case("NotAdmin", "guardian proposes a role", || {
        let mut world = RegistryWorld::open();
        let guardian = world.world.guardian;
        world.chain().send(registry::propose_role(guardian, ADMIN, guardian))
    }),
    case("NotAdmin", "an operator's owner changes a class", || {
        let mut world = RegistryWorld::open();
        let owner = world.owner;
        world.chain().send(registry::set_class(owner, LARGE, CLASSES[2], false))
    }),
    case("NotPriceManager", "admin moves a price", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::move_price(admin, LARGE, 2_000_001))
    }),
    case("NotPriceManager", "after the role was handed on", || {
        let (mut world, accept) = with_people("accept_role");
        let _ = world.chain().send(accept).ok();
        let before = world.price_manager;
        world.chain().send(registry::move_price(before, LARGE, 2_000_001))
    }),
    case("NotCapacityReporter", "admin reports", || {
        let (mut world, call) = with_people("report_utilisation");
        let admin = world.world.admin;
        world.chain().send(call.with_account("reporter", admin))
    }),
    case("LocalReporterOnly", "on a public cluster", || {
        let mut world = RegistryWorld::open_public();
        world.world.warp_epochs(1);
        let reporter = world.reporter;
        world.chain().send(registry::report_utilisation(reporter, LARGE, 0, 5_000))
    }),
    case("NotGuardianOrAdmin", "anybody pauses", || {
        let mut world = RegistryWorld::open();
        let mallory = world.world.mallory;
        world.chain().send(registry::pause(mallory))
    }),
    case("NotGuardianOrAdmin", "price manager unpauses", || {
        let mut world = paused(RegistryWorld::open());
        let manager = world.price_manager;
        world.chain().send(registry::unpause(manager))
    }),
    case("UnknownRole", "proposing role 4", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::propose_role(admin, 4, admin))
    }),
    case("UnknownRole", "accepting role 255", || {
        let mut world = RegistryWorld::open();
        let mallory = world.world.mallory;
        world.chain().send(registry::accept_role(mallory, 255))
    }),
    case("NothingProposed", "never proposed", || {
        let mut world = RegistryWorld::open();
        let mallory = world.world.mallory;
        world.chain().send(registry::accept_role(mallory, GUARDIAN))
    }),
    case("NothingProposed", "proposed for another role", || {
        let (mut world, call) = with_people("accept_role");
        let newcomer = call.account("new_holder");
        world.chain().send(registry::accept_role(newcomer, CAPACITY_REPORTER))
    }),
    case("NothingProposed", "withdrawn", || {
        let (mut world, call) = with_people("accept_role");
        let admin = world.world.admin;
        let withdraw = registry::propose_role(admin, PRICE_MANAGER, Address::default());
        let _ = world.chain().send(withdraw).ok();
        world.chain().send(call)
    }),
    case("NotProposed", "somebody else accepts", || {
        let (mut world, call) = with_people("accept_role");
        let mallory = world.world.mallory;
        world.chain().send(call.with_account("new_holder", mallory))
    }),
    case("Paused", "registering an operator", || while_paused("register_operator")),
    case("Paused", "registering a client", || while_paused("register_client")),
    case("Paused", "registering a device", || while_paused("register_device")),
    case("GuardianCoolingDown", "twice", || {
        let mut world = RegistryWorld::open();
        let guardian = world.world.guardian;
        let _ = world.chain().send(registry::pause(guardian)).ok();
        world.chain().send(registry::pause(guardian))
    }),
    case("NotPaused", "never paused", || {
        let mut world = RegistryWorld::open();
        let admin = world.world.admin;
        world.chain().send(registry::unpause(admin))
    }),
    case("NotPaused", "the pause ended by itself", || {
        let mut world = paused(RegistryWorld::open());
        world.chain().warp(7 * DAY_SECONDS);
        let admin = world.world.admin;
        world.chain().send(registry::unpause(admin))
    }),
    case("BeforeEpochZero", "reporting", || {
        let (mut world, call) = with_people("report_utilisation");
        begin_later(&mut world);
        world.chain().send(call)
    }),
    case("BeforeEpochZero", "folding an operator", || {
        let (mut world, call) = with_people("fold_operator_reputation");
        begin_later(&mut world);
        world.chain().send(call)
    }),
    case("BeforeEpochZero", "folding a client", || {
        let (mut world, call) = with_people("fold_client_reputation");
        begin_later(&mut world);
        world.chain().send(call)
    }),
];

fn initialize(roles: fn(Roles) -> Roles, epoch_zero: i64, cluster: u8) -> Outcome {
    let mut world = RegistryWorld::deployed();
    let (admin, roles) = (world.world.admin, roles(world.roles()));
    world
        .chain()
        .send(registry::initialize(admin, epoch_zero, cluster, roles))
}

fn config_version(instruction: &str) -> Outcome {
    version(instruction, |_| REGISTER.config)
}

fn version(instruction: &str, account: fn(&RegistryWorld) -> Address) -> Outcome {
    let (mut world, call) = with_people(instruction);
    let address = account(&world);
    patch(&mut world.world, address, VERSION, &[3]);
    world.chain().send(call)
}

fn while_paused(instruction: &str) -> Outcome {
    let (world, call) = with_people(instruction);
    paused(world).chain().send(call)
}

/// Sets epoch 0 a day ahead: discriminator, head, two times of the pause, then `epoch_zero`.
fn begin_later(world: &mut RegistryWorld) {
    let later = world.world.chain.now() + DAY_SECONDS;
    patch(&mut world.world, REGISTER.config, 32, &later.to_le_bytes());
}
