//! The interface crate reads what this program writes.

use anchor_lang::Discriminator;
use bytemuck::bytes_of;
use core::mem::offset_of;
use ionet_core::reputation;
use ionet_job_escrow_interface::{
    self as interface,
    outcomes::{self, Capacity, ParticipantHead},
};

use super::participant::participant;
use crate::{constants::*, state::*};

#[test]
fn id_seed_version_and_discriminator() {
    assert_eq!(interface::ID, crate::ID);
    assert_eq!(interface::PARTICIPANT_SEED, PARTICIPANT_SEED);
    assert_eq!(outcomes::VERSION, PARTICIPANT_VERSION);
    assert_eq!(
        outcomes::DISCRIMINATOR.as_slice(),
        Participant::DISCRIMINATOR
    );
}

#[test]
fn offsets() {
    assert_eq!(
        [
            offset_of!(ParticipantHead, version),
            offset_of!(ParticipantHead, bump),
            offset_of!(ParticipantHead, owner),
            offset_of!(ParticipantHead, operator_outcomes),
            offset_of!(ParticipantHead, client_outcomes),
            size_of::<ParticipantHead>(),
        ],
        [
            offset_of!(Participant, version),
            offset_of!(Participant, bump),
            offset_of!(Participant, owner),
            offset_of!(Participant, operator_outcomes),
            offset_of!(Participant, client_outcomes),
            offset_of!(Participant, jobs_posted),
        ]
    );
}

#[test]
fn outcomes_of_either_capacity() {
    let written = participant();
    let mut data = Participant::DISCRIMINATOR.to_vec();
    data.extend(bytes_of(&written));
    for (capacity, ledger) in [
        (Capacity::Operator, written.operator_outcomes),
        (Capacity::Client, written.client_outcomes),
    ] {
        let read = outcomes::parse(&data, &written.owner, capacity);
        assert_eq!(read, Ok(reputation::OutcomeLedger::from(ledger)));
    }
}
