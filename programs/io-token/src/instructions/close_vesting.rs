//! Returns the rent of a vesting account that has paid everything.

use anchor_lang::prelude::*;

use crate::{
    constants::VESTING_VERSION, error::IoTokenError, events::VestingClosed, state::Vesting,
};

/// Accounts of [`close_vesting`].
#[derive(Accounts)]
pub struct CloseVesting {
    /// The vesting account to close.
    #[account(
        mut,
        close = payer,
        constraint = vesting.version == VESTING_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub vesting: Account<Vesting>,
    /// Who paid the rent when the account was created; gets it back.
    #[account(mut, address = vesting.payer @ IoTokenError::WrongRentReceiver)]
    pub payer: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it; the rent goes to the recorded payer only.
/// - Only when the whole allocation is claimed, so nobody loses a claim (I8).
/// - The index is never used again: `config.vesting_count` does not fall, so a closed
///   account cannot be created and claimed a second time (I7).
pub fn close_vesting(ctx: &mut Context<CloseVesting>) -> Result<()> {
    let vesting = &ctx.accounts.vesting;
    require!(
        vesting.claimed == vesting.total,
        IoTokenError::VestingNotFullyClaimed
    );
    emit!(VestingClosed {
        vesting: *vesting.address(),
        beneficiary: vesting.beneficiary,
        payer: vesting.payer,
        total: vesting.total,
        rent: vesting.view().lamports(),
    });
    Ok(())
}
