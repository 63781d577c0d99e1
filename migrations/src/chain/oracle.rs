//! Which prices there are.

use ionet_core::oracle::Feed;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use super::account;
use crate::error::MigrationError;
use crate::plan::{FoundFeed, Wanted, WantedFeed};

/// The wanted feeds, in their order; `None` for an account that is missing or another feed's.
pub(super) async fn feeds(
    rpc: &RpcClient,
    wanted: &Wanted,
) -> Result<Vec<Option<FoundFeed>>, MigrationError> {
    let mut all = Vec::new();
    for feed in wanted.feeds() {
        all.push(found(rpc, &wanted.oracle.owner, feed).await?);
    }
    Ok(all)
}

async fn found(
    rpc: &RpcClient,
    owner: &Pubkey,
    wanted: &WantedFeed,
) -> Result<Option<FoundFeed>, MigrationError> {
    let Some(account) = account(rpc, &wanted.account, "reading the prices").await? else {
        return Ok(None);
    };
    let feed = Feed {
        owner: owner.to_bytes(),
        feed_id: wanted.id,
    };
    let update = feed.read(&account.owner.to_bytes(), &account.data).ok();
    Ok(update.map(|update| FoundFeed {
        publisher: update.write_authority.into(),
        published: update.publish_time > 0,
    }))
}
