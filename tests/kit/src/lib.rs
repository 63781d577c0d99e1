//! The one tooling crate of the program tests: a chain with mainnet's
//! parameters, default-correct instructions which a test can spoil by account name,
//! typed outcomes and prepared states.

#![forbid(unsafe_code)]

use solana_address::{Address, address};

pub mod addresses;
pub mod artefacts;
pub mod call;
pub mod chain;
pub mod events;
pub mod idl;
pub mod market;
pub mod negative;
pub mod outcome;
pub mod process;
pub mod registry_accounts;
pub mod registry_world;
pub mod state;
pub mod tokens;
pub mod world;

pub use call::Call;
pub use chain::{Chain, START_TIME};
pub use outcome::Outcome;
pub use registry_world::RegistryWorld;
pub use world::World;

/// A program which the tests load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramUnderTest {
    /// Name of its files in `target/deploy` and `target/idl`.
    pub name: &'static str,
    /// Declared id.
    pub id: Address,
}

/// IO mint, genesis and vesting.
pub const IO_TOKEN: ProgramUnderTest = ProgramUnderTest {
    name: "io_token",
    id: address!("Cqjf2QFt3GYFVWWtw79uPJoWW3ZbfegvAcSBnSXYCtgT"),
};
/// Emission schedule and pools.
pub const EMISSION: ProgramUnderTest = ProgramUnderTest {
    name: "emission",
    id: address!("9nnN9TX8JFM9AcmRKHSvhFoRowGkSzcZbkvsYHn8o88e"),
};
/// Jobs, claims and their money.
pub const JOB_ESCROW: ProgramUnderTest = ProgramUnderTest {
    name: "job_escrow",
    id: address!("ois1t5WnQXPveBHAqWLCYkF3A1ir1i2dU26gDbGXB3U"),
};
/// Stands in for staking and the verifiers on a local chain.
pub const LOCAL_STAND_IN: ProgramUnderTest = ProgramUnderTest {
    name: "local_stand_in",
    id: address!("Cwc3ei5kuBkbayQtBaYKcPrhguWeDJJEea8ETdfPaHmJ"),
};
/// The local price oracle.
pub const PRICE_FEED: ProgramUnderTest = ProgramUnderTest {
    name: "price_feed",
    id: address!("7ebeXrT1qA8HPb5nSqfuGcvUGPyAhwoZfkLmWVpYMUzA"),
};
/// IOSD and the buy-and-burn vaults.
pub const IOSD: ProgramUnderTest = ProgramUnderTest {
    name: "iosd",
    id: address!("6pwP3HSQc4udEsmTc9uGtTkwpLdPnErVUDT2ShoowZYv"),
};
/// Operators, clients, devices and the class book.
pub const REGISTRY: ProgramUnderTest = ProgramUnderTest {
    name: "registry",
    id: address!("3QTYMLp5a87W8WEQmEoFMZtcMm1kcpXSzfb2YBbQchCv"),
};
/// Every program of the repository that is deployed.
pub const PROGRAMS: [ProgramUnderTest; 7] = [
    IO_TOKEN,
    EMISSION,
    PRICE_FEED,
    IOSD,
    REGISTRY,
    JOB_ESCROW,
    LOCAL_STAND_IN,
];
