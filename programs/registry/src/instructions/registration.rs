//! What an owner's first registration fixes: who referred it, and since when it is here.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::referral::{RegisteredOwner, check_referrer};
use ionet_program_common::handover::NOBODY;
use ionet_registry_interface::{ReadError, Registration, read_registration};

use crate::error::RegistryError;

/// The registration of `owner`.
///
/// The first one of an owner names a referrer or none. The second one, in the other capacity,
/// takes over what the first fixed: otherwise two owners could refer each other, one as operator
/// and one as client.
pub fn registration(
    owner: &Address,
    other_capacity: AccountView,
    referrer: AccountView,
    clock: &Clock,
) -> Result<Registration> {
    let none = address_eq(referrer.address(), &NOBODY);
    if address_eq(other_capacity.owner(), &crate::ID) {
        require!(none, RegistryError::ReferrerFixed);
        // The address is the owner's, so only an old layout can fail.
        return read_registration(&other_capacity, &crate::ID)
            .map_err(|_| RegistryError::UnsupportedVersion.into());
    }
    let newcomer = RegisteredOwner {
        owner: owner.to_bytes(),
        slot: clock.slot,
    };
    Ok(Registration {
        owner: *owner,
        referrer: if none {
            NOBODY
        } else {
            checked_referrer(&newcomer, referrer)?
        },
        first_registered_at: clock.unix_timestamp,
        first_registered_slot: clock.slot,
    })
}

fn checked_referrer(newcomer: &RegisteredOwner, referrer: AccountView) -> Result<Address> {
    let named = read_registration(&referrer, &crate::ID).map_err(|error| match error {
        ReadError::UnsupportedVersion => RegistryError::UnsupportedVersion,
        _ => RegistryError::WrongReferrer,
    })?;
    check_referrer(newcomer, &named.registered_owner()).map_err(RegistryError::from)?;
    Ok(named.owner)
}
