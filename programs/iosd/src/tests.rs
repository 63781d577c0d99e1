//! What other crates and stored accounts rely on: layouts, codes, seeds.

use anchor_lang::{ToAccountMetas, prelude::*};
use bytemuck::Zeroable;
use ionet_core::{
    iosd::{self as rules, LeakyBucket},
    oracle::{OracleError, PriceRules},
    pause::PauseError,
};
use ionet_iosd_interface as interface;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

use crate::{accounts, constants::*, error::IosdError, state::*};

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

fn pda(seeds: &[&[u8]]) -> Address {
    find_program_address(seeds, &crate::ID).0
}

const fn word(byte: u8) -> [u8; 8] {
    [byte, 0, 0, 0, 0, 0, 0, 0]
}

const CORE_STATE: rules::IosdState = rules::IosdState {
    parameters: rules::IosdParameters {
        window_cap: 0x11,
        spread_bps: 0x0112,
        price: PriceRules {
            max_age_seconds: 0x13,
            max_confidence_bps: 0x14,
        },
    },
    window: LeakyBucket {
        level: 0x15,
        updated_at: 0x16,
    },
    minted_ever: 0x17,
    io_burned: 0x18,
    newest_publish_time: 0x19,
};

const CORE_VAULT: rules::Vault = rules::Vault {
    spending: LeakyBucket {
        level: 0x11,
        updated_at: 0x12,
    },
    iosd_burned: 0x13,
    paid_for_iosd: 0x14,
    io_burned: 0x15,
    paid_for_io: 0x16,
};

#[test]
fn state_bytes() {
    let mut state = IosdState::zeroed();
    state.version = STATE_VERSION;
    state.bump = 2;
    state.mint_bump = 3;
    state.authority_bump = 4;
    state.set_core(&CORE_STATE);
    state.paused_until = 0x1a;
    state.guardian_pause_allowed_from = 0x1b;
    state.admin = key(0xa1);
    state.proposed_admin = key(0xa2);
    state.guardian = key(0xa3);
    state.proposed_guardian = key(0xa4);
    state.io_mint = key(0xa5);
    state.feed_owner = key(0xa6);
    state.feed_id = [0xa7; 32];

    let mut expected = vec![1, 2, 3, 4, 0, 0, 0, 0];
    expected.extend(word(0x11));
    expected.extend([0x12, 0x01, 0x13, 0, 0x14, 0, 0, 0]);
    for byte in 0x15..=0x1b {
        expected.extend(word(byte));
    }
    for byte in 0xa1..=0xa7 {
        expected.extend([byte; 32]);
    }
    expected.extend([0; 64]);
    assert_eq!(bytemuck::bytes_of(&state), expected);
    assert_eq!(state.to_core(), CORE_STATE);
}

#[test]
fn minter_bytes() {
    let mut minter = Minter::zeroed();
    minter.version = MINTER_VERSION;
    minter.bump = 2;
    minter.wallet = key(0xb1);
    minter.payer = key(0xb2);
    minter.set_core(&CORE_STATE.window);

    let mut expected = vec![1, 2, 0, 0, 0, 0, 0, 0];
    expected.extend([0xb1; 32]);
    expected.extend([0xb2; 32]);
    expected.extend(word(0x15));
    expected.extend(word(0x16));
    expected.extend([0; 32]);
    assert_eq!(bytemuck::bytes_of(&minter), expected);
    assert_eq!(minter.to_core(), CORE_STATE.window);
}

#[test]
fn dollar_vault_bytes() {
    let mut vault = DollarVault::zeroed();
    vault.version = VAULT_VERSION;
    vault.bump = 2;
    vault.token_bump = 3;
    vault.mint = key(0xc1);
    vault.token_account = key(0xc2);
    vault.set_core(&CORE_VAULT);

    let mut expected = vec![1, 2, 3, 0, 0, 0, 0, 0];
    expected.extend([0xc1; 32]);
    expected.extend([0xc2; 32]);
    for byte in 0x11..=0x16 {
        expected.extend(word(byte));
    }
    expected.extend([0; 32]);
    assert_eq!(bytemuck::bytes_of(&vault), expected);
    assert_eq!(vault.to_core(), CORE_VAULT);
}

