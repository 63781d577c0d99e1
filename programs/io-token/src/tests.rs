//! What other crates and stored accounts rely on: layouts, codes, seeds, discriminators.

use anchor_lang::{Discriminator, InstructionData, ToAccountMetas, prelude::*};
use bytemuck::Zeroable;
use ionet_core::{
    genesis::{Category, GenesisError, GenesisPlan, GenesisProgress},
    pause::PauseError,
    supply::SupplyError,
    vesting::VestingError,
};
use ionet_io_token_interface as interface;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

use crate::{accounts, constants::*, error::IoTokenError, instruction, state::*};

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

fn pda(seeds: &[&[u8]]) -> Address {
    find_program_address(seeds, &crate::ID).0
}

fn category(planned: u64) -> CategoryLedger {
    CategoryLedger {
        planned,
        allocated: 0x11,
        upfront_bps: 0x22,
        cliff_months: 0x33,
        parts: 0x44,
        reserved: 0,
    }
}

fn config() -> Config {
    Config {
        version: CONFIG_VERSION,
        bump: 2,
        mint_bump: 3,
        mint_authority_bump: 4,
        vesting_vault_bump: 5,
        sealed: 1,
        reserved_head: [0; 2],
        minted_ever: 0x0102_0304_0506_0708,
        burned_ever: 9,
        genesis_time: 10,
        paused_until: 11,
        guardian_pause_allowed_from: 12,
        vesting_count: 13,
        reserved_count: [0; 4],
        admin: key(0xa1),
        proposed_admin: key(0xa2),
        guardian: key(0xa3),
        proposed_guardian: key(0xa4),
        emission_authority: key(0xa5),
        categories: [1, 2, 3, 4, 5].map(category),
        reserved: [0; 64],
    }
}

/// `bytes` with `zeros` zero bytes behind.
fn padded(bytes: &[u8], zeros: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len().strict_add(zeros), 0);
    bytes
}

#[test]
fn config_bytes() {
    let mut expected = vec![1, 2, 3, 4, 5, 1, 0, 0];
    expected.extend([8, 7, 6, 5, 4, 3, 2, 1]);
    for small in [9, 10, 11, 12, 13] {
        expected.extend(padded(&[small], 7));
    }
    for byte in [0xa1, 0xa2, 0xa3, 0xa4, 0xa5] {
        expected.extend([byte; 32]);
    }
    for planned in 1..=5 {
        expected.extend(padded(&[planned], 7));
        expected.extend([0x11, 0, 0, 0, 0, 0, 0, 0]);
        expected.extend([0x22, 0, 0x33, 0, 0x44, 0, 0, 0]);
    }
    expected.extend([0; 64]);
    assert_eq!(bytemuck::bytes_of(&config()), expected);
}

#[test]
fn vesting_bytes() {
    let vesting = Vesting {
        version: VESTING_VERSION,
        bump: 2,
        category: 4,
        reserved_head: 0,
        index: 0x0403_0201,
        total: 5,
        claimed: 6,
        upfront_bps: 7,
        cliff_months: 8,
        parts: 9,
        reserved_terms: 0,
        beneficiary: key(0xb1),
        proposed_beneficiary: key(0xb2),
        payer: key(0xb3),
        reserved: [0; 32],
    };
    let mut expected = vec![1, 2, 4, 0, 1, 2, 3, 4];
    expected.extend(padded(&[5], 7));
    expected.extend(padded(&[6], 7));
    expected.extend([7, 0, 8, 0, 9, 0, 0, 0]);
    for byte in [0xb1, 0xb2, 0xb3] {
        expected.extend([byte; 32]);
    }
    expected.extend([0; 32]);
    assert_eq!(bytemuck::bytes_of(&vesting), expected);
}

#[test]
fn plan_and_progress_survive_the_account() {
    let mut config = Config::zeroed();
    config.set_plan(&GenesisPlan::OFFICIAL);
    assert_eq!(config.plan(), GenesisPlan::OFFICIAL);
    let progress = GenesisProgress {
        allocated: [1, 2, 3, 4, 5],
    };
    config.set_progress(&progress);
    assert_eq!(config.progress(), progress);
    assert_eq!(config.plan(), GenesisPlan::OFFICIAL);
    assert_eq!(config.allocated(Category::Community), 5);
}

