//! Reading from the chain what a migration compares with its file.

use ionet_client::ClientError;
use ionet_client::accounts::{decode, fetch_optional, fetch_raw};
use ionet_client::emission::accounts::EmissionState;
use ionet_client::emission::pdas::find_state_pda;
use ionet_client::io_token::accounts::{Config, Vesting};
use ionet_client::io_token::pdas::{find_config_pda, find_vesting_pda};
use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, CategoryPlan, GenesisPlan};
use ionet_core::vesting::VestingTerms;
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;
use solana_loader_v3_interface::get_program_data_address;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_sdk_ids::sysvar::clock;

use crate::error::MigrationError;
use crate::loader::Deployed;
use crate::plan::{Found, FoundConfig, FoundEmission, Grant, WantedProgram};

/// Most accounts that one request may ask for.
const ACCOUNTS_PER_REQUEST: usize = 100;

/// Where `unix_timestamp` lies in the Clock sysvar.
const UNIX_TIMESTAMP: std::ops::Range<usize> = 32..40;

pub(crate) async fn read(
    rpc: &RpcClient,
    programs: &[WantedProgram],
) -> Result<Found, MigrationError> {
    let mut found = Vec::with_capacity(programs.len());
    for program in programs {
        found.push(deployed(rpc, &program.id).await?);
    }
    Ok(Found {
        programs: found,
        config: config(rpc).await?,
        emission: emission(rpc).await?,
        time: time(rpc).await?,
    })
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

async fn config(rpc: &RpcClient) -> Result<Option<FoundConfig>, MigrationError> {
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

async fn emission(rpc: &RpcClient) -> Result<Option<FoundEmission>, MigrationError> {
    let doing = "reading the emission";
    let (address, _) = find_state_pda();
    let state = fetch_optional::<EmissionState>(rpc, &address)
        .await
        .map_err(|error| read_error(doing, error))?;
    let Some(state) = state else { return Ok(None) };
    let preset = Preset::from_index(state.preset).map_err(|error| {
        let reason = error.to_string();
        read_error(
            doing,
            ClientError::WrongAccount {
                kind: "EmissionState",
                address,
                reason,
            },
        )
    })?;
    Ok(Some(FoundEmission {
        admin: state.admin,
        start_time: state.start_time,
        preset,
        parameters: EmissionParameters {
            availability_bps: state.parameters.availability_bps,
            claim_window_epochs: state.parameters.claim_window_epochs,
        },
    }))
}
