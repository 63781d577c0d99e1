//! Reading the network's accounts, as the rules of `ionet_core` know them.

pub mod iosd;
pub mod jobs;
pub mod registry;

use anyhow::{Context as _, Result, bail};
use ionet_client::{
    accounts,
    generated::{
        emission::{accounts::EmissionState as EmissionAccount, pdas as emission_pdas, types},
        io_token::{
            accounts::{Config, Vesting},
            pdas as io_pdas,
        },
    },
};
use ionet_core::{
    emission::{
        EmissionParameters, EmissionState, PendingParameters, PoolLedger, Preset, Schedule,
    },
    vesting::{VestingSchedule, VestingTerms},
};
use solana_account::Account;
use solana_pubkey::Pubkey;
use solana_sdk_ids::sysvar::clock;

use crate::context::Context;

/// Accounts that one RPC request may ask for.
const ACCOUNTS_PER_REQUEST: usize = 100;

/// Emission as it stands at one moment.
pub struct Emission {
    /// The rules' view of it.
    pub state: EmissionState,
    /// Base units ever minted, genesis included.
    pub minted_ever: u64,
    /// The chain's clock, unix seconds.
    pub now: i64,
}

impl Emission {
    /// Reads state, supply and clock.
    pub async fn read(context: &Context) -> Result<Self> {
        let (address, _) = emission_pdas::find_state_pda();
        let account: EmissionAccount = accounts::fetch(&context.rpc, &address).await?;
        let minted_ever = config(context).await?.minted_ever;
        Ok(Self {
            state: emission_state(&account)?,
            minted_ever,
            now: chain_time(context).await?,
        })
    }

    /// Epochs that ended and are not minted.
    pub fn due(&self) -> u64 {
        self.state.epochs_due(self.now)
    }
}

/// io-token's config.
pub async fn config(context: &Context) -> Result<Config> {
    let (address, _) = io_pdas::find_config_pda();
    Ok(accounts::fetch(&context.rpc, &address).await?)
}

/// The chain's clock, unix seconds.
pub async fn chain_time(context: &Context) -> Result<i64> {
    let account = accounts::fetch_raw(&context.rpc, &clock::ID).await?;
    let bytes = account
        .as_ref()
        .and_then(|account| account.data.get(32..40)?.try_into().ok());
    bytes
        .map(i64::from_le_bytes)
        .context("the cluster has no Clock sysvar: is this a Solana cluster?")
}

/// Whether there is an account.
pub async fn exists(context: &Context, address: &Pubkey) -> Result<bool> {
    Ok(accounts::fetch_raw(&context.rpc, address).await?.is_some())
}

/// Base units in a token account; 0 when there is none.
pub async fn token_balance(context: &Context, address: &Pubkey) -> Result<u64> {
    let Some(account) = accounts::fetch_raw(&context.rpc, address).await? else {
        return Ok(0);
    };
    token_amount(&account).with_context(|| format!("{address} is not a token account"))
}

/// One grant, by its number.
pub struct Grant {
    pub address: Pubkey,
    pub account: Vesting,
}

impl Grant {
    /// How it unlocks, once genesis is sealed.
    pub fn schedule(&self, genesis_time: i64) -> VestingSchedule {
        let Vesting {
            total,
            upfront_bps,
            cliff_months,
            parts,
            ..
        } = self.account;
        VestingSchedule {
            total,
            terms: VestingTerms {
                upfront_bps,
                cliff_months,
                parts,
            },
            start: genesis_time,
        }
    }
}

/// The grants numbered below `count`; those closed after their last claim are absent.
pub async fn grants(context: &Context, count: u32) -> Result<Vec<Grant>> {
    let addresses: Vec<Pubkey> = (0..count)
        .map(|index| io_pdas::find_vesting_pda(index).0)
        .collect();
    let mut grants = Vec::new();
    for chunk in addresses.chunks(ACCOUNTS_PER_REQUEST) {
        let found = context
            .rpc
            .get_multiple_accounts_with_commitment(chunk, context.commitment)
            .await;
        let found = found.map_err(|error| context.explain(error))?.value;
        for (address, account) in chunk.iter().zip(found) {
            if let Some(account) = account {
                grants.push(Grant {
                    address: *address,
                    account: accounts::decode(address, &account)?,
                });
            }
        }
    }
    Ok(grants)
}

/// The `amount` field of an SPL token account.
fn token_amount(account: &Account) -> Option<u64> {
    let bytes = account.data.get(64..72)?.try_into().ok()?;
    Some(u64::from_le_bytes(bytes))
}

fn emission_state(account: &EmissionAccount) -> Result<EmissionState> {
    let Ok(preset) = Preset::from_index(account.preset) else {
        bail!(
            "the chain uses emission preset {}, which this version does not know: update it",
            account.preset
        )
    };
    let pending = PendingParameters {
        parameters: parameters(&account.pending_parameters),
        from_epoch: account.pending_from_epoch,
    };
    Ok(EmissionState {
        start_time: account.start_time,
        next_epoch: account.next_epoch,
        schedule: Schedule {
            preset,
            month: account.month,
            epoch_in_month: account.epoch_in_month,
            month_emission: account.month_emission,
            month_mint: account.month_mint,
        },
        parameters: parameters(&account.parameters),
        pending: (account.has_pending == 1).then_some(pending),
        availability: pool(&account.availability),
        compute: pool(&account.compute),
        reserve: account.reserve,
    })
}

fn parameters(parameters: &types::Parameters) -> EmissionParameters {
    let types::Parameters {
        availability_bps,
        claim_window_epochs,
    } = *parameters;
    EmissionParameters {
        availability_bps,
        claim_window_epochs,
    }
}

fn pool(ledger: &types::PoolLedger) -> PoolLedger {
    let types::PoolLedger {
        funded,
        earned,
        rolled_over,
        checkpoint_funded,
        checkpoint_epoch,
    } = *ledger;
    PoolLedger {
        funded,
        earned,
        rolled_over,
        checkpoint_funded,
        checkpoint_epoch,
    }
}
