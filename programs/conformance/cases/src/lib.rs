//! What the conformance programs compute.
//!
//! The programs in `programs/conformance` and the host tests in `tests/conformance` both call this
//! crate: the same code, once through the SBF toolchain and once through rustc for this machine.
//! A difference between the two results is a fault of the toolchain, and no program may be built
//! with it then.
#![no_std]

pub mod arithmetic;
pub mod ledger;
pub mod results;
