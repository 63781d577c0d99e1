//! The rules for all inputs: against independent models with unbounded numbers or plain queues.

mod classes;
mod emission;
mod emission_model;
mod fixed;
mod genesis;
mod pricing;
mod referral;
mod reputation;
mod vesting;
