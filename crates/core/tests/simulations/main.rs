//! Games played against the rules, with the figures that the documentation prints.

mod reputation_farming;
