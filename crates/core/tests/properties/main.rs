//! The rules for all inputs: against independent models with unbounded numbers or plain queues.

mod classes;
mod emission;
mod emission_model;
mod fixed;
mod genesis;
mod hiring;
mod iosd;
mod job;
mod job_model;
mod oracle;
mod pricing;
mod race;
mod race_ln;
mod race_seed;
mod referral;
mod reputation;
mod settlement_job;
mod settlement_model;
mod settlement_points;
mod settlement_split;
mod staking;
mod staking_model;
mod vesting;
mod wash;
mod withdrawal;
