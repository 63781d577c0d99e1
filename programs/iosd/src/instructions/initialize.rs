//! Creates the state and the IOSD mint, and pins the price feed.

use anchor_lang::prelude::*;
use anchor_spl::mint::{self, Mint};
use ionet_core::iosd::{self as rules, IOSD_DECIMALS};
use ionet_io_token_interface as io_token;
use ionet_program_common::{handover::NOBODY, upgrade_authority};

use crate::{
    constants::STATE_VERSION,
    error::IosdError,
    events::Initialized,
    state::{IosdState, Parameters},
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
    #[account(init, payer = authority, seeds = [b"iosd"], bump)]
    pub state: Account<IosdState>,
    /// The mint's only authority, without data; owns every vault's token account.
    #[account(seeds = [b"authority"], bump)]
    pub iosd_authority: UncheckedAccount,
    /// The IOSD mint to create: 6 decimals, no freeze authority.
    #[account(
        init,
        payer = authority,
        seeds = [b"mint"],
        bump,
        mint::decimals = IOSD_DECIMALS,
        mint::authority = iosd_authority
    )]
    pub iosd_mint: Account<Mint>,
    /// The IO mint.
    pub io_mint: Account<Mint>,
    /// A price account of the feed to pin: proof that there is one.
    pub price_update: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account: nobody can
///   be faster than the deployer and pin a feed of their own.
/// - Runs once: the state account is created here and never closed.
/// - Creates the IOSD mint: 6 decimals, this program's address as only mint authority, no
///   freeze authority.
/// - The IO mint is io-token's; parameters are within their bounds.
/// - `price_update` is an account of `feed_owner` and `feed_id`, whatever its price: a mistyped
///   feed, which only an upgrade could correct, is refused here.
/// - The authority becomes admin; the guardian is named. Nothing is minted.
pub fn initialize(
    ctx: &mut Context<Initialize>,
    parameters: Parameters,
    feed_owner: Address,
    feed_id: [u8; 32],
    guardian: Address,
) -> Result<()> {
    let bumps = &ctx.bumps;
    let accounts = &mut ctx.accounts;
    let admin = *accounts.authority.address();
    upgrade_authority::check(&accounts.program_data, &crate::ID, &admin)
        .map_err(IosdError::from)?;
    require!(
        !anchor_lang::address_eq(&guardian, &NOBODY),
        IosdError::GuardianMissing
    );
    let (io_mint, _) = find_program_address(&[io_token::MINT_SEED], &io_token::ID);
    require!(
        anchor_lang::address_eq(accounts.io_mint.address(), &io_mint),
        IosdError::WrongIoMint
    );
    let started = rules::IosdState::start(parameters.into()).map_err(IosdError::from)?;

    let state = &mut accounts.state;
    state.version = STATE_VERSION;
    state.bump = bumps.state;
    state.mint_bump = bumps.iosd_mint;
    state.authority_bump = bumps.iosd_authority;
    state.admin = admin;
    state.guardian = guardian;
    state.io_mint = io_mint;
    state.feed_owner = feed_owner;
    state.feed_id = feed_id;
    state.set_core(&started);
    state.read_price(&accounts.price_update)?;

    emit!(Initialized {
        admin,
        guardian,
        iosd_mint: *accounts.iosd_mint.address(),
        feed_owner,
        feed_id,
        parameters,
    });
    Ok(())
}
