//! Prepared states of registry, and the outcomes that it reads.

use crate::{
    Chain, JOB_ESCROW, REGISTRY, World,
    addresses::{REGISTER, client, device, operator, participant},
    process::registry::{
        self, Class, DETAILS, Hardware, LOCAL, NO_REFERRER, PUBLIC, Roles, SETTINGS,
    },
};
pub use ionet_client::generated::registry::accounts::{
    ClassBook, Client, Device, Operator, RegistryConfig,
};
use ionet_core::reputation::OutcomeLedger;
use solana_account::Account;
use solana_address::Address;
use std::sync::LazyLock;

/// Id of the class without weight.
pub const CPU: u16 = 0;
/// Id of a class of small cards.
pub const SMALL: u16 = 1;
/// Id of a class of large cards.
pub const LARGE: u16 = 2;

/// The classes of [`RegistryWorld::open`], by id.
pub const CLASSES: [Class; 3] = [
    Class::new(*b"cpu\0\0\0\0\0\0\0\0\0\0\0\0\0", 0, 100, 8_192),
    Class::new(*b"rtx-4090\0\0\0\0\0\0\0\0", 12_500, 660_000, 24_576),
    Class::new(*b"h100-80\0\0\0\0\0\0\0\0\0", 100_000, 1_979_000, 81_920),
];

/// Eight large cards.
pub const HARDWARE: Hardware = Hardware {
    class: LARGE,
    gpus: 8,
    vram_mib: 81_920,
    hardware_hash: [0x5a; 32],
};

/// A chain with registry and the people on it.
#[derive(Clone)]
pub struct RegistryWorld {
    /// The chain; `admin`, `guardian` and `mallory` of [`World`].
    pub world: World,
    /// Moves prices.
    pub price_manager: Address,
    /// Reports utilisation.
    pub reporter: Address,
    /// Owner of an operator.
    pub owner: Address,
    /// Key of the owner's device.
    pub device_key: Address,
    /// A client.
    pub client: Address,
    /// A wallet that has registered nothing.
    pub newcomer: Address,
}

static OPEN: LazyLock<RegistryWorld> = LazyLock::new(|| {
    let mut world = RegistryWorld::initialized(LOCAL);
    let admin = world.world.admin;
    for (id, class) in (0..).zip(CLASSES) {
        let _ = world
            .chain()
            .send(registry::add_class(admin, id, class))
            .ok();
    }
    let (owner, client_owner, key) = (world.owner, world.client, world.device_key);
    let register = registry::register_operator(owner, NO_REFERRER, SETTINGS);
    let _ = world.chain().send(register).ok();
    world.chain().warp(10);
    let register = registry::register_client(client_owner, operator(&owner));
    let _ = world.chain().send(register).ok();
    let register = registry::register_device(owner, key, HARDWARE, DETAILS);
    let _ = world.chain().send(register).ok();
    world.chain().warp(10);
    world
});

impl RegistryWorld {
    /// Registry deployed, nothing initialised.
    pub fn deployed() -> Self {
        let mut world = World::deployed();
        world.chain.deploy(REGISTRY, world.admin);
        let mut wallet = |name| world.chain.wallet(name);
        Self {
            price_manager: wallet("price manager"),
            reporter: wallet("capacity reporter"),
            owner: wallet("operator's owner"),
            device_key: wallet("device key"),
            client: wallet("client"),
            newcomer: wallet("newcomer"),
            world,
        }
    }

    /// Config and empty class book; epoch 0 begins now.
    pub fn initialized(cluster: u8) -> Self {
        let mut world = Self::deployed();
        let (admin, now, roles) = (world.world.admin, world.world.chain.now(), world.roles());
        let call = registry::initialize(admin, now, cluster, roles);
        let _ = world.chain().send(call).ok();
        world
    }

    /// Three classes, an operator with a device, and a client whom the operator referred.
    pub fn open() -> Self {
        OPEN.clone()
    }

    /// As [`Self::open`], on a public cluster.
    pub fn open_public() -> Self {
        let mut world = Self::open();
        let mut config = world.chain().account(&REGISTER.config).expect("the config");
        // Discriminator, version, bump, cluster.
        config.data[10] = PUBLIC;
        world.chain().set_account(REGISTER.config, config);
        world
    }

    /// Holders of the roles at the start.
    pub fn roles(&self) -> Roles {
        Roles {
            guardian: self.world.guardian,
            price_manager: self.price_manager,
            capacity_reporter: self.reporter,
        }
    }

    /// The chain.
    pub fn chain(&mut self) -> &mut Chain {
        &mut self.world.chain
    }

    /// The config.
    pub fn config(&self) -> RegistryConfig {
        self.world.chain.read(&REGISTER.config)
    }

    /// The class book.
    pub fn class_book(&self) -> ClassBook {
        self.world.chain.read(&REGISTER.class_book)
    }

    /// The operator of `owner`.
    pub fn operator_of(&self, owner: &Address) -> Operator {
        self.world.chain.read(&operator(owner))
    }

    /// The client of `owner`.
    pub fn client_of(&self, owner: &Address) -> Client {
        self.world.chain.read(&client(owner))
    }

    /// The device with `device_key`.
    pub fn device_of(&self, device_key: &Address) -> Device {
        self.world.chain.read(&device(device_key))
    }

    /// The epoch that runs.
    pub fn epoch(&self) -> u64 {
        let elapsed = self.world.chain.now() - self.config().epoch_zero;
        u64::try_from(elapsed / 3_600).expect("after epoch 0 began")
    }

    /// Writes the record of `owner` in job-escrow, as far as registry reads it.
    pub fn record(&mut self, owner: Address, as_operator: OutcomeLedger, as_client: OutcomeLedger) {
        let account = participant_account(owner, &as_operator, &as_client);
        self.chain().set_account(participant(&owner), account);
    }
}

/// A participant of job-escrow: head and outcomes.
pub fn participant_account(
    owner: Address,
    as_operator: &OutcomeLedger,
    as_client: &OutcomeLedger,
) -> Account {
    // sha256("account:Participant")[..8], then version 1 and bump.
    let mut data = vec![32, 142, 108, 79, 247, 179, 54, 6, 1, 255];
    data.resize(16, 0);
    data.extend(owner.to_bytes());
    data.resize(72, 0);
    for ledger in [as_operator, as_client] {
        data.extend(u64::from(ledger.closed.points).to_le_bytes());
        data.extend(ledger.closed.epoch.to_le_bytes());
        data.extend(ledger.epoch.to_le_bytes());
        data.extend(ledger.good.to_le_bytes());
        data.extend(ledger.bad.to_le_bytes());
        for entry in ledger.counterparties {
            data.extend(entry.tag.to_le_bytes());
            data.extend(entry.good.to_le_bytes());
            data.extend(entry.bad.to_le_bytes());
        }
    }
    data.resize(984, 0);
    let mut account = Account::new(100_000_000, 0, &JOB_ESCROW.id);
    account.data = data;
    account
}
