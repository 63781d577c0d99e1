//! What other programs may know of the verifiers' work: how many GPUs of an operator are
//! verified, the race weight of a class as a whole, and verdicts on disputed claims.
//!
//! The owning program's id is given by the reader (it stands in job-escrow's config), because
//! on a local chain `local-stand-in` owns accounts of exactly these layouts until the
//! verifiers exist. Nothing in here dispatches, so any number of programs may depend on it.
#![no_std]

mod capacity;
mod class_total;
mod verdict;

pub use capacity::{CAPACITY_SEED, ClassCapacity, VerifiedCapacity, read_capacity};
pub use class_total::{CLASS_TOTAL_SEED, ClassTotal, read_class_total};
pub use verdict::{VERDICT_SEED, Verdict, read_verdict};

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::AnyBitPattern;

/// Layout version of all three accounts that this crate reads.
pub const VERSION: u8 = 1;

/// First eight bytes of the accounts: capacity, class total, verdict.
pub const DISCRIMINATORS: [[u8; 8]; 3] = [
    capacity::DISCRIMINATOR,
    class_total::DISCRIMINATOR,
    verdict::DISCRIMINATOR,
];

/// Why an account could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationError {
    /// Not an account of this kind and of the verification program.
    NotThisAccount,
    /// A layout version that this crate does not know.
    UnsupportedVersion,
    /// It speaks of another operator, class or claim.
    WrongSubject,
}

/// Owner and bytes. The address is not derived again: only the verification program can write
/// such an account, and it has one for each subject.
fn read<T: AnyBitPattern>(
    account: AccountView,
    verification_program: &Address,
    discriminator: [u8; 8],
    version: impl Fn(&T) -> u8,
) -> Result<T, VerificationError> {
    if !address_eq(account.owner(), verification_program) {
        return Err(VerificationError::NotThisAccount);
    }
    let data = account
        .try_borrow()
        .map_err(|_| VerificationError::NotThisAccount)?;
    parse(&data, discriminator, version)
}

/// The account behind its discriminator, when discriminator, length and version are right.
fn parse<T: AnyBitPattern>(
    data: &[u8],
    discriminator: [u8; 8],
    version: impl Fn(&T) -> u8,
) -> Result<T, VerificationError> {
    let Some((found, body)) = data.split_first_chunk::<8>() else {
        return Err(VerificationError::NotThisAccount);
    };
    let Some(body) = body.get(..size_of::<T>()) else {
        return Err(VerificationError::NotThisAccount);
    };
    if *found != discriminator {
        return Err(VerificationError::NotThisAccount);
    }
    let account: T =
        bytemuck::try_pod_read_unaligned(body).map_err(|_| VerificationError::NotThisAccount)?;
    if version(&account) != VERSION {
        return Err(VerificationError::UnsupportedVersion);
    }
    Ok(account)
}
