//! Inputs and results of jobs: fetched, verified, kept by content, unpacked and uploaded.
//!
//! An operator fetches what a stranger's spec names. So every byte is counted and hashed, an
//! archive cannot write outside its folder, and an address cannot lead into the operator's own
//! network or disk unless [`Access`] says so.

mod access;
mod cache;
mod error;
mod fetch;
mod place;
mod specs;
mod unpack;
mod upload;

pub use access::Access;
pub use cache::Cache;
pub use error::{ArtifactError, UnpackError};
pub use fetch::fetch;
pub use place::below;
pub use specs::SpecStore;
pub use unpack::{Limits, Unpacked, unpack};
pub use upload::upload;
