//! The rules for all inputs: against independent models with unbounded numbers or plain queues.

mod emission;
mod emission_model;
mod fixed;
mod genesis;
mod iosd;
mod oracle;
mod vesting;
