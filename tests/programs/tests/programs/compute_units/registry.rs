//! Cases of registry that may take more than the typical one.

use super::measure;
use crate::negative::scenarios_registry::with_people;
use ionet_test_kit::{
    RegistryWorld,
    addresses::operator,
    process::registry::{self, Class, DETAILS, LOCAL, NO_REFERRER, SETTINGS},
    registry_world::HARDWARE,
};

/// Owners and keys over which a registration is measured: the address search differs for each.
const REGISTRATIONS: u32 = 256;

pub fn hard_cases(instruction: &str) -> Vec<u64> {
    match instruction {
        "register_operator" => registrations(|owner, referrer, _| {
            registry::register_operator(owner, referrer, SETTINGS)
        }),
        "register_client" => {
            registrations(|owner, referrer, _| registry::register_client(owner, referrer))
        }
        "register_device" => {
            registrations(|key, _, owner| registry::register_device(owner, key, HARDWARE, DETAILS))
        }
        "add_class" | "set_class" => with_full_book(instruction),
        "report_utilisation" => after_a_gap(),
        "fold_operator_reputation" => after_years(),
        _ => Vec::new(),
    }
}

fn registrations(
    call: impl Fn(
        solana_address::Address,
        solana_address::Address,
        solana_address::Address,
    ) -> ionet_test_kit::Call,
) -> Vec<u64> {
    let mut world = RegistryWorld::open();
    let owner = world.owner;
    (0..REGISTRATIONS)
        .map(|number| {
            let wallet = world.chain().wallet(&format!("wallet {number}"));
            let referrer = [NO_REFERRER, operator(&owner)][usize::from(number % 2 == 0)];
            let call = call(wallet, referrer, owner);
            world.chain().send(call).ok().compute_units
        })
        .collect()
}

/// With 31 other classes to compare with.
fn with_full_book(instruction: &str) -> Vec<u64> {
    let mut world = RegistryWorld::initialized(LOCAL);
    let admin = world.world.admin;
    let class = |id: u16| {
        let size = u32::from(id) + 1;
        Class::new([b'a'; 16], 10 * size.pow(3), 100 * size, 1_024 * size)
    };
    for id in 0..31 {
        let _ = world
            .chain()
            .send(registry::add_class(admin, id, class(id)))
            .ok();
    }
    let add = registry::add_class(admin, 31, class(31));
    if instruction == "add_class" {
        return vec![measure(world.world, add)];
    }
    let _ = world.chain().send(add).ok();
    let change = registry::set_class(admin, 16, class(16), true);
    vec![measure(world.world, change)]
}

/// After 23 epochs that were left out.
fn after_a_gap() -> Vec<u64> {
    let (mut world, first) = with_people("report_utilisation");
    let class = 1;
    let _ = world.chain().send(first).ok();
    world.world.warp_epochs(24);
    let reporter = world.reporter;
    let next = registry::report_utilisation(reporter, class, 23, 10_000);
    vec![measure(world.world, next)]
}

/// With every bit of the decay's power set.
fn after_years() -> Vec<u64> {
    let (mut world, _) = with_people("fold_operator_reputation");
    let owner = world.owner;
    let mut ledger = ionet_core::reputation::OutcomeLedger::default();
    ledger.closed.points = 655_360_000;
    ledger.epoch = 65_535;
    (ledger.good, ledger.bad) = (5_000_000, 25_000_000);
    world.world.warp_epochs(65_600);
    world.record(
        owner,
        ledger,
        ionet_core::reputation::OutcomeLedger::default(),
    );
    vec![measure(
        world.world,
        registry::fold_operator_reputation(owner),
    )]
}
