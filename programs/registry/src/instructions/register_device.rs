//! Registers a device.

use anchor_lang::prelude::*;

use crate::{
    constants::{CLASS_BOOK_VERSION, CONFIG_VERSION, DEVICE_VERSION, OPERATOR_VERSION},
    error::RegistryError,
    events::DeviceRegistered,
    state::{ClassBook, Device, DeviceDetails, DeviceHardware, Operator, RegistryConfig},
};

/// Accounts of [`register_device`].
#[derive(Accounts)]
pub struct RegisterDevice {
    /// The operator's owner, who also pays the rent.
    #[account(
        mut,
        constraint = *owner.address() == operator.owner @ RegistryError::NotOperatorOwner
    )]
    pub owner: Signer,
    /// The device's key.
    pub device_key: Signer,
    /// The program's config.
    #[account(
        seeds = [b"registry"],
        bump,
        constraint = config.version == CONFIG_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub config: Account<RegistryConfig>,
    /// The class book.
    #[account(
        seeds = [b"classes"],
        bump,
        constraint = class_book.version == CLASS_BOOK_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub class_book: Account<ClassBook>,
    /// The owner's operator.
    #[account(
        constraint = operator.version == OPERATOR_VERSION @ RegistryError::UnsupportedVersion
    )]
    pub operator: Account<Operator>,
    /// The device to create.
    #[account(init, payer = owner, seeds = [b"device", device_key.address().as_ref()], bump)]
    pub device: Account<Device>,
    /// The system program.
    pub system_program: Program<System>,
}

/// **Specification**
/// - Signed by the owner and by the device's key: nobody registers a device he does not hold,
///   and no device joins an operator unasked. Not while paused.
/// - The class is active; 1 to 64 GPUs with at least its VRAM; tiers 0 to 4.
/// - The address follows from the device's key alone, so a key is registered once at a time.
/// - The owner pays the rent and gets it back when the device is revoked or rotated.
pub fn register_device(
    ctx: &mut Context<RegisterDevice>,
    hardware: DeviceHardware,
    details: DeviceDetails,
) -> Result<()> {
    let bump = ctx.bumps.device;
    let accounts = &mut ctx.accounts;
    let clock = Clock::get()?;
    accounts.config.require_not_paused(clock.unix_timestamp)?;
    let class = accounts.class_book.class(hardware.class)?;
    require!(class.active == 1, RegistryError::ClassInactive);
    hardware.validate(class.vram_mib)?;
    details.validate()?;

    let (owner, device_key) = (*accounts.owner.address(), *accounts.device_key.address());
    let device = &mut accounts.device;
    device.version = DEVICE_VERSION;
    device.bump = bump;
    device.owner = owner;
    device.device_key = device_key;
    device.registered_at = clock.unix_timestamp;
    device.registered_slot = clock.slot;
    device.set_hardware(&hardware);
    device.set_details(&details);

    emit!(DeviceRegistered {
        device: *accounts.device.address(),
        owner,
        device_key,
        hardware,
        details,
    });
    Ok(())
}
