//! iosd: IOSD, the token of one dollar of compute, and the vaults that buy it and IO back.
//!
//! IOSD is minted only by burning IO at the lower bound of its oracle price. What each
//! instruction promises stands above its handler; the rules themselves are in `ionet_core::iosd`
//! and `ionet_core::oracle`. See `docs/programs/iosd.md`.

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

declare_id!("6pwP3HSQc4udEsmTc9uGtTkwpLdPnErVUDT2ShoowZYv");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("iosd");

/// The program's instructions.
#[program]
pub mod iosd {
    use super::*;

    /// Creates state and IOSD mint and pins the price feed. Signer: the program's upgrade
    /// authority.
    pub fn initialize(
        ctx: &mut Context<Initialize>,
        parameters: Parameters,
        feed_owner: Address,
        feed_id: [u8; 32],
        guardian: Address,
    ) -> Result<()> {
        instructions::initialize(ctx, parameters, feed_owner, feed_id, guardian)
    }

    /// Opens a wallet's mint record. Anyone, who pays its rent.
    pub fn open_minter(ctx: &mut Context<OpenMinter>) -> Result<()> {
        instructions::open_minter(ctx)
    }

    /// Returns the rent of an idle mint record to its payer. Anyone.
    pub fn close_minter(ctx: &mut Context<CloseMinter>) -> Result<()> {
        instructions::close_minter(ctx)
    }

    /// Burns IO and mints IOSD at the lower bound of the price. Signer: the holder of the IO.
    pub fn mint(ctx: &mut Context<Mint>, io_amount: u64, min_out: u64, expiry: i64) -> Result<()> {
        instructions::mint(ctx, io_amount, min_out, expiry)
    }

    /// Creates the buy-and-burn vault of a dollar mint. Signer: admin.
    pub fn list_vault(ctx: &mut Context<ListVault>) -> Result<()> {
        instructions::list_vault(ctx)
    }

    /// Sells IOSD to a vault for 0.95 dollars each; it is burned. Signer: the holder.
    pub fn sell_iosd(ctx: &mut Context<SellIosd>, iosd_amount: u64) -> Result<()> {
        instructions::sell_iosd(ctx, iosd_amount)
    }

    /// Sells IO to a vault at the lower bound less the spread; it is burned. Signer: the holder.
    pub fn sell_io(
        ctx: &mut Context<SellIo>,
        io_amount: u64,
        min_out: u64,
        expiry: i64,
    ) -> Result<()> {
        instructions::sell_io(ctx, io_amount, min_out, expiry)
    }

    /// Changes the parameters at once. Signer: admin.
    pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
        instructions::set_parameters(ctx, parameters)
    }

    /// Stops minting and the sale of IO for 7 days. Signer: guardian or admin.
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
