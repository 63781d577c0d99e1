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
mod settlement_earnable;
mod settlement_hire;
mod settlement_metering;
mod settlement_parameters;
mod settlement_points;
mod settlement_settle;
mod settlement_split;
mod supply;
mod vesting;
mod wash;
