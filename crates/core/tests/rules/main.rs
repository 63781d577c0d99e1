//! The rules by example: boundaries, published numbers, and each refusal.

mod claim_end;
mod emission_advance;
mod emission_parameters;
mod emission_roll_over;
mod emission_schedule;
mod emission_years;
mod errors;
mod fixed;
mod genesis;
mod hiring;
mod hiring_filters;
mod job_claim;
mod job_close;
mod job_dispute;
mod job_end;
mod job_fixtures;
mod job_post;
mod job_replica;
mod job_transitions;
mod pause;
mod supply;
mod vesting;
