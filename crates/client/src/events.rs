//! The programs' events, from the logs of a transaction.

use std::time::Duration;

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::config::RpcTransactionConfig;
use solana_signature::Signature;
use solana_transaction_status_client_types::{
    UiTransactionEncoding, UiTransactionStatusMeta, option_serializer::OptionSerializer,
};

use crate::error::ClientError;
use crate::generated::Event;
use crate::logs;

/// How often, and how far apart, a node is asked for a transaction it has just confirmed: its
/// status is known a moment before its logs are.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

/// The events in these logs, in order. Data of other programs is left out.
///
/// # Errors
/// [`ClientError::LogsTruncated`] when events may be missing, [`ClientError::UnreadableEvent`] when
/// one does not fit this client's version.
pub fn decode_logs(lines: &[String]) -> Result<Vec<Event>, ClientError> {
    if logs::is_truncated(lines) {
        return Err(ClientError::LogsTruncated);
    }
    logs::program_data(lines)
        .into_iter()
        .filter_map(|(program, data)| {
            let decoded = Event::decode(&program, &data)?;
            Some(decoded.map_err(|error| ClientError::UnreadableEvent {
                program,
                reason: error.to_string(),
            }))
        })
        .collect()
}

/// The events of a confirmed transaction.
///
/// # Errors
/// As [`decode_logs`], and those of the RPC. A failed transaction has no events.
pub async fn of_transaction(
    rpc: &RpcClient,
    signature: &Signature,
) -> Result<Vec<Event>, ClientError> {
    let meta = meta(rpc, signature).await?;
    if meta.err.is_some() {
        return Ok(Vec::new());
    }
    decode_logs(&lines_of(meta))
}

/// The log lines of a confirmed transaction.
///
/// # Errors
/// Those of the RPC.
pub async fn logs_of(rpc: &RpcClient, signature: &Signature) -> Result<Vec<String>, ClientError> {
    Ok(lines_of(meta(rpc, signature).await?))
}

fn lines_of(meta: UiTransactionStatusMeta) -> Vec<String> {
    match meta.log_messages {
        OptionSerializer::Some(lines) => lines,
        OptionSerializer::None | OptionSerializer::Skip => Vec::new(),
    }
}

async fn meta(
    rpc: &RpcClient,
    signature: &Signature,
) -> Result<UiTransactionStatusMeta, ClientError> {
    let config = RpcTransactionConfig {
        encoding: Some(UiTransactionEncoding::Base64),
        commitment: Some(CommitmentConfig::confirmed()),
        max_supported_transaction_version: Some(0),
    };
    let mut attempt = 1;
    loop {
        match rpc.get_transaction_with_config(signature, config).await {
            Ok(found) => {
                return found
                    .transaction
                    .meta
                    .ok_or(ClientError::TransactionUnknown {
                        signature: *signature,
                    });
            }
            Err(error) => {
                let error = ClientError::from_rpc(&rpc.url(), error);
                if attempt == ATTEMPTS || matches!(error, ClientError::Unreachable { .. }) {
                    return Err(error);
                }
            }
        }
        attempt += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::io_token::events::{BURNED_EVENT_DISCRIMINATOR, Burned, IoTokenEvent};
    use crate::generated::{emission, io_token};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use borsh::BorshDeserialize;

    /// A burn with recognisable field values, and its bytes.
    fn burned() -> (Burned, Vec<u8>) {
        let mut body: Vec<u8> = (1..=u8::MAX).collect();
        let mut rest = body.as_slice();
        let event = Burned::deserialize(&mut rest).unwrap();
        let length = body.len() - rest.len();
        body.truncate(length);
        (event, [&BURNED_EVENT_DISCRIMINATOR[..], &body].concat())
    }

    fn logged(program: &crate::program::Program, data: &[u8]) -> Vec<String> {
        vec![
            format!("Program {} invoke [1]", program.id),
            format!("Program data: {}", STANDARD.encode(data)),
            format!("Program {} success", program.id),
        ]
    }

    #[test]
    fn an_event_is_decoded_from_its_log_line() {
        let (event, data) = burned();
        let events = decode_logs(&logged(&io_token::PROGRAM, &data)).unwrap();
        assert_eq!(events, [Event::IoToken(IoTokenEvent::Burned(event))]);
        assert_eq!(events[0].name(), "Burned");
        assert_eq!(events[0].program().name, "io_token");
    }

    #[test]
    fn events_of_other_programs_and_other_data_are_left_out() {
        let (_, data) = burned();
        assert_eq!(decode_logs(&logged(&emission::PROGRAM, &data)).unwrap(), []);
        assert_eq!(
            decode_logs(&logged(&io_token::PROGRAM, &data[..7])).unwrap(),
            []
        );
    }

    #[test]
    fn an_event_of_another_length_is_an_error() {
        let (_, mut data) = burned();
        data.push(0);
        let error = decode_logs(&logged(&io_token::PROGRAM, &data)).unwrap_err();
        assert!(
            matches!(error, ClientError::UnreadableEvent { .. }),
            "{error}"
        );
        data.truncate(data.len() - 2);
        let error = decode_logs(&logged(&io_token::PROGRAM, &data)).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("client and program of the same release"),
            "{error}"
        );
    }

    #[test]
    fn cut_logs_are_not_taken_for_complete() {
        let (_, data) = burned();
        let mut lines = logged(&io_token::PROGRAM, &data);
        lines.push("Log truncated".to_owned());
        assert!(matches!(
            decode_logs(&lines),
            Err(ClientError::LogsTruncated)
        ));
    }
}
