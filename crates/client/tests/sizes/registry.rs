//! Transactions of registry.

use ionet_client::instructions::registry;
use ionet_client::registry::instructions::{
    AddClassInstructionArgs, InitializeInstructionArgs, ReportUtilisationInstructionArgs,
    SetClassBoundsInstructionArgs, SetClassInstructionArgs,
};
use ionet_client::registry::types::{ClassTerms, DeviceDetails, DeviceHardware, OperatorSettings};

use crate::{Transaction, address};

pub fn transactions() -> Vec<Transaction> {
    [classes(), operators_and_clients(), devices(), roles()].concat()
}

fn classes() -> Vec<Transaction> {
    let wallet = address(1);
    let terms = ClassTerms {
        name: [b'x'; 16],
        multiplier_bps: u32::MAX,
        speed: u32::MAX,
        vram_mib: u32::MAX,
    };
    let add = AddClassInstructionArgs {
        class: 31,
        terms: terms.clone(),
        price: u64::MAX,
        min_price: u64::MAX,
        max_price: u64::MAX,
    };
    let set = SetClassInstructionArgs {
        class: 31,
        terms,
        active: true,
    };
    let bounds = SetClassBoundsInstructionArgs {
        class: 31,
        min_price: u64::MAX,
        max_price: u64::MAX,
    };
    let utilisation = ReportUtilisationInstructionArgs {
        class: 31,
        epoch: u64::MAX,
        utilisation_bps: u16::MAX,
    };
    vec![
        ("add a class", vec![registry::add_class(wallet, add)]),
        ("set a class", vec![registry::set_class(wallet, set)]),
        (
            "set a class's bounds",
            vec![registry::set_class_bounds(wallet, bounds)],
        ),
        (
            "move a price",
            vec![registry::move_price(wallet, 31, u64::MAX)],
        ),
        (
            "report utilisation",
            vec![registry::report_utilisation(wallet, utilisation)],
        ),
    ]
}

fn operators_and_clients() -> Vec<Transaction> {
    let (wallet, other) = (address(1), address(2));
    let settings = OperatorSettings {
        accepted_mints: u8::MAX,
        usd_bps: u16::MAX,
        staker_bps: u16::MAX,
        min_client_reputation: u16::MAX,
        max_seconds: u32::MAX,
    };
    let register = registry::register_operator(wallet, Some(other), settings.clone());
    vec![
        ("register an operator", vec![register]),
        (
            "update an operator",
            vec![registry::update_operator(wallet, settings)],
        ),
        ("drain", vec![registry::set_draining(wallet, true)]),
        (
            "register a client",
            vec![registry::register_client(wallet, Some(other))],
        ),
        (
            "fold an operator's reputation",
            vec![registry::fold_operator_reputation(&wallet, other)],
        ),
        (
            "fold a client's reputation",
            vec![registry::fold_client_reputation(&wallet, other)],
        ),
        (
            "migrate an operator",
            vec![registry::migrate_operator(wallet, &other)],
        ),
    ]
}

fn devices() -> Vec<Transaction> {
    let (wallet, key, next) = (address(1), address(2), address(3));
    let hardware = DeviceHardware {
        class: 31,
        gpus: u16::MAX,
        vram_mib: u32::MAX,
        hardware_hash: [9; 32],
    };
    let details = DeviceDetails {
        available: true,
        region: u16::MAX,
        connectivity: 4,
        latency: 4,
        security: 4,
        purposes: 7,
    };
    let register = registry::register_device(wallet, key, hardware, details.clone());
    vec![
        ("register a device", vec![register]),
        (
            "update a device",
            vec![registry::update_device(key, details)],
        ),
        (
            "rotate a device",
            vec![registry::rotate_device(wallet, key, next)],
        ),
        (
            "revoke a device",
            vec![registry::revoke_device(wallet, key)],
        ),
    ]
}

fn roles() -> Vec<Transaction> {
    let (wallet, other) = (address(1), address(2));
    let initialize = InitializeInstructionArgs {
        epoch_zero: i64::MAX,
        cluster: 1,
        guardian: other,
        price_manager: other,
        capacity_reporter: other,
    };
    vec![
        ("initialize", vec![registry::initialize(wallet, initialize)]),
        (
            "propose a role",
            vec![registry::propose_role(wallet, 1, other)],
        ),
        ("accept a role", vec![registry::accept_role(wallet, 1)]),
        ("pause", vec![registry::pause(wallet)]),
        ("unpause", vec![registry::unpause(wallet)]),
    ]
}
