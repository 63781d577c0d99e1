//! The program's single state account.

use anchor_lang::prelude::*;
use ionet_core::{
    iosd as rules,
    oracle::{Feed, PriceRules, PriceUpdate},
    pause::PauseState,
};

use crate::{
    constants::{ROLE_ADMIN, ROLE_GUARDIAN},
    error::IosdError,
};

/// Parameters, windows, lifetime totals, roles and the pinned price feed. One account, seed
/// `iosd`.
#[account]
pub struct IosdState {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the IOSD mint's address.
    pub mint_bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// Zero.
    pub reserved_head: [u8; 4],
    /// The most micro-dollars minted in any 24 hours.
    pub window_cap: u64,
    /// How far below the lower bound the vaults buy IO, basis points.
    pub spread_bps: u16,
    /// The oldest price accepted, seconds.
    pub max_age_seconds: u16,
    /// The widest confidence accepted, basis points of the price.
    pub max_confidence_bps: u16,
    /// Zero.
    pub reserved_parameters: u16,
    /// What was minted lately and has not drained, micro-dollars.
    pub window_level: u64,
    /// When `window_level` was computed, unix seconds.
    pub window_updated_at: i64,
    /// Micro-dollars of IOSD ever minted; not reduced by burns.
    pub minted_ever: u64,
    /// Base units of IO burned for them.
    pub io_burned: u64,
    /// Publish time of the newest price used, unix seconds; 0 before the first.
    pub newest_publish_time: i64,
    /// Paused before this time, unix seconds; 0 when never paused.
    pub paused_until: i64,
    /// Earliest time at which the guardian may pause again, unix seconds.
    pub guardian_pause_allowed_from: i64,
    /// May change parameters, list vaults, pause, and hand roles over.
    pub admin: Address,
    /// Proposed next admin; all zero when none.
    pub proposed_admin: Address,
    /// May pause for a bounded time and lift a pause.
    pub guardian: Address,
    /// Proposed next guardian; all zero when none.
    pub proposed_guardian: Address,
    /// The IO mint.
    pub io_mint: Address,
    /// The program whose price accounts are read.
    pub feed_owner: Address,
    /// The price of IO in dollars there.
    pub feed_id: [u8; 32],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () = assert!(size_of::<IosdState>() == 368 && size_of::<IosdState>().is_multiple_of(8));

/// Parameters of IOSD, changed by the admin within hard bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Parameters {
    /// The most micro-dollars minted in any 24 hours, 1,000 to 10,000,000 IOSD.
    pub window_cap: u64,
    /// How far below the lower bound the vaults buy IO, 10 to 1,000 basis points.
    pub spread_bps: u16,
    /// The oldest price accepted, 10 to 60 seconds.
    pub max_age_seconds: u16,
    /// The widest confidence accepted, 10 to 200 basis points of the price.
    pub max_confidence_bps: u16,
}

impl From<Parameters> for rules::IosdParameters {
    fn from(parameters: Parameters) -> Self {
        Self {
            window_cap: parameters.window_cap,
            spread_bps: parameters.spread_bps,
            price: PriceRules {
                max_age_seconds: parameters.max_age_seconds,
                max_confidence_bps: parameters.max_confidence_bps,
            },
        }
    }
}

impl From<rules::IosdParameters> for Parameters {
    fn from(parameters: rules::IosdParameters) -> Self {
        Self {
            window_cap: parameters.window_cap,
            spread_bps: parameters.spread_bps,
            max_age_seconds: parameters.price.max_age_seconds,
            max_confidence_bps: parameters.price.max_confidence_bps,
        }
    }
}

impl IosdState {
    /// The state as the rules know it.
    pub fn to_core(&self) -> rules::IosdState {
        rules::IosdState {
            parameters: rules::IosdParameters {
                window_cap: self.window_cap,
                spread_bps: self.spread_bps,
                price: PriceRules {
                    max_age_seconds: self.max_age_seconds,
                    max_confidence_bps: self.max_confidence_bps,
                },
            },
            window: rules::LeakyBucket {
                level: self.window_level,
                updated_at: self.window_updated_at,
            },
            minted_ever: self.minted_ever,
            io_burned: self.io_burned,
            newest_publish_time: self.newest_publish_time,
        }
    }

    /// Stores the state that the rules gave.
    pub fn set_core(&mut self, state: &rules::IosdState) {
        self.window_cap = state.parameters.window_cap;
        self.spread_bps = state.parameters.spread_bps;
        self.max_age_seconds = state.parameters.price.max_age_seconds;
        self.max_confidence_bps = state.parameters.price.max_confidence_bps;
        self.window_level = state.window.level;
        self.window_updated_at = state.window.updated_at;
        self.minted_ever = state.minted_ever;
        self.io_burned = state.io_burned;
        self.newest_publish_time = state.newest_publish_time;
    }

    /// Reads a price account after checking its owner and feed id against the pinned ones.
    ///
    /// # Errors
    /// [`IosdError::WrongPriceOwner`], [`IosdError::NotPriceUpdate`] or
    /// [`IosdError::WrongPriceFeed`].
    pub fn read_price(&self, account: &AccountView) -> Result<PriceUpdate> {
        let feed = Feed {
            owner: self.feed_owner.to_bytes(),
            feed_id: self.feed_id,
        };
        let data = account
            .try_borrow()
            .map_err(|_| IosdError::NotPriceUpdate)?;
        let update = feed
            .read(account.owner().as_array(), &data)
            .map_err(IosdError::from)?;
        Ok(update)
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
    /// [`IosdError::Paused`].
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause_state().is_paused(now), IosdError::Paused);
        Ok(())
    }

    /// Holder and proposed holder of a role.
    ///
    /// # Errors
    /// [`IosdError::UnknownRole`].
    pub fn role_mut(&mut self, role: u8) -> Result<(&mut Address, &mut Address)> {
        match role {
            ROLE_ADMIN => Ok((&mut self.admin, &mut self.proposed_admin)),
            ROLE_GUARDIAN => Ok((&mut self.guardian, &mut self.proposed_guardian)),
            _ => Err(IosdError::UnknownRole.into()),
        }
    }
}
