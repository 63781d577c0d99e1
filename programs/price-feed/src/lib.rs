//! price-feed: the oracle of a local chain, in the bytes of Pyth's `PriceUpdateV2`.
//!
//! Readers pin an owner and a feed id: on a public cluster Pyth's receiver program and its feed,
//! here this program, and no reader's code differs. What each instruction promises stands above
//! its handler. See `docs/programs/price-feed.md`.

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

declare_id!("7ebeXrT1qA8HPb5nSqfuGcvUGPyAhwoZfkLmWVpYMUzA");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("price-feed");

/// The program's instructions.
#[program]
pub mod price_feed {
    use super::*;

    /// Creates a price account. Signer: the program's upgrade authority.
    pub fn create_feed(
        ctx: &mut Context<CreateFeed>,
        feed_id: [u8; 32],
        publisher: Address,
    ) -> Result<()> {
        instructions::create_feed(ctx, feed_id, publisher)
    }

    /// Publishes a price that is newer than the present one. Signer: the feed's publisher.
    pub fn publish(ctx: &mut Context<Publish>, new: PriceArgs) -> Result<()> {
        instructions::publish(ctx, new)
    }

    /// Gives a feed another publisher. Signer: the program's upgrade authority.
    pub fn set_publisher(ctx: &mut Context<SetPublisher>, publisher: Address) -> Result<()> {
        instructions::set_publisher(ctx, publisher)
    }
}
