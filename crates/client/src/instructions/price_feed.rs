//! Instructions of price-feed, the oracle of a local chain.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::program_data_address;
use crate::generated::price_feed::{PRICE_FEED_ID, instructions as raw, pdas};

/// Makes the account of a feed. `authority` is the program's upgrade authority; it pays.
pub fn create_feed(authority: Address, feed_id: [u8; 32], publisher: Address) -> Instruction {
    raw::CreateFeed {
        authority,
        program_data: program_data_address(&PRICE_FEED_ID),
        feed: pdas::find_feed_pda(&feed_id).0,
        system_program: system_program::ID,
    }
    .instruction(raw::CreateFeedInstructionArgs { feed_id, publisher })
}

/// Publishes a price, which must be newer than the present one.
pub fn publish(
    publisher: Address,
    feed_id: [u8; 32],
    args: raw::PublishInstructionArgs,
) -> Instruction {
    raw::Publish {
        publisher,
        feed: pdas::find_feed_pda(&feed_id).0,
    }
    .instruction(args)
}

/// Gives a feed another publisher. `authority` is the program's upgrade authority.
pub fn set_publisher(authority: Address, feed_id: [u8; 32], publisher: Address) -> Instruction {
    raw::SetPublisher {
        authority,
        program_data: program_data_address(&PRICE_FEED_ID),
        feed: pdas::find_feed_pda(&feed_id).0,
    }
    .instruction(raw::SetPublisherInstructionArgs { publisher })
}

/// A price of `micro_dollars` as feeds have it: with 8 decimals, and the same average. `None` when
/// it is too large for a feed.
pub fn dollars(
    micro_dollars: u64,
    confidence_bps: u16,
    publish_time: i64,
) -> Option<raw::PublishInstructionArgs> {
    let mantissa = micro_dollars.checked_mul(100)?;
    let price = i64::try_from(mantissa).ok()?;
    let conf = u64::try_from(u128::from(mantissa) * u128::from(confidence_bps) / 10_000).ok()?;
    Some(raw::PublishInstructionArgs {
        price,
        conf,
        exponent: -8,
        ema_price: price,
        ema_conf: conf,
        publish_time,
    })
}
