//! One attempt: one signature, sent again and again until it is confirmed or cannot be any more.

use std::time::Duration;

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client_api::client_error::Error as RpcClientError;
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_error::TransactionError;
use solana_transaction_status_client_types::TransactionStatus;
use tokio::time::Instant;

use super::{Confirmed, TransactionSender, first_signature};
use crate::error::ClientError;
use crate::events;

/// Between two questions for the signature's status.
const POLL: Duration = Duration::from_millis(200);
/// Between two broadcasts: leaders drop transactions under load.
const REBROADCAST: Duration = Duration::from_secs(2);
/// Questions in a row that may stay unanswered while a transaction is on its way.
const UNANSWERED: u32 = 10;
/// A chain that makes no block for so long has stopped.
const STALLED: Duration = Duration::from_mins(1);

impl TransactionSender {
    /// Sends until confirmed; `None` when the blockhash expired and the signature is unknown.
    pub(super) async fn attempt(
        &self,
        transaction: &VersionedTransaction,
        last_height: u64,
    ) -> Result<Option<Confirmed>, ClientError> {
        let signature = first_signature(transaction)?;
        let mut broadcast_at = Instant::now();
        let mut unanswered = 0;
        let mut newest = (0, Instant::now());
        loop {
            if Instant::now() >= broadcast_at {
                self.broadcast(transaction).await?;
                broadcast_at = Instant::now() + REBROADCAST;
            }
            match self.poll(transaction, signature, last_height).await {
                Ok(Progress::Confirmed(confirmed)) => return Ok(Some(confirmed)),
                Ok(Progress::Expired) => return Ok(None),
                Ok(Progress::Pending(height)) => {
                    unanswered = 0;
                    if height > newest.0 {
                        newest = (height, Instant::now());
                    } else if newest.1.elapsed() > STALLED {
                        return Err(ClientError::Stalled {
                            signature: *signature,
                            height,
                        });
                    }
                }
                // The transaction may be on its way: giving up at once would leave it unknown.
                Err(ClientError::Unreachable { .. }) if unanswered < UNANSWERED => unanswered += 1,
                Err(error) => return Err(error),
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn broadcast(&self, transaction: &VersionedTransaction) -> Result<(), ClientError> {
        // It was simulated already; the node would only repeat that.
        let config = RpcSendTransactionConfig {
            skip_preflight: true,
            preflight_commitment: Some(CommitmentConfig::confirmed().commitment),
            ..RpcSendTransactionConfig::default()
        };
        match self
            .rpc
            .send_transaction_with_config(transaction, config)
            .await
        {
            Ok(_) => Ok(()),
            // Neither says that it failed: its status will tell.
            Err(error) if is_duplicate_or_expired(&error) => Ok(()),
            Err(error) => match self.rpc_error(error) {
                // The request may have arrived all the same.
                ClientError::Unreachable { .. } => Ok(()),
                error => Err(error),
            },
        }
    }

    async fn poll(
        &self,
        transaction: &VersionedTransaction,
        signature: &Signature,
        last_height: u64,
    ) -> Result<Progress, ClientError> {
        // The height first: a signature that is unknown after its last block has passed stays so.
        let height = self
            .rpc
            .get_block_height_with_commitment(CommitmentConfig::confirmed())
            .await
            .map_err(|error| self.rpc_error(error))?;
        let Some(status) = self.status(signature).await? else {
            let expired = height > last_height;
            return Ok(if expired {
                Progress::Expired
            } else {
                Progress::Pending(height)
            });
        };
        if !status.satisfies_commitment(CommitmentConfig::confirmed()) {
            return Ok(Progress::Pending(height));
        }
        match status.err {
            Some(error) => Err(self.failure(transaction, signature, error).await),
            None => Ok(Progress::Confirmed(Confirmed {
                signature: *signature,
                slot: status.slot,
            })),
        }
    }

    async fn status(
        &self,
        signature: &Signature,
    ) -> Result<Option<TransactionStatus>, ClientError> {
        let statuses = self
            .rpc
            .get_signature_statuses(&[*signature])
            .await
            .map_err(|error| self.rpc_error(error))?;
        Ok(statuses.value.into_iter().next().flatten())
    }

    async fn failure(
        &self,
        transaction: &VersionedTransaction,
        signature: &Signature,
        error: TransactionError,
    ) -> ClientError {
        // Without its logs the failure still has program, code and text.
        let logs = events::logs_of(&self.rpc, signature)
            .await
            .unwrap_or_default();
        let keys = transaction.message.static_account_keys();
        let programs: Vec<_> = transaction
            .message
            .instructions()
            .iter()
            .filter_map(|instruction| keys.get(usize::from(instruction.program_id_index)).copied())
            .collect();
        ClientError::from_transaction(error, logs, &programs)
    }
}

/// What a question for the status gave.
enum Progress {
    Confirmed(Confirmed),
    Expired,
    /// At this block height.
    Pending(u64),
}

fn is_duplicate_or_expired(error: &RpcClientError) -> bool {
    matches!(
        error.get_transaction_error(),
        Some(TransactionError::AlreadyProcessed | TransactionError::BlockhashNotFound)
    )
}
