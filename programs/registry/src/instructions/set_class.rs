//! Changes what a GPU class is, or retires it.

use anchor_lang::prelude::*;

use crate::{
    constants::{CLASS_BOOK_VERSION, CONFIG_VERSION, ROLE_ADMIN},
    error::RegistryError,
    events::ClassChanged,
    state::{ClassBook, ClassTerms, RegistryConfig},
};

/// Accounts of [`set_class`].
#[derive(Accounts)]
pub struct SetClass {
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
/// - Only the admin, for a class that was added.
/// - With the change, posing as several slower cards pays for no pair of active classes; a
///   class that is not active takes no part.
/// - Price, bounds and utilisation stay. Devices and running jobs of a retired class stay too;
///   it takes no new ones.
pub fn set_class(
    ctx: &mut Context<SetClass>,
    class: u16,
    terms: ClassTerms,
    active: bool,
) -> Result<()> {
    require!(terms.name.first() != Some(&0), RegistryError::NameMissing);
    let book = &mut ctx.accounts.class_book;
    let entry = book.class_mut(class)?;
    let (before, active_before) = (entry.terms(), entry.active == 1);

    entry.set_terms(&terms);
    entry.active = u8::from(active);
    book.check_changed(class)?;

    emit!(ClassChanged {
        class,
        before,
        after: terms,
        active_before,
        active_after: active,
    });
    Ok(())
}
