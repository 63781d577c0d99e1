//! What emission has.

use ionet_client::ClientError;
use ionet_client::accounts::fetch_optional;
use ionet_client::emission::accounts::EmissionState;
use ionet_client::emission::pdas::find_state_pda;
use ionet_core::emission::{EmissionParameters, Preset};
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use super::read_error;
use crate::error::MigrationError;
use crate::plan::FoundEmission;

pub(crate) async fn emission(rpc: &RpcClient) -> Result<Option<FoundEmission>, MigrationError> {
    let doing = "reading the emission";
    let (address, _) = find_state_pda();
    let state = fetch_optional::<EmissionState>(rpc, &address)
        .await
        .map_err(|error| read_error(doing, error))?;
    let Some(state) = state else { return Ok(None) };
    let preset = Preset::from_index(state.preset).map_err(|error| {
        let reason = error.to_string();
        read_error(
            doing,
            ClientError::WrongAccount {
                kind: "EmissionState",
                address,
                reason,
            },
        )
    })?;
    Ok(Some(FoundEmission {
        admin: state.admin,
        start_time: state.start_time,
        preset,
        parameters: EmissionParameters {
            availability_bps: state.parameters.availability_bps,
            claim_window_epochs: state.parameters.claim_window_epochs,
        },
    }))
}
