//! The config byte by byte, and as the rules see it.

use bytemuck::{Zeroable, bytes_of};
use ionet_core::{
    oracle::PriceRules,
    pause::PauseState,
    race::{self, PriorityParameters, WeightParameters},
    wash,
};

use super::{Bytes, key};
use crate::{constants::*, state::*};

const fn joint(first: u16) -> JointParameters {
    JointParameters {
        fee_bps: first,
        max_discount_bps: first.strict_add(1),
        client_referral_bps: first.strict_add(2),
        operator_referral_bps: first.strict_add(3),
        verifier_bps: first.strict_add(4),
        min_usd_bps: first.strict_add(5),
        iosd_points_bps: first.strict_add(6),
        point_pay_cap_bps: first.strict_add(7),
        buyer_rebate_bps: first.strict_add(8),
        token_bonus_bps: first.strict_add(9),
    }
}

fn parameters() -> Parameters {
    Parameters {
        cap_per_gpu: 0x31,
        floor_per_gpu: 0x32,
        tiers: [0x33, 0x35, 0x37, 0x39].map(|byte: u8| PriorityTier {
            min_stake: byte.into(),
            wait_slots: u16::from(byte).strict_add(1),
            reserved: [0; 6],
        }),
        scarce_from_bps: 0x3b,
        wait_slots: 0x3c,
        max_age_seconds: 0x3d,
        max_confidence_bps: 0x3e,
        joint: joint(0x41),
        reserved: [0; 4],
    }
}

const MINT_BYTES: [u8; MINTS] = [0xc0, 0xc4, 0xc8, 0xcc, 0xd0, 0xd4, 0xd8, 0xdc];

fn config() -> EscrowConfig {
    EscrowConfig {
        version: CONFIG_VERSION,
        bump: 2,
        authority_bump: 3,
        cluster: CLUSTER_PUBLIC,
        mint_count: 5,
        reserved_head: [0; 3],
        paused_until: 0x11,
        guardian_pause_allowed_from: 0x12,
        epoch_zero: 0x13,
        parameters_changed_at: 0x14,
        roles: [0xa1, 0xa3, 0xa5, 0xa7].map(|byte: u8| Role {
            holder: key(byte),
            proposed: key(byte.strict_add(1)),
        }),
        staking_program: key(0xb1),
        verification_program: key(0xb2),
        price_program: key(0xb3),
        io_feed_id: [0xb4; 32],
        parameters: parameters(),
        worst: joint(0x51),
        reserved_worst: [0; 4],
        mints: MINT_BYTES.map(|byte| ListedMint {
            mint: key(byte),
            feed_id: [byte.strict_add(1); 32],
            token_sink: key(byte.strict_add(2)),
            active: 1,
            reserved: [0; 7],
        }),
        reserved: [0; 64],
    }
}

#[test]
fn bytes() {
    let mut expected = Bytes::default()
        .raw(&[1, 2, 3, 1, 5, 0, 0, 0])
        .u64s(0x11..=0x14)
        .keys(0xa1..=0xa8)
        .keys(0xb1..=0xb4)
        .u64s(0x31..=0x32);
    for (stake, wait) in [(0x33, 0x34), (0x35, 0x36), (0x37, 0x38), (0x39, 0x3a)] {
        expected = expected.u64(stake).u16(wait).zeros(6);
    }
    expected = expected
        .u16s(0x3b..=0x3e)
        .u16s(0x41..=0x4a)
        .zeros(4)
        .u16s(0x51..=0x5a)
        .zeros(4);
    for byte in MINT_BYTES {
        expected = expected.keys(byte..=byte.strict_add(2)).raw(&[1]).zeros(7);
    }
    assert_eq!(bytes_of(&config()), expected.zeros(64).0);
}

#[test]
fn parameters_survive_the_account() {
    let stored = joint(0x41);
    assert_eq!(
        JointParameters::from(wash::JointParameters::from(stored)),
        stored
    );
    assert_eq!(
        parameters().settlement(),
        wash::JointParameters::from(stored).settlement
    );
    let history = config().joint_history();
    assert_eq!(JointParameters::from(history.current), joint(0x41));
    assert_eq!(JointParameters::from(history.worst), joint(0x51));
    assert_eq!(history.changed_at, 0x14);
}

#[test]
fn weights_waits_and_prices_as_the_rules_see_them() {
    assert_eq!(
        parameters().weights(),
        WeightParameters {
            cap_per_gpu: 0x31,
            floor_per_gpu: 0x32,
        }
    );
    let tiers = [(0x33, 0x34), (0x35, 0x36), (0x37, 0x38), (0x39, 0x3a)];
    assert_eq!(
        parameters().priority(),
        PriorityParameters {
            scarce_from_bps: 0x3b,
            wait_slots: 0x3c,
            tiers: tiers.map(|(min_stake, wait_slots)| race::PriorityTier {
                min_stake,
                wait_slots,
            }),
        }
    );
    assert_eq!(
        parameters().price_rules(),
        PriceRules {
            max_age_seconds: 0x3d,
            max_confidence_bps: 0x3e,
        }
    );
}

#[test]
fn pause_survives_the_account() {
    let stored = PauseState {
        paused_until: 0x11,
        guardian_pause_allowed_from: 0x12,
    };
    assert_eq!(config().pause_state(), stored);
    let mut other = EscrowConfig::zeroed();
    other.set_pause_state(&stored);
    assert_eq!(other.pause_state(), stored);
}