#[test]
fn interface_reads_what_this_program_writes() {
    let mut data = Config::DISCRIMINATOR.to_vec();
    data.extend(bytemuck::bytes_of(&config()));
    let expected = interface::config::ConfigHead {
        sealed: true,
        minted_ever: 0x0102_0304_0506_0708,
    };
    assert_eq!(interface::config::parse(&data), Ok(expected));
    assert_eq!(interface::ID, crate::ID);
    assert_eq!(interface::config::VERSION, CONFIG_VERSION);
    assert_eq!(interface::CONFIG_SEED, CONFIG_SEED);
    assert_eq!(interface::MINT_SEED, MINT_SEED);
    assert_eq!(interface::MINT_AUTHORITY_SEED, MINT_AUTHORITY_SEED);
}

#[test]
fn interface_calls_mint_emission() {
    let data = instruction::MintEmission {
        availability_amount: 0x0102,
        compute_amount: 0x0304,
    }
    .data();
    assert_eq!(
        interface::mint_emission::instruction_data(0x0102, 0x0304).as_slice(),
        data
    );
    let metas = accounts::MintEmission {
        emission_authority: key(0),
        config: key(1),
        mint: key(2),
        mint_authority: key(3),
        availability_destination: key(4),
        compute_destination: key(5),
        token_program: key(6),
    }
    .to_account_metas(None);
    let given: Vec<_> = metas
        .iter()
        .map(|meta| (meta.pubkey, meta.is_writable, meta.is_signer))
        .collect();
    let called: Vec<_> = interface::mint_emission::ACCOUNT_FLAGS
        .iter()
        .zip(0..)
        .map(|(flags, index)| (key(index), flags.writable, flags.signer))
        .collect();
    assert_eq!(given, called);
}

/// The seeds in the attributes are literals; these are the constants.
#[test]
fn literal_seeds_are_the_constants() {
    let metas = accounts::InitializeResolved {
        authority: key(1),
        program_data: key(2),
    }
    .to_account_metas(None);
    let addresses: Vec<Address> = metas.iter().map(|meta| meta.pubkey).collect();
    assert_eq!(
        addresses[2..6],
        [
            pda(&[CONFIG_SEED]),
            pda(&[MINT_AUTHORITY_SEED]),
            pda(&[MINT_SEED]),
            pda(&[VESTING_VAULT_SEED]),
        ]
    );
}

#[test]
fn every_core_error_has_its_own_code() {
    let codes: [(IoTokenError, u32); 25] = [
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
        (HandoverError::NothingProposed.into(), 6007),
        (HandoverError::NotProposed.into(), 6008),
        (PauseError::GuardianCoolingDown.into(), 6010),
        (PauseError::NotPaused.into(), 6011),
        (GenesisError::UnknownCategory.into(), 6014),
        (GenesisError::ZeroAmount.into(), 6015),
        (GenesisError::TotalMismatch.into(), 6016),
        (GenesisError::CategoryOverfilled.into(), 6017),
        (GenesisError::Incomplete.into(), 6018),
        (VestingError::UpfrontOutOfRange.into(), 6020),
        (VestingError::CliffOutOfRange.into(), 6021),
        (VestingError::PartsOutOfRange.into(), 6022),
        (
            GenesisError::Terms(VestingError::PartsOutOfRange).into(),
            6022,
        ),
        (VestingError::BeforeFirstUnlock.into(), 6024),
        (VestingError::NothingToClaim.into(), 6025),
        (VestingError::FullyClaimed.into(), 6026),
        (SupplyError::ZeroAmount.into(), 6032),
        (SupplyError::CapExceeded { room: 1 }.into(), 6033),
        (VestingError::Overflow.into(), 6034),
        (GenesisError::Overflow.into(), 6034),
        (PauseError::Overflow.into(), 6034),
        (IoTokenError::NotAdmin, 6003),
        (IoTokenError::Paused, 6009),
    ];
    for (error, code) in codes {
        assert_eq!(Error::from(error), Error::Custom(code), "{error:?}");
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0io-token\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
