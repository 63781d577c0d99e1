//! Version 1 of an operator, byte by byte, becomes version 2.

use anchor_lang::{Discriminator, prelude::*};

use super::{
    Bytes,
    layouts::{old_operator, operator},
};
use crate::{error::RegistryError, instructions::upgraded, state::Operator};

fn account(version: u8) -> Vec<u8> {
    let mut data = Operator::DISCRIMINATOR.to_vec();
    data.extend(old_operator(version).0);
    data
}

#[test]
fn every_field_is_kept_and_the_slots_are_the_migrations() {
    let migrated = upgraded(&account(1), 0x99).expect("version 1");
    let expected = Operator {
        registered_slot: 0x99,
        first_registered_slot: 0x99,
        ..operator()
    };
    assert_eq!(bytemuck::bytes_of(&migrated), bytemuck::bytes_of(&expected));
}

#[test]
fn nothing_but_version_1_is_migrated() {
    let refused = Err(Error::from(RegistryError::NotVersionOne));
    let mut other_type = account(1);
    other_type[0] ^= 1;
    let longer = Bytes(account(1)).zeros(48).0;
    let migrated = {
        let mut data = Operator::DISCRIMINATOR.to_vec();
        data.extend(bytemuck::bytes_of(&operator()));
        data
    };
    for data in [
        account(0),
        account(2),
        other_type,
        longer,
        migrated,
        Vec::new(),
    ] {
        assert_eq!(upgraded(&data, 1).map(|_| ()), refused);
    }
}
