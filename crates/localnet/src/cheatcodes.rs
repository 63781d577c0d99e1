//! What only a local chain answers, over plain JSON-RPC: time travel.
//!
//! Time goes forward only. Surfpool queues the jump and gives its answer up
//! after two seconds, yet applies the jump later all the same; sent twice, the
//! second one would move the clock back by what passed in between. So a jump is
//! sent once, as an absolute timestamp, and the clock is read until it shows it.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use serde_json::{Value, json};
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::rpc_client::RpcClient;
use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    request::{RpcError, RpcRequest},
};
use solana_sdk_ids::sysvar::clock;

/// Latest time that can be travelled to: the end of year 9999, in unix seconds,
/// the last that RFC 3339 can write.
pub const LATEST_TIME: i64 = 253_402_300_799;

/// How long one RPC request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long to wait for a jump that the chain accepted to show in its clock.
const PATIENCE: Duration = Duration::from_mins(1);
/// JSON-RPC's code for a method that does not exist.
const METHOD_NOT_FOUND: i64 = -32_601;
/// Where `unix_timestamp` lies in the Clock sysvar: after slot, epoch start,
/// epoch and leader schedule epoch of 8 bytes each.
const UNIX_TIMESTAMP: std::ops::Range<usize> = 32..40;

/// Why time travel did not happen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WarpError {
    /// Nothing answers at the address.
    #[error(
        "no chain answers at {url}: {source}. Start one with `ionet localnet`, or name another with --url"
    )]
    Unreachable {
        /// The RPC address.
        url: String,
        /// The transport's reason.
        source: Box<ClientError>,
    },
    /// The chain has no cheatcodes.
    #[error(
        "{url} is not a local chain, its time cannot be moved. Name a local chain with --url localnet"
    )]
    NotALocalChain {
        /// The RPC address.
        url: String,
    },
    /// The time asked for has passed.
    #[error(
        "time goes forward only: the chain is at {now}, {requested} asked for (unix seconds). \
         Name a later time, or start a fresh chain"
    )]
    Backwards {
        /// The chain's time, unix seconds.
        now: i64,
        /// The time asked for, unix seconds.
        requested: i64,
    },
    /// The time asked for is beyond the year 9999.
    #[error(
        "{requested} is beyond {LATEST_TIME} (end of year 9999, unix seconds): name an earlier time"
    )]
    TooFar {
        /// The time asked for, unix seconds (saturated).
        requested: i64,
    },
    /// The chain accepted the jump but its clock does not show it.
    #[error(
        "the chain did not reach {requested} within {waited:?}, its clock shows {now} (unix seconds). \
         It may be busy or stopped: look at its output, then ask again"
    )]
    NotApplied {
        /// The time asked for, unix seconds.
        requested: i64,
        /// The chain's time, unix seconds.
        now: i64,
        /// How long it was read for.
        waited: Duration,
    },
    /// The chain answered something else than a clock.
    #[error("{url} answered {method} with an error: {reason}")]
    Answer {
        /// The RPC address.
        url: String,
        /// The method called.
        method: &'static str,
        /// What it answered.
        reason: String,
    },
}

/// The chain's time in unix seconds, from its Clock sysvar.
///
/// # Errors
/// When nothing answers at `rpc_url`, or not with a clock.
pub fn chain_time(rpc_url: &str) -> Result<i64, WarpError> {
    read_clock(&client(rpc_url))
}

/// Moves a local chain to `unix_timestamp` (unix seconds) and returns the time
/// that its clock then shows, which is at least that. Asking for the present is
/// allowed and does nothing.
///
/// # Errors
/// [`WarpError::Backwards`] for a time that has passed, [`WarpError::TooFar`]
/// beyond year 9999, [`WarpError::NotALocalChain`] for any other chain,
/// [`WarpError::NotApplied`] when the clock does not get there in a minute.
pub fn warp_to(rpc_url: &str, unix_timestamp: i64) -> Result<i64, WarpError> {
    let client = client(rpc_url);
    let now = read_clock(&client)?;
    if unix_timestamp < now {
        return Err(WarpError::Backwards {
            now,
            requested: unix_timestamp,
        });
    }
    if unix_timestamp > LATEST_TIME {
        return Err(WarpError::TooFar {
            requested: unix_timestamp,
        });
    }
    if unix_timestamp == now {
        return Ok(now);
    }
    request_jump(&client, unix_timestamp)?;
    wait_for(&client, unix_timestamp)
}

