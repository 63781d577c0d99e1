//! What this program reports.

use anchor_lang::prelude::*;

use crate::state::{ClassTerms, DeviceDetails, DeviceHardware, OperatorSettings};

/// The program was initialised.
#[event]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// First guardian.
    pub guardian: Address,
    /// First price manager.
    pub price_manager: Address,
    /// First capacity reporter.
    pub capacity_reporter: Address,
    /// Kind of cluster: 0 local, 1 public.
    pub cluster: u8,
    /// When epoch 0 begins, unix seconds.
    pub epoch_zero: i64,
}

/// A next holder of a role was proposed, or a proposal withdrawn (default address).
#[event]
pub struct RoleProposed {
    /// Role index.
    pub role: u8,
    /// Present holder.
    pub holder: Address,
    /// Proposed holder.
    pub proposed: Address,
}

/// A role changed hands.
#[event]
pub struct RoleChanged {
    /// Role index.
    pub role: u8,
    /// Holder before.
    pub holder_before: Address,
    /// Holder after.
    pub holder_after: Address,
}

/// Registrations were stopped.
#[event]
pub struct Paused {
    /// Who paused.
    pub authority: Address,
    /// Until when, unix seconds.
    pub paused_until: i64,
    /// When the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// A pause was lifted.
#[event]
pub struct Unpaused {
    /// Who lifted it.
    pub authority: Address,
    /// When it would have ended, unix seconds.
    pub paused_until_before: i64,
}

/// A class was added.
#[event]
pub struct ClassAdded {
    /// Its id.
    pub class: u16,
    /// What it is.
    pub terms: ClassTerms,
    /// First price, micro-dollars per GPU-hour.
    pub price: u64,
    /// Least price, micro-dollars per GPU-hour.
    pub min_price: u64,
    /// Greatest price, micro-dollars per GPU-hour.
    pub max_price: u64,
}

/// A class was changed.
#[event]
pub struct ClassChanged {
    /// Its id.
    pub class: u16,
    /// What it was.
    pub before: ClassTerms,
    /// What it is.
    pub after: ClassTerms,
    /// Whether it was active.
    pub active_before: bool,
    /// Whether it is active.
    pub active_after: bool,
}

/// A vote changed a class's price bounds. Prices in micro-dollars per GPU-hour.
#[event]
pub struct PriceBoundsChanged {
    /// The class.
    pub class: u16,
    /// Least price before.
    pub min_price_before: u64,
    /// Least price after.
    pub min_price_after: u64,
    /// Greatest price before.
    pub max_price_before: u64,
    /// Greatest price after.
    pub max_price_after: u64,
    /// Price before.
    pub price_before: u64,
    /// Price after: within the bounds.
    pub price_after: u64,
}

/// The price manager moved a price.
#[event]
pub struct PriceMoved {
    /// The class.
    pub class: u16,
    /// Who moved it.
    pub price_manager: Address,
    /// Micro-dollars per GPU-hour before.
    pub price_before: u64,
    /// Micro-dollars per GPU-hour after.
    pub price_after: u64,
    /// What may still be moved within a day, micro-dollars.
    pub allowance_after: u64,
}

/// A class's utilisation was reported.
#[event]
pub struct UtilisationReported {
    /// The class.
    pub class: u16,
    /// The epoch.
    pub epoch: u64,
    /// Hired share of its verified GPU time in that epoch, basis points.
    pub utilisation_bps: u16,
    /// Mean of the last 24 epochs, basis points.
    pub mean_bps: u16,
    /// Price multiplier before, basis points.
    pub multiplier_before: u16,
    /// Price multiplier after, basis points.
    pub multiplier_after: u16,
}

/// An operator registered.
#[event]
pub struct OperatorRegistered {
    /// Its account.
    pub operator: Address,
    /// Its owner, who paid the rent.
    pub owner: Address,
    /// Who referred the owner; default when nobody.
    pub referrer: Address,
    /// What it chose.
    pub settings: OperatorSettings,
}

/// An operator changed its settings.
#[event]
pub struct OperatorUpdated {
    /// Its account.
    pub operator: Address,
    /// What it chose.
    pub settings: OperatorSettings,
    /// Stakers' share in force before, basis points.
    pub staker_bps_before: u16,
    /// Stakers' share in force after, basis points.
    pub staker_bps_after: u16,
    /// When the chosen share takes effect, unix seconds; 0: at once.
    pub staker_bps_from: i64,
}

/// An operator began or ended draining.
#[event]
pub struct OperatorDraining {
    /// Its account.
    pub operator: Address,
    /// Whether it takes no new jobs.
    pub draining: bool,
}

/// A client registered.
#[event]
pub struct ClientRegistered {
    /// Its account.
    pub client: Address,
    /// Its owner, who paid the rent.
    pub owner: Address,
    /// Who referred the owner; default when nobody.
    pub referrer: Address,
}

/// A device was registered.
#[event]
pub struct DeviceRegistered {
    /// Its account.
    pub device: Address,
    /// Its owner, who paid the rent.
    pub owner: Address,
    /// Its key.
    pub device_key: Address,
    /// What it is made of.
    pub hardware: DeviceHardware,
    /// What it says about itself.
    pub details: DeviceDetails,
}

/// A device changed what it says about itself.
#[event]
pub struct DeviceUpdated {
    /// Its account.
    pub device: Address,
    /// Before.
    pub before: DeviceDetails,
    /// After.
    pub after: DeviceDetails,
}

/// A device got a new key and with it a new account.
#[event]
pub struct DeviceRotated {
    /// Its owner.
    pub owner: Address,
    /// Account closed.
    pub device_before: Address,
    /// Account created.
    pub device_after: Address,
    /// Key before, without rights from now on.
    pub device_key_before: Address,
    /// Key after.
    pub device_key_after: Address,
}

/// A device was revoked.
#[event]
pub struct DeviceRevoked {
    /// Account closed.
    pub device: Address,
    /// Its owner, who got the rent back.
    pub owner: Address,
    /// Its key, without rights from now on.
    pub device_key: Address,
    /// Lamports returned.
    pub rent: u64,
}

/// Outcomes were folded into a reputation.
#[event]
pub struct ReputationFolded {
    /// The operator's or client's account.
    pub subject: Address,
    /// Points before, 1/65,536 of a score point.
    pub points_before: u32,
    /// Points after.
    pub points_after: u32,
    /// Last epoch folded before.
    pub epoch_before: u64,
    /// Last epoch folded after.
    pub epoch_after: u64,
}

/// An operator's account was rewritten in the present layout.
#[event]
pub struct OperatorMigrated {
    /// Its account.
    pub operator: Address,
    /// Who paid for the added bytes.
    pub payer: Address,
    /// Layout version before.
    pub version_before: u8,
    /// Layout version after.
    pub version_after: u8,
}
