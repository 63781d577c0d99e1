//! Adds a GPU class.

use anchor_lang::prelude::*;
use ionet_core::pricing::{PriceEntry, Utilisation};

use crate::{
    constants::{CLASS_BOOK_VERSION, CONFIG_VERSION, ROLE_ADMIN},
    error::RegistryError,
    events::ClassAdded,
    state::{ClassBook, ClassTerms, RegistryConfig},
};

/// Accounts of [`add_class`].
#[derive(Accounts)]
pub struct AddClass {
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
/// - Only the admin. `class` is a free id, 0 to 31; an id is never given twice.
/// - With the new class, posing as several slower cards pays for no pair of active classes.
/// - Bounds within the hard limits, the first price within the bounds.
/// - The class is active, at a price multiplier of 1, with no utilisation reported.
pub fn add_class(
    ctx: &mut Context<AddClass>,
    class: u16,
    terms: ClassTerms,
    price: u64,
    min_price: u64,
    max_price: u64,
) -> Result<()> {
    require!(terms.name.first() != Some(&0), RegistryError::NameMissing);
    let priced = PriceEntry::new(price, min_price, max_price).map_err(RegistryError::from)?;
    let book = &mut ctx.accounts.class_book;
    let entry = book
        .classes
        .get_mut(usize::from(class))
        .ok_or(RegistryError::UnknownClass)?;
    require!(!entry.exists(), RegistryError::ClassExists);

    entry.set_terms(&terms);
    entry.set_price_entry(&priced);
    entry.set_utilisation(&Utilisation::NEW);
    entry.active = 1;
    book.check_changed(class)?;

    emit!(ClassAdded {
        class,
        terms,
        price,
        min_price,
        max_price,
    });
    Ok(())
}
