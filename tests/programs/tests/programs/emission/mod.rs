//! emission: start, advancing, roll-over, parameters, hand-over.

mod advance;
mod parameters;
mod roll_over;
mod start;
