//! Machines with GPUs.

use anchor_lang::prelude::*;
use ionet_core::hiring::{MAX_TIER, PURPOSES};

use crate::{constants::MAX_DEVICE_GPUS, error::RegistryError};

/// A device. Seeds `device`, device key. Closed when it is revoked or its key is rotated.
///
/// Job-escrow reads all of it: keep every offset. What a device says of itself is its own word
/// until verifiers have measured it.
#[account]
pub struct Device {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
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
    /// Hash of its hardware ids and a salt that only the owner knows.
    pub hardware_hash: [u8; 32],
    /// The owner's wallet: paid the rent and gets it back.
    pub owner: Address,
    /// The device's key: signs its work and its details, never the owner's money.
    pub device_key: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Device>() == 168 && size_of::<Device>().is_multiple_of(8));

/// What a device is made of; fixed while it is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct DeviceHardware {
    /// Class of its GPUs.
    pub class: u16,
    /// How many GPUs, 1 to 64.
    pub gpus: u16,
    /// VRAM of each GPU, MiB; at least the class's.
    pub vram_mib: u32,
    /// Hash of its hardware ids and a salt.
    pub hardware_hash: [u8; 32],
}

/// What a device may change about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct DeviceDetails {
    /// Whether it takes work.
    pub available: bool,
    /// Region, from 1; 0 when not told.
    pub region: u16,
    /// Connectivity tier, 0 to 4.
    pub connectivity: u8,
    /// Latency tier, 0 to 4: a higher one is quicker.
    pub latency: u8,
    /// Security tier, 0 to 4.
    pub security: u8,
    /// Purposes it serves: bit 0 general, bit 1 inference, bit 2 training. At least one.
    pub purposes: u8,
}

impl DeviceHardware {
    /// Checks the number of GPUs, and their VRAM against the class's.
    ///
    /// # Errors
    /// [`RegistryError::GpusOutOfRange`], [`RegistryError::VramBelowClass`].
    pub fn validate(&self, class_vram_mib: u32) -> Result<()> {
        require!(
            (1..=MAX_DEVICE_GPUS).contains(&self.gpus),
            RegistryError::GpusOutOfRange
        );
        require!(
            self.vram_mib >= class_vram_mib,
            RegistryError::VramBelowClass
        );
        Ok(())
    }
}

impl DeviceDetails {
    /// Checks tiers and purposes.
    ///
    /// # Errors
    /// [`RegistryError::TierOutOfRange`], [`RegistryError::PurposesOutOfRange`].
    pub fn validate(&self) -> Result<()> {
        let highest = self.connectivity.max(self.latency).max(self.security);
        require!(highest <= MAX_TIER, RegistryError::TierOutOfRange);
        require!(
            (1..=PURPOSES).contains(&self.purposes),
            RegistryError::PurposesOutOfRange
        );
        Ok(())
    }
}

impl Device {
    /// What it is made of.
    pub fn hardware(&self) -> DeviceHardware {
        DeviceHardware {
            class: self.class,
            gpus: self.gpus,
            vram_mib: self.vram_mib,
            hardware_hash: self.hardware_hash,
        }
    }

    /// Stores what it is made of.
    pub fn set_hardware(&mut self, hardware: &DeviceHardware) {
        self.class = hardware.class;
        self.gpus = hardware.gpus;
        self.vram_mib = hardware.vram_mib;
        self.hardware_hash = hardware.hardware_hash;
    }

    /// What it says about itself.
    pub fn details(&self) -> DeviceDetails {
        DeviceDetails {
            available: self.available == 1,
            region: self.region,
            connectivity: self.connectivity,
            latency: self.latency,
            security: self.security,
            purposes: self.purposes,
        }
    }

    /// Stores what it says about itself.
    pub fn set_details(&mut self, details: &DeviceDetails) {
        self.available = u8::from(details.available);
        self.region = details.region;
        self.connectivity = details.connectivity;
        self.latency = details.latency;
        self.security = details.security;
        self.purposes = details.purposes;
    }
}
