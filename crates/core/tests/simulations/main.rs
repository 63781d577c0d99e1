//! Games played against the rules, with the figures that the documentation prints.

mod reputation_farming;
mod race;
mod race_market;
