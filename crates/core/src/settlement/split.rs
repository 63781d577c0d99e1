//! Who gets which part of a claim's gross (invariant I3).
//!
//! # Every part only grows
//! A claim is settled any number of times. Each settlement splits the claim's *cumulative* gross
//! and books what came on top of the last split, so that the number of settlements changes
//! nothing. That works only if no part ever falls while the gross grows: a difference that is
//! negative could not be booked, because the payee may have withdrawn.
//!
//! Shares that are each rounded down from the same amount break this. With a fee of 9 and shares
//! of 10 % each to three payees, all three get 0 and the rest is 9; with a fee of 10 all three
//! get 1 and the rest is 7. So the fee is taken apart in a chain: each share is taken of what
//! the one before left, at a rate that makes it the same part of the whole. `x ↦ floor(x·q)` and
//! `x ↦ x − floor(x·q)` both never fall for `q ≤ 1`, hence neither does any chain of them.
//!
//! ```text
//! gross ─┬─ fee = ceil(gross · fee_bps · (10⁴ − discount_bps) / 10⁸)
//!        │    ├─ referrals = floor(fee · (client + operator) / 10⁴)
//!        │    │    ├─ operator's = floor(referrals · operator / (client + operator))
//!        │    │    └─ client's   = the rest
//!        │    └─ the rest
//!        │         ├─ verifiers  = floor(rest · verifier_bps / (10⁴ − client − operator))
//!        │         └─ treasury   = the rest
//!        └─ net = gross − fee
//!             ├─ stakers = floor(net · staker_bps / 10⁴)
//!             └─ participant = the rest
//!                  ├─ usd   = floor(participant · usd_bps / 10⁴)
//!                  └─ token = the rest
//! ```
//!
//! The chain gives the verifiers the plain share of the fee rounded down or one micro-dollar
//! more, the treasury the remainder; the two referrals together are exactly the plain share
//! rounded down, and each differs from its own by at most one.

use super::SettlementError;
use crate::fixed::{BPS_DENOMINATOR, mul_div_ceil, mul_div_floor};

/// `fee_bps` and what the discount leaves of it are both ten-thousandths.
const FEE_DENOMINATOR: u64 = BPS_DENOMINATOR * BPS_DENOMINATOR;

/// [`BPS_DENOMINATOR`] in the type that sums of two rates need.
const WHOLE: u32 = 10_000;

/// How a claim's gross is split. Fixed when the claim is made, so that nobody can change it
/// under the other side; made by [`super::SettlementParameters::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitTerms {
    /// The network fee, basis points of the gross, before the discount.
    pub fee_bps: u16,
    /// What the client's reputation takes off, basis points of the fee.
    pub discount_bps: u16,
    /// Share of the client's referrer, basis points of the fee; 0 without one.
    pub client_referral_bps: u16,
    /// Share of the operator's referrer, basis points of the fee; 0 without one.
    pub operator_referral_bps: u16,
    /// Share of the verifiers, basis points of the fee.
    pub verifier_bps: u16,
    /// Share of the operator's stakers, basis points of the net; 0 for an empty pool.
    pub staker_bps: u16,
    /// Share of what is left that the operator takes in the deposit's mint, basis points.
    pub usd_bps: u16,
}

/// A split gross, in base units of the deposit's mint (micro-dollars), cumulative or the
/// difference of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// What was split: `fee + stakers + usd + token`.
    pub gross: u64,
    /// The network fee: `client_referral + operator_referral + verifiers + treasury`.
    pub fee: u64,
    /// To the client's referrer.
    pub client_referral: u64,
    /// To the operator's referrer.
    pub operator_referral: u64,
    /// To the verifiers whose vectors were used.
    pub verifiers: u64,
    /// To the treasury.
    pub treasury: u64,
    /// To the stakers of the operator's pool.
    pub stakers: u64,
    /// To the operator, in the deposit's mint.
    pub usd: u64,
    /// The operator's token share: burned or sent to the buy-and-burn vault, credited as points.
    pub token: u64,
}

impl SplitTerms {
    /// Splits a claim's cumulative gross.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] for terms that are not shares, never for terms that
    /// [`super::SettlementParameters::terms`] made, whatever the gross.
    pub fn split(&self, gross: u64) -> Result<Split, SettlementError> {
        let fee = self.fee(gross)?;
        let net = gross
            .checked_sub(fee)
            .ok_or(SettlementError::StateInvalid)?;

        let client = u32::from(self.client_referral_bps);
        let operator = u32::from(self.operator_referral_bps);
        let both = client.saturating_add(operator);
        let (referrals, fee_left) = take(fee, both, WHOLE)?;
        let (operator_referral, client_referral) = take(referrals, operator, both.max(1))?;
        let verifier_bps = u32::from(self.verifier_bps);
        let (verifiers, treasury) = take(fee_left, verifier_bps, WHOLE.saturating_sub(both))?;

        let (stakers, participant) = take(net, u32::from(self.staker_bps), WHOLE)?;
        let (usd, token) = take(participant, u32::from(self.usd_bps), WHOLE)?;
        Ok(Split {
            gross,
            fee,
            client_referral,
            operator_referral,
            verifiers,
            treasury,
            stakers,
            usd,
            token,
        })
    }

    /// `ceil(gross · fee_bps · (10⁴ − discount_bps) / 10⁸)`: paid in, hence rounded up, once.
    fn fee(&self, gross: u64) -> Result<u64, SettlementError> {
        let rate = BPS_DENOMINATOR
            .checked_sub(u64::from(self.discount_bps))
            .and_then(|left| left.checked_mul(u64::from(self.fee_bps)))
            .filter(|rate| *rate <= FEE_DENOMINATOR)
            .ok_or(SettlementError::StateInvalid)?;
        Ok(mul_div_ceil(gross, rate, FEE_DENOMINATOR)?)
    }
}

impl Split {
    /// What came on top of an earlier split of the same claim: what a settlement books.
    ///
    /// # Errors
    /// [`SettlementError::StateInvalid`] when any part of `earlier` is greater, which never
    /// happens for a smaller gross under the same terms.
    pub fn since(&self, earlier: &Self) -> Result<Self, SettlementError> {
        let grown =
            |now: u64, before: u64| now.checked_sub(before).ok_or(SettlementError::StateInvalid);
        Ok(Self {
            gross: grown(self.gross, earlier.gross)?,
            fee: grown(self.fee, earlier.fee)?,
            client_referral: grown(self.client_referral, earlier.client_referral)?,
            operator_referral: grown(self.operator_referral, earlier.operator_referral)?,
            verifiers: grown(self.verifiers, earlier.verifiers)?,
            treasury: grown(self.treasury, earlier.treasury)?,
            stakers: grown(self.stakers, earlier.stakers)?,
            usd: grown(self.usd, earlier.usd)?,
            token: grown(self.token, earlier.token)?,
        })
    }
}

/// `floor(amount × part ÷ whole)` and the rest. Shares with 32-bit terms need no 128-bit
/// arithmetic, which the check lets the compiler see.
#[inline]
fn take(amount: u64, part: u32, whole: u32) -> Result<(u64, u64), SettlementError> {
    if part > whole {
        return Err(SettlementError::StateInvalid);
    }
    let taken = mul_div_floor(amount, u64::from(part), u64::from(whole))?;
    let rest = amount
        .checked_sub(taken)
        .ok_or(SettlementError::StateInvalid)?;
    Ok((taken, rest))
}
