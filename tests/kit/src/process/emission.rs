//! Calls of emission.

use super::call;
use crate::{
    Call, EMISSION, IO_TOKEN,
    addresses::{IO, POOLS},
    tokens::TOKEN_PROGRAM,
};
use ionet_core::emission::EmissionParameters;
use solana_address::Address;
use solana_sdk_ids::system_program;

/// Compute units which an advance of a whole month may ask for.
const ADVANCE_LIMIT: u32 = 1_400_000;

/// Creates state and vaults; epoch 0 begins at `start_time`.
pub fn initialize(
    authority: Address,
    start_time: i64,
    preset: u8,
    parameters: EmissionParameters,
) -> Call {
    let accounts = [
        ("authority", authority),
        ("program_data", POOLS.program_data),
        ("state", POOLS.state),
        ("emission_authority", POOLS.authority),
        ("availability_vault", POOLS.availability_vault),
        ("compute_vault", POOLS.compute_vault),
        ("reserve_vault", POOLS.reserve_vault),
        ("io_config", IO.config),
        ("io_mint", IO.mint),
        ("io_mint_authority", IO.mint_authority),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    let arguments = (start_time, preset, fields(parameters));
    call(EMISSION, "initialize", &accounts, &arguments)
}

/// Mints at most `max_epochs` epochs that ended.
pub fn advance(max_epochs: u16) -> Call {
    let accounts = [
        ("state", POOLS.state),
        ("emission_authority", POOLS.authority),
        ("availability_vault", POOLS.availability_vault),
        ("compute_vault", POOLS.compute_vault),
        ("reserve_vault", POOLS.reserve_vault),
        ("io_config", IO.config),
        ("io_mint", IO.mint),
        ("io_mint_authority", IO.mint_authority),
        ("io_token_program", IO_TOKEN.id),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(EMISSION, "advance", &accounts, &max_epochs).with_compute_limit(ADVANCE_LIMIT)
}

/// Moves what nobody earned to the reserve.
pub fn roll_over() -> Call {
    let accounts = [
        ("state", POOLS.state),
        ("emission_authority", POOLS.authority),
        ("availability_vault", POOLS.availability_vault),
        ("compute_vault", POOLS.compute_vault),
        ("reserve_vault", POOLS.reserve_vault),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(EMISSION, "roll_over", &accounts, &())
}

/// Changes the parameters from the next epoch boundary on.
pub fn set_parameters(admin: Address, parameters: EmissionParameters) -> Call {
    let accounts = [("admin", admin), ("state", POOLS.state)];
    call(EMISSION, "set_parameters", &accounts, &fields(parameters))
}

/// First step of a hand-over of the admin role.
pub fn propose_admin(admin: Address, new: Address) -> Call {
    let accounts = [("admin", admin), ("state", POOLS.state)];
    call(EMISSION, "propose_admin", &accounts, &new.to_bytes())
}

/// Second step of a hand-over of the admin role.
pub fn accept_admin(new: Address) -> Call {
    let accounts = [("new_admin", new), ("state", POOLS.state)];
    call(EMISSION, "accept_admin", &accounts, &())
}

fn fields(parameters: EmissionParameters) -> (u16, u16) {
    (parameters.availability_bps, parameters.claim_window_epochs)
}
