//! What this program reports.

use anchor_lang::prelude::*;

/// An account was created or replaced.
#[event]
pub struct Written {
    /// The account: stake, capacity, class total or verdict.
    pub account: Address,
}
