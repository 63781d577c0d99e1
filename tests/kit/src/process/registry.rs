//! Calls of registry.

use super::call;
use crate::{
    Call, REGISTRY,
    addresses::{REGISTER, client, device, operator, participant},
};
use borsh::BorshSerialize;
use solana_address::Address;
use solana_sdk_ids::system_program;

/// Role index of the administrator.
pub const ADMIN: u8 = 0;
/// Role index of the guardian.
pub const GUARDIAN: u8 = 1;
/// Role index of the price manager.
pub const PRICE_MANAGER: u8 = 2;
/// Role index of the capacity reporter.
pub const CAPACITY_REPORTER: u8 = 3;
/// Cluster tag of a local chain.
pub const LOCAL: u8 = 0;
/// Cluster tag of every other chain.
pub const PUBLIC: u8 = 1;
/// Passed as referrer: nobody.
pub const NO_REFERRER: Address = system_program::ID;

/// Holders of the roles beside the admin.
#[derive(Clone, Copy, Debug)]
pub struct Roles {
    /// May pause.
    pub guardian: Address,
    /// May move prices.
    pub price_manager: Address,
    /// Reports utilisation.
    pub capacity_reporter: Address,
}

/// What a class is, and its price in micro-dollars per GPU-hour.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Name, padded with zeros.
    pub name: [u8; 16],
    /// Weight of a device, basis points.
    pub multiplier_bps: u32,
    /// 10⁹ int8 operations per second.
    pub speed: u32,
    /// VRAM of a GPU, MiB.
    pub vram_mib: u32,
    /// First price.
    pub price: u64,
    /// Least price.
    pub min_price: u64,
    /// Greatest price.
    pub max_price: u64,
}

impl Class {
    /// A class called `name`, of which a GPU-hour costs $2.00, within $1.00 and $4.00.
    pub const fn new(name: [u8; 16], multiplier_bps: u32, speed: u32, vram_mib: u32) -> Self {
        Self {
            name,
            multiplier_bps,
            speed,
            vram_mib,
            price: 2_000_000,
            min_price: 1_000_000,
            max_price: 4_000_000,
        }
    }

    fn terms(&self) -> ([u8; 16], u32, u32, u32) {
        (self.name, self.multiplier_bps, self.speed, self.vram_mib)
    }
}

/// What an operator chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize)]
pub struct Settings {
    /// Bit `i`: accepts the mint with index `i`.
    pub accepted_mints: u8,
    /// Dollar share, basis points.
    pub usd_bps: u16,
    /// Stakers' share, basis points.
    pub staker_bps: u16,
    /// Least reputation of a client.
    pub min_client_reputation: u16,
    /// The longest job, seconds; 0 for no limit.
    pub max_seconds: u32,
}

/// Settings that are accepted.
pub const SETTINGS: Settings = Settings {
    accepted_mints: 1,
    usd_bps: 5_000,
    staker_bps: 200,
    min_client_reputation: 0,
    max_seconds: 0,
};

/// What a device is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize)]
pub struct Hardware {
    /// Class of its GPUs.
    pub class: u16,
    /// How many GPUs.
    pub gpus: u16,
    /// VRAM of each, MiB.
    pub vram_mib: u32,
    /// Salted hash of its hardware ids.
    pub hardware_hash: [u8; 32],
}

/// What a device says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize)]
pub struct Details {
    /// Takes work.
    pub available: bool,
    /// Region.
    pub region: u16,
    /// Connectivity tier.
    pub connectivity: u8,
    /// Latency tier.
    pub latency: u8,
    /// Security tier.
    pub security: u8,
    /// Purposes it serves.
    pub purposes: u8,
}

/// Details that are accepted.
pub const DETAILS: Details = Details {
    available: true,
    region: 7,
    connectivity: 3,
    latency: 2,
    security: 1,
    purposes: 0b111,
};

/// Creates config and class book.
pub fn initialize(authority: Address, epoch_zero: i64, cluster: u8, roles: Roles) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", REGISTER.program_data),
        ("config", REGISTER.config),
        ("class_book", REGISTER.class_book),
        ("system_program", system_program::ID),
    ];
    let keys = [roles.guardian, roles.price_manager, roles.capacity_reporter];
    let arguments = (epoch_zero, cluster, keys.map(|key| key.to_bytes()));
    call(REGISTRY, "initialize", &accounts, &arguments)
}

/// First step of a hand-over.
pub fn propose_role(admin: Address, role: u8, new: Address) -> Call {
    let accounts = [("admin", admin), ("config", REGISTER.config)];
    call(REGISTRY, "propose_role", &accounts, &(role, new.to_bytes()))
}

/// Second step of a hand-over.
pub fn accept_role(new: Address, role: u8) -> Call {
    let accounts = [("new_holder", new), ("config", REGISTER.config)];
    call(REGISTRY, "accept_role", &accounts, &role)
}

/// Stops registrations.
pub fn pause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("config", REGISTER.config)];
    call(REGISTRY, "pause", &accounts, &())
}

/// Lifts a pause.
pub fn unpause(authority: Address) -> Call {
    let accounts = [("authority", authority), ("config", REGISTER.config)];
    call(REGISTRY, "unpause", &accounts, &())
}

