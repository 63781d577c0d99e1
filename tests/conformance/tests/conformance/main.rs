//! The toolchain that builds the programs, against this machine's.
//!
//! Two test-only programs run in an SVM; the same code runs here, on the same inputs. Any
//! difference is a fault of the SBF toolchain, and no program may be built with it then.

mod arithmetic;
mod cost;
mod ledger;
mod operands;
mod state;
mod svm;
