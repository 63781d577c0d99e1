//! `ionet localnet warp`.

use anyhow::Result;
use ionet_localnet::cheatcodes;
use serde_json::json;

use crate::{cli::WarpArgs, context::Context, output::time};

/// Moves a running local chain forward in time.
pub async fn run(context: &Context, args: &WarpArgs) -> Result<()> {
    let url = context.cluster.rpc_url();
    let (duration, to) = (args.duration, args.to);
    // Solana's blocking client brings a runtime of its own.
    let (before, after) = tokio::task::spawn_blocking(move || {
        let before = cheatcodes::chain_time(&url)?;
        let after = match (duration, to) {
            (Some(duration), _) => cheatcodes::warp_by(&url, duration)?,
            (None, Some(to)) => cheatcodes::warp_to(&url, to)?,
            (None, None) => before,
        };
        Ok::<_, cheatcodes::WarpError>((before, after))
    })
    .await??;
    context
        .output
        .result(&json!({ "before": before, "after": after }), || {
            format!("{} -> {}", time(before), time(after))
        });
    Ok(())
}
