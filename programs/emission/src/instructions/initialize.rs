//! Creates the state and the three vaults, and sets the schedule's start.

use anchor_lang::prelude::*;
use anchor_spl::{
    mint::Mint,
    token::{self, TokenAccount},
};
use ionet_core::emission as rules;
use ionet_io_token_interface as io_token;
use ionet_program_common::upgrade_authority;

use super::now;
use crate::{
    constants::STATE_VERSION,
    error::EmissionError,
    events::Initialized,
    state::{EmissionState, Parameters},
};

/// Accounts of [`initialize`].
#[derive(Accounts)]
pub struct Initialize {
    /// The program's upgrade authority: first admin, and payer of the rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The state to create.
    #[account(init, payer = authority, seeds = [b"emission"], bump)]
    pub state: Account<EmissionState>,
    /// Owner of the vaults, without data; io-token mints only for this address.
    #[account(seeds = [b"authority"], bump)]
    pub emission_authority: UncheckedAccount,
    /// The availability pool's token account, to create.
    #[account(
        init,
        payer = authority,
        seeds = [b"availability"],
        bump,
        token::mint = io_mint,
        token::authority = emission_authority
    )]
    pub availability_vault: Account<TokenAccount>,
    /// The compute pool's token account, to create.
    #[account(
        init,
        payer = authority,
        seeds = [b"compute"],
        bump,
        token::mint = io_mint,
        token::authority = emission_authority
    )]
    pub compute_vault: Account<TokenAccount>,
    /// The reserve's token account, to create.
    #[account(
        init,
        payer = authority,
        seeds = [b"reserve"],
        bump,
        token::mint = io_mint,
        token::authority = emission_authority
    )]
    pub reserve_vault: Account<TokenAccount>,
    /// io-token's config: genesis must be sealed.
    pub io_config: UncheckedAccount,
    /// The IO mint.
    pub io_mint: Account<Mint>,
    /// io-token's mint authority.
    pub io_mint_authority: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
    /// The system program.
    pub system_program: Program<System>,
}

impl Initialize {
    /// The three addresses of io-token's are derived here once and stored; later
    /// instructions only compare.
    fn check_io_token_addresses(&self) -> Result<()> {
        let is = |account: &Address, seed: &[u8]| {
            let (expected, _) = find_program_address(&[seed], &io_token::ID);
            anchor_lang::address_eq(account, &expected)
        };
        require!(
            is(self.io_config.address(), io_token::CONFIG_SEED),
            EmissionError::WrongIoConfig
        );
        require!(
            is(self.io_mint.address(), io_token::MINT_SEED),
            EmissionError::WrongIoMint
        );
        require!(
            is(
                self.io_mint_authority.address(),
                io_token::MINT_AUTHORITY_SEED
            ),
            EmissionError::WrongIoMintAuthority
        );
        Ok(())
    }
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account: nobody can
///   be faster than the deployer and choose start, preset and admin.
/// - Runs once: the state account is created here and never closed.
/// - io-token is initialised and its genesis sealed; the mint is io-token's (a Token-2022
///   mint is refused by its owner).
/// - Start time positive, not before now, at most 366 days ahead; preset 0 or 1;
///   parameters within their bounds.
/// - Creates three empty vaults owned by the authority address. Nothing is minted.
pub fn initialize(
    ctx: &mut Context<Initialize>,
    start_time: i64,
    preset: u8,
    parameters: Parameters,
) -> Result<()> {
    let bumps = &ctx.bumps;
    let accounts = &mut ctx.accounts;
    let admin = *accounts.authority.address();
    upgrade_authority::check(&accounts.program_data, &crate::ID, &admin)
        .map_err(EmissionError::from)?;
    accounts.check_io_token_addresses()?;
    let config = io_token::config::read(&accounts.io_config).map_err(EmissionError::from)?;
    require!(config.sealed, EmissionError::GenesisNotSealed);
    let preset = rules::Preset::from_index(preset).map_err(EmissionError::from)?;
    let started = rules::EmissionState::start(
        start_time,
        now()?,
        preset,
        parameters.into(),
        config.minted_ever,
    )
    .map_err(EmissionError::from)?;

    let state = &mut accounts.state;
    state.version = STATE_VERSION;
    state.bump = bumps.state;
    state.authority_bump = bumps.emission_authority;
    state.availability_bump = bumps.availability_vault;
    state.compute_bump = bumps.compute_vault;
    state.reserve_bump = bumps.reserve_vault;
    state.admin = admin;
    state.io_config = *accounts.io_config.address();
    state.io_mint = *accounts.io_mint.address();
    state.io_mint_authority = *accounts.io_mint_authority.address();
    state.set_core(&started);

    emit!(Initialized {
        admin,
        start_time,
        preset: preset.index(),
        parameters,
    });
    Ok(())
}
