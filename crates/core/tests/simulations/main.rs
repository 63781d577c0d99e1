//! Games played against the rules, with the figures that the documentation prints.

mod race;
mod race_games;
mod race_market;
mod reputation_farming;
