//! A claim byte by byte, and as the rules see it.

use bytemuck::bytes_of;
use ionet_core::{
    job::{ClaimRecord, ClaimState, EndReason, Entitlement},
    settlement,
};

use super::{Bytes, key};
use crate::{constants::*, error::EscrowError, state::*};

const TERMS: SplitTerms = SplitTerms {
    fee_bps: 0x11,
    discount_bps: 0x12,
    client_referral_bps: 0x13,
    operator_referral_bps: 0x14,
    verifier_bps: 0x15,
    staker_bps: 0x16,
    usd_bps: 0x17,
    reserved: 0,
};

const OLDER: [(i64, u64); 5] = [
    (0x43, 0x44),
    (0x45, 0x46),
    (0x47, 0x48),
    (0x49, 0x4a),
    (0x4b, 0x4c),
];

/// Reaped, with a dispute: every field says something.
fn claim() -> Claim {
    Claim {
        version: CLAIM_VERSION,
        bump: 2,
        state: 7,
        end_reason: 4,
        entitlement: 1,
        proved_wrong: 1,
        reserved_head: [0; 2],
        job: key(0xa1),
        operator: key(0xa2),
        payer: key(0xa3),
        lead_device: key(0xa4),
        client_referrer: key(0xa5),
        operator_referrer: key(0xa6),
        terms: TERMS,
        gpus: 0x21,
        gpus_started: 0x22,
        alive: 0x23,
        reserved_gpus: [0; 4],
        accepted_seconds: 0x31,
        granted_at: 0x32,
        start_by: 0x33,
        started_at: 0x34,
        ended_at: 0x35,
        recorded_at: 0x36,
        heartbeat_slot: 0x37,
        newest: Checkpoint {
            at: 0x41,
            charge: 0x42,
        },
        older: OLDER.map(|(at, charge)| Checkpoint { at, charge }),
        settled_gross: 0x51,
        settled_until: 0x52,
        bond: 0x53,
        commitment: [0xb1; 32],
        result_hash: [0xb2; 32],
        dispute: Dispute {
            opened_at: 0x61,
            deadline: 0x62,
            bond: 0x63,
        },
        bond_worth: 0x64,
        reserved: [0; 24],
    }
}

/// What `claim` is to the rules.
fn record() -> ClaimRecord {
    ClaimRecord {
        state: ClaimState::Disputed,
        reason: Some(EndReason::Reaped),
        entitlement: Entitlement::Matured,
        gpus_started: 0x22,
        granted_at: 0x32,
        heartbeat_slot: 0x37,
        recorded_at: 0x36,
        meter: settlement::Meter {
            gpus: 0x21,
            alive: 0x23,
            start_by: 0x33,
            accepted_seconds: 0x31,
            started_at: 0x34,
            ended_at: 0x35,
            newest: settlement::Checkpoint {
                at: 0x41,
                charge: 0x42,
            },
            older: OLDER.map(|(at, charge)| settlement::Checkpoint { at, charge }),
        },
    }
}

#[test]
fn bytes() {
    let expected = Bytes::default()
        .raw(&[1, 2, 7, 4, 1, 1, 0, 0])
        .keys(0xa1..=0xa6)
        .u16s(0x11..=0x17)
        .zeros(2)
        .u32(0x21)
        .u32(0x22)
        .u32(0x23)
        .zeros(4)
        .u64s(0x31..=0x37)
        .u64s(0x41..=0x4c)
        .u64s(0x51..=0x53)
        .keys(0xb1..=0xb2)
        .u64s(0x61..=0x64)
        .zeros(24);
    assert_eq!(bytes_of(&claim()), expected.0);
}

#[test]
fn a_record_survives_the_account() {
    assert_eq!(claim().record(), Ok(record()));
    // Nothing of what changes is there before.
    let mut other = Claim {
        state: 0,
        end_reason: 0,
        entitlement: 0,
        gpus_started: 0,
        alive: 0,
        start_by: 0,
        started_at: 0,
        ended_at: 0,
        recorded_at: 0,
        heartbeat_slot: 0,
        newest: Checkpoint::default(),
        older: [Checkpoint::default(); 5],
        ..claim()
    };
    other.set_record(&record());
    assert_eq!(bytes_of(&other), bytes_of(&claim()));
    let open = ClaimRecord {
        reason: None,
        ..record()
    };
    other.set_record(&open);
    assert_eq!(other.record(), Ok(open));
}

#[test]
fn split_and_settled_survive_the_account() {
    let terms = settlement::SplitTerms::from(TERMS);
    assert_eq!((terms.fee_bps, terms.usd_bps), (0x11, 0x17));
    assert_eq!(SplitTerms::from(terms), TERMS);
    let settled = claim().settled();
    assert_eq!((settled.gross, settled.until), (0x51, 0x52));
}

#[test]
fn codes_that_no_version_wrote_are_refused() {
    let refused = Err(EscrowError::Overflow);
    for (state, end_reason, entitlement) in [(0, 4, 1), (11, 4, 1), (7, 7, 1), (7, 4, 3)] {
        let other = Claim {
            state,
            end_reason,
            entitlement,
            ..claim()
        };
        assert_eq!(other.record(), refused);
    }
}
