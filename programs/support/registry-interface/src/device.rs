//! Devices.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};

use crate::{ReadError, read};

/// First eight bytes of a device: `sha256("account:Device")`.
pub const DEVICE_DISCRIMINATOR: [u8; 8] = [153, 248, 23, 39, 83, 45, 68, 128];
/// Layout version that this crate reads.
pub const DEVICE_VERSION: u8 = 1;

const DEVICE: usize = 8 + size_of::<Device>();

/// A device, as it lies behind the discriminator. What it says of itself is its own word until
/// verifiers have measured it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Device {
    /// Layout version, [`DEVICE_VERSION`].
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// 1 while it takes work, 0 while it does not.
    pub available: u8,
    /// Connectivity tier, 0 to 4.
    pub connectivity: u8,
    /// Latency tier, 0 to 4: a higher one is quicker.
    pub latency: u8,
    /// Security tier, 0 to 4.
    pub security: u8,
    /// Purposes it serves: bit 0 general, bit 1 inference, bit 2 training.
    pub purposes: u8,
    /// Zero.
    pub reserved_head: u8,
    /// Class of its GPUs, 0 to 31.
    pub class: u16,
    /// How many GPUs, 1 to 64.
    pub gpus: u16,
    /// Region, from 1; 0 when not told.
    pub region: u16,
    /// Zero.
    pub reserved_region: u16,
    /// VRAM of each GPU, MiB.
    pub vram_mib: u32,
    /// Zero.
    pub reserved_vram: u32,
    /// When it was registered, unix seconds.
    pub registered_at: i64,
    /// The slot in which it was registered.
    pub registered_slot: u64,
    /// Salted hash of its hardware ids.
    pub hardware_hash: [u8; 32],
    /// The owner's wallet.
    pub owner: Address,
    /// The device's key.
    pub device_key: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Device>() == 168);

/// Reads the device with `device_key` from an account of `program`, the registry. Whose device
/// it is stands in [`Device::owner`].
///
/// # Errors
/// [`ReadError::WrongAccount`], [`ReadError::UnsupportedVersion`], [`ReadError::WrongKey`].
pub fn read_device(
    account: &AccountView,
    program: &Address,
    device_key: &Address,
) -> Result<Device, ReadError> {
    let device: Device =
        read::<_, DEVICE>(*account, program, DEVICE_DISCRIMINATOR, DEVICE_VERSION)?;
    if !address_eq(&device.device_key, device_key) {
        return Err(ReadError::WrongKey);
    }
    Ok(device)
}