#[test]
fn parameters_survive_the_conversion() {
    let parameters = Parameters::from(CORE_STATE.parameters);
    assert_eq!(
        rules::IosdParameters::from(parameters),
        CORE_STATE.parameters
    );
}

/// The seeds in the attributes are literals; these are the constants.
#[test]
fn literal_seeds_are_the_constants() {
    let addresses = |accounts: &dyn ToAccountMetas| -> Vec<Address> {
        let metas = accounts.to_account_metas(None);
        metas.iter().map(|meta| meta.pubkey).collect()
    };
    let initialize = accounts::InitializeResolved {
        authority: key(1),
        program_data: key(2),
        io_mint: key(3),
        price_update: key(4),
    };
    assert_eq!(
        addresses(&initialize)[2..5],
        [
            pda(&[STATE_SEED]),
            pda(&[AUTHORITY_SEED]),
            pda(&[MINT_SEED])
        ]
    );
    let open_minter = accounts::OpenMinterResolved {
        payer: key(1),
        wallet: key(2),
    };
    assert_eq!(addresses(&open_minter)[2], pda(&[MINTER_SEED, &[2; 32]]));
    let list_vault = accounts::ListVaultResolved {
        admin: key(1),
        dollar_mint: key(2),
    };
    assert_eq!(
        addresses(&list_vault)[4..6],
        [
            pda(&[DOLLAR_VAULT_SEED, &[2; 32]]),
            pda(&[DOLLAR_TOKENS_SEED, &[2; 32]])
        ]
    );
}

#[test]
fn interface_says_what_this_program_says() {
    assert_eq!(interface::ID, crate::ID);
    assert_eq!(interface::MINT_SEED, MINT_SEED);
    assert_eq!(interface::DOLLAR_VAULT_SEED, DOLLAR_VAULT_SEED);
    assert_eq!(interface::DOLLAR_TOKENS_SEED, DOLLAR_TOKENS_SEED);
}

#[test]
fn every_core_error_has_its_own_code() {
    use rules::IosdError as Core;
    let codes: [(IosdError, u32); 31] = [
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
        (HandoverError::NothingProposed.into(), 6007),
        (HandoverError::NotProposed.into(), 6008),
        (PauseError::GuardianCoolingDown.into(), 6010),
        (PauseError::NotPaused.into(), 6011),
        (Core::ZeroAmount.into(), 6018),
        (Core::Expired.into(), 6019),
        (Core::NothingOut.into(), 6020),
        (Core::BelowMinimum { out: 1 }.into(), 6021),
        (Core::WindowFull { room: 1 }.into(), 6022),
        (Core::WalletWindowFull { room: 1 }.into(), 6023),
        (Core::VaultWindowFull { room: 1 }.into(), 6024),
        (Core::ReservedForIosd.into(), 6025),
        (Core::WindowCapOutOfRange.into(), 6026),
        (Core::SpreadOutOfRange.into(), 6027),
        (OracleError::MaxAgeOutOfRange.into(), 6028),
        (OracleError::MaxConfidenceOutOfRange.into(), 6029),
        (OracleError::WrongOwner.into(), 6030),
        (OracleError::NotPriceUpdate.into(), 6031),
        (OracleError::NotFullyVerified.into(), 6032),
        (OracleError::WrongFeed.into(), 6033),
        (OracleError::ExponentOutOfRange.into(), 6034),
        (OracleError::PriceNotPositive.into(), 6035),
        (OracleError::PriceTooHigh.into(), 6036),
        (OracleError::Stale.into(), 6037),
        (OracleError::FromFuture.into(), 6038),
        (
            OracleError::OlderThanUsed {
                newest_publish_time: 1,
            }
            .into(),
            6039,
        ),
        (Core::Oracle(OracleError::ConfidenceTooWide).into(), 6040),
        (OracleError::AmountTooLarge.into(), 6041),
        (Core::Overflow.into(), 6042),
    ];
    for (error, code) in codes {
        assert_eq!(Error::from(error), Error::Custom(code), "{error:?}");
    }
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0iosd\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
