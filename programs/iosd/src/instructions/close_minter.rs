//! Returns the rent of an idle mint record.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::{MINTER_VERSION, STATE_VERSION},
    error::IosdError,
    events::MinterClosed,
    state::{IosdState, Minter},
};

/// Accounts of [`close_minter`].
#[derive(Accounts)]
pub struct CloseMinter {
    /// The program's state.
    #[account(
        seeds = [b"iosd"],
        bump,
        constraint = state.version == STATE_VERSION @ IosdError::UnsupportedVersion
    )]
    pub state: Account<IosdState>,
    /// The record to close.
    #[account(
        mut,
        close = payer,
        constraint = minter.version == MINTER_VERSION @ IosdError::UnsupportedVersion
    )]
    pub minter: Account<Minter>,
    /// Who paid the rent when the record was opened; gets it back.
    #[account(mut, address = minter.payer @ IosdError::WrongRentReceiver)]
    pub payer: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it; the rent goes to the recorded payer only.
/// - Only once the record's level has drained, so that a new record makes no room, and a day
///   after its last use, so that nobody can close it ahead of the wallet's next mint.
pub fn close_minter(ctx: &mut Context<CloseMinter>) -> Result<()> {
    let accounts = &ctx.accounts;
    let minter = &accounts.minter;
    require!(
        accounts
            .state
            .to_core()
            .minter_is_idle(minter.to_core(), now()?),
        IosdError::MinterInUse
    );
    emit!(MinterClosed {
        minter: *minter.address(),
        wallet: minter.wallet,
        payer: minter.payer,
        rent: minter.view().lamports(),
    });
    Ok(())
}
