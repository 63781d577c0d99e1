//! An operator's machine.
//!
//! [`Home`] is the agent's folder. [`Machine`] is what the machine has and can do, seen by
//! trying. [`Trial`] runs a real kernel, in the real sandbox or bare. [`doctor`] judges all of
//! it: every finding has a verdict, what was found, and what helps.
//!
//! Nothing here asks the chain: what it holds comes in as plain numbers, so that every check can
//! be shown to fail.

pub mod doctor;
mod hardware;
mod home;
mod probe;
mod trial;

pub use hardware::{HardwareIds, hardware_ids};
pub use home::{Home, HomeError, Permission};
pub use probe::{Disk, Machine, container_of};
pub use trial::{SELF_TEST_ARGUMENT, Trial, TrialError, Work, Worked, run_if_self_test};
