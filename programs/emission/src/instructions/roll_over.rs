//! Moves what nobody earned to the reserve.

use anchor_lang::prelude::*;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{AUTHORITY_SEED, STATE_VERSION},
    error::EmissionError,
    events::RolledOver,
    state::EmissionState,
};

/// Accounts of [`roll_over`].
#[derive(Accounts)]
pub struct RollOver {
    /// The emission state.
    #[account(
        mut,
        seeds = [b"emission"],
        bump,
        constraint = state.version == STATE_VERSION @ EmissionError::UnsupportedVersion
    )]
    pub state: Account<EmissionState>,
    /// Owner of the vaults.
    #[account(seeds = [b"authority"], bump)]
    pub emission_authority: UncheckedAccount,
    /// The availability pool's token account.
    #[account(mut, seeds = [b"availability"], bump)]
    pub availability_vault: UncheckedAccount,
    /// The compute pool's token account.
    #[account(mut, seeds = [b"compute"], bump)]
    pub compute_vault: UncheckedAccount,
    /// The reserve's token account.
    #[account(mut, seeds = [b"reserve"], bump)]
    pub reserve_vault: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

/// **Specification**
/// - Anyone may call it, once `claim_window_epochs` epochs are advanced since the last
///   checkpoint, and only with all ended epochs advanced.
/// - Moves what a pool held at the checkpoint and nobody earned since to the reserve;
///   earnings use up the oldest funds first, so nothing owed is ever taken (I6).
/// - Takes a new checkpoint. Nothing goes back to a pool except through the reserve.
pub fn roll_over(ctx: &mut Context<RollOver>) -> Result<()> {
    let bump = ctx.bumps.emission_authority;
    let accounts = &mut ctx.accounts;
    let before = accounts.state.to_core()?;
    let outcome = before.roll_over(now()?).map_err(EmissionError::from)?;

    accounts.state.set_core(&outcome.state_after);

    if outcome.from_availability > 0 || outcome.from_compute > 0 {
        let reserve = accounts.reserve_vault.account();
        token_cpi::transfer_pair(
            [
                (accounts.availability_vault.account(), reserve),
                (accounts.compute_vault.account(), reserve),
            ],
            accounts.emission_authority.account(),
            [outcome.from_availability, outcome.from_compute],
            &[&[AUTHORITY_SEED, &[bump]]],
        );
    }

    emit!(RolledOver {
        from_availability: outcome.from_availability,
        from_compute: outcome.from_compute,
        reserve_before: before.reserve,
        reserve_after: outcome.state_after.reserve,
        checkpoint_epoch: outcome.state_after.next_epoch,
    });
    Ok(())
}
