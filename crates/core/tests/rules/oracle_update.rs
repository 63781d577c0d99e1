//! The bytes of a `PriceUpdateV2` account: a fixture built field by field, and literal offsets.

use ionet_core::oracle::{
    Feed, OracleError, PRICE_UPDATE_DISCRIMINATOR, PRICE_UPDATE_LENGTH, PriceUpdate,
    VerificationLevel,
};

const OWNER: [u8; 32] = [0x11; 32];
const FEED_ID: [u8; 32] = [0x22; 32];
const PARTIAL_OF_5: [u8; 2] = [0, 5];
const FULL: [u8; 1] = [1];

type Change = fn(&mut PriceUpdate);

/// Every field in Pyth's order, then zeros up to 134 bytes.
fn account(verification_level: &[u8]) -> Vec<u8> {
    let mut bytes = vec![34, 241, 35, 99, 157, 126, 244, 205];
    bytes.extend([0xaa; 32]); // write_authority
    bytes.extend(verification_level);
    bytes.extend([0x22; 32]); // feed_id
    bytes.extend([0xd2, 0x02, 0x96, 0x49, 0, 0, 0, 0]); // price 1,234,567,890
    bytes.extend([0x40, 0x42, 0x0f, 0, 0, 0, 0, 0]); // conf 1,000,000
    bytes.extend([0xf8, 0xff, 0xff, 0xff]); // exponent -8
    bytes.extend([0x00, 0xd2, 0x49, 0x6b, 0, 0, 0, 0]); // publish_time 1,800,000,000
    bytes.extend([0xff, 0xd1, 0x49, 0x6b, 0, 0, 0, 0]); // prev_publish_time, a second before
    bytes.extend([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]); // ema_price -2
    bytes.extend([0xff; 8]); // ema_conf u64::MAX
    bytes.extend([0x15, 0xcd, 0x5b, 0x07, 0, 0, 0, 0]); // posted_slot 123,456,789
    bytes.resize(134, 0);
    bytes
}

fn expected(verification: VerificationLevel) -> PriceUpdate {
    PriceUpdate {
        write_authority: [0xaa; 32],
        verification,
        feed_id: FEED_ID,
        price: 1_234_567_890,
        confidence: 1_000_000,
        exponent: -8,
        publish_time: 1_800_000_000,
        prev_publish_time: 1_799_999_999,
        ema_price: -2,
        ema_confidence: u64::MAX,
        posted_slot: 123_456_789,
    }
}

#[test]
fn constants_are_the_published_ones() {
    assert_eq!(PRICE_UPDATE_LENGTH, 134);
    assert_eq!(account(&FULL)[..8], PRICE_UPDATE_DISCRIMINATOR);
}

#[test]
fn a_full_update_is_read() {
    let update = PriceUpdate::parse(&account(&FULL));
    assert_eq!(update, Ok(expected(VerificationLevel::Full)));
}

#[test]
fn a_partial_update_lies_one_byte_further() {
    let partial = VerificationLevel::Partial { signatures: 5 };
    let update = PriceUpdate::parse(&account(&PARTIAL_OF_5));
    assert_eq!(update, Ok(expected(partial)));
}

/// Each field of a full update sits where the table in the module's documentation says.
#[test]
fn literal_offsets() {
    let bytes = account(&FULL);
    for (offset, byte) in [
        (8, 0xaa),
        (39, 0xaa),
        (40, 1),
        (41, 0x22),
        (72, 0x22),
        (73, 0xd2),
        (81, 0x40),
        (89, 0xf8),
        (93, 0x00),
        (94, 0xd2),
        (101, 0xff),
        (109, 0xfe),
        (117, 0xff),
        (124, 0xff),
        (125, 0x15),
        (133, 0x00),
    ] {
        assert_eq!(bytes[offset], byte, "offset {offset}");
    }
    let changes: [(usize, Change); 11] = [
        (8, |update| update.write_authority[0] ^= 1),
        (41, |update| update.feed_id[0] ^= 1),
        (73, |update| update.price ^= 1),
        (81, |update| update.confidence ^= 1),
        (89, |update| update.exponent ^= 1),
        (93, |update| update.publish_time ^= 1),
        (101, |update| update.prev_publish_time ^= 1),
        (109, |update| update.ema_price ^= 1),
        (117, |update| update.ema_confidence ^= 1),
        (125, |update| update.posted_slot ^= 1),
        (133, |_| ()), // unused when full
    ];
    for (offset, change) in changes {
        let mut flipped = bytes.clone();
        flipped[offset] ^= 1;
        let mut update = expected(VerificationLevel::Full);
        change(&mut update);
        assert_eq!(PriceUpdate::parse(&flipped), Ok(update), "offset {offset}");
    }
}

#[test]
fn other_bytes_are_refused() {
    let refused = Err(OracleError::NotPriceUpdate);
    let full = account(&FULL);
    for length in [0, 7, 8, 41, 133] {
        assert_eq!(
            PriceUpdate::parse(&full[..length]),
            refused,
            "{length} bytes"
        );
    }
    let mut longer = full.clone();
    longer.push(0);
    assert_eq!(PriceUpdate::parse(&longer), refused);
    for index in 0..8 {
        let mut other = full.clone();
        other[index] ^= 0x80;
        assert_eq!(PriceUpdate::parse(&other), refused, "discriminator {index}");
    }
    for tag in 2..=255 {
        assert_eq!(PriceUpdate::parse(&account(&[tag])), refused, "tag {tag}");
    }
}

#[test]
fn owner_and_feed_are_pinned() {
    let feed = Feed {
        owner: OWNER,
        feed_id: FEED_ID,
    };
    let bytes = account(&FULL);
    assert_eq!(
        feed.read(&OWNER, &bytes),
        Ok(expected(VerificationLevel::Full))
    );
    assert_eq!(feed.read(&[0x12; 32], &bytes), Err(OracleError::WrongOwner));
    assert_eq!(
        feed.read(&OWNER, &bytes[..133]),
        Err(OracleError::NotPriceUpdate)
    );
    // The last byte alone is enough to be another feed, and another owner.
    for index in [0, 31] {
        let mut other = feed;
        other.feed_id[index] ^= 1;
        assert_eq!(other.read(&OWNER, &bytes), Err(OracleError::WrongFeed));
        let mut other = feed;
        other.owner[index] ^= 1;
        assert_eq!(other.read(&OWNER, &bytes), Err(OracleError::WrongOwner));
    }
}
