//! The sealing slot against a plain search, over lists with gaps of any length.

use ionet_core::race::{SealingSlot, SeedError, reseal, sealing_slot};
use proptest::prelude::*;

fn hash_of(slot: u64) -> [u8; 32] {
    let mut hash = [7; 32];
    hash[..8].copy_from_slice(&slot.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
    hash
}

/// The sysvar's bytes for slots in falling order, with what follows the list in the account.
fn bytes_of(slots: &[u64], padding: usize) -> Vec<u8> {
    let mut bytes = u64::try_from(slots.len()).unwrap().to_le_bytes().to_vec();
    for slot in slots {
        bytes.extend(slot.to_le_bytes());
        bytes.extend(hash_of(*slot));
    }
    bytes.resize(bytes.len() + padding, 0);
    bytes
}

/// Slots newest first, most of them one apart.
fn slot_lists() -> impl Strategy<Value = Vec<u64>> {
    let gap = prop_oneof![6 => Just(1u64), 2 => 2u64..=5, 1 => 6u64..200];
    (100_000u64..200_000, prop::collection::vec(gap, 0..=512)).prop_map(|(newest, gaps)| {
        gaps.iter()
            .scan(newest, |slot, gap| {
                Some(std::mem::replace(slot, *slot - gap))
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn the_lowest_listed_slot_between_posting_and_now(
        slots in slot_lists(),
        back in 0u64..2_000,
        ahead in 0u64..600,
        padding in 0usize..100,
    ) {
        let newest = slots.first().copied().unwrap_or(100_000);
        let posting = newest.saturating_sub(back);
        let current = posting + ahead;
        let bytes = bytes_of(&slots, padding);
        let between = slots.iter().rev().find(|slot| **slot > posting && **slot < current);
        let reaches_back = slots.last().is_none_or(|oldest| *oldest <= posting);
        let expected = match between {
            _ if !reaches_back => Err(SeedError::Expired),
            Some(slot) => Ok((*slot, hash_of(*slot))),
            None => Err(SeedError::NotYetSealable),
        };
        let sealed = sealing_slot(&bytes, posting, current);
        prop_assert_eq!(sealed.map(|SealingSlot { slot, hash }| (slot, *hash)), expected);
        let resealed = if reaches_back { Err(SeedError::StillSealable) } else { Ok(current) };
        prop_assert_eq!(reseal(&bytes, posting, current), resealed);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Once a job can be sealed, waiting changes nothing: the same slot, until it expires.
    #[test]
    fn whoever_seals_has_no_choice(
        slots in slot_lists(),
        oldest_first in prop::collection::vec(1u64..4, 1..600),
        back in 0u64..600,
    ) {
        let mut list = slots;
        let posting = list.first().copied().unwrap_or(100_000).saturating_sub(back);
        let mut fixed = None;
        for step in oldest_first {
            let current = list.first().copied().unwrap_or(100_000) + step;
            match (fixed, sealing_slot(&bytes_of(&list, 0), posting, current)) {
                (None, Ok(found)) => fixed = Some(found.slot),
                (Some(slot), Ok(found)) => prop_assert_eq!(found.slot, slot),
                (Some(_), Err(error)) => prop_assert_eq!(error, SeedError::Expired),
                (None, Err(_)) => {}
            }
            list.insert(0, current);
            list.truncate(512);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// Any bytes: an answer or a refusal, never a slot that is not in the list.
    #[test]
    fn foreign_bytes_do_no_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        count in 0u64..12,
        posting in any::<u64>(),
        current in any::<u64>(),
    ) {
        let mut bytes = bytes;
        if let Some(head) = bytes.first_chunk_mut::<8>() {
            *head = count.to_le_bytes();
        }
        if let Ok(found) = sealing_slot(&bytes, posting, current) {
            prop_assert!(found.slot > posting && found.slot < current);
        }
    }
}
