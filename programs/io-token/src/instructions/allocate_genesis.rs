//! Gives a part of a genesis category to a beneficiary.

use anchor_lang::prelude::*;
use ionet_core::genesis::{Category, GenesisPlan, GenesisProgress};
use ionet_program_common::handover::NOBODY;

use crate::{
    constants::{CONFIG_VERSION, VESTING_VERSION},
    error::IoTokenError,
    events::GenesisAllocated,
    state::{Config, Vesting},
};

/// Accounts of [`allocate_genesis`].
#[derive(Accounts)]
pub struct AllocateGenesis {
    /// The config's admin, who also pays the vesting account's rent.
    #[account(mut, constraint = *admin.address() == config.admin @ IoTokenError::NotAdmin)]
    pub admin: Signer,
    /// The program's config.
    #[account(
        mut,
        seeds = [b"config"],
        bump,
        constraint = config.version == CONFIG_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub config: Account<Config>,
    /// The vesting account to create: seeds `vesting`, then `config.vesting_count` as u32.
    #[account(
        init,
        payer = admin,
        seeds = [b"vesting", config.vesting_count.to_le_bytes()],
        bump
    )]
    pub vesting: Account<Vesting>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the admin, not while paused, not after sealing.
/// - The category never holds more than its plan; the amount is above zero.
/// - The terms are the category's; nothing unlocks before genesis is sealed.
/// - The new account's address follows from `config.vesting_count`, so a repeated
///   transaction fails instead of allocating twice (I7).
/// - The admin is recorded as payer and gets the rent back when the account closes.
pub fn allocate_genesis(
    ctx: &mut Context<AllocateGenesis>,
    category: u8,
    beneficiary: Address,
    amount: u64,
) -> Result<()> {
    let bump = ctx.bumps.vesting;
    let accounts = &mut ctx.accounts;
    let config = &mut accounts.config;
    config.require_not_sealed()?;
    config.require_not_paused()?;
    require!(
        !anchor_lang::address_eq(&beneficiary, &NOBODY),
        IoTokenError::BeneficiaryMissing
    );
    let category = Category::from_index(category).map_err(IoTokenError::from)?;

    let plan: GenesisPlan = config.plan();
    let before: GenesisProgress = config.progress();
    let after = before
        .allocate(&plan, category, amount)
        .map_err(IoTokenError::from)?;
    let index = config.vesting_count;
    let next_index = index.checked_add(1).ok_or(IoTokenError::Overflow)?;
    let terms = plan.category(category).terms;

    let allocated_before = config.allocated(category);
    config.set_progress(&after);
    let allocated_after = config.allocated(category);
    config.vesting_count = next_index;
    let vesting = &mut accounts.vesting;
    vesting.version = VESTING_VERSION;
    vesting.bump = bump;
    vesting.category = category.index();
    vesting.index = index;
    vesting.total = amount;
    vesting.upfront_bps = terms.upfront_bps;
    vesting.cliff_months = terms.cliff_months;
    vesting.parts = terms.parts;
    vesting.beneficiary = beneficiary;
    vesting.payer = *accounts.admin.address();

    emit!(GenesisAllocated {
        vesting: *accounts.vesting.address(),
        beneficiary,
        index,
        category: category.index(),
        amount,
        allocated_before,
        allocated_after,
    });
    Ok(())
}
