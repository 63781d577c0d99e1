//! job-escrow: jobs, claims and their money.
//!
//! A client's deposit is locked before work starts and leaves the escrow only by rule. What
//! each instruction promises stands above its handler; the rules themselves are in
//! `ionet_core`. See `docs/programs/job-escrow.md`.

// Anchor's macros generate public items without documentation, and a program module that
// imports all. What an instruction refuses is in the specification above its handler.
#![allow(missing_docs, clippy::missing_errors_doc, clippy::wildcard_imports)]

/// The value of a rule's outcome, or this program's error for its refusal. `map_err` and `?`
/// would copy outcomes of some hundred bytes twice. `accept!(let NAME = …)` does not copy them at
/// all: the name stands for a reference.
macro_rules! accept {
    (let $value:ident = $outcome:expr) => {
        let outcome = $outcome;
        let $value = match &outcome {
            Ok(value) => value,
            Err(error) => return Err($crate::error::refuse(*error)),
        };
    };
    ($outcome:expr) => {
        match $outcome {
            Ok(value) => value,
            Err(error) => return Err($crate::error::refuse(error)),
        }
    };
}

pub mod constants;
pub mod error;
pub mod events;
pub mod foreign;
pub mod instructions;
pub mod state;

#[cfg(test)]
mod tests;

use anchor_lang::prelude::*;
// Named so that the registry toolchain links its 128-bit and memory functions.
use ionet_sbf_builtins as _;

pub use instructions::*;
use state::Parameters;

declare_id!("ois1t5WnQXPveBHAqWLCYkF3A1ir1i2dU26gDbGXB3U");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("job-escrow");

/// The program's instructions.
#[program]
pub mod job_escrow {
    use super::*;

    /// Creates the config. Signer: the program's upgrade authority.
    pub fn initialize(ctx: &mut Context<Initialize>, args: InitializeArgs) -> Result<()> {
        instructions::initialize(ctx, args)
    }

    /// Changes the parameters for new claims. Signer: admin.
    pub fn set_parameters(ctx: &mut Context<SetParameters>, parameters: Parameters) -> Result<()> {
        instructions::set_parameters(ctx, parameters)
    }

    /// Lists a mint, or changes a listed one. Signer: admin.
    pub fn list_mint(
        ctx: &mut Context<ListMint>,
        mint_index: u8,
        feed_id: [u8; 32],
        active: u8,
    ) -> Result<()> {
        instructions::list_mint(ctx, mint_index, feed_id, active)
    }

    /// Opens one of a mint's sixteen ledgers. Anyone.
    pub fn open_shard(
        ctx: &mut Context<OpenShard>,
        mint_index: u8,
        shard_number: u8,
    ) -> Result<()> {
        instructions::open_shard(ctx, mint_index, shard_number)
    }

    /// Opens a wallet's record. Anyone.
    pub fn open_participant(ctx: &mut Context<OpenParticipant>, owner: Address) -> Result<()> {
        instructions::open_participant(ctx, owner)
    }

