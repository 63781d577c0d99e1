//! `ionet migrate`: deployment and genesis of any cluster from one file.

use std::path::Path;

use anyhow::Result;
use ionet_client::{Cluster, TransactionSender};
use ionet_migrations::{Migration, Progress, Resolved};
use serde_json::json;

use crate::{context::Context, wallets::NamedWallets};

/// Shows what the cluster lacks, asks, and does it.
pub async fn run(context: &Context, file: &Path) -> Result<()> {
    let migration = Migration::load(file)?;
    // The file names its cluster; --url and IONET_URL overrule it.
    let cluster = match &context.cluster {
        Cluster::Localnet => migration.url.parse()?,
        named => named.clone(),
    };
    let context = context.on(cluster);
    context.check_reachable().await?;
    let resolved = migration.resolve(&NamedWallets(&context.wallets), None)?;
    let steps = resolved.plan(&context.rpc).await?;
    let planned: Vec<String> = steps.iter().map(ToString::to_string).collect();
    if context.dry_run || planned.is_empty() {
        let value = json!({ "cluster": context.cluster.rpc_url(), "missing": planned });
        context.output.result(&value, || match planned.as_slice() {
            [] => format!(
                "{} has everything that {} asks for",
                context.cluster,
                file.display()
            ),
            steps => format!("{} lacks:\n  {}", context.cluster, steps.join("\n  ")),
        });
        return Ok(());
    }
    context.output.note(format!(
        "on {}:\n  {}",
        context.cluster,
        planned.join("\n  ")
    ));
    context.ask(&format!("Do this, paid by {}?", resolved.admin()))?;
    let done = execute(&context, &resolved).await?;
    context.output.result(
        &json!({ "cluster": context.cluster.rpc_url(), "steps": done }),
        || format!("done in {done} steps"),
    );
    Ok(())
}

/// Does what is missing, telling each step. Returns how many steps that took.
pub async fn execute(context: &Context, resolved: &Resolved) -> Result<usize> {
    let sender = TransactionSender::with_rpc(context.rpc.clone());
    let output = context.output;
    let mut tell = move |progress: Progress| {
        if let Progress::Started { step, number, of } = progress {
            output.note(format!("[{number}/{of}] {step}"));
        }
    };
    Ok(resolved.run(&sender, &mut tell).await?)
}
