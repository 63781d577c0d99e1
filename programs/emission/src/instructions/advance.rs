//! Mints the epochs that ended.

use anchor_lang::prelude::*;
use ionet_core::emission::AdvanceOutcome;
use ionet_io_token_interface as io_token;
use ionet_token_cpi as token_cpi;

use super::now;
use crate::{
    constants::{AUTHORITY_SEED, STATE_VERSION},
    error::EmissionError,
    events::Advanced,
    state::EmissionState,
};

/// Accounts of [`advance`].
#[derive(Accounts)]
pub struct Advance {
    /// The emission state.
    #[account(
        mut,
        seeds = [b"emission"],
        bump,
        constraint = state.version == STATE_VERSION @ EmissionError::UnsupportedVersion
    )]
    pub state: Account<EmissionState>,
    /// Owner of the vaults; asks io-token to mint.
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
    /// io-token's config: holds what was ever minted.
    #[account(mut, address = state.io_config @ EmissionError::WrongIoConfig)]
    pub io_config: UncheckedAccount,
    /// The IO mint.
    #[account(mut, address = state.io_mint @ EmissionError::WrongIoMint)]
    pub io_mint: UncheckedAccount,
    /// io-token's mint authority.
    #[account(address = state.io_mint_authority @ EmissionError::WrongIoMintAuthority)]
    pub io_mint_authority: UncheckedAccount,
    /// The io-token program.
    #[account(address = io_token::ID @ EmissionError::WrongIoTokenProgram)]
    pub io_token_program: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
}

impl Advance {
    /// Mints both shares through io-token; after the cap there is nothing to mint.
    fn mint(&mut self, outcome: &AdvanceOutcome, bump: u8) -> Result<()> {
        if outcome.minted_availability == 0 && outcome.minted_compute == 0 {
            return Ok(());
        }
        io_token::mint_emission::MintEmission {
            emission_authority: self.emission_authority.cpi_handle(),
            config: self.io_config.try_cpi_handle_mut()?,
            mint: self.io_mint.try_cpi_handle_mut()?,
            mint_authority: self.io_mint_authority.cpi_handle(),
            availability_destination: self.availability_vault.try_cpi_handle_mut()?,
            compute_destination: self.compute_vault.try_cpi_handle_mut()?,
            token_program: self.token_program.cpi_handle(),
        }
        .invoke(
            outcome.minted_availability,
            outcome.minted_compute,
            &[&[AUTHORITY_SEED, &[bump]]],
        );
        Ok(())
    }

    /// Moves what the reserve returns into the pools.
    fn return_reserve(&self, outcome: &AdvanceOutcome, bump: u8) {
        if outcome.reserve_to_availability == 0 && outcome.reserve_to_compute == 0 {
            return;
        }
        let reserve = self.reserve_vault.account();
        token_cpi::transfer_pair(
            [
                (reserve, self.availability_vault.account()),
                (reserve, self.compute_vault.account()),
            ],
            self.emission_authority.account(),
            [outcome.reserve_to_availability, outcome.reserve_to_compute],
            &[&[AUTHORITY_SEED, &[bump]]],
        );
    }
}

/// **Specification**
/// - Anyone may call it. Mints whole epochs that ended and were not minted, oldest first,
///   at most `max_epochs` (1 to 730); never twice, never early (I7).
/// - Each epoch is the schedule's amount within the cap (I1), split by the parameters in
///   force in that epoch: availability rounded down, compute the rest.
/// - 1/720 of the reserve returns per epoch, split the same way.
/// - The state is stored before any call; the vaults end with exactly what the ledgers say.
/// - After the cap is reached epochs go on with nothing to mint and no call of io-token.
/// - Fails with io-token's own error while that program is paused.
pub fn advance(ctx: &mut Context<Advance>, max_epochs: u16) -> Result<()> {
    let bump = ctx.bumps.emission_authority;
    let accounts = &mut ctx.accounts;
    let minted_ever = io_token::config::read(&accounts.io_config)
        .map_err(EmissionError::from)?
        .minted_ever;
    let before = accounts.state.to_core()?;
    let outcome = before
        .advance(minted_ever, now()?, max_epochs)
        .map_err(EmissionError::from)?;
    let minted_total_before = accounts.state.minted_total;
    let minted_total_after = minted_total_before
        .checked_add(outcome.minted_availability)
        .and_then(|total| total.checked_add(outcome.minted_compute))
        .ok_or(EmissionError::Overflow)?;

    accounts.state.minted_total = minted_total_after;
    accounts.state.set_core(&outcome.state_after);

    accounts.mint(&outcome, bump)?;
    accounts.return_reserve(&outcome, bump);

    emit!(Advanced {
        first_epoch: outcome.first_epoch,
        epochs: outcome.epochs,
        minted_availability: outcome.minted_availability,
        minted_compute: outcome.minted_compute,
        reserve_to_availability: outcome.reserve_to_availability,
        reserve_to_compute: outcome.reserve_to_compute,
        minted_total_before,
        minted_total_after,
        reserve_before: before.reserve,
        reserve_after: outcome.state_after.reserve,
    });
    Ok(())
}
