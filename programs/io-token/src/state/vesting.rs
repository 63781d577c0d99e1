//! One beneficiary's part of genesis.

use anchor_lang::prelude::*;
use ionet_core::vesting::{VestingSchedule, VestingTerms};

/// A genesis allocation and what was claimed of it. Seeds `vesting`, index (u32 LE).
#[account]
pub struct Vesting {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Genesis category, 0 to 4.
    pub category: u8,
    /// Zero.
    pub reserved_head: u8,
    /// Index in the order of creation, part of the address.
    pub index: u32,
    /// Base units of IO allocated.
    pub total: u64,
    /// Base units of IO claimed so far; never falls.
    pub claimed: u64,
    /// Part that unlocks at genesis, in basis points of `total`.
    pub upfront_bps: u16,
    /// Months of 730 hours before the monthly parts begin.
    pub cliff_months: u16,
    /// Number of monthly parts.
    pub parts: u16,
    /// Zero.
    pub reserved_terms: u16,
    /// Who may claim and hand over.
    pub beneficiary: Address,
    /// Proposed next beneficiary; all zero when none.
    pub proposed_beneficiary: Address,
    /// Who paid the account's rent and gets it back when it closes.
    pub payer: Address,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Vesting>() == 160 && size_of::<Vesting>().is_multiple_of(8));

impl Vesting {
    /// The schedule, given when genesis was sealed (unix seconds).
    pub fn schedule(&self, genesis_time: i64) -> VestingSchedule {
        VestingSchedule {
            total: self.total,
            terms: VestingTerms {
                upfront_bps: self.upfront_bps,
                cliff_months: self.cliff_months,
                parts: self.parts,
            },
            start: genesis_time,
        }
    }
}