/// Moves a local chain forward by `duration`, counted in whole seconds from its
/// present time, and returns the time that its clock then shows.
///
/// # Errors
/// As [`warp_to`].
pub fn warp_by(rpc_url: &str, duration: Duration) -> Result<i64, WarpError> {
    let now = chain_time(rpc_url)?;
    let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    warp_to(rpc_url, now.saturating_add(seconds))
}

fn client(rpc_url: &str) -> RpcClient {
    RpcClient::new_with_timeout_and_commitment(
        rpc_url,
        REQUEST_TIMEOUT,
        CommitmentConfig::processed(),
    )
}

fn read_clock(client: &RpcClient) -> Result<i64, WarpError> {
    const METHOD: &str = "getAccountInfo";
    let config = json!({ "encoding": "base64", "commitment": "processed" });
    let request = RpcRequest::Custom { method: METHOD };
    let answer = client.send::<Value>(request, json!([clock::ID.to_string(), config]));
    let answer = answer.map_err(|error| client_error(client, METHOD, error))?;
    unix_timestamp(&answer).ok_or_else(|| WarpError::Answer {
        url: client.url(),
        method: METHOD,
        reason: format!("no Clock sysvar in {answer}"),
    })
}

fn unix_timestamp(account_info: &Value) -> Option<i64> {
    let data = BASE64
        .decode(account_info.pointer("/value/data/0")?.as_str()?)
        .ok()?;
    Some(i64::from_le_bytes(
        data.get(UNIX_TIMESTAMP)?.try_into().ok()?,
    ))
}

/// Queues the jump. An internal error is the given-up confirmation: whether the
/// jump happened is for the clock to say.
fn request_jump(client: &RpcClient, unix_timestamp: i64) -> Result<(), WarpError> {
    const METHOD: &str = "surfnet_timeTravel";
    const INTERNAL_ERROR: i64 = -32_603;
    let milliseconds = unix_timestamp.saturating_mul(1_000);
    let request = RpcRequest::Custom { method: METHOD };
    match client.send::<Value>(request, json!([{ "absoluteTimestamp": milliseconds }])) {
        Ok(_) => Ok(()),
        Err(error) if response_code(&error) == Some(INTERNAL_ERROR) => Ok(()),
        Err(error) => Err(client_error(client, METHOD, error)),
    }
}

fn wait_for(client: &RpcClient, unix_timestamp: i64) -> Result<i64, WarpError> {
    let start = Instant::now();
    loop {
        let now = read_clock(client)?;
        if now >= unix_timestamp {
            return Ok(now);
        }
        if start.elapsed() >= PATIENCE {
            return Err(WarpError::NotApplied {
                requested: unix_timestamp,
                now,
                waited: PATIENCE,
            });
        }
        sleep(Duration::from_millis(50));
    }
}

fn client_error(client: &RpcClient, method: &'static str, error: ClientError) -> WarpError {
    let url = client.url();
    match (error.kind(), response_code(&error)) {
        (_, Some(METHOD_NOT_FOUND)) => WarpError::NotALocalChain { url },
        (ErrorKind::Io(_) | ErrorKind::Reqwest(_), _) => WarpError::Unreachable {
            url,
            source: Box::new(error),
        },
        _ => WarpError::Answer {
            url,
            method,
            reason: error.to_string(),
        },
    }
}

fn response_code(error: &ClientError) -> Option<i64> {
    match error.kind() {
        ErrorKind::RpcError(RpcError::RpcResponseError { code, .. }) => Some(*code),
        _ => None,
    }
}
