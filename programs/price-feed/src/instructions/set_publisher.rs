//! Gives a feed another publisher.

use anchor_lang::prelude::*;
use ionet_program_common::{handover::NOBODY, upgrade_authority};

use crate::{error::PriceFeedError, events::PublisherChanged, state::PriceUpdateV2};

/// Accounts of [`set_publisher`].
#[derive(Accounts)]
pub struct SetPublisher {
    /// The program's upgrade authority.
    pub authority: Signer,
    /// The program's `ProgramData` account: shows who its upgrade authority is.
    pub program_data: UncheckedAccount,
    /// The price account.
    #[account(mut)]
    pub feed: Account<PriceUpdateV2>,
}

/// **Specification**
/// - Only the program's upgrade authority, proven by the `ProgramData` account. One step is
///   enough: it can always set another key.
/// - The price stays what it is.
pub fn set_publisher(ctx: &mut Context<SetPublisher>, publisher: Address) -> Result<()> {
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
    let publisher_before = feed.write_authority;
    feed.write_authority = publisher;

    emit!(PublisherChanged {
        feed: *feed.address(),
        publisher_before,
        publisher_after: publisher,
    });
    Ok(())
}
