//! What other programs may know of registry: its id, its seeds, and how to read operators,
//! clients, devices and classes. No dispatch is in here, so any number of programs may depend on
//! it; tests of registry hold every constant against the program itself.
//!
//! Addresses are not derived again: only registry can write its accounts, and it has one for
//! each owner or device key, whose address stands in the account and is compared.
#![no_std]

mod class;
mod device;
mod participant;

pub use class::{
    CLASS_BOOK_DISCRIMINATOR, CLASS_BOOK_VERSION, CLASSES_OFFSET, Class, ClassEntry, read_class,
};
pub use device::{DEVICE_DISCRIMINATOR, DEVICE_VERSION, Device, read_device};
pub use participant::{
    CLIENT_DISCRIMINATOR, CLIENT_VERSION, Client, OPERATOR_DISCRIMINATOR, OPERATOR_VERSION,
    Operator, Registration, read_client, read_operator, read_registration,
};

use anchor_lang::{AccountView, Address, address, address_eq};
use bytemuck::AnyBitPattern;

/// Program id of registry.
pub const ID: Address = address!("3QTYMLp5a87W8WEQmEoFMZtcMm1kcpXSzfb2YBbQchCv");

/// Seed of the config account.
pub const CONFIG_SEED: &[u8] = b"registry";
/// Seed of the class book.
pub const CLASS_BOOK_SEED: &[u8] = b"classes";
/// Seed of an operator, followed by its owner.
pub const OPERATOR_SEED: &[u8] = b"operator";
/// Seed of a client, followed by its owner.
pub const CLIENT_SEED: &[u8] = b"client";
/// Seed of a device, followed by its key.
pub const DEVICE_SEED: &[u8] = b"device";

/// Why an account could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Not an account of this kind, or not registry's.
    WrongAccount,
    /// A layout version that this crate does not know.
    UnsupportedVersion,
    /// An account of the right kind, of another owner or device key.
    WrongKey,
    /// A class that is above 31 or that was never added.
    UnknownClass,
}

/// Reads what lies `SIZE` bytes long at the start of an account of `program`.
fn read<T: AnyBitPattern, const SIZE: usize>(
    account: AccountView,
    program: &Address,
    discriminator: [u8; 8],
    version: u8,
) -> Result<T, ReadError> {
    if !address_eq(account.owner(), program) {
        return Err(ReadError::WrongAccount);
    }
    let data = account.try_borrow().map_err(|_| ReadError::WrongAccount)?;
    parse::<T, SIZE>(&data, discriminator, version)
}

/// Reads the body behind the discriminator; `SIZE` is both together.
fn parse<T: AnyBitPattern, const SIZE: usize>(
    data: &[u8],
    discriminator: [u8; 8],
    version: u8,
) -> Result<T, ReadError> {
    let Some((account, _)) = data.split_first_chunk::<SIZE>() else {
        return Err(ReadError::WrongAccount);
    };
    let Some((found, body)) = account.split_first_chunk::<8>() else {
        return Err(ReadError::WrongAccount);
    };
    if *found != discriminator {
        return Err(ReadError::WrongAccount);
    }
    if body.first() != Some(&version) {
        return Err(ReadError::UnsupportedVersion);
    }
    bytemuck::try_pod_read_unaligned(body).map_err(|_| ReadError::WrongAccount)
}
