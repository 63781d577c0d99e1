//! Creates the config, the IO mint and the vesting vault.

use anchor_lang::prelude::*;
use anchor_spl::{
    mint::{self, Mint},
    token::{self, TokenAccount},
};
use ionet_core::{
    genesis::{CategoryPlan, GenesisPlan},
    supply::IO_DECIMALS,
    vesting::VestingTerms,
};
use ionet_program_common::{handover::NOBODY, upgrade_authority};

use crate::{
    constants::{CONFIG_VERSION, EMISSION_AUTHORITY_SEED, EMISSION_PROGRAM_ID},
    error::IoTokenError,
    events::Initialized,
    state::Config,
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
    #[account(init, payer = authority, seeds = [b"config"], bump)]
    pub config: Account<Config>,
    /// The mint's only authority, without data; owns the vesting vault.
    #[account(seeds = [b"mint-authority"], bump)]
    pub mint_authority: UncheckedAccount,
    /// The IO mint to create: 8 decimals, no freeze authority.
    #[account(
        init,
        payer = authority,
        seeds = [b"mint"],
        bump,
        mint::decimals = IO_DECIMALS,
        mint::authority = mint_authority
    )]
    pub mint: Account<Mint>,
    /// The token account to create for all unclaimed genesis tokens.
    #[account(
        init,
        payer = authority,
        seeds = [b"vesting-vault"],
        bump,
        token::mint = mint,
        token::authority = mint_authority
    )]
    pub vesting_vault: Account<TokenAccount>,
    /// The classic SPL Token program.
    pub token_program: Program<Token>,
    /// The system program.
    pub system_program: Program<System>,
}

/// Amount and terms of one genesis category.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct CategoryPlanArgs {
    /// Base units of IO.
    pub amount: u64,
    /// Part that unlocks at genesis, 0 to 10,000 basis points.
    pub upfront_bps: u16,
    /// Months of 730 hours before the monthly parts begin, 0 to 120.
    pub cliff_months: u16,
    /// Number of monthly parts, 1 to 240; 0 only when all unlocks upfront.
    pub parts: u16,
}

/// The genesis plan: seed, series A, core contributors, research and ecosystem, community.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct GenesisPlanArgs {
    /// The five categories, in this order.
    pub categories: [CategoryPlanArgs; 5],
}

impl From<GenesisPlanArgs> for GenesisPlan {
    fn from(args: GenesisPlanArgs) -> Self {
        Self {
            categories: args.categories.map(|category| CategoryPlan {
                amount: category.amount,
                terms: VestingTerms {
                    upfront_bps: category.upfront_bps,
                    cliff_months: category.cliff_months,
                    parts: category.parts,
                },
            }),
        }
    }
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account: nobody can
///   be faster than the deployer and take the roles.
/// - Runs once: the config account is created here and never closed.
/// - Creates the IO mint: 8 decimals, this program's address as only mint authority, no
///   freeze authority; and the vesting vault.
/// - The plan's categories sum to exactly 500,000,000 IO, each above zero, terms in range.
/// - The authority becomes admin; the guardian is named. Nothing is minted.
pub fn initialize(
    ctx: &mut Context<Initialize>,
    plan: GenesisPlanArgs,
    guardian: Address,
) -> Result<()> {
    let bumps = &ctx.bumps;
    let accounts = &mut ctx.accounts;
    let admin = *accounts.authority.address();
    upgrade_authority::check(&accounts.program_data, &crate::ID, &admin)
        .map_err(IoTokenError::from)?;
    require!(
        !anchor_lang::address_eq(&guardian, &NOBODY),
        IoTokenError::GuardianMissing
    );
    let plan = GenesisPlan::from(plan);
    plan.validate().map_err(IoTokenError::from)?;
    let (emission_authority, _) =
        find_program_address(&[EMISSION_AUTHORITY_SEED], &EMISSION_PROGRAM_ID);

    let config = &mut accounts.config;
    config.version = CONFIG_VERSION;
    config.bump = bumps.config;
    config.mint_bump = bumps.mint;
    config.mint_authority_bump = bumps.mint_authority;
    config.vesting_vault_bump = bumps.vesting_vault;
    config.admin = admin;
    config.guardian = guardian;
    config.emission_authority = emission_authority;
    config.set_plan(&plan);

    emit!(Initialized {
        admin,
        guardian,
        mint: *accounts.mint.address(),
        emission_authority,
    });
    Ok(())
}
