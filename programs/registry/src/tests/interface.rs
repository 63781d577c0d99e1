//! The interface crate reads what this program writes.

use anchor_lang::Discriminator;
use bytemuck::{bytes_of, pod_read_unaligned};
use ionet_registry_interface as interface;

use super::layouts::{client, device, entry, operator};
use crate::{constants::*, state::*};

#[test]
fn ids_seeds_versions_and_discriminators() {
    assert_eq!(interface::ID, crate::ID);
    assert_eq!(interface::CONFIG_SEED, CONFIG_SEED);
    assert_eq!(interface::CLASS_BOOK_SEED, CLASS_BOOK_SEED);
    assert_eq!(interface::OPERATOR_SEED, OPERATOR_SEED);
    assert_eq!(interface::CLIENT_SEED, CLIENT_SEED);
    assert_eq!(interface::DEVICE_SEED, DEVICE_SEED);
    assert_eq!(interface::CLASS_BOOK_VERSION, CLASS_BOOK_VERSION);
    assert_eq!(interface::OPERATOR_VERSION, OPERATOR_VERSION);
    assert_eq!(interface::CLIENT_VERSION, CLIENT_VERSION);
    assert_eq!(interface::DEVICE_VERSION, DEVICE_VERSION);
    for (discriminator, written) in [
        (
            interface::CLASS_BOOK_DISCRIMINATOR,
            ClassBook::DISCRIMINATOR,
        ),
        (interface::OPERATOR_DISCRIMINATOR, Operator::DISCRIMINATOR),
        (interface::CLIENT_DISCRIMINATOR, Client::DISCRIMINATOR),
        (interface::DEVICE_DISCRIMINATOR, Device::DISCRIMINATOR),
    ] {
        assert_eq!(discriminator.as_slice(), written);
    }
}

#[test]
fn operator_and_client() {
    let (written, read) = (operator(), bytes_as::<interface::Operator>(&operator()));
    assert_eq!(read.accepted_mints, written.accepted_mints);
    assert_eq!(read.draining, written.draining);
    assert_eq!(read.terms(), written.terms());
    assert_eq!(read.min_client_reputation, written.min_client_reputation);
    assert_eq!(read.max_seconds, written.max_seconds);
    assert_eq!(read.reputation(), written.reputation());
    assert_eq!(read.registered_at, written.registered_at);
    assert_eq!(read.registered_slot, written.registered_slot);
    let registration = read.registration();
    assert_eq!(registration.owner, written.owner);
    assert_eq!(registration.referrer, written.referrer);
    assert_eq!(registration.first_registered_at, 0x1a);
    assert_eq!(registration.registered_owner().slot, 0x1c);

    let (written, read) = (client(), bytes_as::<interface::Client>(&client()));
    assert_eq!(read.reputation(), written.reputation());
    assert_eq!(read.registered_at, written.registered_at);
    assert_eq!(read.registered_slot, written.registered_slot);
    let registration = read.registration();
    assert_eq!(registration.owner, written.owner);
    assert_eq!(registration.referrer, written.referrer);
    assert_eq!(registration.first_registered_at, 0x14);
    assert_eq!(registration.registered_owner().slot, 0x16);
}

#[test]
fn device_and_class() {
    let (written, read) = (device(), bytes_as::<interface::Device>(&device()));
    assert_eq!(read.available, written.available);
    assert_eq!(read.connectivity, written.connectivity);
    assert_eq!(read.latency, written.latency);
    assert_eq!(read.security, written.security);
    assert_eq!(read.purposes, written.purposes);
    assert_eq!((read.class, read.gpus), (written.class, written.gpus));
    assert_eq!(read.region, written.region);
    assert_eq!(read.vram_mib, written.vram_mib);
    assert_eq!(read.registered_at, written.registered_at);
    assert_eq!(read.registered_slot, written.registered_slot);
    assert_eq!(read.hardware_hash, written.hardware_hash);
    assert_eq!(
        (read.owner, read.device_key),
        (written.owner, written.device_key)
    );

    let read = bytes_as::<interface::ClassEntry>(&entry());
    assert_eq!(Some(read.class.gpu_class()), entry().gpu_class());
    assert_eq!(read.class.price, entry().price);
    assert_eq!(
        read.class.price_multiplier_bps,
        entry().price_multiplier_bps
    );
    assert_eq!(read.class.name, entry().name);
    assert!(read.class.is_active());
    assert_eq!(read.utilisation, entry().utilisation);
    let offset = core::mem::offset_of!(ClassBook, classes).strict_add(8);
    assert_eq!(interface::CLASSES_OFFSET, offset);
}

fn bytes_as<T: bytemuck::AnyBitPattern>(written: &impl bytemuck::NoUninit) -> T {
    pod_read_unaligned(bytes_of(written))
}
