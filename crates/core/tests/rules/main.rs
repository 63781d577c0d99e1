//! The rules by example: boundaries, published numbers, and each refusal.

mod classes;
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
mod operator_terms;
mod oracle_price;
mod oracle_update;
mod pause;
mod pricing;
mod referral;
mod reputation;
mod supply;
mod vesting;
mod withdrawal;
