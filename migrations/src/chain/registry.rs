//! What registry has.

use ionet_client::accounts::fetch_optional;
use ionet_client::registry::accounts::{ClassBook, RegistryConfig};
use ionet_client::registry::pdas::{find_class_book_pda, find_config_pda};
use ionet_core::classes::GpuClass;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use super::{read_error, tag};
use crate::error::MigrationError;
use crate::plan::FoundRegistry;

pub(super) async fn registry(rpc: &RpcClient) -> Result<Option<FoundRegistry>, MigrationError> {
    let failed = |error| read_error("reading the registry", error);
    let config: Option<RegistryConfig> = fetch_optional(rpc, &find_config_pda().0)
        .await
        .map_err(failed)?;
    let book: Option<ClassBook> = fetch_optional(rpc, &find_class_book_pda().0)
        .await
        .map_err(failed)?;
    let (Some(config), Some(book)) = (config, book) else {
        return Ok(None);
    };
    Ok(Some(FoundRegistry {
        tag: tag(config.cluster),
        epoch_zero: config.epoch_zero,
        roles: config.roles.map(|role| role.holder),
        classes: classes(&book),
    }))
}

/// Those that were ever added.
fn classes(book: &ClassBook) -> Vec<(u16, GpuClass)> {
    (0..)
        .zip(&book.classes)
        .filter(|(_, entry)| entry.price > 0)
        .map(|(id, entry)| {
            let terms = GpuClass {
                multiplier_bps: entry.multiplier_bps,
                speed: entry.speed,
                vram_mib: entry.vram_mib,
            };
            (id, terms)
        })
        .collect()
}
