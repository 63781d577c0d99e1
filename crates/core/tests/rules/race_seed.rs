//! The sealing slot by example: skipped slots, and the horizon of 512 entries.

use ionet_core::race::{SLOT_HASHES_CAPACITY, SealingSlot, SeedError, reseal, sealing_slot};

fn hash_of(slot: u64) -> [u8; 32] {
    [slot.to_le_bytes()[0] ^ 0xa5; 32]
}

/// The sysvar's bytes for slots in falling order.
fn bytes_of(slots: &[u64]) -> Vec<u8> {
    let mut bytes = u64::try_from(slots.len()).unwrap().to_le_bytes().to_vec();
    for slot in slots {
        bytes.extend(slot.to_le_bytes());
        bytes.extend(hash_of(*slot));
    }
    bytes
}

fn sealed(bytes: &[u8], posting: u64, current: u64) -> Result<u64, SeedError> {
    sealing_slot(bytes, posting, current).map(|SealingSlot { slot, hash }| {
        assert_eq!(*hash, hash_of(slot));
        slot
    })
}

/// Slots listed, posting slot, current slot, sealing slot.
type Case<'a> = (&'a [u64], u64, u64, Result<u64, SeedError>);

#[test]
fn the_lowest_listed_slot_above_the_posting_slot() {
    let not_yet = Err(SeedError::NotYetSealable);
    let expired = Err(SeedError::Expired);
    let cases: &[Case] = &[
        (&[104, 103, 102, 101, 100], 102, 105, Ok(103)),
        (&[104, 103, 102, 101, 100], 100, 105, Ok(101)),
        (&[104, 103, 102, 101, 100], 103, 105, Ok(104)),
        // The posting slot is the newest listed, or the one being built.
        (&[104, 103, 102, 101, 100], 104, 105, not_yet),
        (&[104, 103, 102, 101, 100], 105, 105, not_yet),
        // The slot after it was skipped, or the posting slot itself, or both.
        (&[110, 109, 108, 101, 100], 101, 111, Ok(108)),
        (&[110, 109, 108, 101, 100], 105, 111, Ok(108)),
        (&[110, 109, 108, 101, 100], 107, 111, Ok(108)),
        // A chain that lists the current slot, or later ones.
        (&[105, 104, 103], 104, 105, not_yet),
        (&[105, 104, 103], 103, 105, Ok(104)),
        (&[107, 106, 104], 104, 105, not_yet),
        // The oldest entry is above the posting slot.
        (&[104, 103], 102, 105, expired),
        (&[104, 103], 0, 105, expired),
        // One entry, and none.
        (&[100], 100, 102, not_yet),
        (&[], 100, 102, not_yet),
    ];
    for (slots, posting, current, expected) in cases {
        let bytes = bytes_of(slots);
        assert_eq!(
            sealed(&bytes, *posting, *current),
            *expected,
            "{slots:?} after {posting}"
        );
    }
}

/// 512 slots without a gap: the posting slot can be the oldest listed, not older.
#[test]
fn the_horizon_is_the_oldest_entry() {
    let newest = 10_000u64;
    let slots: Vec<u64> = (newest - 511..=newest).rev().collect();
    assert_eq!(slots.len(), SLOT_HASHES_CAPACITY);
    let bytes = bytes_of(&slots);
    let (oldest, current) = (newest - 511, newest + 1);
    assert_eq!(sealed(&bytes, oldest, current), Ok(oldest + 1));
    assert_eq!(sealed(&bytes, oldest - 1, current), Err(SeedError::Expired));
    for posting in [oldest, oldest + 1, newest - 1] {
        assert_eq!(sealed(&bytes, posting, current), Ok(posting + 1));
    }

    // Gaps stretch the list: the same number of entries reaches further back.
    let every_third: Vec<u64> = slots.iter().map(|slot| slot * 3).collect();
    let bytes = bytes_of(&every_third);
    let oldest = 3 * oldest;
    assert_eq!(sealed(&bytes, oldest, 3 * current), Ok(oldest + 3));
    assert_eq!(sealed(&bytes, oldest + 1, 3 * current), Ok(oldest + 3));
    assert_eq!(
        sealed(&bytes, oldest - 1, 3 * current),
        Err(SeedError::Expired)
    );
}

#[test]
fn only_an_expired_job_is_posted_anew() {
    let bytes = bytes_of(&[110, 109, 108, 101, 100]);
    let cases = [
        (99, Ok(111)),
        (0, Ok(111)),
        // Sealable now, or soon.
        (100, Err(SeedError::StillSealable)),
        (109, Err(SeedError::StillSealable)),
        (110, Err(SeedError::StillSealable)),
    ];
    for (posting, expected) in cases {
        assert_eq!(reseal(&bytes, posting, 111), expected, "{posting}");
    }
    assert_eq!(
        reseal(&bytes_of(&[]), 5, 111),
        Err(SeedError::StillSealable)
    );
    assert_eq!(reseal(&[], 5, 111), Err(SeedError::Malformed));
}

#[test]
fn bytes_must_be_those_of_the_sysvar() {
    let good = bytes_of(&[104, 103, 102]);
    let mut counted_too_many = good.clone();
    counted_too_many[0] = 4;
    let mut counted_fewer = good.clone();
    counted_fewer[0] = 2;
    let slots: Vec<u64> = (0..513).rev().collect();
    let cases = [
        (good.clone(), Ok(103)),
        // The account is as large as 512 entries; what follows the list is zero.
        ([good.clone(), vec![0; 5_000]].concat(), Ok(103)),
        (counted_fewer, Err(SeedError::Expired)),
        (counted_too_many, Err(SeedError::Malformed)),
        (good[..good.len() - 1].to_vec(), Err(SeedError::Malformed)),
        (good[..7].to_vec(), Err(SeedError::Malformed)),
        (vec![], Err(SeedError::Malformed)),
        (vec![0xff; 80], Err(SeedError::Malformed)),
        (bytes_of(&slots), Err(SeedError::Malformed)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(sealed(&bytes, 102, 105), expected);
    }
}
