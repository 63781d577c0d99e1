//! What job-escrow does: the life of jobs and of their money.

mod attacks;
mod big_job;
mod disputes;
mod ends;
mod enlarge;
mod extend;
mod life;
mod money;
mod replicas;
mod scarcity;
