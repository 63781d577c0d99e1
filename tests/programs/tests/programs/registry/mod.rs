//! Registry: who takes part, with which devices, at which prices, and how well.

mod attacks;
mod classes;
mod client;
mod devices;
mod migration;
mod participants;
mod prices;
mod reputation;
mod roles;
