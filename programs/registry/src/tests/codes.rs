//! Error codes, seeds in attributes, security contact.

use anchor_lang::{ToAccountMetas, prelude::*};
use ionet_core::{
    classes::ClassError, operator_terms::TermsError, pause::PauseError, pricing::PricingError,
    referral::ReferralError, reputation::ReputationError,
};
use ionet_job_escrow_interface::outcomes::ParticipantError;
use ionet_program_common::{handover::HandoverError, upgrade_authority::UpgradeAuthorityError};

use super::key;
use crate::{accounts, constants::*, error::RegistryError};

#[test]
fn every_error_of_the_rules_has_its_code() {
    let codes: [(RegistryError, u32); 33] = [
        (UpgradeAuthorityError::NotUpgradeAuthority.into(), 6000),
        (UpgradeAuthorityError::WrongProgramData.into(), 6001),
        (HandoverError::NothingProposed.into(), 6006),
        (HandoverError::NotProposed.into(), 6007),
        (PauseError::GuardianCoolingDown.into(), 6010),
        (PauseError::NotPaused.into(), 6011),
        (ClassError::UnknownClass.into(), 6018),
        (ClassError::MultiplierOutOfRange.into(), 6022),
        (ClassError::SpeedOutOfRange.into(), 6023),
        (ClassError::VramOutOfRange.into(), 6024),
        (
            ClassError::PosingPays {
                faster: 1,
                slower: 2,
            }
            .into(),
            6025,
        ),
        (PricingError::BoundsOutOfRange.into(), 6026),
        (
            PricingError::PriceOutOfBounds { min: 1, max: 2 }.into(),
            6027,
        ),
        (PricingError::PriceUnchanged.into(), 6028),
        (
            PricingError::MoveTooFar {
                left: 1,
                renewed_at: 2,
            }
            .into(),
            6029,
        ),
        (PricingError::UtilisationOutOfRange.into(), 6030),
        (PricingError::EpochReported.into(), 6031),
        (PricingError::EpochRunning.into(), 6032),
        (TermsError::UsdShareOutOfRange.into(), 6035),
        (TermsError::StakerShareOutOfRange.into(), 6036),
        (ReferralError::SelfReferral.into(), 6038),
        (ReferralError::ReferrerNotEarlier.into(), 6039),
        (ParticipantError::NotParticipant.into(), 6048),
        (ParticipantError::UnsupportedVersion.into(), 6049),
        (ParticipantError::WrongOwner.into(), 6050),
        (ReputationError::NothingToFold.into(), 6051),
        (PauseError::Overflow.into(), 6053),
        (PricingError::Overflow.into(), 6053),
        (PricingError::MultiplierOutOfRange.into(), 6053),
        (TermsError::Overflow.into(), 6053),
        (ReferralError::WindowClosed.into(), 6053),
        (ReferralError::StakeTooLow.into(), 6053),
        (RegistryError::NotVersionOne, 6052),
    ];
    for (error, code) in codes {
        assert_eq!(Error::from(error), Error::Custom(code), "{error:?}");
    }
}

/// The seeds in the attributes are literals; these are the constants.
#[test]
fn literal_seeds_are_the_constants() {
    let pda = |seeds: &[&[u8]]| find_program_address(seeds, &crate::ID).0;
    let owner = key(1);
    let metas = accounts::RegisterOperatorResolved {
        owner,
        referrer: key(2),
    }
    .to_account_metas(None);
    let addresses: Vec<Address> = metas.iter().map(|meta| meta.pubkey).collect();
    assert_eq!(
        addresses[1..4],
        [
            pda(&[CONFIG_SEED]),
            pda(&[OPERATOR_SEED, owner.as_ref()]),
            pda(&[CLIENT_SEED, owner.as_ref()]),
        ]
    );
    let metas = accounts::RegisterDeviceResolved {
        owner,
        device_key: key(3),
        operator: key(4),
    }
    .to_account_metas(None);
    assert_eq!(metas[3].pubkey, pda(&[CLASS_BOOK_SEED]));
    assert_eq!(metas[5].pubkey, pda(&[DEVICE_SEED, &[3; 32]]));
}

#[test]
fn security_contact_is_well_formed() {
    let text = crate::SECURITY_TEXT;
    assert!(text.starts_with("=======BEGIN SECURITY.TXT V1=======\0name\0registry\0"));
    assert!(text.ends_with("=======END SECURITY.TXT V1=======\0"));
    assert!(text.contains("\0policy\0"));
}
