//! The challenge, by example, by property and by simulation.

mod cheats;
mod model;
mod products;
mod residency;
mod trees;
