//! What readers rely on: layouts, seeds, codes, discriminators.

use anchor_lang::{Discriminator, prelude::*};
use bytemuck::Zeroable;
use ionet_program_common::upgrade_authority::UpgradeAuthorityError;
use ionet_staking_interface as staking;
use ionet_verification_interface as verification;

use crate::{error::StandInError, state::*};

const KEY: Address = Address::new_from_array([7; 32]);

#[test]
fn stake_is_what_the_staking_interface_reads() {
    let mut stake = ParticipantStake::zeroed();
    stake.version = VERSION;
    stake.owner = KEY;
    stake.self_stake = 1;
    let [older, newer] = [(2, 3), (4, 5)].map(|(epoch, active_stake)| Checkpoint {
        epoch,
        active_stake,
    });
    stake.checkpoints = [older, newer];
    stake.time_weighted_stake = 6;
    stake.pool_empty = 1;
    let mut data = ParticipantStake::DISCRIMINATOR.to_vec();
    data.extend(bytemuck::bytes_of(&stake));
    let read = staking::parse(&data).expect("a stake account");
    assert_eq!(bytemuck::bytes_of(&read), bytemuck::bytes_of(&stake));
    assert_eq!((read.owner, read.self_stake), (KEY, 1));
    assert_eq!((read.active_at(3), read.active_at(4)), (3, 5));
    assert_eq!(read.time_weighted_stake, 6);
    assert!(read.is_pool_empty());
}

/// The structs of both sides hold the same fields at the same places.
#[test]
fn capacity_total_and_verdict_are_what_the_verification_interface_reads() {
    let mut capacity = VerifiedCapacity::zeroed();
    capacity.version = VERSION;
    capacity.operator = KEY;
    capacity.root_epoch = 9;
    capacity.entries[7] = ClassCapacity {
        class: 3,
        reserved: [0; 2],
        gpus: 16,
    };
    let read: verification::VerifiedCapacity =
        bytemuck::pod_read_unaligned(bytemuck::bytes_of(&capacity));
    assert_eq!((read.operator, read.root_epoch, read.gpus(3)), (KEY, 9, 16));

    let mut total = ClassTotal::zeroed();
    (total.class, total.epoch, total.total_weight) = (3, 9, 1_000);
    let read: verification::ClassTotal = bytemuck::pod_read_unaligned(bytemuck::bytes_of(&total));
    assert_eq!((read.class, read.epoch, read.total_weight), (3, 9, 1_000));

    let mut verdict = Verdict::zeroed();
    (verdict.upheld, verdict.claim, verdict.result_hash) = (1, KEY, [5; 32]);
    verdict.posted_at = 6;
    let read: verification::Verdict = bytemuck::pod_read_unaligned(bytemuck::bytes_of(&verdict));
    assert!(read.is_upheld());
    assert_eq!((read.claim, read.result_hash), (KEY, [5; 32]));
    assert_eq!(read.posted_at, 6);
}

#[test]
fn discriminators_are_those_that_readers_look_for() {
    assert_eq!(ParticipantStake::DISCRIMINATOR, staking::DISCRIMINATOR);
    assert_eq!(
        VerifiedCapacity::DISCRIMINATOR,
        verification::DISCRIMINATORS[0]
    );
    assert_eq!(ClassTotal::DISCRIMINATOR, verification::DISCRIMINATORS[1]);
    assert_eq!(Verdict::DISCRIMINATOR, verification::DISCRIMINATORS[2]);
}

/// The seeds in the attributes are literals before an argument, so the attributes are read.
#[test]
fn seeds_and_versions_are_those_that_readers_know() {
    for (source, seed, rest) in [
        (
            include_str!("instructions/set_stake.rs"),
            staking::STAKE_SEED,
            "owner.as_ref()]",
        ),
        (
            include_str!("instructions/set_capacity.rs"),
            verification::CAPACITY_SEED,
            "operator.as_ref()]",
        ),
        (
            include_str!("instructions/set_class_total.rs"),
            verification::CLASS_TOTAL_SEED,
            "class.to_le_bytes()]",
        ),
        (
            include_str!("instructions/set_verdict.rs"),
            verification::VERDICT_SEED,
            "claim.as_ref()]",
        ),
    ] {
        let seed = core::str::from_utf8(seed).expect("a word");
        let attribute = format!("seeds = [b\"{seed}\", {rest}");
        assert!(source.contains(&attribute), "{attribute}");
    }
    assert_eq!(staking::VERSION, VERSION);
    assert_eq!(verification::VERSION, VERSION);
}

#[test]
fn every_error_has_its_code() {
    for (error, code) in [
        (UpgradeAuthorityError::NotUpgradeAuthority, 6000),
        (UpgradeAuthorityError::WrongProgramData, 6001),
    ] {
        let error = Error::from(StandInError::from(error));
        assert_eq!(error, Error::Custom(code));
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0local-stand-in\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
}
