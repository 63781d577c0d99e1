//! The rules by example: boundaries, published numbers, and each refusal.

mod emission_advance;
mod emission_parameters;
mod emission_roll_over;
mod emission_schedule;
mod emission_years;
mod errors;
mod fixed;
mod genesis;
mod iosd_mint;
mod iosd_vault;
mod oracle_price;
mod oracle_update;
mod pause;
mod supply;
mod vesting;