    /// Stops entry for 7 days. Signer: guardian or admin.
    pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
        instructions::pause(ctx)
    }

    /// Lifts a pause. Signer: guardian or admin.
    pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
        instructions::unpause(ctx)
    }

    /// Proposes a next holder of a role. Signer: admin.
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

    /// Posts a job together with its money. Signer: client.
    pub fn post(ctx: &mut Context<Post>, args: PostArgs) -> Result<()> {
        instructions::post(ctx, args)
    }

    /// Seals a job's race, or posts it anew when it is too late. Anyone.
    pub fn seal(ctx: &mut Context<Seal>) -> Result<()> {
        instructions::seal(ctx)
    }

    /// Takes slots. Signer: key of a device of the operator.
    pub fn claim(ctx: &mut Context<ClaimSlots>, gpus: u32, max_seconds: u32) -> Result<()> {
        instructions::claim(ctx, gpus, max_seconds)
    }

    /// Takes more slots for a claim that has not started. Signer: the lead device's key.
    pub fn enlarge(ctx: &mut Context<Enlarge>, gpus: u32) -> Result<()> {
        instructions::enlarge(ctx, gpus)
    }

    /// Starts a host; with the last one billing begins. Signer: the device's key.
    pub fn start_host(ctx: &mut Context<StartHost>, gpus: u32) -> Result<()> {
        instructions::start_host(ctx, gpus)
    }

    /// Covers the time since the last one. Signer: the lead device's key.
    pub fn heartbeat(ctx: &mut Context<Heartbeat>, alive: u32) -> Result<()> {
        instructions::heartbeat(ctx, alive)
    }

    /// Delivers a result. Signer: the lead device's key.
    pub fn complete(ctx: &mut Context<Complete>, alive: u32, result_hash: [u8; 32]) -> Result<()> {
        instructions::complete(ctx, alive, result_hash)
    }

    /// Ends a replica with a commitment to its result. Signer: the lead device's key.
    pub fn commit(ctx: &mut Context<Commit>, alive: u32, commitment: [u8; 32]) -> Result<()> {
        instructions::commit(ctx, alive, commitment)
    }

    /// Reveals a committed result. Anyone who knows the salt.
    pub fn reveal(ctx: &mut Context<Reveal>, result_hash: [u8; 32], salt: [u8; 32]) -> Result<()> {
        instructions::reveal(ctx, result_hash, salt)
    }

    /// Decides a replica: paid or not. Anyone.
    pub fn decide(ctx: &mut Context<Decide>) -> Result<()> {
        instructions::decide(ctx)
    }

    /// Disputes what is held back of a claim. Signer: client.
    pub fn dispute(ctx: &mut Context<OpenDispute>) -> Result<()> {
        instructions::dispute(ctx)
    }

    /// Disputes a claim of an audited job by the verifiers' verdict. Anyone.
    pub fn dispute_by_verdict(ctx: &mut Context<DisputeByVerdict>) -> Result<()> {
        instructions::dispute_by_verdict(ctx)
    }

    /// Ends a dispute by a verdict or its deadline. Anyone.
    pub fn resolve(ctx: &mut Context<Resolve>) -> Result<()> {
        instructions::resolve(ctx)
    }

    /// Buys more time for every slot, at the quote of now. Signer: client.
    pub fn extend(ctx: &mut Context<Extend>, seconds: u32, max_rate: u64) -> Result<()> {
        instructions::extend(ctx, seconds, max_rate)
    }

    /// Ends a job. Signer: client.
    pub fn cancel(ctx: &mut Context<Cancel>) -> Result<()> {
        instructions::cancel(ctx)
    }

    /// Ends a claim whose end is due. Anyone.
    pub fn finish(ctx: &mut Context<Finish>) -> Result<()> {
        instructions::finish(ctx)
    }

    /// Ends a job whose end is due. Anyone.
    pub fn end_job(ctx: &mut Context<EndJob>) -> Result<()> {
        instructions::end_job(ctx)
    }

    /// Pays the client what no claim can still earn. Anyone.
    pub fn refund(ctx: &mut Context<Refund>) -> Result<()> {
        instructions::refund(ctx)
    }

    /// Books what a claim earned. Anyone.
    pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
        instructions::settle(ctx)
    }

    /// Returns the rent of a settled claim. Anyone.
    pub fn close_claim(ctx: &mut Context<CloseClaim>) -> Result<()> {
        instructions::close_claim(ctx)
    }

    /// Closes a settled job, for a bounty. Anyone.
    pub fn close_job(ctx: &mut Context<CloseJob>) -> Result<()> {
        instructions::close_job(ctx)
    }

    /// Pays a participant what is booked. Signer: its wallet.
    pub fn withdraw(ctx: &mut Context<Withdraw>, amount: u64) -> Result<()> {
        instructions::withdraw(ctx, amount)
    }

    /// Pays treasury or verifiers. Signer: the role's holder.
    pub fn withdraw_fees(ctx: &mut Context<WithdrawFees>, role: u8, amount: u64) -> Result<()> {
        instructions::withdraw_fees(ctx, role, amount)
    }
}
