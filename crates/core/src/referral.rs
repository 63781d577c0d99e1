//! Referrals: one level, limited in time, paid out of the network fee.
//!
//! A participant may name who brought it in, once, when its owner first registers. Only an owner
//! that registered in an earlier slot can be named. Along any chain of referrals the slots
//! therefore fall, so no chain comes back to where it began, whatever its length; and as only
//! the direct referrer is paid, a chain pays nobody twice. Against somebody who refers a second
//! wallet of his own stands that a referral is a part of the fee he pays
//! (invariant I11), not this module.

use core::fmt;

use crate::supply::IO_UNIT;
use crate::time::DAY_SECONDS;

/// How long after the referred owner's registration a referrer is paid.
pub const REFERRAL_WINDOW_SECONDS: i64 = 180 * DAY_SECONDS;
/// Active stake that a referrer needs when a claim is made, base units of IO: 200 IO.
pub const MIN_REFERRER_STAKE: u64 = 200 * IO_UNIT;

/// An owner and when it first registered anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisteredOwner {
    /// The owner's address.
    pub owner: [u8; 32],
    /// The slot of the owner's first registration, as operator or client.
    pub slot: u64,
}

/// Why a referrer is refused or not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralError {
    /// An owner named itself.
    SelfReferral,
    /// The referrer registered in the same slot as the referred owner, or later.
    ReferrerNotEarlier,
    /// The referral is older than 180 days.
    WindowClosed,
    /// The referrer has less than 200 IO of active stake.
    StakeTooLow,
}

impl fmt::Display for ReferralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SelfReferral => "referrer is the owner itself; name another participant or none",
            Self::ReferrerNotEarlier => {
                "referrer must have registered in an earlier slot; name a participant that did, or none"
            }
            Self::WindowClosed => "the referral ended 180 days after the registration; nothing is due",
            Self::StakeTooLow => {
                "the referrer's active stake is below 200 IO; stake at least that before the claim"
            }
        })
    }
}

impl core::error::Error for ReferralError {}

/// Checks that `referrer` may be named by `newcomer`, who registers now.
///
/// # Errors
/// [`ReferralError::SelfReferral`], [`ReferralError::ReferrerNotEarlier`].
pub fn check_referrer(
    newcomer: &RegisteredOwner,
    referrer: &RegisteredOwner,
) -> Result<(), ReferralError> {
    if newcomer.owner == referrer.owner {
        return Err(ReferralError::SelfReferral);
    }
    if referrer.slot >= newcomer.slot {
        return Err(ReferralError::ReferrerNotEarlier);
    }
    Ok(())
}

/// Checks that a referrer is paid from a claim made at `now`: within the window that began when
/// the referred owner registered (`registered_at`, unix seconds), and with `active_stake` base
/// units of IO.
///
/// # Errors
/// [`ReferralError::WindowClosed`], [`ReferralError::StakeTooLow`].
pub fn check_due(registered_at: i64, now: i64, active_stake: u64) -> Result<(), ReferralError> {
    if now >= registered_at.saturating_add(REFERRAL_WINDOW_SECONDS) {
        return Err(ReferralError::WindowClosed);
    }
    if active_stake < MIN_REFERRER_STAKE {
        return Err(ReferralError::StakeTooLow);
    }
    Ok(())
}
