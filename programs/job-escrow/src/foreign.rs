//! Accounts of other programs, as far as this one reads them.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::{
    hiring::{DeviceTraits, OperatorTraits},
    oracle::{Feed, OracleError, PriceRules, UsedPrice},
    pricing::quoted_rate_ceil,
};
use ionet_registry_interface as registry;
use ionet_verification_interface as verification;

use crate::error::EscrowError;

/// An operator as registry knows it.
pub struct Operator {
    /// Since when it is registered and active, unix seconds.
    pub active_since: i64,
    /// When its owner registered, unix seconds.
    pub registered_at: i64,
    /// Its referrer's wallet.
    pub referrer: Address,
    /// Its dollar share, basis points.
    pub usd_bps: u16,
    /// Its stakers' share in force now, basis points.
    pub staker_bps: u16,
    /// What filters look at; the reputation is left to the caller.
    pub traits: OperatorTraits,
}

/// A device as registry knows it.
pub struct Device {
    /// Since when it is registered and active, unix seconds.
    pub active_since: i64,
    /// GPUs.
    pub gpus: u32,
    /// What filters look at.
    pub traits: DeviceTraits,
}

/// A client as registry knows it.
pub struct Client {
    /// Its referrer's wallet.
    pub referrer: Address,
    /// When its owner registered, unix seconds.
    pub registered_at: i64,
}

/// A class's quote.
pub struct Quote {
    /// Micro-dollars per GPU-hour.
    pub rate: u64,
    /// Mean utilisation, basis points.
    pub utilisation_bps: u16,
}

/// A price of the pinned feed that is fit for use now.
///
/// # Errors
/// [`OracleError`].
pub fn price(
    account: &AccountView,
    owner: &Address,
    feed_id: &[u8; 32],
    rules: PriceRules,
    now: i64,
) -> core::result::Result<UsedPrice, OracleError> {
    let feed = Feed {
        owner: owner.to_bytes(),
        feed_id: *feed_id,
    };
    let data = account
        .try_borrow()
        .map_err(|_| OracleError::NotPriceUpdate)?;
    // Hiring and points have no order of prices: each values its own amounts once.
    feed.read(account.owner().as_array(), &data)?
        .accept(rules, now, 0)
}

/// The operator of `owner`.
///
/// # Errors
/// [`EscrowError::WrongOperator`].
pub fn operator(account: &AccountView, owner: &Address, now: i64) -> Result<Operator> {
    let found = registry::read_operator(account, &registry::ID, owner)
        .map_err(EscrowError::registry(EscrowError::WrongOperator))?;
    let max_seconds = match found.max_seconds {
        0 => u32::MAX,
        seconds => seconds,
    };
    Ok(Operator {
        active_since: found.registered_at,
        registered_at: found.first_registered_at,
        referrer: found.referrer,
        usd_bps: found.usd_bps,
        staker_bps: found.terms().staker_bps_at(now),
        traits: OperatorTraits {
            reputation: 0,
            min_client_reputation: found.min_client_reputation,
            accepted_mints: found.accepted_mints,
            max_seconds,
            draining: found.draining == 1,
        },
    })
}

/// The device whose key is `key`, of an operator whose wallet is `owner`; it takes work.
///
/// # Errors
/// [`EscrowError::WrongDevice`], [`EscrowError::WrongDeviceKey`],
/// [`EscrowError::DeviceInactive`].
pub fn device(account: &AccountView, key: &Address, owner: &Address) -> Result<Device> {
    let found = read_device(*account, key, owner)?;
    require!(found.available == 1, EscrowError::DeviceInactive);
    Ok(Device {
        active_since: found.registered_at,
        gpus: u32::from(found.gpus),
        traits: DeviceTraits {
            class: found.class,
            vram_mib: found.vram_mib,
            region: found.region,
            connectivity: found.connectivity,
            latency: found.latency,
            security: found.security,
            purposes: found.purposes,
        },
    })
}

/// Checks that `key` is the key of a device of the operator whose wallet is `owner`. It need
/// not take new work: what runs is finished.
///
/// # Errors
/// [`EscrowError::WrongDevice`], [`EscrowError::WrongDeviceKey`].
pub fn check_device_key(account: &AccountView, key: &Address, owner: &Address) -> Result<()> {
    read_device(*account, key, owner).map(drop)
}

#[inline(never)]
fn read_device(account: AccountView, key: &Address, owner: &Address) -> Result<registry::Device> {
    let found = match registry::read_device(&account, &registry::ID, key) {
        Err(registry::ReadError::WrongKey) => return Err(EscrowError::WrongDeviceKey.into()),
        found => found.map_err(EscrowError::registry(EscrowError::WrongDevice))?,
    };
    require!(address_eq(&found.owner, owner), EscrowError::WrongDevice);
    Ok(found)
}

/// The client of `owner`.
///
/// # Errors
/// [`EscrowError::WrongClient`].
pub fn client(account: &AccountView, owner: &Address) -> Result<Client> {
    let found = registry::read_client(account, &registry::ID, owner)
        .map_err(EscrowError::registry(EscrowError::WrongClient))?;
    Ok(Client {
        referrer: found.referrer,
        registered_at: found.first_registered_at,
    })
}

/// The quote of an active class.
///
/// # Errors
/// [`EscrowError::WrongClassBook`], [`EscrowError::ClassUnknown`].
pub fn quote(account: &AccountView, class: u16) -> Result<Quote> {
    let found = match registry::read_class(account, &registry::ID, class) {
        Err(registry::ReadError::UnknownClass) => return Err(EscrowError::ClassUnknown.into()),
        found => found.map_err(EscrowError::registry(EscrowError::WrongClassBook))?,
    };
    let class = &found.class;
    require!(class.is_active(), EscrowError::ClassUnknown);
    let rate = accept!(quoted_rate_ceil(class.price, class.price_multiplier_bps));
    Ok(Quote {
        rate,
        utilisation_bps: found.utilisation().mean_bps_floor(),
    })
}

/// The verifiers' verdict on `subject`, a claim or a replicated job, if there is one. The
/// account is at the verdict's address, so that nobody can leave a verdict out.
///
/// # Errors
/// [`EscrowError::WrongVerdict`].
#[inline(never)]
pub fn verdict(
    account: &AccountView,
    verification_program: &Address,
    subject: &Address,
) -> Result<Option<verification::Verdict>> {
    if !address_eq(account.owner(), verification_program) {
        return Ok(None);
    }
    let found = verification::read_verdict(account, verification_program, subject)
        .map_err(EscrowError::verification(EscrowError::WrongVerdict))?;
    Ok(Some(found))
}
