//! A shard byte by byte, and how it books.

use anchor_lang::prelude::Error;
use bytemuck::{Zeroable, bytes_of};
use ionet_core::{settlement::Points, withdrawal};

use super::{Bytes, key};
use crate::{constants::*, error::EscrowError, state::*};

const fn balance(booked: u64) -> Balance {
    Balance {
        booked,
        withdrawn: booked.strict_add(1),
    }
}

fn shard() -> Shard {
    Shard {
        version: SHARD_VERSION,
        bump: 2,
        vault_bump: 3,
        mint_index: 4,
        shard: 5,
        reserved_head: [0; 3],
        mint: key(0xa1),
        vault: key(0xa2),
        gross: 0x11,
        token_shares: 0x12,
        participants: balance(0x13),
        treasury: balance(0x15),
        verifiers: balance(0x17),
        points: [0x20, 0x23, 0x26, 0x29, 0x2c, 0x2f, 0x32, 0x35].map(|first: u64| ShardPoints {
            epoch: first,
            points: first.strict_add(1),
            bonus_points: first.strict_add(2),
        }),
        dispute_bonds: 0x38,
        reserved: [0; 56],
    }
}

#[test]
fn bytes() {
    let expected = Bytes::default()
        .raw(&[1, 2, 3, 4, 5, 0, 0, 0])
        .keys(0xa1..=0xa2)
        .u64s(0x11..=0x18)
        .u64s(0x20..=0x38)
        .zeros(56);
    assert_eq!(bytes_of(&shard()), expected.0);
}

#[test]
fn a_balance_survives_the_account() {
    let stored = withdrawal::Balance::from(balance(7));
    assert_eq!((stored.booked, stored.withdrawn), (7, 8));
    assert_eq!(Balance::from(stored), balance(7));
}

#[test]
fn a_later_epoch_takes_the_entry_of_the_one_eight_before() {
    let points = |points, bonus_points| Points {
        points,
        bonus_points,
    };
    let mut shard = Shard::zeroed();
    for (epoch, booked) in [(3, points(5, 1)), (3, points(6, 2)), (4, points(7, 3))] {
        shard.book_points(epoch, booked).expect("room");
    }
    let entry = |shard: &Shard, index: usize| {
        let entry = shard.points[index];
        (entry.epoch, entry.points, entry.bonus_points)
    };
    assert_eq!(entry(&shard, 3), (3, 11, 3));
    shard.book_points(11, points(1, 0)).expect("room");
    assert_eq!(entry(&shard, 3), (11, 1, 0));
    assert_eq!(entry(&shard, 4), (4, 7, 3));
}

#[test]
fn fees_belong_to_treasury_and_verifiers() {
    let mut shard = shard();
    assert_eq!(shard.fees_mut(ROLE_TREASURY), Ok(&mut balance(0x15)));
    assert_eq!(shard.fees_mut(ROLE_VERIFIERS), Ok(&mut balance(0x17)));
    let refused = Err(Error::from(EscrowError::NotAFeeRole));
    assert_eq!(shard.fees_mut(ROLE_GUARDIAN), refused);
}
