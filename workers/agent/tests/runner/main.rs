//! The runner for real: stores, inputs, sandboxes and outputs on this machine.

mod digits;
mod inputs;
mod keep;
mod kit;
mod life;
mod outputs;
mod refusals;
mod secrets;
