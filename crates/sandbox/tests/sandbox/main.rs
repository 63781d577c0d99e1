//! Sandboxes for real: what they allow, what they refuse, and what is left of them.

mod agent;
mod escapes;
mod kit;
mod life;
mod network;
mod outputs;
mod root;
mod specification;
mod world;
