//! The sender against a chain that loses transactions, expires blockhashes and refuses.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use solana_rpc_client::rpc_client::RpcClientConfig;
use solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats};
use solana_rpc_client_api::client_error::{ErrorKind, Result as RpcResult};
use solana_rpc_client_api::request::RpcRequest;

use super::*;
use crate::generated::io_token;
use crate::generated::io_token::errors::IoTokenError;

/// A chain in a few lines: every question for its height makes two blocks, and a blockhash lives
/// for ten.
#[derive(Default)]
struct Chain {
    height: u64,
    blockhashes: u64,
    /// Signatures in the order of their first broadcast, with the number of broadcasts.
    seen: Vec<(String, u32)>,
    /// How many of them never get into a block.
    lost: usize,
    /// How many of them get into a block late: only once their blockhash has expired.
    late: usize,
    /// Requests that get no answer, after the first broadcast.
    unanswered: u32,
    /// What included transactions fail with.
    failure: Option<Value>,
    /// What the simulation fails with.
    refusal: Option<Value>,
    logs: Vec<String>,
    landed: BTreeMap<String, u64>,
    stopped: bool,
}

#[derive(Clone, Default)]
struct Transport(Arc<Mutex<Chain>>);

impl Transport {
    fn new(chain: Chain) -> Self {
        Self(Arc::new(Mutex::new(chain)))
    }

    fn chain(&self) -> MutexGuard<'_, Chain> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sender(&self) -> TransactionSender {
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

    fn answer(&mut self, request: RpcRequest, params: &Value) -> Value {
        let with_context = |value: Value| json!({"context": {"slot": 1}, "value": value});
        match request {
            RpcRequest::SimulateTransaction => with_context(
                json!({"err": self.refusal, "logs": self.logs, "unitsConsumed": 5_000}),
            ),
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

fn burn(holder: &Keypair) -> Vec<Instruction> {
    let accounts = io_token::instructions::Burn {
        holder: holder.pubkey(),
        config: io_token::pdas::find_config_pda().0,
        mint: io_token::pdas::find_mint_pda().0,
        source: Address::new_from_array([5; 32]),
        token_program: Address::new_from_array([6; 32]),
    };
    vec![accounts.instruction(io_token::instructions::BurnInstructionArgs { amount: 7 })]
}

async fn send(transport: &Transport) -> Result<Confirmed, ClientError> {
    let payer = Keypair::new();
    transport.sender().send(&burn(&payer), &payer, &[]).await
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_lands_is_confirmed_with_one_signature() {
    let transport = Transport::default();
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!(chain.seen.len(), 1);
    assert_eq!(chain.seen[0].0, confirmed.signature.to_string());
}

#[tokio::test(start_paused = true)]
async fn an_expired_transaction_is_signed_again_with_a_fresh_blockhash() {
    let transport = Transport::new(Chain {
        lost: 2,
        ..Chain::default()
    });
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!((chain.seen.len(), chain.blockhashes), (3, 3));
    assert_eq!(chain.seen[2].0, confirmed.signature.to_string());
    assert_eq!(chain.landed.len(), 1, "executed once");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded() {
    let transport = Transport::new(Chain {
        lost: usize::MAX / 2,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err();
    assert!(
        matches!(
            error,
            ClientError::Expired {
                attempts: DEFAULT_ATTEMPTS,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(transport.chain().seen.len(), DEFAULT_ATTEMPTS as usize);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_found_after_its_last_height_is_not_sent_twice() {
    // The question for the height that says "expired" comes first; its block has the transaction.
    let transport = Transport::new(Chain {
        late: 1,
        ..Chain::default()
    });
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!(chain.seen.len(), 1);
    assert_eq!(confirmed.slot, 11);
}

#[tokio::test(start_paused = true)]
async fn a_pending_transaction_is_broadcast_again() {
    let transport = Transport::new(Chain {
        stopped: true,
        lost: 1,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Stalled { height: 0, .. }),
        "{error}"
    );
    let broadcasts = transport.chain().seen[0].1;
    assert!(
        (29..=32).contains(&broadcasts),
        "{broadcasts} in a minute, every 2 s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_breaks_for_a_moment_is_survived() {
    let transport = Transport::new(Chain {
        unanswered: 5,
        ..Chain::default()
    });
    send(&transport).await.unwrap();
    assert_eq!(transport.chain().seen.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_stays_broken_is_reported() {
    let transport = Transport::new(Chain {
        unanswered: u32::MAX,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err().to_string();
    assert!(
        error.contains("http://chain.test") && error.contains("ionet localnet"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_simulation_is_not_sent() {
    let code = IoTokenError::AmountZero.code();
    let refusal = json!({"InstructionError": [1, {"Custom": code}]});
    let transport = Transport::new(Chain {
        refusal: Some(refusal),
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err().to_string();
    assert!(error.starts_with("io_token refused: AmountZero"), "{error}");
    assert_eq!(transport.chain().seen.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_failure_on_chain_names_the_program_and_brings_the_logs() {
    let code = IoTokenError::WrongTokenMint.code();
    let chain = Chain {
        failure: Some(json!({"InstructionError": [1, {"Custom": code}]})),
        logs: vec!["Program log: Instruction: burn".to_owned()],
        ..Chain::default()
    };
    let error = send(&Transport::new(chain)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("io_token refused: WrongTokenMint"),
        "{error}"
    );
    assert_eq!(error.logs(), ["Program log: Instruction: burn"]);
}

#[test]
fn both_formats_carry_limit_price_and_instruction() {
    let payer = Keypair::new();
    for format in [Format::V0, Format::Legacy] {
        let sender = Transport::default().sender().format(format).priority_fee(9);
        let budgeted = sender.budgeted(&burn(&payer), 1_234);
        let transaction = sender
            .sign(&budgeted, &payer, &[&payer], Hash::default())
            .unwrap();
        assert_eq!(transaction.signatures.len(), 1, "the payer signs once");
        let message = &transaction.message;
        assert_eq!(
            matches!(message, VersionedMessage::V0(_)),
            format == Format::V0
        );
        let data: Vec<_> = message
            .instructions()
            .iter()
            .map(|ix| ix.data.clone())
            .collect();
        assert_eq!(data[0], [&[2][..], &1_234_u32.to_le_bytes()].concat());
        assert_eq!(data[1], [&[3][..], &9_u64.to_le_bytes()].concat());
        assert_eq!(data[2], burn(&payer)[0].data);
    }
}

#[test]
fn a_missing_signer_is_reported_before_anything_is_sent() {
    let payer = Keypair::new();
    let sender = Transport::default().sender();
    let error = sender
        .sign(&burn(&Keypair::new()), &payer, &[], Hash::default())
        .unwrap_err();
    assert!(matches!(error, ClientError::Unsigned { .. }), "{error}");
}
