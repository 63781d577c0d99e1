//! The rules for all inputs: against independent models with unbounded numbers or plain queues.

mod classes;
mod emission;
mod emission_model;
mod fixed;
mod genesis;
mod iosd;
mod oracle;
mod pricing;
mod race;
mod race_ln;
mod race_seed;
mod referral;
mod reputation;
mod vesting;
mod withdrawal;
