//! The generated client builds what the IDL says, and its transactions fit.

use ionet_client::generated::registry::{
    instructions as built, pdas,
    types::{DeviceDetails, DeviceHardware, OperatorSettings},
};
use ionet_test_kit::{
    Call,
    addresses::{REGISTER, client, device, operator, participant},
    call::idl,
    process::registry::{self, DETAILS, NO_REFERRER, SETTINGS},
    registry_world::HARDWARE,
};
use solana_address::Address;
use solana_sdk_ids::system_program;

use crate::negative::scenarios_registry::with_people;

const OWNER: Address = Address::new_from_array([7; 32]);
const KEY: Address = Address::new_from_array([8; 32]);

/// The most that a transaction may have.
const MAX_TRANSACTION_BYTES: usize = 1_232;

#[test]
fn finders_give_the_programs_addresses() {
    assert_eq!(pdas::find_config_pda().0, REGISTER.config);
    assert_eq!(pdas::find_class_book_pda().0, REGISTER.class_book);
    assert_eq!(pdas::find_operator_pda(&OWNER).0, operator(&OWNER));
    assert_eq!(pdas::find_client_pda(&OWNER).0, client(&OWNER));
    assert_eq!(pdas::find_device_pda(&KEY).0, device(&KEY));
}

#[test]
fn registrations() {
    let settings = OperatorSettings {
        accepted_mints: SETTINGS.accepted_mints,
        usd_bps: SETTINGS.usd_bps,
        staker_bps: SETTINGS.staker_bps,
        min_client_reputation: SETTINGS.min_client_reputation,
        max_seconds: SETTINGS.max_seconds,
    };
    let register = built::RegisterOperator {
        owner: OWNER,
        config: REGISTER.config,
        operator: operator(&OWNER),
        client: client(&OWNER),
        referrer: NO_REFERRER,
        system_program: system_program::ID,
    }
    .instruction(built::RegisterOperatorInstructionArgs { settings });
    let kit = registry::register_operator(OWNER, NO_REFERRER, SETTINGS);
    assert_eq!(register, kit.raw);

    let register = built::RegisterDevice {
        owner: OWNER,
        device_key: KEY,
        config: REGISTER.config,
        class_book: REGISTER.class_book,
        operator: operator(&OWNER),
        device: device(&KEY),
        system_program: system_program::ID,
    }
    .instruction(built::RegisterDeviceInstructionArgs {
        hardware: DeviceHardware {
            class: HARDWARE.class,
            gpus: HARDWARE.gpus,
            vram_mib: HARDWARE.vram_mib,
            hardware_hash: HARDWARE.hardware_hash,
        },
        details: DeviceDetails {
            available: DETAILS.available,
            region: DETAILS.region,
            connectivity: DETAILS.connectivity,
            latency: DETAILS.latency,
            security: DETAILS.security,
            purposes: DETAILS.purposes,
        },
    });
    let kit = registry::register_device(OWNER, KEY, HARDWARE, DETAILS);
    assert_eq!(register, kit.raw);
}

#[test]
fn folding() {
    let fold = built::FoldOperatorReputation {
        config: REGISTER.config,
        operator: operator(&OWNER),
        participant: participant(&OWNER),
    };
    let kit = registry::fold_operator_reputation(OWNER);
    assert_eq!(fold.instruction(), kit.raw);
}

#[test]
fn every_transaction_fits() {
    for instruction in &idl("registry").instructions {
        let (_, call) = with_people(&instruction.name);
        let bytes = transaction_bytes(&call);
        assert!(
            bytes <= MAX_TRANSACTION_BYTES,
            "{}: {bytes}",
            instruction.name
        );
    }
}

/// A legacy transaction with this instruction and a fee payer who is nobody else.
fn transaction_bytes(call: &Call) -> usize {
    let accounts = &call.raw.accounts;
    let mut keys: Vec<_> = accounts.iter().map(|account| account.pubkey).collect();
    keys.push(call.raw.program_id);
    keys.sort_unstable();
    keys.dedup();
    let signers = accounts.iter().filter(|account| account.is_signer).count() + 1;
    // Signatures, header, keys with the payer's, blockhash, one instruction.
    let message = 3 + 1 + 32 * (keys.len() + 1) + 32 + 1;
    1 + 64 * signers + message + 1 + 1 + accounts.len() + 2 + call.raw.data.len()
}
