//! Games played against the rules, with the figures that the documentation prints.

mod race;
mod race_games;
mod race_market;
mod reputation_farming;
#[allow(
    dead_code,
    reason = "the rules' fixtures, of which the simulations need some"
)]
#[path = "../rules/staking_fixtures.rs"]
mod staking_fixtures;
mod staking_slash;
mod staking_streaming;
