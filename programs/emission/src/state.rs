//! The account this program owns.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::emission as rules;

use crate::error::EmissionError;

/// Schedule, parameters and pool ledgers. One account, seed `emission`.
#[account]
pub struct EmissionState {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// Bump of the availability vault's address.
    pub availability_bump: u8,
    /// Bump of the compute vault's address.
    pub compute_bump: u8,
    /// Bump of the reserve vault's address.
    pub reserve_bump: u8,
    /// Schedule preset: 0 official, 1 literal.
    pub preset: u8,
    /// 1 when the pending fields hold parameters that take effect later.
    pub has_pending: u8,
    /// When epoch 0 begins, unix seconds.
    pub start_time: i64,
    /// The first epoch that is not minted.
    pub next_epoch: u64,
    /// Month of the schedule, from 1.
    pub month: u16,
    /// Epoch of the month that is minted next, 0 to 729.
    pub epoch_in_month: u16,
    /// Zero.
    pub reserved_schedule: [u8; 4],
    /// What the decay gives for this month, base units of IO.
    pub month_emission: u64,
    /// What this month mints within the cap, base units of IO.
    pub month_mint: u64,
    /// Parameters in force.
    pub parameters: Parameters,
    /// Parameters that take effect from `pending_from_epoch` when `has_pending` is 1.
    pub pending_parameters: Parameters,
    /// First epoch minted with the pending parameters.
    pub pending_from_epoch: u64,
    /// Ledger of the pool that rewards measured availability.
    pub availability: PoolLedger,
    /// Ledger of the pool that rewards paid compute.
    pub compute: PoolLedger,
    /// Base units of IO in the reserve; 1/720 of it returns to the pools each epoch.
    pub reserve: u64,
    /// Base units of IO minted by this program in all.
    pub minted_total: u64,
    /// May change parameters and hand its role over.
    pub admin: Address,
    /// Proposed next admin; all zero when none.
    pub proposed_admin: Address,
    /// io-token's config account.
    pub io_config: Address,
    /// The IO mint.
    pub io_mint: Address,
    /// io-token's mint authority.
    pub io_mint_authority: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

const _: () =
    assert!(size_of::<EmissionState>() == 384 && size_of::<EmissionState>().is_multiple_of(8));

/// Parameters of emission, changed by the admin within hard bounds.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct Parameters {
    /// The availability pool's share of each epoch, 1,000 to 9,000 basis points; the compute
    /// pool gets the rest.
    pub availability_bps: u16,
    /// Epochs before unearned funds of a pool may go to the reserve, 24 to 720.
    pub claim_window_epochs: u16,
}

/// Lifetime totals of one pool, base units of IO. None of them ever falls.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PoolLedger {
    /// All that came in: shares of mints and of reserve returns.
    pub funded: u64,
    /// All that participants earned, paid out or still owed.
    pub earned: u64,
    /// All that went back to the reserve unearned.
    pub rolled_over: u64,
    /// `funded` at the last checkpoint.
    pub checkpoint_funded: u64,
    /// `next_epoch` at the last checkpoint.
    pub checkpoint_epoch: u64,
}

impl From<Parameters> for rules::EmissionParameters {
    fn from(parameters: Parameters) -> Self {
        Self {
            availability_bps: parameters.availability_bps,
            claim_window_epochs: parameters.claim_window_epochs,
        }
    }
}

impl From<rules::EmissionParameters> for Parameters {
    fn from(parameters: rules::EmissionParameters) -> Self {
        Self {
            availability_bps: parameters.availability_bps,
            claim_window_epochs: parameters.claim_window_epochs,
        }
    }
}

impl From<PoolLedger> for rules::PoolLedger {
    fn from(ledger: PoolLedger) -> Self {
        Self {
            funded: ledger.funded,
            earned: ledger.earned,
            rolled_over: ledger.rolled_over,
            checkpoint_funded: ledger.checkpoint_funded,
            checkpoint_epoch: ledger.checkpoint_epoch,
        }
    }
}

impl From<rules::PoolLedger> for PoolLedger {
    fn from(ledger: rules::PoolLedger) -> Self {
        Self {
            funded: ledger.funded,
            earned: ledger.earned,
            rolled_over: ledger.rolled_over,
            checkpoint_funded: ledger.checkpoint_funded,
            checkpoint_epoch: ledger.checkpoint_epoch,
        }
    }
}

impl EmissionState {
    /// The state as the rules know it.
    ///
    /// # Errors
    /// [`EmissionError::UnknownPreset`] when the account holds a preset this program does
    /// not know.
    pub fn to_core(&self) -> Result<rules::EmissionState> {
        let pending = (self.has_pending == 1).then(|| rules::PendingParameters {
            parameters: self.pending_parameters.into(),
            from_epoch: self.pending_from_epoch,
        });
        Ok(rules::EmissionState {
            start_time: self.start_time,
            next_epoch: self.next_epoch,
            schedule: rules::Schedule {
                preset: rules::Preset::from_index(self.preset).map_err(EmissionError::from)?,
                month: self.month,
                epoch_in_month: self.epoch_in_month,
                month_emission: self.month_emission,
                month_mint: self.month_mint,
            },
            parameters: self.parameters.into(),
            pending,
            availability: self.availability.into(),
            compute: self.compute.into(),
            reserve: self.reserve,
        })
    }

    /// Stores the state that the rules gave.
    pub fn set_core(&mut self, state: &rules::EmissionState) {
        self.start_time = state.start_time;
        self.next_epoch = state.next_epoch;
        self.preset = state.schedule.preset.index();
        self.month = state.schedule.month;
        self.epoch_in_month = state.schedule.epoch_in_month;
        self.month_emission = state.schedule.month_emission;
        self.month_mint = state.schedule.month_mint;
        self.parameters = state.parameters.into();
        let none = rules::PendingParameters {
            parameters: rules::EmissionParameters {
                availability_bps: 0,
                claim_window_epochs: 0,
            },
            from_epoch: 0,
        };
        let pending = state.pending.unwrap_or(none);
        self.has_pending = u8::from(state.pending.is_some());
        self.pending_parameters = pending.parameters.into();
        self.pending_from_epoch = pending.from_epoch;
        self.availability = state.availability.into();
        self.compute = state.compute.into();
        self.reserve = state.reserve;
    }
}
