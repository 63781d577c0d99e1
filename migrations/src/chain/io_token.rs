//! What io-token has.

use ionet_client::ClientError;
use ionet_client::accounts::{decode, fetch_optional};
use ionet_client::io_token::accounts::{Config, Vesting};
use ionet_client::io_token::pdas::{find_config_pda, find_vesting_pda};
use ionet_core::genesis::{Category, CategoryPlan, GenesisPlan};
use ionet_core::vesting::VestingTerms;
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use super::read_error;
use crate::error::MigrationError;
use crate::plan::{FoundConfig, Grant};

/// Most accounts that one request may ask for.
const ACCOUNTS_PER_REQUEST: usize = 100;

pub(super) async fn config(rpc: &RpcClient) -> Result<Option<FoundConfig>, MigrationError> {
    let doing = "reading the genesis";
    let config = fetch_optional::<Config>(rpc, &find_config_pda().0)
        .await
        .map_err(|error| read_error(doing, error))?;
    let Some(config) = config else {
        return Ok(None);
    };
    Ok(Some(FoundConfig {
        admin: config.admin,
        guardian: config.guardian,
        plan: plan(&config),
        sealed: config.sealed == 1,
        grants: grants(rpc, config.vesting_count).await?,
    }))
}

fn plan(config: &Config) -> GenesisPlan {
    GenesisPlan {
        categories: config.categories.each_ref().map(|category| CategoryPlan {
            amount: category.planned,
            terms: VestingTerms {
                upfront_bps: category.upfront_bps,
                cliff_months: category.cliff_months,
                parts: category.parts,
            },
        }),
    }
}

async fn grants(rpc: &RpcClient, count: u32) -> Result<Vec<Option<Grant>>, MigrationError> {
    let addresses: Vec<Pubkey> = (0..count).map(|index| find_vesting_pda(index).0).collect();
    let mut grants = Vec::with_capacity(addresses.len());
    for some in addresses.chunks(ACCOUNTS_PER_REQUEST) {
        let accounts = rpc
            .get_multiple_accounts_with_commitment(some, CommitmentConfig::confirmed())
            .await
            .map_err(|error| {
                read_error(
                    "reading the grants",
                    ClientError::from_rpc(&rpc.url(), error),
                )
            })?;
        for (address, account) in some.iter().zip(accounts.value) {
            grants.push(
                account
                    .map(|account| grant(address, &account))
                    .transpose()?,
            );
        }
    }
    Ok(grants)
}

fn grant(address: &Pubkey, account: &Account) -> Result<Grant, MigrationError> {
    let unknown = |reason: String| {
        let wrong = ClientError::WrongAccount {
            kind: "Vesting",
            address: *address,
            reason,
        };
        read_error("reading the grants", wrong)
    };
    let vesting: Vesting =
        decode(address, account).map_err(|error| read_error("reading the grants", error))?;
    let category =
        Category::from_index(vesting.category).map_err(|error| unknown(error.to_string()))?;
    Ok(Grant {
        category,
        beneficiary: vesting.beneficiary,
        amount: vesting.total,
    })
}
