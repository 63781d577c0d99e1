//! Reading from the chain what a migration compares with its file.

mod emission;
mod escrow;
mod io_token;
mod iosd;
mod oracle;
mod registry;

pub(crate) use emission::emission;

use ionet_client::accounts::fetch_raw;
use ionet_client::{ClientError, lookup};
use solana_account::Account;
use solana_loader_v3_interface::get_program_data_address;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_sdk_ids::sysvar::clock;

use crate::error::MigrationError;
use crate::file::ClusterTag;
use crate::loader::Deployed;
use crate::plan::{Found, FoundTable, Wanted};

/// Where `unix_timestamp` lies in the Clock sysvar.
const UNIX_TIMESTAMP: std::ops::Range<usize> = 32..40;

pub(crate) async fn read(rpc: &RpcClient, wanted: &Wanted) -> Result<Found, MigrationError> {
    let mut programs = Vec::with_capacity(wanted.programs.len());
    for program in &wanted.programs {
        programs.push(deployed(rpc, &program.id).await?);
    }
    Ok(Found {
        genesis_hash: rpc.get_genesis_hash().await.map_err(|error| {
            read_error(
                "asking which cluster this is",
                ClientError::from_rpc(&rpc.url(), error),
            )
        })?,
        programs,
        config: io_token::config(rpc).await?,
        emission: emission(rpc).await?,
        feeds: oracle::feeds(rpc, wanted).await?,
        iosd: iosd::iosd(rpc).await?,
        dollars: iosd::dollars(rpc, &wanted.dollars).await?,
        registry: registry::registry(rpc).await?,
        escrow: escrow::escrow(rpc).await?,
        shards: escrow::shards(rpc, wanted.mints().count()).await?,
        lookup_table: lookup_table(rpc, &wanted.admin).await?,
        time: time(rpc).await?,
    })
}

async fn lookup_table(
    rpc: &RpcClient,
    admin: &Pubkey,
) -> Result<Option<FoundTable>, MigrationError> {
    let table = lookup::find(rpc, admin)
        .await
        .map_err(|error| read_error("reading the lookup table", error))?;
    Ok(table.map(|table| FoundTable {
        addresses: table.addresses,
    }))
}

/// The chain's clock, unix seconds.
pub(crate) async fn time(rpc: &RpcClient) -> Result<i64, MigrationError> {
    let account = account(rpc, &clock::ID, "reading the chain's clock").await?;
    account
        .as_ref()
        .and_then(|account| account.data.get(UNIX_TIMESTAMP))
        .and_then(|bytes| bytes.try_into().ok())
        .map(i64::from_le_bytes)
        .ok_or_else(|| {
            read_error(
                "reading the chain's clock",
                ClientError::Rpc {
                    url: rpc.url(),
                    message: "no Clock sysvar".to_owned(),
                },
            )
        })
}

/// One account, at `confirmed`.
pub(crate) async fn account(
    rpc: &RpcClient,
    address: &Pubkey,
    doing: &str,
) -> Result<Option<Account>, MigrationError> {
    fetch_raw(rpc, address)
        .await
        .map_err(|error| read_error(doing, error))
}

/// Whether there is an account at each of the addresses, at most 100.
async fn exist(
    rpc: &RpcClient,
    addresses: &[Pubkey],
    doing: &str,
) -> Result<Vec<bool>, MigrationError> {
    let accounts = rpc
        .get_multiple_accounts_with_commitment(addresses, rpc.commitment())
        .await
        .map_err(|error| read_error(doing, ClientError::from_rpc(&rpc.url(), error)))?;
    Ok(accounts.value.iter().map(Option::is_some).collect())
}

/// The kind of cluster, as programs store it.
fn tag(cluster: u8) -> ClusterTag {
    match cluster {
        0 => ClusterTag::Local,
        _ => ClusterTag::Public,
    }
}

pub(crate) fn read_error(doing: &str, source: ClientError) -> MigrationError {
    MigrationError::Read {
        doing: doing.to_owned(),
        source: Box::new(source),
    }
}

async fn deployed(rpc: &RpcClient, id: &Pubkey) -> Result<Option<Deployed>, MigrationError> {
    let address = get_program_data_address(id);
    let account = account(rpc, &address, "looking for the programs").await?;
    Ok(account.as_ref().and_then(Deployed::read))
}
