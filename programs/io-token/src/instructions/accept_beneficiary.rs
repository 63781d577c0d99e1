//! Second step of handing a vesting account over.

use anchor_lang::prelude::*;
use ionet_program_common::handover;

use crate::{
    constants::VESTING_VERSION, error::IoTokenError, events::BeneficiaryChanged, state::Vesting,
};

/// Accounts of [`accept_beneficiary`].
#[derive(Accounts)]
pub struct AcceptBeneficiary {
    /// The proposed beneficiary.
    pub new_beneficiary: Signer,
    /// The vesting account.
    #[account(
        mut,
        constraint = vesting.version == VESTING_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub vesting: Account<Vesting>,
}

/// **Specification**
/// - Only the proposed key, so that a mistyped address cannot swallow an allocation.
/// - The new beneficiary has every right of the old one; the old one has none.
/// - Clears the proposal.
pub fn accept_beneficiary(ctx: &mut Context<AcceptBeneficiary>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let signer = *accounts.new_beneficiary.address();
    let vesting: &mut Vesting = &mut accounts.vesting;
    let before = handover::accept(
        &mut vesting.beneficiary,
        &mut vesting.proposed_beneficiary,
        &signer,
    )
    .map_err(IoTokenError::from)?;
    emit!(BeneficiaryChanged {
        vesting: *accounts.vesting.address(),
        beneficiary_before: before,
        beneficiary_after: signer,
    });
    Ok(())
}
