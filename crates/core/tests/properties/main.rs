//! The rules for all inputs: against independent models with unbounded numbers or plain queues.

mod emission;
mod emission_model;
mod fixed;
mod genesis;
mod hiring;
mod job;
mod job_model;
mod settlement_job;
mod settlement_model;
mod settlement_points;
mod settlement_split;
mod vesting;
mod wash;
