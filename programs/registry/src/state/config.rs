//! The program's single config account.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{pause::PauseState, time};

use crate::{constants::ROLES, error::RegistryError};

/// Roles, pause and clock. One account, seed `registry`.
#[account]
pub struct RegistryConfig {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Kind of cluster: 0 local, 1 public. Fixed at initialisation.
    pub cluster: u8,
    /// Zero.
    pub reserved_head: [u8; 5],
    /// Paused before this time, unix seconds; 0 when never paused.
    pub paused_until: i64,
    /// Earliest time at which the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
    /// When epoch 0 begins, unix seconds: emission's start time.
    pub epoch_zero: i64,
    /// Holders of the roles, by role index: admin, guardian, price manager, capacity reporter.
    pub roles: [Role; 4],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () =
    assert!(size_of::<RegistryConfig>() == 352 && size_of::<RegistryConfig>().is_multiple_of(8));

/// A role and its open hand-over.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Role {
    /// Who holds it.
    pub holder: Address,
    /// Proposed next holder; all zero when none.
    pub proposed: Address,
}

const _: () = assert!(ROLES == 4);

impl RegistryConfig {
    /// Whether `key` holds `role`. Nobody holds a role that does not exist.
    #[inline]
    pub fn holds(&self, role: u8, key: &Address) -> bool {
        self.roles
            .get(usize::from(role))
            .is_some_and(|entry| anchor_lang::address_eq(&entry.holder, key))
    }

    /// A role's entry.
    ///
    /// # Errors
    /// [`RegistryError::UnknownRole`].
    pub fn role_mut(&mut self, role: u8) -> Result<&mut Role> {
        self.roles
            .get_mut(usize::from(role))
            .ok_or_else(|| RegistryError::UnknownRole.into())
    }

    /// The pause state as the rules know it.
    pub fn pause_state(&self) -> PauseState {
        PauseState {
            paused_until: self.paused_until,
            guardian_pause_allowed_from: self.guardian_pause_allowed_from,
        }
    }

    /// Stores the pause state.
    pub fn set_pause_state(&mut self, state: &PauseState) {
        self.paused_until = state.paused_until;
        self.guardian_pause_allowed_from = state.guardian_pause_allowed_from;
    }

    /// Refuses while paused. Entry instructions call it; exits never do (invariant I10).
    ///
    /// # Errors
    /// [`RegistryError::Paused`].
    #[inline]
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause_state().is_paused(now), RegistryError::Paused);
        Ok(())
    }

    /// The epoch that runs at `now`.
    ///
    /// # Errors
    /// [`RegistryError::BeforeEpochZero`].
    #[inline]
    pub fn epoch_at(&self, now: i64) -> Result<u64> {
        time::epoch_at(self.epoch_zero, now).ok_or_else(|| RegistryError::BeforeEpochZero.into())
    }
}
