//! Calls of io-token.

use super::call;
use crate::{
    Call, IO_TOKEN,
    addresses::{IO, POOLS, vesting},
    tokens::TOKEN_PROGRAM,
};
use ionet_core::genesis::GenesisPlan;
use solana_address::Address;
use solana_sdk_ids::system_program;

/// Index of the admin role.
pub const ADMIN: u8 = 0;
/// Index of the guardian role.
pub const GUARDIAN: u8 = 1;

/// Creates config, mint and vesting vault.
pub fn initialize(authority: Address, plan: &GenesisPlan, guardian: Address) -> Call {
    let categories = plan.categories.map(|category| {
        let terms = category.terms;
        (
            category.amount,
            terms.upfront_bps,
            terms.cliff_months,
            terms.parts,
        )
    });
    let accounts = [
        ("authority", authority),
        ("program_data", IO.program_data),
        ("config", IO.config),
        ("mint_authority", IO.mint_authority),
        ("mint", IO.mint),
        ("vesting_vault", IO.vesting_vault),
        ("token_program", TOKEN_PROGRAM),
        ("system_program", system_program::ID),
    ];
    call(
        IO_TOKEN,
        "initialize",
        &accounts,
        &(categories, guardian.to_bytes()),
    )
}

/// Gives `amount` of `category` to `beneficiary` in the vesting account `index`.
pub fn allocate_genesis(
    admin: Address,
    index: u32,
    category: u8,
    beneficiary: Address,
    amount: u64,
) -> Call {
    let accounts = [
        ("admin", admin),
        ("config", IO.config),
        ("vesting", vesting(index)),
        ("system_program", system_program::ID),
    ];
    call(
        IO_TOKEN,
        "allocate_genesis",
        &accounts,
        &(category, beneficiary.to_bytes(), amount),
    )
}

/// Makes genesis final.
pub fn seal_genesis(admin: Address) -> Call {
    let accounts = [
        ("admin", admin),
        ("config", IO.config),
        ("mint", IO.mint),
        ("mint_authority", IO.mint_authority),
        ("vesting_vault", IO.vesting_vault),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IO_TOKEN, "seal_genesis", &accounts, &())
}

/// Pays what is unlocked of the vesting account `index` into `destination`.
pub fn claim_vested(beneficiary: Address, index: u32, destination: Address) -> Call {
    let accounts = [
        ("beneficiary", beneficiary),
        ("config", IO.config),
        ("vesting", vesting(index)),
        ("vesting_vault", IO.vesting_vault),
        ("mint_authority", IO.mint_authority),
        ("destination", destination),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IO_TOKEN, "claim_vested", &accounts, &())
}

/// First step of a hand-over of the vesting account `index`.
pub fn propose_beneficiary(beneficiary: Address, index: u32, new: Address) -> Call {
    let accounts = [("beneficiary", beneficiary), ("vesting", vesting(index))];
    call(IO_TOKEN, "propose_beneficiary", &accounts, &new.to_bytes())
}

/// Second step of a hand-over of the vesting account `index`.
pub fn accept_beneficiary(new: Address, index: u32) -> Call {
    let accounts = [("new_beneficiary", new), ("vesting", vesting(index))];
    call(IO_TOKEN, "accept_beneficiary", &accounts, &())
}

/// Returns the rent of the fully claimed vesting account `index`.
pub fn close_vesting(index: u32, payer: Address) -> Call {
    let accounts = [("vesting", vesting(index)), ("payer", payer)];
    call(IO_TOKEN, "close_vesting", &accounts, &())
}

/// What the emission program sends; the test has to impersonate its authority.
pub fn mint_emission(availability: u64, compute: u64) -> Call {
    let accounts = [
        ("emission_authority", POOLS.authority),
        ("config", IO.config),
        ("mint", IO.mint),
        ("mint_authority", IO.mint_authority),
        ("availability_destination", POOLS.availability_vault),
        ("compute_destination", POOLS.compute_vault),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(
        IO_TOKEN,
        "mint_emission",
        &accounts,
        &(availability, compute),
    )
}

/// Burns `amount` of the holder's token account `source`.
pub fn burn(holder: Address, source: Address, amount: u64) -> Call {
    let accounts = [
        ("holder", holder),
        ("config", IO.config),
        ("mint", IO.mint),
        ("source", source),
        ("token_program", TOKEN_PROGRAM),
    ];
    call(IO_TOKEN, "burn", &accounts, &amount)
}

/// Stops entry.
pub fn pause(authority: Address) -> Call {
    call(
        IO_TOKEN,
        "pause",
        &[("authority", authority), ("config", IO.config)],
        &(),
    )
}

/// Lifts a pause.
pub fn unpause(authority: Address) -> Call {
    call(
        IO_TOKEN,
        "unpause",
        &[("authority", authority), ("config", IO.config)],
        &(),
    )
}

/// First step of a hand-over of `role`.
pub fn propose_role(admin: Address, role: u8, new: Address) -> Call {
    let accounts = [("admin", admin), ("config", IO.config)];
    call(IO_TOKEN, "propose_role", &accounts, &(role, new.to_bytes()))
}

/// Second step of a hand-over of `role`.
pub fn accept_role(new: Address, role: u8) -> Call {
    let accounts = [("new_holder", new), ("config", IO.config)];
    call(IO_TOKEN, "accept_role", &accounts, &role)
}
