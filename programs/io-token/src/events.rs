//! What this program reports. Every move of value carries the totals before and after.

use anchor_lang::prelude::*;

/// The program was initialised.
#[event]
pub struct Initialized {
    /// First admin.
    pub admin: Address,
    /// First guardian.
    pub guardian: Address,
    /// The IO mint.
    pub mint: Address,
    /// The emission program's signing address.
    pub emission_authority: Address,
}

/// A part of a genesis category was given to a beneficiary.
#[event]
pub struct GenesisAllocated {
    /// The new vesting account.
    pub vesting: Address,
    /// Its beneficiary.
    pub beneficiary: Address,
    /// Its index.
    pub index: u32,
    /// Category index.
    pub category: u8,
    /// Base units of IO.
    pub amount: u64,
    /// Allocated of the category before, base units.
    pub allocated_before: u64,
    /// Allocated of the category after, base units.
    pub allocated_after: u64,
}

/// Genesis is final: the whole amount was minted into the vesting vault.
#[event]
pub struct GenesisSealed {
    /// Base units of IO minted.
    pub amount: u64,
    /// Minted ever before, base units.
    pub minted_ever_before: u64,
    /// Minted ever after, base units.
    pub minted_ever_after: u64,
    /// Start of all vesting, unix seconds.
    pub genesis_time: i64,
}

/// Unlocked tokens were paid to a beneficiary.
#[event]
pub struct VestedClaimed {
    /// The vesting account.
    pub vesting: Address,
    /// Its beneficiary.
    pub beneficiary: Address,
    /// The token account paid.
    pub destination: Address,
    /// Base units of IO paid.
    pub amount: u64,
    /// Claimed before, base units.
    pub claimed_before: u64,
    /// Claimed after, base units.
    pub claimed_after: u64,
    /// The whole allocation, base units.
    pub total: u64,
}

/// A next beneficiary was proposed, or a proposal withdrawn (default address).
#[event]
pub struct BeneficiaryProposed {
    /// The vesting account.
    pub vesting: Address,
    /// Present beneficiary.
    pub beneficiary: Address,
    /// Proposed beneficiary.
    pub proposed: Address,
}

/// A vesting account changed hands.
#[event]
pub struct BeneficiaryChanged {
    /// The vesting account.
    pub vesting: Address,
    /// Beneficiary before.
    pub beneficiary_before: Address,
    /// Beneficiary after.
    pub beneficiary_after: Address,
}

/// A fully claimed vesting account was closed.
#[event]
pub struct VestingClosed {
    /// The vesting account.
    pub vesting: Address,
    /// Its last beneficiary.
    pub beneficiary: Address,
    /// Who got the rent.
    pub payer: Address,
    /// The whole allocation, all claimed, base units.
    pub total: u64,
    /// Lamports returned.
    pub rent: u64,
}

/// Emission was minted into the two pools.
#[event]
pub struct EmissionMinted {
    /// Base units of IO to the availability pool.
    pub availability_amount: u64,
    /// Base units of IO to the compute pool.
    pub compute_amount: u64,
    /// Minted ever before, base units.
    pub minted_ever_before: u64,
    /// Minted ever after, base units.
    pub minted_ever_after: u64,
}

/// IO was burned through this program.
#[event]
pub struct Burned {
    /// Whose tokens.
    pub holder: Address,
    /// Base units of IO burned.
    pub amount: u64,
    /// Burned ever before, base units.
    pub burned_ever_before: u64,
    /// Burned ever after, base units.
    pub burned_ever_after: u64,
}

/// Entry was paused.
#[event]
pub struct Paused {
    /// Guardian or admin.
    pub authority: Address,
    /// Until when, unix seconds.
    pub paused_until: i64,
    /// When the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
}

/// A pause was lifted early.
#[event]
pub struct Unpaused {
    /// Guardian or admin.
    pub authority: Address,
    /// Until when it would have lasted, unix seconds.
    pub paused_until_before: i64,
}

/// A next holder of a role was proposed, or a proposal withdrawn (default address).
#[event]
pub struct RoleProposed {
    /// 0 admin, 1 guardian.
    pub role: u8,
    /// Present holder.
    pub holder: Address,
    /// Proposed holder.
    pub proposed: Address,
}

/// A role changed hands.
#[event]
pub struct RoleChanged {
    /// 0 admin, 1 guardian.
    pub role: u8,
    /// Holder before.
    pub holder_before: Address,
    /// Holder after.
    pub holder_after: Address,
}
