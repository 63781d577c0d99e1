//! IOSD and the price of IO, as the rules know them.

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    accounts,
    generated::{
        iosd::{
            accounts::{IosdState as IosdAccount, Minter},
            pdas,
        },
        price_feed::{PRICE_FEED_ID, pdas::find_feed_pda},
    },
};
use ionet_core::{
    iosd::{IosdParameters, IosdState, LeakyBucket},
    oracle::{Feed, PriceRules, PriceUpdate},
};
use solana_pubkey::Pubkey;

use crate::context::Context;

/// IOSD as it stands at one moment.
pub struct Iosd {
    /// The rules' view of it.
    pub state: IosdState,
    /// Which price it accepts.
    pub feed: Feed,
    /// Minting is stopped before this time, unix seconds.
    pub paused_until: i64,
}

impl Iosd {
    /// Reads the state.
    pub async fn read(context: &Context) -> Result<Self> {
        let account: IosdAccount = accounts::fetch(&context.rpc, &pdas::find_state_pda().0).await?;
        Ok(Self::of(&account))
    }

    fn of(account: &IosdAccount) -> Self {
        Self {
            state: IosdState {
                parameters: IosdParameters {
                    window_cap: account.window_cap,
                    spread_bps: account.spread_bps,
                    price: PriceRules {
                        max_age_seconds: account.max_age_seconds,
                        max_confidence_bps: account.max_confidence_bps,
                    },
                },
                window: LeakyBucket {
                    level: account.window_level,
                    updated_at: account.window_updated_at,
                },
                minted_ever: account.minted_ever,
                io_burned: account.io_burned,
                newest_publish_time: account.newest_publish_time,
            },
            feed: Feed {
                owner: account.feed_owner.to_bytes(),
                feed_id: account.feed_id,
            },
            paused_until: account.paused_until,
        }
    }

    /// The account that holds the price: the given one, or the local oracle's.
    ///
    /// # Errors
    /// When neither is there.
    pub fn price_account(&self, given: Option<Pubkey>) -> Result<Pubkey> {
        match given {
            Some(account) => Ok(account),
            None if self.feed.owner == PRICE_FEED_ID.to_bytes() => {
                Ok(find_feed_pda(&self.feed.feed_id).0)
            }
            None => bail!(
                "this cluster's prices are in accounts of {}: name one of feed {} with --price-account",
                Pubkey::from(self.feed.owner),
                hex(&self.feed.feed_id)
            ),
        }
    }
}

/// What `wallet` minted lately; `None` when it has no record.
pub async fn minter(context: &Context, wallet: &Pubkey) -> Result<Option<LeakyBucket>> {
    let address = pdas::find_minter_pda(wallet).0;
    let minter: Option<Minter> = accounts::fetch_optional(&context.rpc, &address).await?;
    Ok(minter.map(|minter| LeakyBucket {
        level: minter.level,
        updated_at: minter.updated_at,
    }))
}

/// The price in an account, which must be of this feed.
pub async fn price(context: &Context, feed: &Feed, account: &Pubkey) -> Result<PriceUpdate> {
    let found = accounts::fetch_raw(&context.rpc, account)
        .await?
        .with_context(|| {
            format!("there is no price account at {account}: `ionet oracle create` makes one on a local chain")
        })?;
    feed.read(&found.owner.to_bytes(), &found.data)
        .with_context(|| format!("the account {account}"))
}

/// A feed's id as people know it.
pub fn hex(id: &[u8; 32]) -> String {
    let digits = id.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
