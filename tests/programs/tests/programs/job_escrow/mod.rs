//! What job-escrow does: the life of jobs and of their money.

mod attacks;
mod big_job;
mod ends;
mod life;
mod money;
