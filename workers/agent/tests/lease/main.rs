//! Leases against the chain's own rules: the core is the chain here.

mod journal;
mod lives;
mod world;
