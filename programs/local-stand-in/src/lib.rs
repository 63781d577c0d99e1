//! local-stand-in: on a local chain, writes what staking and the verifiers will write.
//!
//! Job-escrow and registry read stake, verified capacity, class totals and verdicts from
//! accounts of other programs. Until those programs exist, this one owns accounts of exactly
//! their layouts, under one key. Job-escrow refuses it on every cluster that is not local.
//! See `docs/programs/local-stand-in.md`.

// Anchor's macros generate public items without documentation, and a program module that
// imports all. What an instruction refuses is in the specification above its handler.
#![allow(missing_docs, clippy::missing_errors_doc, clippy::wildcard_imports)]

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
use state::{Checkpoint, ClassCapacity};

declare_id!("Cwc3ei5kuBkbayQtBaYKcPrhguWeDJJEea8ETdfPaHmJ");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("local-stand-in");

/// The program's instructions.
#[program]
pub mod local_stand_in {
    use super::*;

    /// Writes the stake of `owner`. Signer: the program's upgrade authority.
    pub fn set_stake(
        ctx: &mut Context<SetStake>,
        owner: Address,
        self_stake: u64,
        checkpoints: [Checkpoint; 2],
        time_weighted_stake: u64,
        pool_empty: u8,
    ) -> Result<()> {
        let stake = StakeArgs {
            self_stake,
            checkpoints,
            time_weighted_stake,
            pool_empty,
        };
        instructions::set_stake(ctx, owner, &stake)
    }

    /// Writes the verified capacity of `operator`. Signer: the program's upgrade authority.
    pub fn set_capacity(
        ctx: &mut Context<SetCapacity>,
        operator: Address,
        root_epoch: u64,
        entries: [ClassCapacity; 8],
    ) -> Result<()> {
        instructions::set_capacity(ctx, operator, root_epoch, entries)
    }

    /// Writes the total of `class`. Signer: the program's upgrade authority.
    pub fn set_class_total(
        ctx: &mut Context<SetClassTotal>,
        class: u16,
        epoch: u64,
        total_weight: u64,
    ) -> Result<()> {
        instructions::set_class_total(ctx, class, epoch, total_weight)
    }

    /// Writes the verdict on `claim`. Signer: the program's upgrade authority.
    pub fn set_verdict(
        ctx: &mut Context<SetVerdict>,
        claim: Address,
        upheld: u8,
        result_hash: [u8; 32],
    ) -> Result<()> {
        instructions::set_verdict(ctx, claim, upheld, result_hash)
    }
}
