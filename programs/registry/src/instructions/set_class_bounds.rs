//! Sets a class's price bounds.

use anchor_lang::prelude::*;

use crate::{
    constants::{CLASS_BOOK_VERSION, CONFIG_VERSION, ROLE_ADMIN},
    error::RegistryError,
    events::PriceBoundsChanged,
    state::{ClassBook, RegistryConfig},
};

/// Accounts of [`set_class_bounds`].
#[derive(Accounts)]
pub struct SetClassBounds {
    /// The config's admin.
    #[account(
        constraint = config.holds(ROLE_ADMIN, admin.address()) @ RegistryError::NotAdmin
    )]
    pub admin: Signer,
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
/// - Only the admin, within the hard limits.
/// - A price outside the new bounds moves to the nearer one at once: the vote stands above the
///   price manager, whose allowance it does not renew.
/// - Jobs keep the rate they were posted at.
pub fn set_class_bounds(
    ctx: &mut Context<SetClassBounds>,
    class: u16,
    min_price: u64,
    max_price: u64,
) -> Result<()> {
    let entry = ctx.accounts.class_book.class_mut(class)?;
    let before = entry.price_entry();
    let change = before
        .set_bounds(min_price, max_price)
        .map_err(RegistryError::from)?;

    entry.set_price_entry(&change.entry_after);
    emit!(PriceBoundsChanged {
        class,
        min_price_before: before.min_price,
        min_price_after: min_price,
        max_price_before: before.max_price,
        max_price_after: max_price,
        price_before: change.price_before,
        price_after: change.price_after,
    });
    Ok(())
}
