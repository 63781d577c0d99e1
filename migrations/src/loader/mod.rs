//! Programs on the chain: reading them, and deploying through the upgradeable loader.
//!
//! A program is uploaded into a buffer account, part by part, and then deployed from it. The
//! buffer's address follows from the admin and the program's name, so that a migration that was
//! interrupted finds what it uploaded before.

mod deploy;
mod state;
mod upload;

pub(crate) use deploy::deploy;
pub(crate) use state::{Buffer, Deployed};
