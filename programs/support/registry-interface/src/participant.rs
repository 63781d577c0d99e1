//! Operators and clients.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};
use ionet_core::{operator_terms, referral::RegisteredOwner, reputation::Reputation};

use crate::{ReadError, read};

/// First eight bytes of an operator: `sha256("account:Operator")`.
pub const OPERATOR_DISCRIMINATOR: [u8; 8] = [219, 31, 188, 145, 69, 139, 204, 117];
/// First eight bytes of a client: `sha256("account:Client")`.
pub const CLIENT_DISCRIMINATOR: [u8; 8] = [221, 237, 145, 143, 170, 194, 133, 115];
/// Layout version of operators that this crate reads.
pub const OPERATOR_VERSION: u8 = 2;
/// Layout version of clients that this crate reads.
pub const CLIENT_VERSION: u8 = 1;

const OPERATOR: usize = 8 + size_of::<Operator>();
const CLIENT: usize = 8 + size_of::<Client>();

/// An operator, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Operator {
    /// Layout version, [`OPERATOR_VERSION`].
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// Bit `i`: accepts job-escrow's mint with index `i`.
    pub accepted_mints: u8,
    /// 1 while it takes no new jobs.
    pub draining: u8,
    /// 1 when the pending fields hold a cut of the stakers' share.
    pub has_pending: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// Share of its part in the deposit's mint, basis points.
    pub usd_bps: u16,
    /// Share of its stakers before the pending cut, basis points.
    pub staker_bps: u16,
    /// Share of its stakers after the pending cut, basis points.
    pub pending_staker_bps: u16,
    /// Least reputation of a client it works for, 0 to 10,000.
    pub min_client_reputation: u16,
    /// The longest it runs a job, seconds; 0 for no limit.
    pub max_seconds: u32,
    /// Reputation at the end of `reputation_epoch`, 1/65,536 of a score point.
    pub reputation_points: u32,
    /// When the pending cut takes effect, unix seconds.
    pub pending_from: i64,
    /// The last epoch folded into `reputation_points`.
    pub reputation_epoch: u64,
    /// When it registered, unix seconds.
    pub registered_at: i64,
    /// When its owner first registered anything, unix seconds.
    pub first_registered_at: i64,
    /// The owner's wallet.
    pub owner: Address,
    /// The wallet of who referred the owner; all zero when nobody did.
    pub referrer: Address,
    /// The slot in which it registered.
    pub registered_slot: u64,
    /// The slot in which its owner first registered anything.
    pub first_registered_slot: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Operator>() == 168);

/// A client, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Client {
    /// Layout version, [`CLIENT_VERSION`].
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 2],
    /// Reputation at the end of `reputation_epoch`, 1/65,536 of a score point.
    pub reputation_points: u32,
    /// The last epoch folded into `reputation_points`.
    pub reputation_epoch: u64,
    /// When it registered, unix seconds.
    pub registered_at: i64,
    /// When its owner first registered anything, unix seconds.
    pub first_registered_at: i64,
    /// The slot in which it registered.
    pub registered_slot: u64,
    /// The slot in which its owner first registered anything.
    pub first_registered_slot: u64,
    /// The owner's wallet.
    pub owner: Address,
    /// The wallet of who referred the owner; all zero when nobody did.
    pub referrer: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Client>() == 144);

/// What both kinds of registration hold of an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The owner's wallet.
    pub owner: Address,
    /// The wallet of who referred the owner; all zero when nobody did.
    pub referrer: Address,
    /// When the owner first registered anything, unix seconds.
    pub first_registered_at: i64,
    /// The slot in which the owner first registered anything.
    pub first_registered_slot: u64,
}

impl Operator {
    /// Its terms as the rules know them.
    pub fn terms(&self) -> operator_terms::OperatorTerms {
        operator_terms::OperatorTerms {
            usd_bps: self.usd_bps,
            staker_bps: self.staker_bps,
            pending: (self.has_pending == 1).then_some(operator_terms::PendingCut {
                staker_bps: self.pending_staker_bps,
                from: self.pending_from,
            }),
        }
    }

    /// Its reputation as the rules know it.
    pub fn reputation(&self) -> Reputation {
        Reputation {
            points: self.reputation_points,
            epoch: self.reputation_epoch,
        }
    }

    /// What it holds of its owner.
    pub fn registration(&self) -> Registration {
        Registration {
            owner: self.owner,
            referrer: self.referrer,
            first_registered_at: self.first_registered_at,
            first_registered_slot: self.first_registered_slot,
        }
    }
}

impl Client {
    /// Its reputation as the rules know it.
    pub fn reputation(&self) -> Reputation {
        Reputation {
            points: self.reputation_points,
            epoch: self.reputation_epoch,
        }
    }

    /// What it holds of its owner.
    pub fn registration(&self) -> Registration {
        Registration {
            owner: self.owner,
            referrer: self.referrer,
            first_registered_at: self.first_registered_at,
            first_registered_slot: self.first_registered_slot,
        }
    }
}

impl Registration {
    /// The owner as the rules of referrals know it.
    pub fn registered_owner(&self) -> RegisteredOwner {
        RegisteredOwner {
            owner: self.owner.to_bytes(),
            slot: self.first_registered_slot,
        }
    }
}

/// Reads the operator of `owner` from an account of `program`, the registry.
///
/// # Errors
/// [`ReadError::WrongAccount`], [`ReadError::UnsupportedVersion`], [`ReadError::WrongKey`].
pub fn read_operator(
    account: &AccountView,
    program: &Address,
    owner: &Address,
) -> Result<Operator, ReadError> {
    let operator: Operator =
        read::<_, OPERATOR>(*account, program, OPERATOR_DISCRIMINATOR, OPERATOR_VERSION)?;
    if !address_eq(&operator.owner, owner) {
        return Err(ReadError::WrongKey);
    }
    Ok(operator)
}

/// Reads the client of `owner` from an account of `program`, the registry.
///
/// # Errors
/// [`ReadError::WrongAccount`], [`ReadError::UnsupportedVersion`], [`ReadError::WrongKey`].
pub fn read_client(
    account: &AccountView,
    program: &Address,
    owner: &Address,
) -> Result<Client, ReadError> {
    let client: Client =
        read::<_, CLIENT>(*account, program, CLIENT_DISCRIMINATOR, CLIENT_VERSION)?;
    if !address_eq(&client.owner, owner) {
        return Err(ReadError::WrongKey);
    }
    Ok(client)
}

/// Reads an operator or a client, whoever's it is.
///
/// # Errors
/// [`ReadError::WrongAccount`], [`ReadError::UnsupportedVersion`].
pub fn read_registration(
    account: &AccountView,
    program: &Address,
) -> Result<Registration, ReadError> {
    let operator: Result<Operator, _> =
        read::<_, OPERATOR>(*account, program, OPERATOR_DISCRIMINATOR, OPERATOR_VERSION);
    match operator {
        Ok(operator) => Ok(operator.registration()),
        Err(ReadError::WrongAccount) => {
            let client: Client =
                read::<_, CLIENT>(*account, program, CLIENT_DISCRIMINATOR, CLIENT_VERSION)?;
            Ok(client.registration())
        }
        Err(other) => Err(other),
    }
}
