//! What other programs may know of iosd: its id and its seeds. Tests of iosd hold every
//! constant against the program itself.
#![no_std]

use anchor_lang::{Address, address};

/// Program id of iosd.
pub const ID: Address = address!("6pwP3HSQc4udEsmTc9uGtTkwpLdPnErVUDT2ShoowZYv");

/// Seed of the IOSD mint.
pub const MINT_SEED: &[u8] = b"mint";
/// Seed of a dollar mint's vault record, followed by the mint's address. It exists once iosd's
/// admin listed the mint.
pub const DOLLAR_VAULT_SEED: &[u8] = b"dollar-vault";
/// Seed of that vault's token account, which takes the dollars of token shares; followed by the
/// mint's address.
pub const DOLLAR_TOKENS_SEED: &[u8] = b"dollar-tokens";
