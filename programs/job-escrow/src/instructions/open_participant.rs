//! Opens a wallet's record.

// The accounts macro reads arguments for seeds in one of its functions and not in others.
#![allow(unused_variables)]

use anchor_lang::prelude::*;
use ionet_program_common::{
    accounts::{Known, Own},
    handover::NOBODY,
};

use crate::{
    constants::PARTICIPANT_VERSION,
    error::EscrowError,
    events::{ParticipantOpened, emit},
    state::Participant,
};

/// Accounts of [`open_participant`].
#[derive(Accounts)]
#[instruction(owner: Address)]
pub struct OpenParticipant {
    /// Pays the rent; it stays with the record, which is never closed.
    #[account(mut)]
    pub payer: Signer,
    /// The record to create.
    #[account(init, payer = payer, seeds = [b"participant", owner.as_ref()], bump)]
    pub participant: Own<Participant>,
    /// The system program.
    pub system_program: Known<System>,
}

/// **Specification**
/// - Anyone may pay for anyone's record: it holds nothing that could harm its owner.
/// - Once per wallet; the record is never closed, so counters never start again (I7).
pub fn open_participant(ctx: &mut Context<OpenParticipant>, owner: Address) -> Result<()> {
    let bump = ctx.bumps.participant;
    let accounts = &mut ctx.accounts;
    require!(
        !anchor_lang::address_eq(&owner, &NOBODY),
        EscrowError::OwnerMissing
    );
    let participant = &mut accounts.participant;
    participant.version = PARTICIPANT_VERSION;
    participant.bump = bump;
    participant.owner = owner;
    emit(&ParticipantOpened {
        participant: *accounts.participant.address(),
        owner,
        payer: *accounts.payer.address(),
    });
    Ok(())
}