/// Adds a class.
pub fn add_class(admin: Address, id: u16, class: Class) -> Call {
    let prices = (class.price, class.min_price, class.max_price);
    let arguments = (id, class.terms(), prices);
    call(REGISTRY, "add_class", &book("admin", admin), &arguments)
}

/// Changes a class or retires it.
pub fn set_class(admin: Address, id: u16, class: Class, active: bool) -> Call {
    let arguments = (id, class.terms(), active);
    call(REGISTRY, "set_class", &book("admin", admin), &arguments)
}

/// Sets a class's price bounds.
pub fn set_class_bounds(admin: Address, id: u16, min_price: u64, max_price: u64) -> Call {
    let arguments = (id, min_price, max_price);
    call(
        REGISTRY,
        "set_class_bounds",
        &book("admin", admin),
        &arguments,
    )
}

/// Moves a class's price.
pub fn move_price(price_manager: Address, id: u16, price: u64) -> Call {
    let accounts = book("price_manager", price_manager);
    call(REGISTRY, "move_price", &accounts, &(id, price))
}

/// Reports an epoch's utilisation of a class.
pub fn report_utilisation(reporter: Address, id: u16, epoch: u64, utilisation_bps: u16) -> Call {
    let arguments = (id, epoch, utilisation_bps);
    call(
        REGISTRY,
        "report_utilisation",
        &book("reporter", reporter),
        &arguments,
    )
}

/// Registers an operator; `referrer` is the referrer's account or [`NO_REFERRER`].
pub fn register_operator(owner: Address, referrer: Address, settings: Settings) -> Call {
    call(
        REGISTRY,
        "register_operator",
        &registration(owner, referrer),
        &settings,
    )
}

/// Registers a client; `referrer` is the referrer's account or [`NO_REFERRER`].
pub fn register_client(owner: Address, referrer: Address) -> Call {
    call(
        REGISTRY,
        "register_client",
        &registration(owner, referrer),
        &(),
    )
}

/// Changes an operator's settings.
pub fn update_operator(owner: Address, settings: Settings) -> Call {
    let accounts = [("owner", owner), ("operator", operator(&owner))];
    call(REGISTRY, "update_operator", &accounts, &settings)
}

/// Begins or ends draining.
pub fn set_draining(owner: Address, draining: bool) -> Call {
    let accounts = [("owner", owner), ("operator", operator(&owner))];
    call(REGISTRY, "set_draining", &accounts, &draining)
}

/// Registers a device.
pub fn register_device(
    owner: Address,
    device_key: Address,
    hardware: Hardware,
    details: Details,
) -> Call {
    let accounts = [
        ("owner", owner),
        ("device_key", device_key),
        ("config", REGISTER.config),
        ("class_book", REGISTER.class_book),
        ("operator", operator(&owner)),
        ("device", device(&device_key)),
        ("system_program", system_program::ID),
    ];
    call(REGISTRY, "register_device", &accounts, &(hardware, details))
}

/// Changes what a device says about itself.
pub fn update_device(device_key: Address, details: Details) -> Call {
    let accounts = [("device_key", device_key), ("device", device(&device_key))];
    call(REGISTRY, "update_device", &accounts, &details)
}

/// Gives a device a new key.
pub fn rotate_device(owner: Address, device_key: Address, new_device_key: Address) -> Call {
    let accounts = [
        ("owner", owner),
        ("new_device_key", new_device_key),
        ("device", device(&device_key)),
        ("new_device", device(&new_device_key)),
        ("system_program", system_program::ID),
    ];
    call(REGISTRY, "rotate_device", &accounts, &())
}

/// Takes a device off the network.
pub fn revoke_device(owner: Address, device_key: Address) -> Call {
    let accounts = [("owner", owner), ("device", device(&device_key))];
    call(REGISTRY, "revoke_device", &accounts, &())
}

/// Folds outcomes into an operator's reputation.
pub fn fold_operator_reputation(owner: Address) -> Call {
    let accounts = [
        ("config", REGISTER.config),
        ("operator", operator(&owner)),
        ("participant", participant(&owner)),
    ];
    call(REGISTRY, "fold_operator_reputation", &accounts, &())
}

/// Folds outcomes into a client's reputation.
pub fn fold_client_reputation(owner: Address) -> Call {
    let accounts = [
        ("config", REGISTER.config),
        ("client", client(&owner)),
        ("participant", participant(&owner)),
    ];
    call(REGISTRY, "fold_client_reputation", &accounts, &())
}

/// Rewrites an operator of version 1.
pub fn migrate_operator(payer: Address, owner: Address) -> Call {
    let accounts = [
        ("payer", payer),
        ("operator", operator(&owner)),
        ("system_program", system_program::ID),
    ];
    call(REGISTRY, "migrate_operator", &accounts, &())
}

fn book(role: &'static str, holder: Address) -> [(&'static str, Address); 3] {
    [
        (role, holder),
        ("config", REGISTER.config),
        ("class_book", REGISTER.class_book),
    ]
}

fn registration(owner: Address, referrer: Address) -> [(&'static str, Address); 6] {
    [
        ("owner", owner),
        ("config", REGISTER.config),
        ("operator", operator(&owner)),
        ("client", client(&owner)),
        ("referrer", referrer),
        ("system_program", system_program::ID),
    ]
}
