//! Changes what a device says about itself.

use anchor_lang::prelude::*;

use crate::{
    constants::DEVICE_VERSION,
    error::RegistryError,
    events::DeviceUpdated,
    state::{Device, DeviceDetails},
};

/// Accounts of [`update_device`].
#[derive(Accounts)]
pub struct UpdateDevice {
    /// The device's key.
    #[account(
        constraint = *device_key.address() == device.device_key @ RegistryError::NotDeviceKey
    )]
    pub device_key: Signer,
    /// The device.
    #[account(
        mut,
        constraint = device.version == DEVICE_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub device: Account<Device>,
}

/// **Specification**
/// - Only the key that the device names (I9); not even its owner. Works while paused.
/// - Class, GPUs, VRAM and hardware hash stay: another machine is another device.
pub fn update_device(ctx: &mut Context<UpdateDevice>, details: DeviceDetails) -> Result<()> {
    details.validate()?;
    let device = &mut ctx.accounts.device;
    let before = device.details();

    device.set_details(&details);
    emit!(DeviceUpdated {
        device: *device.address(),
        before,
        after: details,
    });
    Ok(())
}
