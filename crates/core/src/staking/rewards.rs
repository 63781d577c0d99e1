//! Reward slots: what reached a pool in one mint, what of it each share has earned.
//!
//! Other programs keep cumulative figures of what they transferred to the slot's vault. A slot
//! takes the difference to what it has seen (invariant I7: exactly once, whoever calls and how
//! often); tokens that strangers send to the vault are in no figure and change nothing.
//!
//! The index is what one share earned since the pool was opened, with 64 fraction bits. The
//! division by the shares leaves a remainder, which is carried to the next release, and a position
//! keeps the fraction of a unit that it has earned: nothing is lost to rounding, and it changes
//! nothing how often anybody is brought up to date. All that the slot received is claimed, earned,
//! carried (less than one unit) or not released (invariant I6).

use super::{Pool, StakingError, Stream};

/// Reward slots of a pool, each of one mint.
pub const REWARD_SLOTS: usize = 4;
/// The slot of IO, the mint that is staked.
pub const IO_SLOT: u8 = 0;

/// Whose cumulative figure is read. The discriminants are stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RewardSource {
    /// The stakers' share of job revenue.
    JobRevenue = 0,
    /// The stakers' share of availability and compute rewards.
    Emission = 1,
}

/// One mint's rewards of a pool, base units of that mint. Zeroed: nothing arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RewardSlot {
    /// What is not in the index yet.
    pub stream: Stream,
    /// What one share has earned in all, with 64 fraction bits.
    pub index: u128,
    /// Released and too small to be divided, in 2⁻⁶⁴ of a base unit.
    pub carry: u64,
    /// The sources' figures so far: [`RewardSource::JobRevenue`], [`RewardSource::Emission`].
    pub seen: [u64; 2],
    /// Claimed in all, what slashes took of the owner's rewards included.
    pub paid: u64,
}

/// What a position has earned in one slot. Zeroed: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    /// The slot's index up to which `accrued` counts.
    pub index: u128,
    /// Earned and not claimed, with 64 fraction bits.
    pub accrued: u128,
}

/// Rewards that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiveOutcome {
    /// What is new in the source's figure, base units; may be 0.
    pub amount: u64,
    /// The pool with it in the slot's stream.
    pub pool_after: Pool,
}

impl RewardSlot {
    /// What reached the slot in all.
    pub fn received(&self) -> u64 {
        let [job_revenue, emission] = self.seen;
        job_revenue.saturating_add(emission)
    }

    /// Brings the index from the end of `from` to the end of `to`, for `bonded` shares.
    pub(super) fn sync(&mut self, from: u64, to: u64, bonded: u64) -> Result<(), StakingError> {
        if bonded == 0 {
            self.stream.pause(to.saturating_sub(from));
            return Ok(());
        }
        let part = self.stream.release(to)?;
        if part == 0 {
            return Ok(());
        }
        // Below 2¹²⁸ for any 64-bit part and carry.
        let dividend = u128::from(part) << 64 | u128::from(self.carry);
        let shares = u128::from(bonded);
        let each = dividend
            .checked_div(shares)
            .ok_or(StakingError::StateInvalid)?;
        let rest = dividend.wrapping_sub(each.wrapping_mul(shares));
        // No overflow: at least one share earned it, and all parts together are 64 bits.
        self.index = self.index.checked_add(each).ok_or(StakingError::Overflow)?;
        self.carry = u64::try_from(rest).map_err(|_| StakingError::StateInvalid)?;
        Ok(())
    }

    /// Takes over a source's cumulative figure in `epoch`; returns what is new.
    fn receive(
        &mut self,
        source: RewardSource,
        figure: u64,
        epoch: u64,
    ) -> Result<u64, StakingError> {
        let [job_revenue, emission] = &mut self.seen;
        let seen = match source {
            RewardSource::JobRevenue => job_revenue,
            RewardSource::Emission => emission,
        };
        let new = figure.checked_sub(*seen).ok_or(StakingError::FigureFell)?;
        *seen = figure;
        let [job_revenue, emission] = self.seen;
        // The total must fit 64 bits, or the index could overflow.
        job_revenue
            .checked_add(emission)
            .ok_or(StakingError::Overflow)?;
        if new > 0 {
            self.stream.add(new, epoch)?;
        }
        Ok(new)
    }

    /// Books a payment; never more than was received, whatever the positions say.
    pub(super) fn pay(&mut self, amount: u64) -> Result<(), StakingError> {
        let paid = self.paid.checked_add(amount);
        self.paid = paid
            .filter(|paid| *paid <= self.received())
            .ok_or(StakingError::StateInvalid)?;
        Ok(())
    }
}

impl Earnings {
    /// What can be claimed, base units, rounded down; the fraction stays.
    #[inline]
    pub fn claimable(&self) -> u64 {
        u64::try_from(self.accrued >> 64).unwrap_or(u64::MAX)
    }

    /// Adds what `bonded` shares earned since [`Self::index`].
    pub(super) fn settle(&mut self, slot: &RewardSlot, bonded: u64) -> Result<(), StakingError> {
        if self.index == slot.index {
            return Ok(());
        }
        let each = slot
            .index
            .checked_sub(self.index)
            .ok_or(StakingError::StateInvalid)?;
        // A pool's shares together earn what was released: 64 bits and 64 fraction bits.
        let earned = each.checked_mul(u128::from(bonded));
        self.accrued = earned
            .and_then(|earned| self.accrued.checked_add(earned))
            .ok_or(StakingError::StateInvalid)?;
        self.index = slot.index;
        Ok(())
    }

    pub(super) fn take(&mut self, amount: u64) -> Result<(), StakingError> {
        let taken = u128::from(amount) << 64;
        self.accrued = self
            .accrued
            .checked_sub(taken)
            .ok_or(StakingError::StateInvalid)?;
        Ok(())
    }
}

impl Pool {
    /// Takes over what a source transferred to the vault of slot `slot` in all, `figure`.
    ///
    /// # Errors
    /// [`StakingError::NoSuchSlot`]; [`StakingError::FigureFell`]; [`StakingError::EpochInPast`];
    /// [`StakingError::Overflow`] once a slot received more than 64 bits hold.
    pub fn receive(
        &self,
        slot: u8,
        source: RewardSource,
        figure: u64,
        epoch: u64,
    ) -> Result<ReceiveOutcome, StakingError> {
        let mut pool = self.synced(epoch)?;
        let amount = pool.slot_mut(slot)?.receive(source, figure, epoch)?;
        Ok(ReceiveOutcome {
            amount,
            pool_after: pool,
        })
    }

    pub(super) fn slot_mut(&mut self, slot: u8) -> Result<&mut RewardSlot, StakingError> {
        self.slots
            .get_mut(usize::from(slot))
            .ok_or(StakingError::NoSuchSlot)
    }
}
