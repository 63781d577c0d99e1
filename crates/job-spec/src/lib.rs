//! What a job is: the format that clients write, agents run, and the chain knows by its hash.
//!
//! A spec is written as TOML or JSON. [`JobSpec::read`] names every fault with its field, line
//! and what would be accepted. The chain holds [`JobSpec::hash`], the BLAKE3 hash of
//! [`JobSpec::canonical`]: the same job written in another format, order or spacing has the same
//! hash. What the chain holds besides (class, price, deadlines, filters) is in [`Terms`], checked
//! by the rules that the program itself uses.

mod canonical;
mod field;
mod locate;
mod problem;
mod read;
mod result;
mod schema;
mod spec;
mod terms;
mod text;
mod validate;

pub use problem::{Place, Problem, SpecError};
pub use read::Format;
pub use result::{Artifact, Manifest};
pub use schema::schema;
pub use spec::{Input, JobSpec, Kind, Network, Outputs, Resources, Run, Unpack};
pub use terms::{Filters, PartialFill, Purpose, Terms, Verification};
pub use text::{Blake3, Dollars, HostPort, RelativePath, Seconds, Size, Source};

/// The version of the format that this crate reads and writes.
pub const VERSION: u16 = 1;
