//! The rules by example: boundaries, published numbers, and each refusal.

mod emission_advance;
mod emission_parameters;
mod emission_roll_over;
mod emission_schedule;
mod emission_years;
mod errors;
mod fixed;
mod genesis;
mod pause;
mod race_draw;
mod race_eligibility;
mod race_priority;
mod race_seed;
mod race_weight;
mod supply;
mod vesting;
