//! Moves a class's price within its bounds.

use anchor_lang::prelude::*;

use super::now;
use crate::{
    constants::{CLASS_BOOK_VERSION, CONFIG_VERSION, ROLE_PRICE_MANAGER},
    error::RegistryError,
    events::PriceMoved,
    state::{ClassBook, RegistryConfig},
};

/// Accounts of [`move_price`].
#[derive(Accounts)]
pub struct MovePrice {
    /// Who holds the price manager's role.
    #[account(
        constraint = config.holds(ROLE_PRICE_MANAGER, price_manager.address())
            @ RegistryError::NotPriceManager
    )]
    pub price_manager: Signer,
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The class book.
    #[account(
        mut,
        seeds = [b"classes"],
        bump,
        constraint = class_book.version == CLASS_BOOK_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub class_book: Account<ClassBook>,
}

/// **Specification**
/// - Only the price manager, within the voted bounds.
/// - All moves within any 24 hours, up and down together, are at most 5 % of the price before
///   the first of them.
/// - Jobs keep the rate they were posted at.
pub fn move_price(ctx: &mut Context<MovePrice>, class: u16, price: u64) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let entry = accounts.class_book.class_mut(class)?;
    let change = entry
        .price_entry()
        .move_to(price, now()?)
        .map_err(RegistryError::from)?;

    entry.set_price_entry(&change.entry_after);
    emit!(PriceMoved {
        class,
        price_manager: *accounts.price_manager.address(),
        price_before: change.price_before,
        price_after: change.price_after,
        allowance_after: change.entry_after.allowance,
    });
    Ok(())
}
