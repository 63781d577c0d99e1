//! What can go wrong between here and the chain, in words a person can act on.

mod failure;
mod framework;

use std::path::PathBuf;

use solana_address::Address;
use solana_rpc_client_api::client_error::{Error as RpcClientError, ErrorKind};
use solana_rpc_client_api::request::{RpcError, RpcResponseErrorData};
use solana_signature::Signature;
use solana_transaction_error::TransactionError;
use thiserror::Error;

/// Any error of this crate.
#[derive(Debug, Error)]
pub enum ClientError {
    /// A program refused the transaction.
    #[error("{program} refused: {name}{}: {message}", with_code(*code))]
    Program {
        /// The program's name, or its address when this client does not know it.
        program: String,
        /// The error's name: from the program's IDL, or of the framework or runtime.
        name: String,
        /// The custom code, where the program returned one.
        code: Option<u32>,
        /// What it means and what to do.
        message: String,
        /// The transaction's log lines.
        logs: Vec<String>,
    },
    /// The chain refused the transaction before or without running a program.
    #[error("the transaction was refused: {error}{}", hinted(hint))]
    Transaction {
        /// The runtime's error.
        error: TransactionError,
        /// What to do about it; may be empty.
        hint: &'static str,
        /// The transaction's log lines.
        logs: Vec<String>,
    },
    /// No answer from the RPC server.
    #[error(
        "no answer from {url}: {reason}. Is the chain running? Start one with `ionet localnet`, or \
         choose another cluster with --url"
    )]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// What the connection said.
        reason: String,
    },
    /// The RPC server answered with an error, or with something else than was asked for.
    #[error("{url} answered: {message}")]
    Rpc {
        /// The server.
        url: String,
        /// Its code and text.
        message: String,
    },
    /// The transaction was not included in any block before its blockhash expired, every time.
    #[error(
        "the transaction was not included in {attempts} attempts (last signature {signature}); the \
         cluster may be congested: try again with a higher priority fee"
    )]
    Expired {
        /// How often it was signed with a fresh blockhash.
        attempts: u32,
        /// The last attempt's signature.
        signature: Signature,
    },
    /// The chain makes no more blocks.
    #[error(
        "the chain has made no block for a minute (height {height}), so {signature} is neither \
         confirmed nor expired; look at the chain, then ask for the signature before sending again"
    )]
    Stalled {
        /// The transaction's signature.
        signature: Signature,
        /// The height that stays.
        height: u64,
    },
    /// The server says that it confirmed a transaction and does not have it.
    #[error("{signature}: the server has no details of this transaction; try again in a moment")]
    TransactionUnknown {
        /// Its signature.
        signature: Signature,
    },
    /// There is no account where one is expected.
    #[error(
        "there is no {kind} account at {address}: the program is not initialised on this cluster. \
         Run the migrations (`ionet migrate`) or choose another cluster with --url"
    )]
    AccountMissing {
        /// The expected type.
        kind: &'static str,
        /// Where it was looked for.
        address: Address,
    },
    /// An account is there, and it is not what is expected.
    #[error("the account {address} is not a {kind}: {reason}")]
    WrongAccount {
        /// The expected type.
        kind: &'static str,
        /// Its address.
        address: Address,
        /// Which property is wrong.
        reason: String,
    },
    /// An account is there, and of a later version.
    #[error(transparent)]
    Newer(#[from] crate::market::Newer),
    /// An RPC server is behind what another one, or itself, showed before.
    #[error("{url} shows slot {slot}, and slot {seen} was seen before: it is behind")]
    Behind {
        /// The server.
        url: String,
        /// The slot of its answer.
        slot: u64,
        /// The newest slot that was seen.
        seen: u64,
    },
    /// The runtime cut off the logs, so events may be missing.
    #[error("the transaction's logs were cut off at 10 kB, so its events are not all known")]
    LogsTruncated,
    /// An event does not have the layout this client knows.
    #[error(
        "an event of {program} cannot be read ({reason}); use client and program of the same release"
    )]
    UnreadableEvent {
        /// The program that logged it.
        program: Address,
        /// What the decoder said.
        reason: String,
    },
    /// A text that names no cluster.
    #[error(
        "{given:?} names no cluster; accepted are localnet, devnet, mainnet-beta and addresses such \
         as http://127.0.0.1:8899"
    )]
    UnknownCluster {
        /// The text.
        given: String,
    },
    /// A keypair file cannot be used.
    #[error("the wallet {}: {reason}", path.display())]
    Wallet {
        /// The file.
        path: PathBuf,
        /// Why; never quotes its content.
        reason: String,
    },
    /// A transaction is larger than a packet of the network.
    #[error(
        "the transaction has {bytes} bytes, {} more than the {limit} that fit: put fewer \
         instructions into it, or use the network's address lookup table",
        bytes.saturating_sub(*limit)
    )]
    TooLarge {
        /// Its size, signatures included.
        bytes: usize,
        /// The largest size that is accepted.
        limit: usize,
    },
    /// A transaction cannot be built or signed.
    #[error("the transaction cannot be built: {reason}")]
    Unsigned {
        /// Which part is wrong.
        reason: String,
    },
}

impl ClientError {
    /// What an error of Solana's RPC client means.
    pub fn from_rpc(url: &str, error: RpcClientError) -> Self {
        let url = url.to_owned();
        match *error.kind {
            ErrorKind::TransactionError(error) => Self::from_transaction(error, Vec::new(), &[]),
            ErrorKind::RpcError(error) => Self::from_response(url, error),
            ErrorKind::Reqwest(error) if !error.is_decode() => Self::Unreachable {
                url,
                reason: innermost(&error),
            },
            ErrorKind::Io(error) => Self::Unreachable {
                url,
                reason: error.to_string(),
            },
            ErrorKind::Middleware(error) => Self::Unreachable {
                url,
                reason: error.root_cause().to_string(),
            },
            other => Self::Rpc {
                url,
                message: other.to_string(),
            },
        }
    }

    fn from_response(url: String, error: RpcError) -> Self {
        let RpcError::RpcResponseError {
            code,
            message,
            data,
        } = error
        else {
            return Self::Rpc {
                url,
                message: error.to_string(),
            };
        };
        if let RpcResponseErrorData::SendTransactionPreflightFailure(result) = data
            && let Some(error) = result.err
        {
            return Self::from_transaction(error.into(), result.logs.unwrap_or_default(), &[]);
        }
        Self::Rpc {
            url,
            message: format!("{message} (code {code})"),
        }
    }

    /// The transaction's log lines, where there are any.
    pub fn logs(&self) -> &[String] {
        match self {
            Self::Program { logs, .. } | Self::Transaction { logs, .. } => logs,
            _ => &[],
        }
    }
}

fn with_code(code: Option<u32>) -> String {
    code.map(|code| format!(" ({code})")).unwrap_or_default()
}

fn hinted(hint: &str) -> String {
    if hint.is_empty() {
        String::new()
    } else {
        format!("; {hint}")
    }
}

/// The cause at the bottom: reqwest's own text repeats the address and hides the reason.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
