//! What job-escrow does: the life of jobs and of their money.

mod ends;
mod life;
mod money;
mod scarcity;
