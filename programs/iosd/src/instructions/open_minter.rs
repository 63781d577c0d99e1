//! Opens a wallet's mint record.

use anchor_lang::prelude::*;

use super::now;
use crate::{constants::MINTER_VERSION, events::MinterOpened, state::Minter};

/// Accounts of [`open_minter`].
#[derive(Accounts)]
pub struct OpenMinter {
    /// Pays the rent. Most often the wallet itself, and then the same account twice: neither is
    /// written through here.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Whose record it is; need not be the payer, and does not sign.
    pub wallet: UncheckedAccount,
    /// The record to create: seeds `minter`, then the wallet's address.
    #[account(init, payer = payer, seeds = [b"minter", wallet.address().as_ref()], bump)]
    pub minter: Account<Minter>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Anyone may pay for anyone's record; it gives no right but to mint with the wallet's key.
/// - One record per wallet: its address follows from the wallet, so that nobody has two windows.
/// - The payer is recorded and gets the rent back when the record closes.
pub fn open_minter(ctx: &mut Context<OpenMinter>) -> Result<()> {
    let bump = ctx.bumps.minter;
    let accounts = &mut ctx.accounts;
    let minter = &mut accounts.minter;
    minter.version = MINTER_VERSION;
    minter.bump = bump;
    minter.wallet = *accounts.wallet.address();
    minter.payer = *accounts.payer.address();
    minter.updated_at = now()?;

    emit!(MinterOpened {
        minter: *minter.address(),
        wallet: minter.wallet,
        payer: minter.payer,
    });
    Ok(())
}
