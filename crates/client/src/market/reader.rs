//! Reading the market: what belongs together is read at one moment.

use std::sync::Arc;

use ionet_core::{job::JobState, oracle::UsedPrice};
use solana_account::Account;
use solana_address::Address;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_sdk_ids::sysvar;

use super::{
    Newer, capacity_account, job_state, price_feed, price_rules, stake_account, verdict_account,
};
use crate::{
    accounts::{decode, decode_of, fetch, fetch_all, fetch_together},
    error::ClientError,
    generated::{
        job_escrow::{
            accounts::{Claim, EscrowConfig, Job, Participant},
            pdas as escrow_pdas,
        },
        local_stand_in::accounts::{ParticipantStake, Verdict, VerifiedCapacity},
        registry::{
            accounts::{Device, Operator},
            pdas as registry_pdas,
        },
    },
    instructions::job_escrow::{JobAt, binding, bound_claim},
    program::ProgramAccount,
};

/// Where a job's account has how it ended, 0 while it is open.
const JOB_END: usize = 17;
/// Where it has the class.
const JOB_CLASS: usize = 192;
/// Where a claim's account has the device that reports for it.
const CLAIM_LEAD_DEVICE: usize = 112;

/// A job and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobFound {
    /// What its calls need to know of it.
    pub at: JobAt,
    /// Its account.
    pub account: Job,
}

impl JobFound {
    /// The account at `address`.
    pub fn of(address: Address, account: Job) -> Self {
        Self {
            at: JobAt::of(address, &account),
            account,
        }
    }

    /// Its progress, as the rules know it.
    ///
    /// # Errors
    /// [`Newer`].
    pub fn state(&self) -> Result<JobState, Newer> {
        job_state(&self.account)
    }
}

/// The chain's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainClock {
    /// The slot.
    pub slot: u64,
    /// Unix seconds.
    pub now: i64,
}

/// All that decides what is due about one claim, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseSnapshot {
    /// When.
    pub clock: ChainClock,
    /// The job; none once it is closed.
    pub job: Option<JobFound>,
    /// The claim; none before it is made and once it is closed.
    pub claim: Option<Claim>,
    /// The verdict on the job, where there is one.
    pub verdict: Option<Verdict>,
}

/// All that decides what an operator may claim with one of its devices, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorSnapshot {
    /// When.
    pub clock: ChainClock,
    /// job-escrow's config.
    pub config: EscrowConfig,
    /// The operator; none when its owner is not registered.
    pub operator: Option<Operator>,
    /// Its record.
    pub participant: Option<Participant>,
    /// The device; none when it is not registered or was revoked.
    pub device: Option<Device>,
    /// The operator's stake.
    pub stake: Option<ParticipantStake>,
    /// Its verified GPUs.
    pub capacity: Option<VerifiedCapacity>,
    /// The price of IO, when it is fit for use now.
    pub price: Option<UsedPrice>,
    /// The claim that the device's binding names.
    pub bound_claim: Option<Address>,
    /// Whether the device has a binding, whose rent is paid.
    pub is_bound: bool,
    /// Lamports of the device's key.
    pub lamports: u64,
}

/// Reads the market's accounts over one RPC client.
#[derive(Clone)]
pub struct MarketReader {
    rpc: Arc<RpcClient>,
}

impl MarketReader {
    /// At the client's commitment.
    pub fn new(rpc: Arc<RpcClient>) -> Self {
        Self { rpc }
    }

    /// job-escrow's config.
    ///
    /// # Errors
    /// As [`fetch`].
    pub async fn config(&self) -> Result<EscrowConfig, ClientError> {
        fetch(&self.rpc, &escrow_pdas::find_config_pda().0).await
    }

    /// The job at `job`, the claim of `operator` on it and the verdict on it, at one moment.
    ///
    /// # Errors
    /// [`ClientError::WrongAccount`], and those of the RPC.
    pub async fn lease(
        &self,
        config: &EscrowConfig,
        job: &Address,
        operator: &Address,
    ) -> Result<LeaseSnapshot, ClientError> {
        let claim = escrow_pdas::find_claim_pda(job, operator).0;
        let verdict = verdict_account(config, job);
        let addresses = [sysvar::clock::ID, *job, claim, verdict];
        let [clock, job_data, claim_data, verdict_data] =
            fetch_together(&self.rpc, addresses).await?;
        let judge = &config.verification_program;
        Ok(LeaseSnapshot {
            clock: self.clock_of(clock.as_ref())?,
            job: decoded(job, job_data.as_ref())?.map(|account| JobFound::of(*job, account)),
            claim: decoded(&claim, claim_data.as_ref())?,
            verdict: decoded_of(judge, &verdict, verdict_data.as_ref())?,
        })
    }

