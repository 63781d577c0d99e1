//! What other programs may know of io-token: its id, its seeds, how to read its config
//! account and how to ask it to mint. No dispatch is in here, so any number of programs
//! may depend on it; tests of io-token hold every constant against the program itself.
#![no_std]

pub mod config;
pub mod mint_emission;

use anchor_lang::{Address, address};

/// Program id of io-token.
pub const ID: Address = address!("Cqjf2QFt3GYFVWWtw79uPJoWW3ZbfegvAcSBnSXYCtgT");

/// Seed of the config account.
pub const CONFIG_SEED: &[u8] = b"config";
/// Seed of the IO mint.
pub const MINT_SEED: &[u8] = b"mint";
/// Seed of the mint authority, a signer without data.
pub const MINT_AUTHORITY_SEED: &[u8] = b"mint-authority";
