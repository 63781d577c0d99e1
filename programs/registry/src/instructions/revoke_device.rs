//! Takes a device off the network.

use anchor_lang::prelude::*;

use crate::{
    constants::DEVICE_VERSION, error::RegistryError, events::DeviceRevoked, state::Device,
};

/// Accounts of [`revoke_device`].
#[derive(Accounts)]
pub struct RevokeDevice {
    /// The device's owner, who gets the rent back.
    #[account(
        mut,
        constraint = *owner.address() == device.owner @ RegistryError::NotDeviceOwner
    )]
    pub owner: Signer,
    /// The device to close.
    #[account(
        mut,
        close = owner,
        constraint = device.version == DEVICE_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub device: Account<Device>,
}

/// **Specification**
/// - Only the owner, at any time, while paused too. The key has no rights afterwards.
/// - A job that the device works for is not ended by this; without its key the operator cannot
///   complete it.
pub fn revoke_device(ctx: &mut Context<RevokeDevice>) -> Result<()> {
    let device = &ctx.accounts.device;
    emit!(DeviceRevoked {
        device: *device.address(),
        owner: device.owner,
        device_key: device.device_key,
        rent: device.view().lamports(),
    });
    Ok(())
}
