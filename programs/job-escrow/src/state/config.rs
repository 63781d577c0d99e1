//! The program's single config account.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::pause::PauseState;

use crate::{
    constants::{MINTS, ROLES},
    error::EscrowError,
};

/// Roles, pause, pinned programs and feeds, parameters, listed mints. One account, seed
/// `escrow`.
#[account]
pub struct EscrowConfig {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// Kind of cluster: 0 local, 1 public. Fixed at initialisation.
    pub cluster: u8,
    /// How many mints are listed; never falls.
    pub mint_count: u8,
    /// Zero.
    pub reserved_head: [u8; 3],
    /// Paused before this time, unix seconds; 0 when never paused.
    pub paused_until: i64,
    /// Earliest time at which the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
    /// When epoch 0 began, unix seconds: emission's start time.
    pub epoch_zero: i64,
    /// Holders of the roles, by role index: admin, guardian, treasury, verifiers.
    pub roles: [Role; 4],
    /// Owner of the stake accounts that are read.
    pub staking_program: Address,
    /// Owner of the capacity, class total and verdict accounts that are read.
    pub verification_program: Address,
    /// The registry program, owner of operators, clients, devices and the class book.
    pub registry_program: Address,
    /// Owner of the price accounts that are read.
    pub price_program: Address,
    /// Feed of IO in dollars.
    pub io_feed_id: [u8; 32],
    /// Economic parameters in force for new claims.
    pub parameters: Parameters,
    /// Listed mints; index 0 is IOSD.
    pub mints: [ListedMint; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

/// A role and its open hand-over.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Role {
    /// Who holds it.
    pub holder: Address,
    /// Proposed next holder; all zero when none.
    pub proposed: Address,
}

/// A mint that deposits can be made in.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct ListedMint {
    /// The mint; six decimals.
    pub mint: Address,
    /// Feed of the mint in dollars, for compute points; all zero for IOSD.
    pub feed_id: [u8; 32],
    /// Where token shares go: the buy-and-burn vault; for IOSD the mint, which burns.
    pub token_sink: Address,
    /// 1 while new jobs may be posted in it.
    pub active: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

const _: () = assert!(ROLES == 4 && MINTS == 8);

impl EscrowConfig {
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
    /// [`EscrowError::UnknownRole`].
    pub fn role_mut(&mut self, role: u8) -> Result<&mut Role> {
        self.roles
            .get_mut(usize::from(role))
            .ok_or_else(|| EscrowError::UnknownRole.into())
    }

    /// A listed mint, active or not.
    ///
    /// # Errors
    /// [`EscrowError::MintNotListed`].
    #[inline]
    pub fn listed(&self, index: u8) -> Result<&ListedMint> {
        self.mints
            .get(usize::from(index))
            .filter(|_| index < self.mint_count)
            .ok_or_else(|| EscrowError::MintNotListed.into())
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
    /// [`EscrowError::Paused`].
    #[inline]
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause_state().is_paused(now), EscrowError::Paused);
        Ok(())
    }

    /// The epoch that runs at `now`.
    ///
    /// # Errors
    /// [`EscrowError::BeforeEpochZero`].
    #[inline]
    pub fn epoch_at(&self, now: i64) -> Result<u64> {
        ionet_core::time::epoch_at(self.epoch_zero, now)
            .ok_or_else(|| EscrowError::BeforeEpochZero.into())
    }
}
