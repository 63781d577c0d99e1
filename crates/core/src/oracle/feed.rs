//! The pinned feed: whose account, and which price.

use super::{OracleError, PriceUpdate};

/// Where a price comes from. Both are pinned in the reader's configuration: without the owner
/// anyone could write the bytes, without the feed id anyone could pass another token's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The program that owns the price accounts.
    pub owner: [u8; 32],
    /// The feed's id.
    pub feed_id: [u8; 32],
}

impl Feed {
    /// Reads the account of `owner` with `data` as an update of this feed.
    ///
    /// # Errors
    /// [`OracleError::WrongOwner`], [`OracleError::NotPriceUpdate`] or
    /// [`OracleError::WrongFeed`], in this order.
    pub fn read(&self, owner: &[u8; 32], data: &[u8]) -> Result<PriceUpdate, OracleError> {
        if *owner != self.owner {
            return Err(OracleError::WrongOwner);
        }
        let update = PriceUpdate::parse(data)?;
        if update.feed_id != self.feed_id {
            return Err(OracleError::WrongFeed);
        }
        Ok(update)
    }
}
