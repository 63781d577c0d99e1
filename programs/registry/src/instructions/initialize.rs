//! Creates the config and an empty class book.

use anchor_lang::prelude::*;
use ionet_program_common::{handover::NOBODY, upgrade_authority};

use crate::{
    constants::{
        CLASS_BOOK_VERSION, CLUSTER_PUBLIC, CONFIG_VERSION, ROLE_ADMIN, ROLE_CAPACITY_REPORTER,
        ROLE_GUARDIAN, ROLE_PRICE_MANAGER,
    },
    error::RegistryError,
    events::Initialized,
    state::{ClassBook, RegistryConfig},
};

/// Accounts of [`initialize`].
#[derive(Accounts)]
pub struct Initialize {
    /// The program's upgrade authority: first admin, and payer of the rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The config to create.
    #[account(init, payer = authority, seeds = [b"registry"], bump)]
    pub config: Account<RegistryConfig>,
    /// The class book to create.
    #[account(init, payer = authority, seeds = [b"classes"], bump)]
    pub class_book: Account<ClassBook>,
    /// The system program.
    pub system_program: Program<System>,
}

/// Who holds the roles beside the admin.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct FirstRoles {
    /// May pause entry.
    pub guardian: Address,
    /// May move prices within the voted bounds.
    pub price_manager: Address,
    /// Reports utilisation while the cluster is a local chain.
    pub capacity_reporter: Address,
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account: nobody can
///   be faster than the deployer and take the roles.
/// - Runs once: the config is created here and never closed.
/// - `epoch_zero` is emission's start time; `cluster` is 0 or 1, for ever.
/// - The authority becomes admin; every other role is named.
pub fn initialize(
    ctx: &mut Context<Initialize>,
    epoch_zero: i64,
    cluster: u8,
    first: FirstRoles,
) -> Result<()> {
    let (config_bump, book_bump) = (ctx.bumps.config, ctx.bumps.class_book);
    let accounts = &mut ctx.accounts;
    let admin = *accounts.authority.address();
    upgrade_authority::check(&accounts.program_data, &crate::ID, &admin)
        .map_err(RegistryError::from)?;
    require!(epoch_zero > 0, RegistryError::EpochZeroNotPositive);
    require!(cluster <= CLUSTER_PUBLIC, RegistryError::UnknownCluster);

    let config = &mut accounts.config;
    config.version = CONFIG_VERSION;
    config.bump = config_bump;
    config.cluster = cluster;
    config.epoch_zero = epoch_zero;
    for (role, holder) in [
        (ROLE_ADMIN, admin),
        (ROLE_GUARDIAN, first.guardian),
        (ROLE_PRICE_MANAGER, first.price_manager),
        (ROLE_CAPACITY_REPORTER, first.capacity_reporter),
    ] {
        require!(
            !anchor_lang::address_eq(&holder, &NOBODY),
            RegistryError::RoleMissing
        );
        config.role_mut(role)?.holder = holder;
    }
    accounts.class_book.version = CLASS_BOOK_VERSION;
    accounts.class_book.bump = book_bump;

    emit!(Initialized {
        admin,
        guardian: first.guardian,
        price_manager: first.price_manager,
        capacity_reporter: first.capacity_reporter,
        cluster,
        epoch_zero,
    });
    Ok(())
}
