//! Each account byte by byte.

use bytemuck::{Zeroable, bytes_of};
use ionet_core::pricing::Utilisation;

use super::{Bytes, key};
use crate::{constants::*, state::*};

pub(super) fn config() -> RegistryConfig {
    let mut config = RegistryConfig::zeroed();
    config.version = CONFIG_VERSION;
    config.bump = 2;
    config.cluster = CLUSTER_PUBLIC;
    config.paused_until = 3;
    config.guardian_pause_allowed_from = 4;
    config.epoch_zero = 5;
    config.roles = [0xa1, 0xa3, 0xa5, 0xa7].map(|byte| Role {
        holder: key(byte),
        proposed: key(byte.strict_add(1)),
    });
    config
}

pub(super) fn entry() -> ClassEntry {
    ClassEntry {
        price: 0x11,
        min_price: 0x12,
        max_price: 0x13,
        allowance: 0x14,
        moved_at: 0x15,
        next_epoch: 0x16,
        multiplier_bps: 0x17,
        speed: 0x18,
        vram_mib: 0x19,
        price_multiplier_bps: 0x1a,
        active: 1,
        reserved: 0,
        name: *b"sixteen letters!",
        utilisation: [0x1b; 24],
    }
}

pub(super) fn operator() -> Operator {
    Operator {
        version: OPERATOR_VERSION,
        bump: 2,
        accepted_mints: 3,
        draining: 1,
        has_pending: 1,
        reserved_head: [0; 3],
        usd_bps: 0x11,
        staker_bps: 0x12,
        pending_staker_bps: 0x13,
        min_client_reputation: 0x14,
        max_seconds: 0x15,
        reputation_points: 0x16,
        pending_from: 0x17,
        reputation_epoch: 0x18,
        registered_at: 0x19,
        first_registered_at: 0x1a,
        owner: key(0xb1),
        referrer: key(0xb2),
        registered_slot: 0x1b,
        first_registered_slot: 0x1c,
        reserved: [0; 32],
    }
}

pub(super) fn client() -> Client {
    Client {
        version: CLIENT_VERSION,
        bump: 2,
        reserved_head: [0; 2],
        reputation_points: 0x11,
        reputation_epoch: 0x12,
        registered_at: 0x13,
        first_registered_at: 0x14,
        registered_slot: 0x15,
        first_registered_slot: 0x16,
        owner: key(0xc1),
        referrer: key(0xc2),
        reserved: [0; 32],
    }
}

pub(super) fn device() -> Device {
    Device {
        version: DEVICE_VERSION,
        bump: 2,
        available: 1,
        connectivity: 3,
        latency: 4,
        security: 2,
        purposes: 7,
        reserved_head: 0,
        class: 0x11,
        gpus: 0x12,
        region: 0x13,
        reserved_region: 0,
        vram_mib: 0x14,
        reserved_vram: 0,
        registered_at: 0x15,
        registered_slot: 0x16,
        hardware_hash: [0xd3; 32],
        owner: key(0xd1),
        device_key: key(0xd2),
        reserved: [0; 32],
    }
}

/// The part of an operator that version 1 had, with `version`.
pub(super) fn old_operator(version: u8) -> Bytes {
    Bytes::default()
        .raw(&[version, 2, 3, 1, 1, 0, 0, 0])
        .u16(0x11)
        .u16(0x12)
        .u16(0x13)
        .u16(0x14)
        .u32(0x15)
        .u32(0x16)
        .u64(0x17)
        .u64(0x18)
        .u64(0x19)
        .u64(0x1a)
        .key(0xb1)
        .key(0xb2)
}

#[test]
fn config_bytes() {
    let mut expected = Bytes::default()
        .raw(&[1, 2, 1, 0, 0, 0, 0, 0])
        .u64(3)
        .u64(4)
        .u64(5);
    for byte in 0xa1..=0xa8 {
        expected = expected.key(byte);
    }
    assert_eq!(bytes_of(&config()), expected.zeros(64).0);
}

#[test]
fn class_book_bytes() {
    let mut expected = Bytes::default();
    for value in 0x11..=0x16 {
        expected = expected.u64(value);
    }
    expected = expected.u32(0x17).u32(0x18).u32(0x19).u16(0x1a);
    expected = expected.raw(&[1, 0]).raw(b"sixteen letters!");
    for _ in 0..24 {
        expected = expected.u16(0x1b);
    }
    assert_eq!(bytes_of(&entry()), expected.0);
    assert_eq!(core::mem::offset_of!(ClassBook, classes), 8);
}

#[test]
fn operator_bytes() {
    let expected = old_operator(OPERATOR_VERSION).u64(0x1b).u64(0x1c).zeros(32);
    assert_eq!(bytes_of(&operator()), expected.0);
}

#[test]
fn client_bytes() {
    let expected = Bytes::default()
        .raw(&[1, 2, 0, 0])
        .u32(0x11)
        .u64(0x12)
        .u64(0x13)
        .u64(0x14)
        .u64(0x15)
        .u64(0x16)
        .key(0xc1)
        .key(0xc2)
        .zeros(32);
    assert_eq!(bytes_of(&client()), expected.0);
}

#[test]
fn device_bytes() {
    let expected = Bytes::default()
        .raw(&[1, 2, 1, 3, 4, 2, 7, 0])
        .u16(0x11)
        .u16(0x12)
        .u16(0x13)
        .u16(0)
        .u32(0x14)
        .u32(0)
        .u64(0x15)
        .u64(0x16)
        .key(0xd3)
        .key(0xd1)
        .key(0xd2)
        .zeros(32);
    assert_eq!(bytes_of(&device()), expected.0);
}

#[test]
fn what_the_rules_give_survives_the_accounts() {
    let mut other = ClassEntry::zeroed();
    other.set_terms(&entry().terms());
    other.set_price_entry(&entry().price_entry());
    other.set_utilisation(&entry().utilisation());
    other.active = 1;
    assert_eq!(other, entry());
    other.set_utilisation(&Utilisation::NEW);
    assert_eq!(other.utilisation(), Utilisation::NEW);

    let mut other = Operator::zeroed();
    other.set_terms(&operator().terms());
    other.set_reputation(&operator().reputation());
    assert_eq!(other.terms(), operator().terms());
    assert_eq!(other.reputation(), operator().reputation());
    other.has_pending = 0;
    assert_eq!(other.terms().pending, None);

    let mut other = Client::zeroed();
    other.set_reputation(&client().reputation());
    assert_eq!(other.reputation(), client().reputation());

    let mut other = Device::zeroed();
    other.set_hardware(&device().hardware());
    other.set_details(&device().details());
    assert_eq!(other.hardware(), device().hardware());
    assert_eq!(other.details(), device().details());
}
