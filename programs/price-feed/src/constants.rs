//! Seeds and fixed bytes.
//!
//! Attributes need seeds as literals; the constants are for other crates, and a test holds both
//! together.

/// Seed of a price account, followed by the feed's id.
pub const FEED_SEED: &[u8] = b"feed";

/// `verification_level` of every account: Pyth's `Full`. Readers refuse anything less.
pub const FULLY_VERIFIED: u8 = 1;
