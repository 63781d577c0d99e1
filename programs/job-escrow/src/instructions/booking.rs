//! Writing records that may be one and the same.
//!
//! A client may be its own operator, and either may be the other's referrer: one account can
//! then stand in several places of a call. Anchor's typed accounts would hold it several times
//! at once, so records are opened one after the other here, each for one booking.

use anchor_lang::{Discriminator, address_eq, prelude::*};

use crate::{constants::PARTICIPANT_VERSION, error::EscrowError, state::Participant};

/// Opens the record of `owner` for `book` and closes it again. That it is the record follows
/// from owner program, discriminator and wallet: there is one for each wallet.
pub(super) fn with_participant<R>(
    account: &UncheckedAccount,
    owner: &Address,
    book: impl FnOnce(&mut Participant) -> Result<R>,
) -> Result<R> {
    let mut view: AccountView = **account;
    require!(view.owned_by(&crate::ID), EscrowError::WrongParticipant);
    let mut data = view
        .try_borrow_mut()
        .map_err(|_| EscrowError::WrongParticipant)?;
    let (discriminator, body) = data
        .split_at_mut_checked(8)
        .ok_or(EscrowError::WrongParticipant)?;
    require!(
        discriminator == Participant::DISCRIMINATOR,
        EscrowError::WrongParticipant
    );
    let participant: &mut Participant =
        bytemuck::try_from_bytes_mut(body).map_err(|_| EscrowError::WrongParticipant)?;
    require!(
        participant.version == PARTICIPANT_VERSION,
        EscrowError::UnsupportedVersion
    );
    require!(
        address_eq(&participant.owner, owner),
        EscrowError::WrongParticipant
    );
    book(participant)
}