    /// An operator and its device, with the price of IO in the account `price`.
    ///
    /// # Errors
    /// [`ClientError::WrongAccount`], and those of the RPC.
    pub async fn operator(
        &self,
        config: &EscrowConfig,
        owner: &Address,
        device_key: &Address,
        price: &Address,
    ) -> Result<OperatorSnapshot, ClientError> {
        let addresses = [
            sysvar::clock::ID,
            escrow_pdas::find_config_pda().0,
            registry_pdas::find_operator_pda(owner).0,
            escrow_pdas::find_participant_pda(owner).0,
            registry_pdas::find_device_pda(device_key).0,
            stake_account(config, owner),
            capacity_account(config, owner),
            *price,
            binding(device_key),
            *device_key,
        ];
        let found = fetch_together(&self.rpc, addresses).await?;
        let [
            clock,
            config_data,
            operator,
            participant,
            device,
            stake,
            capacity,
            price,
            bound,
            key,
        ] = found;
        let [
            _,
            config_at,
            operator_at,
            participant_at,
            device_at,
            stake_at,
            capacity_at,
            ..,
        ] = addresses;
        let clock = self.clock_of(clock.as_ref())?;
        let config: EscrowConfig =
            decoded(&config_at, config_data.as_ref())?.ok_or(ClientError::AccountMissing {
                kind: EscrowConfig::NAME,
                address: config_at,
            })?;
        let (stakes, judge) = (&config.staking_program, &config.verification_program);
        Ok(OperatorSnapshot {
            clock,
            operator: decoded(&operator_at, operator.as_ref())?,
            participant: decoded(&participant_at, participant.as_ref())?,
            device: decoded(&device_at, device.as_ref())?,
            stake: decoded_of(stakes, &stake_at, stake.as_ref())?,
            capacity: decoded_of(judge, &capacity_at, capacity.as_ref())?,
            price: price.and_then(|account| usable(&config, &account, clock.now)),
            bound_claim: bound.as_ref().and_then(|bound| bound_claim(&bound.data)),
            is_bound: bound.is_some(),
            lamports: key.map_or(0, |account| account.lamports),
            config,
        })
    }

    /// The jobs of a class that have not ended.
    ///
    /// # Errors
    /// As [`fetch_all`].
    pub async fn open_jobs(&self, class: u16) -> Result<Vec<JobFound>, ClientError> {
        let filters = [
            (JOB_END, vec![0]),
            (JOB_CLASS, class.to_le_bytes().to_vec()),
        ];
        let found = fetch_all(&self.rpc, &filters).await?.into_iter();
        Ok(found
            .map(|(address, account)| JobFound::of(address, account))
            .collect())
    }

    /// The claims that a device reports for, ended or not.
    ///
    /// # Errors
    /// As [`fetch_all`].
    pub async fn claims_of_device(
        &self,
        device_key: &Address,
    ) -> Result<Vec<(Address, Claim)>, ClientError> {
        let device = registry_pdas::find_device_pda(device_key).0;
        fetch_all(
            &self.rpc,
            &[(CLAIM_LEAD_DEVICE, device.to_bytes().to_vec())],
        )
        .await
    }

    /// Lamports that an account of so many bytes must hold.
    ///
    /// # Errors
    /// Those of the RPC.
    pub async fn rent(&self, bytes: usize) -> Result<u64, ClientError> {
        let rent = self.rpc.get_minimum_balance_for_rent_exemption(bytes);
        rent.await
            .map_err(|error| ClientError::from_rpc(&self.rpc.url(), error))
    }

    fn clock_of(&self, account: Option<&Account>) -> Result<ChainClock, ClientError> {
        let bytes = |range: std::ops::Range<usize>| {
            let data = account?.data.get(range)?;
            data.try_into().ok()
        };
        let (slot, now) = (bytes(0..8), bytes(32..40));
        let clock = slot.zip(now).map(|(slot, now)| ChainClock {
            slot: u64::from_le_bytes(slot),
            now: i64::from_le_bytes(now),
        });
        clock.ok_or_else(|| ClientError::Rpc {
            url: self.rpc.url(),
            message: "it has no Clock sysvar: is this a Solana cluster?".to_owned(),
        })
    }
}

fn usable(config: &EscrowConfig, account: &Account, now: i64) -> Option<UsedPrice> {
    let feed = price_feed(config, &config.io_feed_id);
    let update = feed.read(&account.owner.to_bytes(), &account.data).ok()?;
    update.accept(price_rules(config), now, 0).ok()
}

fn decoded<T: ProgramAccount>(
    address: &Address,
    account: Option<&Account>,
) -> Result<Option<T>, ClientError> {
    let is_there = account.filter(|account| !account.data.is_empty());
    is_there.map(|account| decode(address, account)).transpose()
}

fn decoded_of<T: ProgramAccount>(
    program: &Address,
    address: &Address,
    account: Option<&Account>,
) -> Result<Option<T>, ClientError> {
    let is_there = account.filter(|account| !account.data.is_empty());
    is_there
        .map(|account| decode_of(program, address, account))
        .transpose()
}

#[cfg(test)]
mod tests;
