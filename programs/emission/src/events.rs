//! What this program reports. Every move of value carries the totals before and after.

use anchor_lang::prelude::*;

use crate::state::Parameters;

/// The program was initialised.
#[event]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// When epoch 0 begins, unix seconds.
    pub start_time: i64,
    /// Schedule preset: 0 official, 1 literal.
    pub preset: u8,
    /// First parameters.
    pub parameters: Parameters,
}

/// Epochs were minted and the reserve returned its part.
#[event]
pub struct Advanced {
    /// First epoch minted.
    pub first_epoch: u64,
    /// Number of epochs minted.
    pub epochs: u64,
    /// Minted into the availability vault, base units of IO.
    pub minted_availability: u64,
    /// Minted into the compute vault, base units of IO.
    pub minted_compute: u64,
    /// Moved from the reserve to the availability vault, base units of IO.
    pub reserve_to_availability: u64,
    /// Moved from the reserve to the compute vault, base units of IO.
    pub reserve_to_compute: u64,
    /// Minted by this program in all before, base units of IO.
    pub minted_total_before: u64,
    /// Minted by this program in all after, base units of IO.
    pub minted_total_after: u64,
    /// Reserve before, base units of IO.
    pub reserve_before: u64,
    /// Reserve after, base units of IO.
    pub reserve_after: u64,
}

/// Funds that nobody earned went to the reserve.
#[event]
pub struct RolledOver {
    /// Moved from the availability vault, base units of IO.
    pub from_availability: u64,
    /// Moved from the compute vault, base units of IO.
    pub from_compute: u64,
    /// Reserve before, base units of IO.
    pub reserve_before: u64,
    /// Reserve after, base units of IO.
    pub reserve_after: u64,
    /// Epoch of the new checkpoint.
    pub checkpoint_epoch: u64,
}

/// Parameters were changed; they take effect later.
#[event]
pub struct ParametersChanged {
    /// In force until then.
    pub before: Parameters,
    /// In force from then on.
    pub after: Parameters,
    /// First epoch minted with the new ones.
    pub from_epoch: u64,
}

/// A next admin was proposed, or a proposal withdrawn (default address).
#[event]
pub struct AdminProposed {
    /// Present admin.
    pub admin: Address,
    /// Proposed admin.
    pub proposed: Address,
}

/// The admin changed.
#[event]
pub struct AdminChanged {
    /// Admin before.
    pub admin_before: Address,
    /// Admin after.
    pub admin_after: Address,
}
