//! A chain for the sender's tests, as the transport of a real RPC client.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use solana_address::Address;
use solana_hash::Hash;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client::rpc_client::RpcClientConfig;
use solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats};
use solana_rpc_client_api::client_error::{ErrorKind, Result as RpcResult};
use solana_rpc_client_api::request::RpcRequest;
use solana_signature::Signature;

use crate::sender::TransactionSender;

/// Lamports, owner and data by address.
pub(super) type Accounts = BTreeMap<String, (u64, Address, Vec<u8>)>;

/// A chain in a few lines: every question for its height makes two blocks, and a blockhash lives
/// for ten.
#[derive(Default)]
pub(super) struct Chain {
    pub(super) height: u64,
    pub(super) blockhashes: u64,
    /// Signatures in the order of their first broadcast, with the number of broadcasts.
    pub(super) seen: Vec<(String, u32)>,
    /// Bytes of each of them.
    pub(super) bytes: Vec<usize>,
    /// How many of them never get into a block.
    pub(super) lost: usize,
    /// How many of them get into a block late: only once their blockhash has expired.
    pub(super) late: usize,
    /// Requests that get no answer, after the first broadcast.
    pub(super) unanswered: u32,
    /// What included transactions fail with.
    pub(super) failure: Option<Value>,
    /// What the simulation fails with.
    pub(super) refusal: Option<Value>,
    pub(super) logs: Vec<String>,
    /// Accounts as they are, and as they would be after the simulated transaction.
    pub(super) before: Accounts,
    pub(super) after: Accounts,
    pub(super) landed: BTreeMap<String, u64>,
    pub(super) stopped: bool,
}

#[derive(Clone, Default)]
pub(super) struct Transport(Arc<Mutex<Chain>>);

impl Transport {
    pub(super) fn new(chain: Chain) -> Self {
        Self(Arc::new(Mutex::new(chain)))
    }

    pub(super) fn chain(&self) -> MutexGuard<'_, Chain> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn sender(&self) -> TransactionSender {
        let rpc = RpcClient::new_sender(self.clone(), RpcClientConfig::default());
        TransactionSender::with_rpc(Arc::new(rpc))
    }
}

impl Chain {
    fn broadcast(&mut self, transaction: &str) -> Value {
        let bytes = STANDARD.decode(transaction).unwrap();
        let signature = Signature::try_from(&bytes[1..65]).unwrap().to_string();
        if let Some((_, count)) = self.seen.iter_mut().find(|(seen, _)| *seen == signature) {
            *count += 1;
            return json!(signature);
        }
        self.seen.push((signature.clone(), 1));
        self.bytes.push(bytes.len());
        let number = self.seen.len();
        if number > self.lost + self.late {
            self.landed.insert(signature.clone(), self.height);
        } else if number > self.lost {
            self.landed.insert(signature.clone(), self.height + 11);
        }
        json!(signature)
    }

    fn status(&self, signature: &str) -> Value {
        match self.landed.get(signature) {
            Some(height) if *height <= self.height => json!({
                "slot": height, "confirmations": 1, "confirmationStatus": "confirmed",
                "err": self.failure,
                "status": self.failure.as_ref().map_or(json!({"Ok": null}), |error| json!({"Err": error})),
            }),
            _ => Value::Null,
        }
    }

    fn accounts(addresses: &Value, all: &Accounts) -> Value {
        let account = |address: &Value| {
            let (lamports, owner, data) = all.get(address.as_str()?)?;
            Some(json!({
                "lamports": lamports, "owner": owner.to_string(), "executable": false,
                "rentEpoch": 0, "space": data.len(), "data": [STANDARD.encode(data), "base64"],
            }))
        };
        let addresses = addresses.as_array();
        addresses.map_or(Value::Null, |all| all.iter().map(account).collect())
    }

    fn answer(&mut self, request: RpcRequest, params: &Value) -> Value {
        let with_context = |value: Value| json!({"context": {"slot": 1}, "value": value});
        match request {
            RpcRequest::SimulateTransaction => with_context(json!({
                "err": self.refusal, "logs": self.logs, "unitsConsumed": 5_000,
                "accounts": Self::accounts(&params[1]["accounts"]["addresses"], &self.after),
            })),
            RpcRequest::GetMultipleAccounts => {
                with_context(Self::accounts(&params[0], &self.before))
            }
            RpcRequest::GetLatestBlockhash => {
                self.blockhashes += 1;
                let hash = Hash::new_from_array([u8::try_from(self.blockhashes).unwrap(); 32]);
                with_context(json!({
                    "blockhash": hash.to_string(), "lastValidBlockHeight": self.height + 10,
                }))
            }
            RpcRequest::SendTransaction => self.broadcast(params[0].as_str().unwrap()),
            RpcRequest::GetBlockHeight => {
                self.height += if self.stopped { 0 } else { 2 };
                json!(self.height)
            }
            RpcRequest::GetSignatureStatuses => {
                with_context(json!([self.status(params[0][0].as_str().unwrap())]))
            }
            RpcRequest::GetTransaction => json!({
                "slot": 1, "blockTime": null, "transaction": ["", "base64"],
                "meta": {
                    "err": self.failure, "status": {"Ok": null}, "fee": 0,
                    "preBalances": [], "postBalances": [], "logMessages": self.logs,
                },
            }),
            other => panic!("{other} is not expected"),
        }
    }
}

#[async_trait]
impl RpcSender for Transport {
    async fn send(&self, request: RpcRequest, params: Value) -> RpcResult<Value> {
        let mut chain = self.chain();
        if chain.unanswered > 0 && !chain.seen.is_empty() {
            chain.unanswered -= 1;
            let error = std::io::Error::other("connection reset");
            return Err(ErrorKind::Io(error).into());
        }
        Ok(chain.answer(request, &params))
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "http://chain.test".to_owned()
    }
}
