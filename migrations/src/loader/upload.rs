//! Writing an executable into its buffer.
//!
//! All parts are sent without waiting for each, then the buffer is read: what arrived is what
//! counts. Rounds go on while each of them gets something through.

use std::time::{Duration, Instant};

use ionet_client::ClientError;
use solana_commitment_config::CommitmentConfig;
use solana_hash::Hash;
use solana_message::Message;
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::Buffer;
use super::deploy::Deployment;
use crate::chain::read_error;
use crate::error::MigrationError;

/// Bytes per transaction: 1,232 less signature, three addresses, blockhash and headers.
pub(super) const PART_BYTES: usize = 960;

/// How long a round waits for its parts; a blockhash lives about 60 s.
const ROUND: Duration = Duration::from_secs(45);
/// How often the buffer is read meanwhile.
const POLL: Duration = Duration::from_millis(400);

/// Writes every part that the buffer lacks.
pub(super) async fn upload(
    deployment: &Deployment<'_>,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<(), MigrationError> {
    let length = deployment.program.elf.len();
    let mut rounds = 0;
    let mut missing = missing_parts(deployment).await?;
    while !missing.is_empty() {
        progress(length.saturating_sub(missing.len() * PART_BYTES));
        rounds += 1;
        send_parts(deployment, &missing).await?;
        let left = wait(deployment, missing.len(), progress).await?;
        if left.len() >= missing.len() {
            return Err(MigrationError::Upload {
                program: deployment.program.name,
                missing: left.len(),
                of: length.div_ceil(PART_BYTES),
                rounds,
            });
        }
        missing = left;
    }
    progress(length);
    Ok(())
}

/// Reads the buffer until everything is there or the round is over.
async fn wait(
    deployment: &Deployment<'_>,
    sent: usize,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<Vec<usize>, MigrationError> {
    let begun = Instant::now();
    let mut before = sent;
    loop {
        tokio::time::sleep(POLL).await;
        let missing = missing_parts(deployment).await?;
        if missing.is_empty() || begun.elapsed() > ROUND {
            return Ok(missing);
        }
        if missing.len() < before {
            before = missing.len();
            progress(
                deployment
                    .program
                    .elf
                    .len()
                    .saturating_sub(before * PART_BYTES),
            );
        }
    }
}

async fn missing_parts(deployment: &Deployment<'_>) -> Result<Vec<usize>, MigrationError> {
    let account = deployment.buffer_account().await?;
    let written = account
        .as_ref()
        .and_then(Buffer::read)
        .map_or_else(Vec::new, |b| b.bytes);
    Ok(differing_parts(&deployment.program.elf, &written))
}

/// Indices of the parts of `elf` that `written` does not have.
fn differing_parts(elf: &[u8], written: &[u8]) -> Vec<usize> {
    elf.chunks(PART_BYTES)
        .enumerate()
        .filter(|(index, part)| {
            let start = index * PART_BYTES;
            written.get(start..start + part.len()) != Some(*part)
        })
        .map(|(index, _)| index)
        .collect()
}

async fn send_parts(deployment: &Deployment<'_>, parts: &[usize]) -> Result<(), MigrationError> {
    let rpc = deployment.sender.rpc();
    let failed = |error| {
        read_error(
            "sending the program",
            ClientError::from_rpc(&rpc.url(), error),
        )
    };
    let (blockhash, _) = rpc
        .get_latest_blockhash_with_commitment(CommitmentConfig::confirmed())
        .await
        .map_err(failed)?;
    // The buffer is read afterwards; simulating each part first would only take time.
    let config = RpcSendTransactionConfig {
        skip_preflight: true,
        ..RpcSendTransactionConfig::default()
    };
    for &part in parts {
        if let Some(transaction) = transaction(deployment, part, blockhash) {
            rpc.send_transaction_with_config(&transaction, config)
                .await
                .map_err(failed)?;
        }
    }
    Ok(())
}

fn transaction(deployment: &Deployment<'_>, part: usize, blockhash: Hash) -> Option<Transaction> {
    let write = deployment.write_part(part)?;
    let payer = deployment.admin.pubkey();
    let message = Message::new_with_blockhash(&[write], Some(&payer), &blockhash);
    Some(Transaction::new(&[deployment.admin], message, blockhash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_that_differ_are_sent_again() {
        let elf: Vec<u8> = (0..PART_BYTES * 3 + 7)
            .map(|i| u8::try_from(i % 251).unwrap())
            .collect();
        assert_eq!(differing_parts(&elf, &vec![0; elf.len()]), [0, 1, 2, 3]);
        assert_eq!(differing_parts(&elf, &[]), [0, 1, 2, 3]);
        assert_eq!(differing_parts(&elf, &elf), Vec::<usize>::new());
        let mut written = elf.clone();
        written[PART_BYTES * 2] ^= 1;
        assert_eq!(differing_parts(&elf, &written), [2]);
        written = elf.clone();
        *written.last_mut().unwrap() ^= 1;
        assert_eq!(differing_parts(&elf, &written), [3]);
    }
}
