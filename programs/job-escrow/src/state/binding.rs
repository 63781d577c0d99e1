//! Which claim a device works for.

use anchor_lang::prelude::*;

/// A device's binding. Seeds `binding`, the device's account in registry. Made at its first
/// start and used again for every later claim: a device serves one claim at a time.
#[account]
pub struct Binding {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 2],
    /// GPUs of the device that serve the claim.
    pub gpus: u32,
    /// The device's account in registry.
    pub device: Address,
    /// The claim; the device is free once it has ended or is gone.
    pub claim: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Binding>() == 104 && size_of::<Binding>().is_multiple_of(8));
