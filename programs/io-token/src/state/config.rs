//! The program's single config account.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    genesis::{Category, CategoryPlan, GenesisPlan, GenesisProgress},
    pause::PauseState,
    vesting::VestingTerms,
};

use crate::{
    constants::{ROLE_ADMIN, ROLE_GUARDIAN},
    error::IoTokenError,
    instructions::now,
};

/// Roles, supply totals, pause state and genesis plan. One account, seed `config`.
///
/// The first 16 bytes after the discriminator are read by other programs: keep them.
#[account]
pub struct Config {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the mint's address.
    pub mint_bump: u8,
    /// Bump of the mint authority's address.
    pub mint_authority_bump: u8,
    /// Bump of the vesting vault's address.
    pub vesting_vault_bump: u8,
    /// 1 once genesis is sealed, 0 before.
    pub sealed: u8,
    /// Zero.
    pub reserved_head: [u8; 2],
    /// Base units of IO ever minted, genesis included; never reduced by burns.
    pub minted_ever: u64,
    /// Base units of IO burned through this program.
    pub burned_ever: u64,
    /// When genesis was sealed, unix seconds: the start of all vesting. 0 before.
    pub genesis_time: i64,
    /// Paused before this time, unix seconds; 0 when never paused.
    pub paused_until: i64,
    /// Earliest time at which the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
    /// Number of vesting accounts ever created, and index of the next; never falls.
    pub vesting_count: u32,
    /// Zero.
    pub reserved_count: [u8; 4],
    /// May allocate and seal genesis, pause, and hand roles over.
    pub admin: Address,
    /// Proposed next admin; all zero when none.
    pub proposed_admin: Address,
    /// May pause for a bounded time and lift a pause.
    pub guardian: Address,
    /// Proposed next guardian; all zero when none.
    pub proposed_guardian: Address,
    /// The emission program's signing address: the only one that may mint after genesis.
    pub emission_authority: Address,
    /// Plan and progress of each genesis category, in the order of their indices.
    pub categories: [CategoryLedger; 5],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () = assert!(size_of::<Config>() == 400 && size_of::<Config>().is_multiple_of(8));

/// Plan and progress of one genesis category.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct CategoryLedger {
    /// Base units of IO of the category.
    pub planned: u64,
    /// Base units of IO already given to vesting accounts.
    pub allocated: u64,
    /// Part that unlocks at genesis, in basis points of the allocation.
    pub upfront_bps: u16,
    /// Months of 730 hours before the monthly parts begin.
    pub cliff_months: u16,
    /// Number of monthly parts.
    pub parts: u16,
    /// Zero.
    pub reserved: u16,
}

impl CategoryLedger {
    fn new(plan: &CategoryPlan) -> Self {
        Self {
            planned: plan.amount,
            allocated: 0,
            upfront_bps: plan.terms.upfront_bps,
            cliff_months: plan.terms.cliff_months,
            parts: plan.terms.parts,
            reserved: 0,
        }
    }

    /// Vesting terms of the category.
    pub fn terms(&self) -> VestingTerms {
        VestingTerms {
            upfront_bps: self.upfront_bps,
            cliff_months: self.cliff_months,
            parts: self.parts,
        }
    }
}

impl Config {
    /// The genesis plan given at initialisation.
    pub fn plan(&self) -> GenesisPlan {
        GenesisPlan {
            categories: self.categories.map(|category| CategoryPlan {
                amount: category.planned,
                terms: category.terms(),
            }),
        }
    }

    /// Stores the plan, with nothing allocated.
    pub fn set_plan(&mut self, plan: &GenesisPlan) {
        self.categories = plan.categories.each_ref().map(CategoryLedger::new);
    }

    /// What is allocated so far.
    pub fn progress(&self) -> GenesisProgress {
        GenesisProgress {
            allocated: self.categories.map(|category| category.allocated),
        }
    }

    /// Stores what is allocated.
    pub fn set_progress(&mut self, progress: &GenesisProgress) {
        for (category, allocated) in self.categories.iter_mut().zip(progress.allocated) {
            category.allocated = allocated;
        }
    }

    /// What of a category is allocated so far, base units.
    pub fn allocated(&self, category: Category) -> u64 {
        self.categories
            .get(usize::from(category.index()))
            .map_or(0, |ledger| ledger.allocated)
    }

    /// The pause state as the rules know it.
    pub fn pause_state(&self) -> PauseState {
        PauseState {
            paused_until: self.paused_until,
            guardian_pause_allowed_from: self.guardian_pause_allowed_from,
        }
    }

    /// Stores the pause state.
    pub fn set_pause_state(&mut self, state: &PauseState) {
        self.paused_until = state.paused_until;
        self.guardian_pause_allowed_from = state.guardian_pause_allowed_from;
    }

    /// Refuses while paused. Entry instructions call it; exits never do (invariant I10).
    /// Does not ask for the time when there never was a pause, which saves emission 120
    /// compute units.
    ///
    /// # Errors
    /// [`IoTokenError::Paused`].
    pub fn require_not_paused(&self) -> Result<()> {
        require!(
            self.paused_until == 0 || !self.pause_state().is_paused(now()?),
            IoTokenError::Paused
        );
        Ok(())
    }

    /// Refuses before genesis is sealed.
    ///
    /// # Errors
    /// [`IoTokenError::GenesisNotSealed`].
    pub fn require_sealed(&self) -> Result<()> {
        require!(self.sealed == 1, IoTokenError::GenesisNotSealed);
        Ok(())
    }

    /// Refuses after genesis is sealed.
    ///
    /// # Errors
    /// [`IoTokenError::GenesisAlreadySealed`].
    pub fn require_not_sealed(&self) -> Result<()> {
        require!(self.sealed == 0, IoTokenError::GenesisAlreadySealed);
        Ok(())
    }

    /// Holder and proposed holder of a role.
    ///
    /// # Errors
    /// [`IoTokenError::UnknownRole`].
    pub fn role_mut(&mut self, role: u8) -> Result<(&mut Address, &mut Address)> {
        match role {
            ROLE_ADMIN => Ok((&mut self.admin, &mut self.proposed_admin)),
            ROLE_GUARDIAN => Ok((&mut self.guardian, &mut self.proposed_guardian)),
            _ => Err(IoTokenError::UnknownRole.into()),
        }
    }
}
