//! First step of handing a vesting account over.

use anchor_lang::prelude::*;

use crate::{
    constants::VESTING_VERSION, error::IoTokenError, events::BeneficiaryProposed, state::Vesting,
};

/// Accounts of [`propose_beneficiary`].
#[derive(Accounts)]
pub struct ProposeBeneficiary {
    /// The vesting account's beneficiary.
    #[account(
        constraint = *beneficiary.address() == vesting.beneficiary @ IoTokenError::NotBeneficiary
    )]
    pub beneficiary: Signer,
    /// The vesting account.
    #[account(
        mut,
        constraint = vesting.version == VESTING_VERSION @ IoTokenError::UnsupportedVersion
    )]
    pub vesting: Account<Vesting>,
}

/// **Specification**
/// - Only the beneficiary; works while paused.
/// - Replaces an earlier proposal; the default address withdraws it.
/// - Changes no right until the proposed key accepts.
pub fn propose_beneficiary(
    ctx: &mut Context<ProposeBeneficiary>,
    new_beneficiary: Address,
) -> Result<()> {
    let vesting = &mut ctx.accounts.vesting;
    vesting.proposed_beneficiary = new_beneficiary;
    emit!(BeneficiaryProposed {
        vesting: *vesting.address(),
        beneficiary: vesting.beneficiary,
        proposed: new_beneficiary,
    });
    Ok(())
}
