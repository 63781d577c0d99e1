//! Deployment and genesis of a cluster, from one TOML file.
//!
//! ```no_run
//! # async fn example() -> Result<(), ionet_migrations::MigrationError> {
//! use ionet_client::TransactionSender;
//! use ionet_migrations::{FolderWallets, Migration};
//!
//! let migration = Migration::load("migrations/localnet.toml".as_ref())?;
//! let resolved = migration.resolve(&FolderWallets::new("wallets"), None)?;
//! let cluster = migration.url.parse().expect("the file's url is checked");
//! let sender = TransactionSender::new(&cluster);
//! for step in resolved.plan(sender.rpc()).await? {
//!     println!("missing: {step}");
//! }
//! resolved.run(&sender, &mut |progress| println!("{progress:?}")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Migration::load`] checks the file against the rules of `ionet_core` before anything is
//! sent. [`Resolved::plan`] compares it with the chain; what no step can change is an error that
//! names every difference. [`Resolved::run`] does what is missing and can be repeated at will.

mod addresses;
mod chain;
mod error;
mod file;
mod format;
mod instructions;
mod loader;
mod lookup_table;
mod market;
mod plan;
mod resolve;
mod run;
mod wallets;

pub use error::{Difference, MigrationError};
pub use file::{
    Allocation, Class, ClusterTag, Dollar, DollarMint, EmissionStart, Escrow, Feed, FileError,
    ForeignPrograms, Holder, Migration, Oracle, ProgramArtefact, Start,
};
pub use instructions::market::dollar_mint;
pub use plan::Step;
pub use resolve::Resolved;
pub use run::Progress;
pub use wallets::{FolderWallets, Wallets};
