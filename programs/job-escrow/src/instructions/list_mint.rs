//! Lists a mint for deposits, or changes a listed one.

use anchor_lang::{address_eq, prelude::*};
use ionet_program_common::accounts::Own;
use ionet_token_cpi::account::{Mint, TokenAccount};

use crate::{
    constants::{IOSD_INDEX, MINT_DECIMALS, MINTS, ROLE_ADMIN},
    error::EscrowError,
    events::{MintListed, emit},
    state::{EscrowConfig, ListedMint},
};

/// Accounts of [`list_mint`].
#[derive(Accounts)]
pub struct ListMint {
    /// The config's admin.
    #[account(
        constraint = config.holds(ROLE_ADMIN, admin.address()) @ EscrowError::NotAdmin
    )]
    pub admin: Signer,
    /// The program's config.
    #[account(mut, seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The mint, of the classic token program.
    pub mint: Mint,
    /// The mint's buy-and-burn vault: a token account of the mint.
    #[account(
        constraint = address_eq(token_sink.mint(), mint.address()) @ EscrowError::WrongTokenSink
    )]
    pub token_sink: TokenAccount,
}

/// **Specification**
/// - Only the admin. A new mint gets the next index, and no mint two; under an index that is
///   taken only feed, sink and activity change, never the mint.
/// - `active` is 0 or 1. Six decimals, classic token program. IOSD (index 0) keeps burning.
/// - Posted jobs keep their mint; an inactive mint only takes no new jobs. The sink holds for
///   every settlement from now on: an issuer that freezes it stops settlements in its mint until
///   the admin names another, and not for ever (I8).
pub fn list_mint(
    ctx: &mut Context<ListMint>,
    mint_index: u8,
    feed_id: [u8; 32],
    active: u8,
) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let mint = *accounts.mint.address();
    let token_sink = *accounts.token_sink.address();
    require!(active <= 1, EscrowError::UnknownActive);
    require!(
        accounts.mint.decimals() == MINT_DECIMALS,
        EscrowError::WrongDecimals
    );
    let config = &mut accounts.config;
    let index = usize::from(mint_index);
    require!(
        mint_index <= config.mint_count && mint_index != IOSD_INDEX,
        EscrowError::WrongMintIndex
    );
    require!(index < MINTS, EscrowError::MintsFull);
    for (other, listed) in config.mints.iter().enumerate() {
        let same = address_eq(&listed.mint, &mint);
        require!(!same || other == index, EscrowError::MintListedTwice);
    }
    let new = mint_index == config.mint_count;
    let entry = config
        .mints
        .get_mut(index)
        .ok_or(EscrowError::MintNotListed)?;
    require!(
        new || address_eq(&entry.mint, &mint),
        EscrowError::WrongMint
    );

    *entry = ListedMint {
        mint,
        feed_id,
        token_sink,
        active,
        reserved: [0; 7],
    };
    config.mint_count = config.mint_count.max(mint_index.saturating_add(1));
    emit(&MintListed {
        mint,
        feed_id,
        token_sink,
        mint_index,
        active,
    });
    Ok(())
}
