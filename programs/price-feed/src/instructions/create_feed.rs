//! Creates a price account.

// Anchor's macro binds the instruction's arguments in functions that use none of them.
#![allow(unused_variables)]

use anchor_lang::prelude::*;
use ionet_program_common::{handover::NOBODY, upgrade_authority};

use crate::{
    constants::FULLY_VERIFIED, error::PriceFeedError, events::FeedCreated, state::PriceUpdateV2,
};

/// Accounts of [`create_feed`].
#[derive(Accounts)]
#[instruction(feed_id: [u8; 32])]
pub struct CreateFeed {
    /// The program's upgrade authority, who also pays the rent.
    #[account(mut)]
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The price account to create: seeds `feed`, then the feed's id.
    #[account(init, payer = authority, seeds = [b"feed", feed_id.as_ref()], bump)]
    pub feed: Account<PriceUpdateV2>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account.
/// - One account per feed id, never closed; all zero but for its head, so that readers refuse it
///   until a price is published.
pub fn create_feed(
    ctx: &mut Context<CreateFeed>,
    feed_id: [u8; 32],
    publisher: Address,
) -> Result<()> {
    let accounts = &mut ctx.accounts;
    upgrade_authority::check(
        &accounts.program_data,
        &crate::ID,
        accounts.authority.address(),
    )
    .map_err(PriceFeedError::from)?;
    require!(
        !anchor_lang::address_eq(&publisher, &NOBODY),
        PriceFeedError::PublisherMissing
    );

    let feed = &mut accounts.feed;
    feed.write_authority = publisher;
    feed.verification_level = FULLY_VERIFIED;
    feed.feed_id = feed_id;

    emit!(FeedCreated {
        feed: *feed.address(),
        feed_id,
        publisher,
    });
    Ok(())
}
