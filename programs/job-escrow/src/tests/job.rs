//! A job byte by byte, and as the rules see it.

use bytemuck::bytes_of;
use ionet_core::{
    hiring,
    job::{self as rules, JobEnd, JobState, PartialFill, Verification},
    settlement,
};

use super::{Bytes, key};
use crate::{constants::*, error::EscrowError, state::*};

const FILTERS: Filters = Filters {
    class: 0x11,
    region: 0x12,
    min_vram_mib: 0x13,
    min_operator_reputation: 0x14,
    min_connectivity: 1,
    min_latency: 2,
    min_security: 3,
    purposes: 5,
    reserved: [0; 2],
};

const BOUND: EarnableBound = EarnableBound {
    ended_gross: 0x61,
    waiting_gpus: 0x62,
    running_gpus: 0x63,
    running_gpu_seconds: 0x64,
    counted_until: 0x65,
    last_started_at: 0x66,
};

/// Cancelled, so that the hire has its end too.
fn job() -> Job {
    Job {
        version: JOB_VERSION,
        bump: 2,
        vault_bump: 3,
        mint_index: 4,
        shard: 5,
        verification: 1,
        replicas: 3,
        partial_fill: 2,
        deterministic: 1,
        end: 2,
        sealed: 1,
        reserved_head: [0; 5],
        number: 0x21,
        client: key(0xa1),
        mint: key(0xa2),
        vault: key(0xa3),
        spec_hash: [0xa4; 32],
        client_referrer: key(0xa5),
        filters: FILTERS,
        gpus: 0x22,
        start_seconds: 0x23,
        slots: 0x24,
        slots_claimed: 0x25,
        slots_finished: 0x26,
        claims_open: 0x27,
        granule: 0x28,
        discount_bps: 0x29,
        client_reputation: 0x2a,
        utilisation_bps: 0x2b,
        posted_at: 0x31,
        claim_deadline: 0x32,
        filled_at: 0x33,
        last_ended_at: 0x34,
        ended_at: 0x35,
        posted_slot: 0x36,
        open_slot: 0x37,
        seed: [0xa7; 32],
        class_weight: 0x41,
        client_stake: 0x42,
        deposit: 0x43,
        refunded: 0x44,
        moved: 0x45,
        windows: [0x51, 0x53, 0x55, 0x57].map(|seconds: u64| Window {
            seconds,
            rate: seconds.strict_add(1),
        }),
        bound: BOUND,
        bounty: 0x71,
        tally: Tally {
            results: [[0xb1; 32], [0xb2; 32], [0xb3; 32], [0xb4; 32], [0xb5; 32]],
            votes: [1, 2, 3, 4, 5],
            reserved: [0; 3],
        },
        reserved: [0; 64],
    }
}

/// What `job` is to the rules.
fn state() -> JobState {
    JobState {
        gpus: 0x22,
        granule: 0x28,
        verification: Verification::Replicate { replicas: 3 },
        deterministic: true,
        partial_fill: PartialFill::Fail,
        start_seconds: 0x23,
        claim_deadline: 0x32,
        slots: 0x24,
        slots_claimed: 0x25,
        slots_finished: 0x26,
        claims_open: 0x27,
        filled_at: 0x33,
        last_ended_at: 0x34,
        end: JobEnd::Cancelled,
        ended_at: 0x35,
        hire: settlement::Hire {
            windows: [(0x51, 0x52), (0x53, 0x54), (0x55, 0x56), (0x57, 0x58)]
                .map(|(seconds, rate)| settlement::Window { seconds, rate }),
            cancelled_at: Some(0x35),
        },
        bound: BOUND.into(),
        deposit: 0x43,
        refunded: 0x44,
    }
}

#[test]
fn bytes() {
    let expected = Bytes::default()
        .raw(&[1, 2, 3, 4, 5, 1, 3, 2, 1, 2, 1])
        .zeros(5)
        .u64(0x21)
        .keys(0xa1..=0xa5)
        .u16s(0x11..=0x12)
        .u32(0x13)
        .u16(0x14)
        .raw(&[1, 2, 3, 5, 0, 0]);
    let expected = (0x22..=0x27)
        .fold(expected, Bytes::u32)
        .u16s(0x28..=0x2b)
        .u64s(0x31..=0x37)
        .key(0xa7)
        .u64s(0x41..=0x45)
        .u64s(0x51..=0x58)
        .u64s(0x61..=0x66)
        .u64(0x71)
        .keys(0xb1..=0xb5)
        .raw(&[1, 2, 3, 4, 5])
        .zeros(3)
        .zeros(64);
    assert_eq!(bytes_of(&job()), expected.0);
}

#[test]
fn a_state_survives_the_account() {
    assert_eq!(job().state(), Ok(state()));
    // Nothing of what changes is there before.
    let mut other = Job {
        end: 0,
        slots_claimed: 0,
        slots_finished: 0,
        claims_open: 0,
        filled_at: 0,
        last_ended_at: 0,
        ended_at: 0,
        bound: EarnableBound::default(),
        deposit: 0,
        refunded: 0,
        windows: [Window::default(); 4],
        ..job()
    };
    other.set_state(&state());
    other.set_windows(&state().hire);
    assert_eq!(bytes_of(&other), bytes_of(&job()));
}

#[test]
fn only_a_cancelled_hire_has_an_end() {
    for (code, end) in [
        (0, JobEnd::Open),
        (1, JobEnd::Finished),
        (3, JobEnd::Failed),
    ] {
        let other = Job { end: code, ..job() };
        let state = other.state().expect("a known end");
        assert_eq!((state.end, state.hire.cancelled_at), (end, None));
    }
}

#[test]
fn codes_that_no_version_wrote_are_refused() {
    for (other, error) in [
        (
            Job {
                verification: 3,
                ..job()
            },
            EscrowError::UnknownVerification,
        ),
        (
            Job {
                replicas: 6,
                ..job()
            },
            EscrowError::ReplicasOutOfRange,
        ),
        (
            Job {
                partial_fill: 3,
                ..job()
            },
            EscrowError::UnknownPartialFill,
        ),
        (Job { end: 4, ..job() }, EscrowError::Overflow),
    ] {
        assert_eq!(other.state(), Err(error));
    }
}

#[test]
fn filters_race_and_tally_as_the_rules_see_them() {
    assert_eq!(
        FILTERS.to_core(4),
        hiring::JobFilters {
            class: 0x11,
            mint_index: 4,
            min_vram_mib: 0x13,
            region: 0x12,
            min_connectivity: 1,
            min_latency: 2,
            min_security: 3,
            purposes: 5,
            min_operator_reputation: 0x14,
        }
    );
    let race = job().race(9);
    assert_eq!((race.slots, race.class_weight), (0x24, 0x41));
    assert_eq!(race.posting_epoch_start, 9);
    let tally = rules::Tally::from(job().tally);
    assert_eq!((tally.results[4], tally.votes[4]), ([0xb5; 32], 5));
    assert_eq!(Tally::from(tally), job().tally);
}

/// Low four bits of the first byte.
#[test]
fn a_job_books_in_the_shard_of_its_address() {
    for (byte, shard) in [(0x00, 0), (0x0f, 15), (0x10, 0), (0xa7, 7), (0xff, 15)] {
        assert_eq!(shard_of(&key(byte)), shard);
    }
}
