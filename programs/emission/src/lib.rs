//! emission: mints IO by schedule, one epoch an hour, into two reward pools.
//!
//! What each instruction promises stands above its handler; the rules themselves are in
//! `ionet_core::emission`. See `docs/programs/emission.md`.

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
use state::Parameters;

declare_id!("9nnN9TX8JFM9AcmRKHSvhFoRowGkSzcZbkvsYHn8o88e");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("emission");

/// The program's instructions.
#[program]
pub mod emission {
    use super::*;

    /// Creates state and vaults and sets the start. Signer: the program's upgrade authority.
    pub fn initialize(
        ctx: &mut Context<Initialize>,
        start_time: i64,
        preset: u8,
        parameters: Parameters,
    ) -> Result<()> {
        instructions::initialize(ctx, start_time, preset, parameters)
    }

    /// Mints the epochs that ended, at most `max_epochs` (1 to 730). Anyone.
    pub fn advance(ctx: &mut Context<Advance>, max_epochs: u16) -> Result<()> {
        instructions::advance(ctx, max_epochs)
    }

    /// Moves what nobody earned within the claim window to the reserve. Anyone.
    pub fn roll_over(ctx: &mut Context<RollOver>) -> Result<()> {
        instructions::roll_over(ctx)
    }

    /// Changes the parameters from the next epoch boundary on. Signer: admin.
    pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
        instructions::set_parameters(ctx, parameters)
    }

    /// Proposes a next admin; the default address withdraws. Signer: admin.
    pub fn propose_admin(ctx: &mut Context<ProposeAdmin>, new_admin: Address) -> Result<()> {
        instructions::propose_admin(ctx, new_admin)
    }

    /// Takes the admin role over. Signer: the proposed admin.
    pub fn accept_admin(ctx: &mut Context<AcceptAdmin>) -> Result<()> {
        instructions::accept_admin(ctx)
    }
}
