//! Gives a device a new key.

use anchor_lang::prelude::*;

use crate::{
    constants::DEVICE_VERSION, error::RegistryError, events::DeviceRotated, state::Device,
};

/// Accounts of [`rotate_device`].
#[derive(Accounts)]
pub struct RotateDevice {
    /// The device's owner: gets the old account's rent and pays the new one's.
    #[account(
        mut,
        constraint = *owner.address() == device.owner @ RegistryError::NotDeviceOwner
    )]
    pub owner: Signer,
    /// The device's next key.
    pub new_device_key: Signer,
    /// The device under its present key, to close.
    #[account(
        mut,
        close = owner,
        constraint = device.version == DEVICE_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub device: Account<Device>,
    /// The device under its next key, to create.
    #[account(init, payer = owner, seeds = [b"device", new_device_key.address().as_ref()], bump)]
    pub new_device: Account<Device>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Signed by the owner and the next key; the present key, which may be lost or stolen, is not
///   asked. Works while paused: it ends the rights of a stolen key.
/// - Hardware and details are taken over; the time of registration is now, so that a key made
///   after a job was posted does not race for it.
pub fn rotate_device(ctx: &mut Context<RotateDevice>) -> Result<()> {
    let bump = ctx.bumps.new_device;
    let accounts = &mut ctx.accounts;
    let clock = Clock::get()?;
    let (hardware, details) = (accounts.device.hardware(), accounts.device.details());
    let (owner, device_key_after) = (
        *accounts.owner.address(),
        *accounts.new_device_key.address(),
    );

    let device = &mut accounts.new_device;
    device.version = DEVICE_VERSION;
    device.bump = bump;
    device.owner = owner;
    device.device_key = device_key_after;
    device.registered_at = clock.unix_timestamp;
    device.registered_slot = clock.slot;
    device.set_hardware(&hardware);
    device.set_details(&details);

    emit!(DeviceRotated {
        owner,
        device_before: *accounts.device.address(),
        device_after: *accounts.new_device.address(),
        device_key_before: accounts.device.device_key,
        device_key_after,
    });
    Ok(())
}
