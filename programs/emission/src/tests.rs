//! What other crates and stored accounts rely on: layouts, codes, seeds.

use anchor_lang::{ToAccountMetas, prelude::*};
use bytemuck::Zeroable;
use ionet_core::{emission as rules, supply::SupplyError};
use ionet_io_token_interface::config::ConfigError;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

use crate::{accounts, constants::*, error::EmissionError, state::*};

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

fn pda(seed: &[u8]) -> Address {
    find_program_address(&[seed], &crate::ID).0
}

fn ledger(first: u64) -> rules::PoolLedger {
    rules::PoolLedger {
        funded: first,
        earned: first.strict_add(1),
        rolled_over: first.strict_add(2),
        checkpoint_funded: first.strict_add(3),
        checkpoint_epoch: first.strict_add(4),
    }
}

fn core_state(pending: Option<rules::PendingParameters>) -> rules::EmissionState {
    rules::EmissionState {
        start_time: 0x10,
        next_epoch: 0x11,
        schedule: rules::Schedule {
            preset: rules::Preset::Literal,
            month: 0x0112,
            epoch_in_month: 0x13,
            month_emission: 0x14,
            month_mint: 0x15,
        },
        parameters: rules::EmissionParameters {
            availability_bps: 0x16,
            claim_window_epochs: 0x17,
        },
        pending,
        availability: ledger(0x20),
        compute: ledger(0x30),
        reserve: 0x40,
    }
}

const PENDING: rules::PendingParameters = rules::PendingParameters {
    parameters: rules::EmissionParameters {
        availability_bps: 0x18,
        claim_window_epochs: 0x19,
    },
    from_epoch: 0x1a,
};

#[test]
fn state_bytes() {
    let mut state = EmissionState::zeroed();
    state.version = STATE_VERSION;
    state.bump = 2;
    state.authority_bump = 3;
    state.availability_bump = 4;
    state.compute_bump = 5;
    state.reserve_bump = 6;
    state.minted_total = 0x41;
    state.admin = key(0xa1);
    state.proposed_admin = key(0xa2);
    state.io_config = key(0xa3);
    state.io_mint = key(0xa4);
    state.io_mint_authority = key(0xa5);
    state.set_core(&core_state(Some(PENDING)));

    let mut expected = vec![1, 2, 3, 4, 5, 6, 1, 1];
    let word = |byte: u8| [byte, 0, 0, 0, 0, 0, 0, 0];
    expected.extend(word(0x10));
    expected.extend(word(0x11));
    expected.extend([0x12, 0x01, 0x13, 0, 0, 0, 0, 0]);
    expected.extend(word(0x14));
    expected.extend(word(0x15));
    expected.extend([0x16, 0, 0x17, 0, 0x18, 0, 0x19, 0]);
    expected.extend(word(0x1a));
    for byte in (0x20..0x25).chain(0x30..0x35).chain(0x40..0x42) {
        expected.extend(word(byte));
    }
    for byte in [0xa1, 0xa2, 0xa3, 0xa4, 0xa5] {
        expected.extend([byte; 32]);
    }
    expected.extend([0; 64]);
    assert_eq!(bytemuck::bytes_of(&state), expected);
}

#[test]
fn rules_state_survives_the_account() {
    let mut state = EmissionState::zeroed();
    for pending in [Some(PENDING), None] {
        let stored = core_state(pending);
        state.set_core(&stored);
        assert_eq!(state.to_core(), Ok(stored));
    }
    assert_eq!(state.has_pending, 0);
    assert_eq!(state.pending_from_epoch, 0);
}

#[test]
fn a_preset_that_no_version_wrote_is_refused() {
    let mut state = EmissionState::zeroed();
    state.preset = 2;
    let expected = Error::from(EmissionError::UnknownPreset);
    assert_eq!(state.to_core(), Err(expected));
}

/// The seeds in the attributes are literals; these are the constants.
#[test]
fn literal_seeds_are_the_constants() {
    let metas = accounts::InitializeResolved {
        authority: key(1),
        program_data: key(2),
        io_config: key(3),
        io_mint: key(4),
        io_mint_authority: key(5),
    }
    .to_account_metas(None);
    let addresses: Vec<Address> = metas.iter().map(|meta| meta.pubkey).collect();
    assert_eq!(
        addresses[2..7],
        [
            pda(STATE_SEED),
            pda(AUTHORITY_SEED),
            pda(AVAILABILITY_VAULT_SEED),
            pda(COMPUTE_VAULT_SEED),
            pda(RESERVE_VAULT_SEED),
        ]
    );
}

#[test]
fn every_core_error_has_its_own_code() {
    use rules::EmissionError as Core;
    let codes: [(EmissionError, u32); 19] = [
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
        (HandoverError::NothingProposed.into(), 6004),
        (HandoverError::NotProposed.into(), 6005),
        (ConfigError::NotConfig.into(), 6010),
        (ConfigError::UnsupportedVersion.into(), 6011),
        (Core::StartTimeNotPositive.into(), 6013),
        (Core::StartTimeInPast.into(), 6014),
        (Core::StartTimeTooFar.into(), 6015),
        (Core::UnknownPreset.into(), 6016),
        (Core::AvailabilityShareOutOfRange.into(), 6017),
        (Core::ClaimWindowOutOfRange.into(), 6018),
        (Core::EpochCountOutOfRange.into(), 6019),
        (Core::NoEpochDue.into(), 6020),
        (Core::EpochsBehind.into(), 6021),
        (Core::ClaimWindowOpen { closes_at_epoch: 1 }.into(), 6022),
        (
            Core::Supply(SupplyError::CapExceeded { room: 1 }).into(),
            6023,
        ),
        (Core::Supply(SupplyError::ZeroAmount).into(), 6024),
        (Core::Overflow.into(), 6025),
    ];
    for (error, code) in codes {
        assert_eq!(Error::from(error), Error::Custom(code), "{error:?}");
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0emission\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
