//! Fixed bytes.

/// `verification_level` of every account: Pyth's `Full`. Readers refuse anything less.
pub const FULLY_VERIFIED: u8 = 1;
