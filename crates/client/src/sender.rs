//! Sending a transaction until it is confirmed.

mod attempt;
mod preview;

use std::sync::Arc;
use std::time::Duration;

use solana_account::Account;
use solana_address::Address;
use solana_commitment_config::CommitmentConfig;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::{AddressLookupTableAccount, Message, VersionedMessage, v0};
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::config::{
    RpcSimulateTransactionAccountsConfig, RpcSimulateTransactionConfig,
};
use solana_signature::{SIGNATURE_BYTES, Signature};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

pub use preview::{Change, Preview, TokenChange};

use crate::cluster::Cluster;
use crate::compute::{MAX_UNITS, Table};
use crate::error::ClientError;
use crate::events;
use crate::generated::Event;

/// How long one request to the RPC server may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// How often a transaction is signed with a fresh blockhash before it counts as expired. Each
/// attempt lasts as long as its blockhash, about a minute.
const DEFAULT_ATTEMPTS: u32 = 3;

/// Most bytes of a transaction: what a packet of the network carries.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;

/// Bytes of the number of signatures, below 128 of them.
const SIGNATURE_COUNT_BYTES: usize = 1;

/// Encoding of the message that is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Version 0, which may use address lookup tables.
    #[default]
    V0,
    /// Without a version, for signers that know no other.
    Legacy,
}

/// A transaction that the cluster has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Its signature.
    pub signature: Signature,
    /// The slot it was processed in.
    pub slot: u64,
}

/// What a transaction would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// Compute units it used.
    pub units: u64,
    /// Its log lines.
    pub logs: Vec<String>,
}

/// Builds, simulates, signs, sends and confirms transactions on one cluster.
#[derive(Clone)]
pub struct TransactionSender {
    rpc: Arc<RpcClient>,
    format: Format,
    tables: Arc<[AddressLookupTableAccount]>,
    priority_fee: Option<u64>,
    attempts: u32,
}

impl TransactionSender {
    /// For a cluster, at `confirmed`.
    pub fn new(cluster: &Cluster) -> Self {
        Self::with_rpc(Arc::new(RpcClient::new_with_timeout_and_commitment(
            cluster.rpc_url(),
            REQUEST_TIMEOUT,
            CommitmentConfig::confirmed(),
        )))
    }

    /// With an RPC client of the caller's.
    pub fn with_rpc(rpc: Arc<RpcClient>) -> Self {
        Self {
            rpc,
            format: Format::default(),
            tables: Arc::default(),
            priority_fee: None,
            attempts: DEFAULT_ATTEMPTS,
        }
    }

    /// Pays this many millionths of a lamport per compute unit, so that busy clusters prefer it.
    #[must_use]
    pub fn priority_fee(mut self, micro_lamports_per_unit: u64) -> Self {
        self.priority_fee = Some(micro_lamports_per_unit);
        self
    }

    /// Signs messages of this format.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Takes addresses from these lookup tables in messages of version 0. The tables are kept as they
    /// are now: what is appended to them later is not used.
    #[must_use]
    pub fn lookup_tables(
        mut self,
        tables: impl IntoIterator<Item = AddressLookupTableAccount>,
    ) -> Self {
        self.tables = tables.into_iter().collect();
        self
    }

    /// Signs with at most this many fresh blockhashes, at least one.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The RPC client.
    pub fn rpc(&self) -> &RpcClient {
        &self.rpc
    }

    /// How many bytes the transaction has, signatures included.
    ///
    /// # Errors
    /// [`ClientError::TooLarge`] when no packet carries it, [`ClientError::Unsigned`] when it cannot
    /// be built.
    pub fn size(
        &self,
        instructions: &[Instruction],
        payer: &Address,
    ) -> Result<usize, ClientError> {
        let budgeted = self.budgeted(instructions, MAX_UNITS);
        let message = self.message(&budgeted, payer, Hash::default())?;
        Ok(size_of(&message))
    }

    /// How many signatures the transaction needs.
    fn signatures(
        &self,
        instructions: &[Instruction],
        payer: &Address,
    ) -> Result<u64, ClientError> {
        let message = self.message(instructions, payer, Hash::default())?;
        Ok(message.header().num_required_signatures.into())
    }

    /// Simulates the transaction without signatures.
    ///
    /// # Errors
    /// What the transaction would fail with, and those of the RPC.
    pub async fn simulate(
        &self,
        instructions: &[Instruction],
        payer: &Address,
    ) -> Result<Simulation, ClientError> {
        self.simulate_observing(instructions, payer, &[])
            .await
            .map(|(simulation, _)| simulation)
    }

    /// As [`Self::simulate`], and the accounts at `observed` after the transaction.
    async fn simulate_observing(
        &self,
        instructions: &[Instruction],
        payer: &Address,
        observed: &[Address],
    ) -> Result<(Simulation, Vec<Option<Account>>), ClientError> {
        let message = self.message(
            &self.budgeted(instructions, MAX_UNITS),
            payer,
            Hash::default(),
        )?;
        let signatures = usize::from(message.header().num_required_signatures);
        let transaction = VersionedTransaction {
            signatures: vec![Signature::default(); signatures],
            message,
        };
        let config = RpcSimulateTransactionConfig {
            sig_verify: false,
            replace_recent_blockhash: true,
            commitment: Some(CommitmentConfig::confirmed()),
            accounts: (!observed.is_empty()).then(|| RpcSimulateTransactionAccountsConfig {
                encoding: None,
                addresses: observed.iter().map(ToString::to_string).collect(),
            }),
            ..RpcSimulateTransactionConfig::default()
        };
        let result = self
            .rpc
            .simulate_transaction_with_config(&transaction, config)
            .await
            .map_err(|error| self.rpc_error(error))?
            .value;
        let logs = result.logs.unwrap_or_default();
        if let Some(error) = result.err {
            let programs = self.programs(instructions);
            return Err(ClientError::from_transaction(error.into(), logs, &programs));
        }
        let simulation = Simulation {
            units: result.units_consumed.unwrap_or_default(),
            logs,
        };
        let accounts = result.accounts.unwrap_or_default();
        let accounts = accounts
            .into_iter()
            .map(|account| account.and_then(|account| account.to_account()));
        Ok((simulation, accounts.collect()))
    }

