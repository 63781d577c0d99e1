//! Writing records that may be one and the same.
//!
//! A client may be its own operator, and either may be the other's referrer: one account can
//! then stand in several places of a call. Anchor's typed accounts would hold it several times
//! at once, so records are opened one after the other here, each for one booking.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;

use crate::{error::EscrowError, state::Participant};

/// Opens the record of `owner` for `book`. That it is the record follows from owner program,
/// discriminator and wallet: there is one for each wallet.
#[inline]
pub(super) fn with_participant<R>(
    account: &UncheckedAccount,
    owner: &Address,
    book: impl FnOnce(&mut Participant) -> Result<R>,
) -> Result<R> {
    let mut participant = open(**account, owner)?;
    book(&mut participant)
}

#[inline(never)]
fn open(account: AccountView, owner: &Address) -> Result<Own<Participant>> {
    let participant = Own::<Participant>::of(account)?;
    require!(
        address_eq(&participant.owner, owner),
        EscrowError::WrongParticipant
    );
    Ok(participant)
}
