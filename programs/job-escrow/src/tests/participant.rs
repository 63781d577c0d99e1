//! A participant and a binding byte by byte, and as the rules see them.

use bytemuck::{Zeroable, bytes_of};
use ionet_core::{reputation, settlement};

use super::{Bytes, key};
use crate::{constants::*, state::*};

const fn ledger(first: u32) -> OutcomeLedger {
    OutcomeLedger {
        points: first,
        reserved: [0; 4],
        closed_epoch: 0x11,
        epoch: 0x12,
        good: 0x13,
        bad: 0x14,
        counterparties: [Counterparty {
            tag: 0x15,
            good: 0x16,
            bad: 0x17,
        }; 7],
    }
}

fn ledger_bytes(bytes: Bytes, first: u32) -> Bytes {
    let bytes = bytes.u32(first).zeros(4).u64s(0x11..=0x12);
    let bytes = bytes.u32(0x13).u32(0x14);
    (0..7).fold(bytes, |bytes, _| bytes.u64(0x15).u32(0x16).u32(0x17))
}

fn buckets(first: u64) -> [PointsBucket; 4] {
    [0, 3, 6, 9].map(|offset: u64| PointsBucket {
        epoch: first.strict_add(offset),
        points: first.strict_add(offset).strict_add(1),
        bonus_points: first.strict_add(offset).strict_add(2),
    })
}

fn balances(first: u64) -> [Balance; 8] {
    [0, 2, 4, 6, 8, 10, 12, 14].map(|offset: u64| Balance {
        booked: first.strict_add(offset),
        withdrawn: first.strict_add(offset).strict_add(1),
    })
}

pub(super) fn participant() -> Participant {
    Participant {
        version: PARTICIPANT_VERSION,
        bump: 2,
        reserved_head: [0; 6],
        owner: key(0xa1),
        reserved_owner: [0; 24],
        operator_outcomes: ledger(0x21),
        client_outcomes: ledger(0x22),
        jobs_posted: 0x31,
        hired: [HiredClass {
            class: 0x32,
            reserved: [0; 2],
            gpus: 0x33,
        }; 8],
        open_claims: 0x34,
        reserved_claims: [0; 4],
        idle_since_slot: 0x35,
        locked_bond: 0x36,
        forfeited_io: 0x37,
        forfeit_receivable_io: 0x38,
        operator_points: buckets(0x41),
        client_points: buckets(0x51),
        balances: balances(0x61),
        stakers: balances(0x81),
        proved_wrong: 0x91,
        proved_wrong_bond: 0x92,
        reserved: [0; 48],
    }
}

#[test]
fn participant_bytes() {
    let head = Bytes::default().raw(&[1, 2]).zeros(6).key(0xa1).zeros(24);
    let mut expected = ledger_bytes(ledger_bytes(head, 0x21), 0x22).u64(0x31);
    for _ in 0..8 {
        expected = expected.u16(0x32).zeros(2).u32(0x33);
    }
    let expected = expected
        .u32(0x34)
        .zeros(4)
        .u64s(0x35..=0x38)
        .u64s(0x41..=0x4c)
        .u64s(0x51..=0x5c)
        .u64s(0x61..=0x70)
        .u64s(0x81..=0x92)
        .zeros(48);
    assert_eq!(bytes_of(&participant()), expected.0);
}

#[test]
fn binding_bytes() {
    let binding = Binding {
        version: BINDING_VERSION,
        bump: 2,
        reserved_head: [0; 2],
        gpus: 3,
        device: key(0xa1),
        claim: key(0xa2),
        reserved: [0; 32],
    };
    let expected = Bytes::default()
        .raw(&[1, 2, 0, 0])
        .u32(3)
        .keys(0xa1..=0xa2)
        .zeros(32);
    assert_eq!(bytes_of(&binding), expected.0);
}

#[test]
fn outcomes_points_and_hired_gpus_survive_the_account() {
    let stored = participant();
    let outcomes = reputation::OutcomeLedger::from(stored.client_outcomes);
    assert_eq!(
        (outcomes.closed.points, outcomes.closed.epoch),
        (0x22, 0x11)
    );
    assert_eq!(OutcomeLedger::from(outcomes), stored.client_outcomes);

    let points = points(&stored.operator_points);
    assert_eq!(points.buckets[0].points.bonus_points, 0x43);
    assert_eq!(
        points.buckets.map(PointsBucket::from),
        stored.operator_points
    );
    let bucket = settlement::PointsBucket::from(stored.client_points[3]);
    assert_eq!((bucket.epoch, bucket.points.points), (0x5a, 0x5b));

    let hired = stored.hired_gpus();
    assert_eq!(
        (hired.entries[7].class, hired.entries[7].gpus),
        (0x32, 0x33)
    );
    let mut other = Participant::zeroed();
    other.set_hired_gpus(&hired);
    assert_eq!(other.hired, stored.hired);
}
