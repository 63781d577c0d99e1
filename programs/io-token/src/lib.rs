//! io-token: the only holder of the IO mint authority.
//!
//! Genesis by category, vesting, capped emission on the emission program's request, and
//! recorded burns. What each instruction promises stands above its handler; the rules
//! themselves are in `ionet_core`. See `docs/programs/io-token.md`.

// Anchor's macros generate public items without documentation, and a program module that
// imports all. What an instruction refuses is in the specification above its handler.
#![allow(missing_docs, clippy::missing_errors_doc, clippy::wildcard_imports)]

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

#[cfg(test)]
mod tests;

use anchor_lang::prelude::*;
// Named so that the registry toolchain links its 128-bit and memory functions.
use ionet_sbf_builtins as _;

pub use instructions::*;

declare_id!("Cqjf2QFt3GYFVWWtw79uPJoWW3ZbfegvAcSBnSXYCtgT");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("io-token");

/// The program's instructions.
#[program]
pub mod io_token {
    use super::*;

    /// Creates config, mint and vesting vault. Signer: the program's upgrade authority.
    pub fn initialize(
        ctx: &mut Context<Initialize>,
        plan: GenesisPlanArgs,
        guardian: Address,
    ) -> Result<()> {
        instructions::initialize(ctx, plan, guardian)
    }

    /// Gives a part of a genesis category to a beneficiary. Signer: admin.
    pub fn allocate_genesis(
        ctx: &mut Context<AllocateGenesis>,
        category: u8,
        beneficiary: Address,
        amount: u64,
    ) -> Result<()> {
        instructions::allocate_genesis(ctx, category, beneficiary, amount)
    }

    /// Makes genesis final and mints it into the vesting vault. Signer: admin.
    pub fn seal_genesis(ctx: &mut Context<SealGenesis>) -> Result<()> {
        instructions::seal_genesis(ctx)
    }

    /// Pays what is unlocked. Signer: beneficiary.
    pub fn claim_vested(ctx: &mut Context<ClaimVested>) -> Result<()> {
        instructions::claim_vested(ctx)
    }

    /// Proposes a next beneficiary; the default address withdraws. Signer: beneficiary.
    pub fn propose_beneficiary(
        ctx: &mut Context<ProposeBeneficiary>,
        new_beneficiary: Address,
    ) -> Result<()> {
        instructions::propose_beneficiary(ctx, new_beneficiary)
    }

    /// Takes a vesting account over. Signer: the proposed beneficiary.
    pub fn accept_beneficiary(ctx: &mut Context<AcceptBeneficiary>) -> Result<()> {
        instructions::accept_beneficiary(ctx)
    }

    /// Returns the rent of a fully claimed vesting account to its payer. Anyone.
    pub fn close_vesting(ctx: &mut Context<CloseVesting>) -> Result<()> {
        instructions::close_vesting(ctx)
    }

    /// Mints emission into the pools. Signer: the emission program's authority address.
    pub fn mint_emission(
        ctx: &mut Context<MintEmission>,
        availability_amount: u64,
        compute_amount: u64,
    ) -> Result<()> {
        instructions::mint_emission(ctx, availability_amount, compute_amount)
    }

    /// Burns the holder's IO and records it. Signer: holder.
    pub fn burn(ctx: &mut Context<Burn>, amount: u64) -> Result<()> {
        instructions::burn(ctx, amount)
    }

    /// Stops genesis and emission for 7 days. Signer: guardian or admin.
    pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
        instructions::pause(ctx)
    }

    /// Lifts a pause. Signer: guardian or admin.
    pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
        instructions::unpause(ctx)
    }

    /// Proposes a next holder of role 0 (admin) or 1 (guardian). Signer: admin.
    pub fn propose_role(
        ctx: &mut Context<ProposeRole>,
        role: u8,
        new_holder: Address,
    ) -> Result<()> {
        instructions::propose_role(ctx, role, new_holder)
    }

    /// Takes a role over. Signer: the proposed holder.
    pub fn accept_role(ctx: &mut Context<AcceptRole>, role: u8) -> Result<()> {
        instructions::accept_role(ctx, role)
    }
}
