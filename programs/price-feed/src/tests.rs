//! What other crates and stored accounts rely on: the layout, codes, seeds.

use anchor_lang::{Discriminator, prelude::*};
use ionet_core::oracle::{
    PRICE_UPDATE_DISCRIMINATOR, PRICE_UPDATE_LENGTH, PriceUpdate, VerificationLevel,
};
use ionet_program_common::upgrade_authority::UpgradeAuthorityError;

use crate::{constants::*, error::PriceFeedError, state::*};

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

fn account() -> PriceUpdateV2 {
    PriceUpdateV2 {
        write_authority: key(0xa1),
        verification_level: FULLY_VERIFIED,
        feed_id: [0xa2; 32],
        price: 0x0102_0304_0506_0708.into(),
        conf: 0x11.into(),
        exponent: (-8).into(),
        publish_time: 0x12.into(),
        prev_publish_time: 0x13.into(),
        ema_price: (-1).into(),
        ema_conf: 0x14.into(),
        posted_slot: 0x15.into(),
        unused: 0,
    }
}

#[test]
fn price_update_bytes() {
    let word = |byte: u8| [byte, 0, 0, 0, 0, 0, 0, 0];
    let mut expected = vec![0xa1; 32];
    expected.push(1);
    expected.extend([0xa2; 32]);
    expected.extend([8, 7, 6, 5, 4, 3, 2, 1]);
    expected.extend(word(0x11));
    expected.extend([0xf8, 0xff, 0xff, 0xff]);
    expected.extend(word(0x12));
    expected.extend(word(0x13));
    expected.extend([0xff; 8]);
    expected.extend(word(0x14));
    expected.extend(word(0x15));
    expected.push(0);
    assert_eq!(bytemuck::bytes_of(&account()), expected);
}

/// Readers know Pyth's account only: what this program writes must be one.
#[test]
fn readers_take_the_account_for_pyths() {
    assert_eq!(PriceUpdateV2::DISCRIMINATOR, PRICE_UPDATE_DISCRIMINATOR);
    let mut data = PriceUpdateV2::DISCRIMINATOR.to_vec();
    data.extend(bytemuck::bytes_of(&account()));
    assert_eq!(data.len(), PRICE_UPDATE_LENGTH);
    let expected = PriceUpdate {
        write_authority: [0xa1; 32],
        verification: VerificationLevel::Full,
        feed_id: [0xa2; 32],
        price: 0x0102_0304_0506_0708,
        confidence: 0x11,
        exponent: -8,
        publish_time: 0x12,
        prev_publish_time: 0x13,
        ema_price: -1,
        ema_confidence: 0x14,
        posted_slot: 0x15,
    };
    assert_eq!(PriceUpdate::parse(&data), Ok(expected));
}

#[test]
fn every_shared_error_has_its_own_code() {
    let codes: [(PriceFeedError, u32); 2] = [
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
    ];
    for (error, code) in codes {
        assert_eq!(Error::from(error), Error::Custom(code), "{error:?}");
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0price-feed\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
