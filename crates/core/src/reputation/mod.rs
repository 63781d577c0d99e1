//! Reputation of operators and clients, 0 to 10,000.
//!
//! | module | rule |
//! | --- | --- |
//! | `score` | the decayed average, and what a score is worth |
//! | `ledger` | outcomes of the running epoch, with the caps |
//! | `fold` | taking the score over from the ledger, exactly once |
//!
//! The score `r` is a fraction, stored in points of 1/65,536 (10,000 points are one). Per epoch
//! with outcomes, weighted by the network fee in micro-dollars that each left behind:
//!
//! ```text
//! r ← floor( (r · (M − good) + 10,000 · 2¹⁶ · good) / M )     M = 50,000,000 ($50)
//! r ← floor( r · (M − bad) / M )
//! good = min( $5,  Σ over counterparties min( $1, Σ w · good_bps / 10⁴ ))
//! bad  = min( $25, Σ over counterparties min( $5, Σ the rest of w ))
//! ```
//!
//! and per epoch that passes `r ← r · (1 − 1/16384)` (half in 473 days). Everyone starts with
//! `r = 0`, where somebody stands who has failed in everything. Since `r` is all there is, and
//! the same outcomes keep the order of any two scores, a new identity is never worth more than
//! the old one, however that one failed.

mod fold;
mod ledger;
mod score;

pub use fold::{ReputationError, fold};
pub use ledger::{
    COUNTERPARTIES, COUNTERPARTY_BAD_CAP, COUNTERPARTY_GOOD_CAP, Counterparty, EPOCH_BAD_CAP,
    EPOCH_GOOD_CAP, OutcomeLedger, OutcomeRecorded, counterparty_tag, record_outcome,
};
pub use score::{
    DECAY_DIVISOR, MAX_FEE_DISCOUNT_BPS, MAX_SCORE, MEMORY, MIN_RACE_FACTOR_BPS, Reputation,
    fee_discount_bps, meets_floor, race_factor_bps,
};
