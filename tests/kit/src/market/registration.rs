//! Registry's part of the market: what is registered, and as what.

use super::{CLASS, GPUS, Operator, RATE};
use crate::{
    World,
    addresses::{self, STABLE},
    process::registry::{self, Class, Details, Hardware, LOCAL, NO_REFERRER, Roles, Settings},
};
use solana_address::Address;

/// What registry knows of [`CLASS`].
const TERMS: Class = Class {
    price: RATE,
    ..Class::new(*b"h100-80\0\0\0\0\0\0\0\0\0", 100_000, 1_979_000, 81_920)
};
/// What both operators choose: every mint, a dollar share of 70 %, 2 % for stakers.
const SETTINGS: Settings = Settings {
    accepted_mints: 0b11,
    usd_bps: 7_000,
    staker_bps: 200,
    min_client_reputation: 0,
    max_seconds: 0,
};
/// What both devices are.
const HARDWARE: Hardware = Hardware {
    class: CLASS,
    gpus: GPUS,
    vram_mib: 81_920,
    hardware_hash: [0x5a; 32],
};
/// What both devices say about themselves: the best tiers, every purpose.
const DETAILS: Details = Details {
    available: true,
    region: 1,
    connectivity: 4,
    latency: 4,
    security: 4,
    purposes: 0b111,
};

/// Registry from now on, with one class.
pub(super) fn start(world: &mut World, reporter: Address) {
    let roles = Roles {
        guardian: world.guardian,
        price_manager: world.chain.wallet("price manager"),
        capacity_reporter: reporter,
    };
    let (admin, now) = (world.admin, world.chain.now());
    for call in [
        registry::initialize(admin, now, LOCAL, roles),
        registry::add_class(admin, CLASS, TERMS),
    ] {
        let _ = world.chain.send(call).ok();
    }
}

/// Registers a client, and gives its account.
pub(super) fn client(world: &mut World, owner: Address) -> Address {
    let register = registry::register_client(owner, NO_REFERRER);
    let _ = world.chain.send(register).ok();
    addresses::client(&owner)
}

/// Registers an operator and its device.
pub(super) fn operator(world: &mut World, name: &str) -> Operator {
    let owner = world.chain.wallet(name);
    let device_key = world.chain.wallet(&format!("device of {name}"));
    for call in [
        registry::register_operator(owner, NO_REFERRER, SETTINGS),
        registry::register_device(owner, device_key, HARDWARE, DETAILS),
    ] {
        let _ = world.chain.send(call).ok();
    }
    let mint = world.trader.dollar_mint;
    Operator {
        owner,
        account: addresses::operator(&owner),
        device_key,
        device: addresses::device(&device_key),
        dollars: world
            .chain
            .token_account(&format!("dollars of {name}"), &mint, &owner),
        iosd: world
            .chain
            .token_account(&format!("IOSD of {name}"), &STABLE.mint, &owner),
    }
}