    /// Simulates, sets the compute unit limit, signs, sends, and waits for `confirmed`.
    ///
    /// `payer` pays the fee; `signers` are the other signers, in any order, each at most once.
    /// When the blockhash expires, the transaction is signed anew: only after its last block height
    /// has passed and its signature is still unknown, so that it cannot be executed twice.
    ///
    /// # Errors
    /// What the programs or the chain refused, [`ClientError::Expired`], and those of the RPC.
    pub async fn send(
        &self,
        instructions: &[Instruction],
        payer: &Keypair,
        signers: &[&Keypair],
    ) -> Result<Confirmed, ClientError> {
        let simulation = self.simulate(instructions, &payer.pubkey()).await?;
        let limit = Table::built_in().limit(instructions, simulation.units);
        let budgeted = self.budgeted(instructions, limit);
        let mut last = Signature::default();
        for _ in 0..self.attempts {
            let (blockhash, last_height) = self
                .rpc
                .get_latest_blockhash_with_commitment(CommitmentConfig::confirmed())
                .await
                .map_err(|error| self.rpc_error(error))?;
            let transaction = self.sign(&budgeted, payer, signers, blockhash)?;
            last = *first_signature(&transaction)?;
            if let Some(confirmed) = self.attempt(&transaction, last_height).await? {
                return Ok(confirmed);
            }
        }
        Err(ClientError::Expired {
            attempts: self.attempts,
            signature: last,
        })
    }

    /// As [`Self::send`], and the events the programs emitted.
    ///
    /// # Errors
    /// As [`Self::send`], and when the events cannot be read: the transaction is confirmed then.
    pub async fn send_with_events(
        &self,
        instructions: &[Instruction],
        payer: &Keypair,
        signers: &[&Keypair],
    ) -> Result<(Confirmed, Vec<Event>), ClientError> {
        let confirmed = self.send(instructions, payer, signers).await?;
        let events = events::of_transaction(&self.rpc, &confirmed.signature).await?;
        Ok((confirmed, events))
    }

    fn sign(
        &self,
        instructions: &[Instruction],
        payer: &Keypair,
        signers: &[&Keypair],
        blockhash: Hash,
    ) -> Result<VersionedTransaction, ClientError> {
        let message = self.message(instructions, &payer.pubkey(), blockhash)?;
        let mut keypairs = vec![payer];
        keypairs.extend(
            signers
                .iter()
                .filter(|signer| signer.pubkey() != payer.pubkey()),
        );
        VersionedTransaction::try_new(message, &keypairs).map_err(|error| ClientError::Unsigned {
            reason: error.to_string(),
        })
    }

    fn message(
        &self,
        instructions: &[Instruction],
        payer: &Address,
        blockhash: Hash,
    ) -> Result<VersionedMessage, ClientError> {
        let message = match self.format {
            Format::Legacy => VersionedMessage::Legacy(Message::new_with_blockhash(
                instructions,
                Some(payer),
                &blockhash,
            )),
            Format::V0 => v0::Message::try_compile(payer, instructions, &self.tables, blockhash)
                .map(VersionedMessage::V0)
                .map_err(|error| ClientError::Unsigned {
                    reason: error.to_string(),
                })?,
        };
        match size_of(&message) {
            bytes if bytes > MAX_TRANSACTION_BYTES => Err(ClientError::TooLarge {
                bytes,
                limit: MAX_TRANSACTION_BYTES,
            }),
            _ => Ok(message),
        }
    }

    /// The instructions, after those that set the compute budget.
    fn budgeted(&self, instructions: &[Instruction], limit: u32) -> Vec<Instruction> {
        let mut all = vec![ComputeBudgetInstruction::set_compute_unit_limit(limit)];
        all.extend(
            self.priority_fee
                .map(ComputeBudgetInstruction::set_compute_unit_price),
        );
        all.extend_from_slice(instructions);
        all
    }

    /// The program of each instruction, as the chain counts them: the budget's come first.
    fn programs(&self, instructions: &[Instruction]) -> Vec<Address> {
        self.budgeted(instructions, MAX_UNITS)
            .iter()
            .map(|instruction| instruction.program_id)
            .collect()
    }

    fn rpc_error(&self, error: solana_rpc_client_api::client_error::Error) -> ClientError {
        ClientError::from_rpc(&self.rpc.url(), error)
    }
}

/// Bytes of the transaction once it is signed.
fn size_of(message: &VersionedMessage) -> usize {
    let signatures = usize::from(message.header().num_required_signatures);
    SIGNATURE_COUNT_BYTES + signatures * SIGNATURE_BYTES + message.serialize().len()
}

fn first_signature(transaction: &VersionedTransaction) -> Result<&Signature, ClientError> {
    transaction
        .signatures
        .first()
        .ok_or_else(|| ClientError::Unsigned {
            reason: "it has no signer".to_owned(),
        })
}

#[cfg(test)]
mod tests;
