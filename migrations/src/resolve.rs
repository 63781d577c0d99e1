//! From names in a file to keypairs, addresses and bytes.

use std::path::{Path, PathBuf};

use ionet_client::generated::PROGRAMS;
use ionet_client::local_stand_in::LOCAL_STAND_IN_ID;
use ionet_client::price_feed::PRICE_FEED_ID;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::addresses::fixed_addresses;
use crate::error::MigrationError;
use crate::file::{
    Dollar, DollarMint, Feed, ForeignPrograms, Holder, Migration, Oracle, ProgramArtefact,
};
use crate::instructions::market::dollar_mint;
use crate::plan::{
    EscrowRules, Grant, Wanted, WantedDollar, WantedEscrow, WantedFeed, WantedOracle, WantedProgram,
};
use crate::wallets::Wallets;

/// The first bytes of every ELF file.
const ELF_MAGIC: &[u8] = b"\x7fELF";

/// A migration with everything it needs at hand: nothing is looked up after this but the
/// program keypairs, which only a deployment needs.
pub struct Resolved {
    pub(crate) path: PathBuf,
    pub(crate) admin: Keypair,
    /// Publishes prices on a local chain.
    pub(crate) publisher: Option<Keypair>,
    /// Make dollar mints on a local chain, by the mint's name.
    pub(crate) issuers: Vec<(String, Keypair)>,
    pub(crate) program_keys: PathBuf,
    pub(crate) wanted: Wanted,
}

impl Migration {
    /// Finds the wallets that the file names and reads the built programs.
    ///
    /// `program_keys` is the folder that `cargo xtask keys` made; by default the one it makes
    /// without `--out`.
    ///
    /// # Errors
    /// [`MigrationError::Wallet`], [`MigrationError::Artefact`], or
    /// [`MigrationError::ProgramId`] when the file is for other ids than this build.
    pub fn resolve(
        &self,
        wallets: &dyn Wallets,
        program_keys: Option<&Path>,
    ) -> Result<Resolved, MigrationError> {
        let admin = keypair(wallets, "roles.admin", &self.admin)?;
        let publisher = match &self.oracle {
            Oracle::Local { publisher } => Some(keypair(wallets, "oracle.publisher", publisher)?),
            Oracle::Public { .. } => None,
        };
        let issuers = self.issuers(wallets)?;
        let dollars = self.dollars(&issuers)?;
        let wanted = Wanted {
            tag: self.tag,
            programs: self.read_programs()?,
            admin: admin.pubkey(),
            guardian: address(wallets, "roles.guardian", &self.guardian)?,
            plan: self.plan,
            grants: self.grants(wallets)?,
            emission: self.emission,
            oracle: self.oracle(publisher.as_ref()),
            iosd: self.iosd,
            price_manager: address(wallets, "registry.price_manager", &self.price_manager)?,
            capacity_reporter: address(
                wallets,
                "registry.capacity_reporter",
                &self.capacity_reporter,
            )?,
            classes: self.classes.clone(),
            escrow: self.escrow(wallets)?,
            fixed_addresses: fixed_addresses(&self.io_feed.account(), &dollars),
            dollars,
        };
        Ok(Resolved {
            path: self.path.clone(),
            admin,
            publisher,
            issuers,
            program_keys: program_keys.map_or_else(default_program_keys, Path::to_owned),
            wanted,
        })
    }

    fn issuers(&self, wallets: &dyn Wallets) -> Result<Vec<(String, Keypair)>, MigrationError> {
        let mut issuers = Vec::new();
        for dollar in &self.dollars {
            if let DollarMint::Made { issuer } = &dollar.mint {
                let field = format!("issuer of {}", dollar.name);
                issuers.push((dollar.name.clone(), keypair(wallets, &field, issuer)?));
            }
        }
        Ok(issuers)
    }

    fn oracle(&self, publisher: Option<&Keypair>) -> WantedOracle {
        WantedOracle {
            owner: match &self.oracle {
                Oracle::Local { .. } => PRICE_FEED_ID,
                Oracle::Public { owner } => *owner,
            },
            publisher: publisher.map(Keypair::pubkey),
            io: feed("oracle.io".to_owned(), &self.io_feed),
        }
    }

    fn dollars(&self, issuers: &[(String, Keypair)]) -> Result<Vec<WantedDollar>, MigrationError> {
        self.dollars
            .iter()
            .map(|dollar| {
                let mut issuers = issuers.iter();
                let issuer = issuers
                    .find(|(name, _)| *name == dollar.name)
                    .map(|(_, issuer)| issuer.pubkey());
                Ok(WantedDollar {
                    name: dollar.name.clone(),
                    mint: mint(dollar, issuer.as_ref())?,
                    issuer,
                    feed: feed(format!("feed of {}", dollar.name), &dollar.feed),
                })
            })
            .collect()
    }

    fn escrow(&self, wallets: &dyn Wallets) -> Result<WantedEscrow, MigrationError> {
        let escrow = &self.escrow;
        let foreign = escrow.foreign.unwrap_or(ForeignPrograms {
            staking: LOCAL_STAND_IN_ID,
            verification: LOCAL_STAND_IN_ID,
        });
        Ok(WantedEscrow {
            treasury: address(wallets, "escrow.treasury", &escrow.treasury)?,
            verifiers: address(wallets, "escrow.verifiers", &escrow.verifiers)?,
            staking_program: foreign.staking,
            verification_program: foreign.verification,
            rules: EscrowRules {
                price: escrow.price,
                weights: escrow.weights,
                priority: escrow.priority,
                joint: escrow.joint,
            },
        })
    }

    fn read_programs(&self) -> Result<Vec<WantedProgram>, MigrationError> {
        self.programs
            .iter()
            .map(|program| {
                self.check_id(program)?;
                Ok(WantedProgram {
                    name: program.name,
                    id: program.id,
                    elf: read_elf(program)?,
                })
            })
            .collect()
    }

    fn check_id(&self, program: &ProgramArtefact) -> Result<(), MigrationError> {
        let built = PROGRAMS
            .into_iter()
            .find(|built| built.name == program.name);
        match built {
            Some(built) if built.id != program.id => Err(MigrationError::ProgramId {
                name: program.name,
                path: self.path.clone(),
                file: program.id,
                built: built.id,
            }),
            _ => Ok(()),
        }
    }

    fn grants(&self, wallets: &dyn Wallets) -> Result<Vec<Grant>, MigrationError> {
        self.allocations
            .iter()
            .enumerate()
            .map(|(index, allocation)| {
                let field = format!("genesis.allocations[{index}].beneficiary");
                Ok(Grant {
                    category: allocation.category,
                    beneficiary: address(wallets, &field, &allocation.beneficiary)?,
                    amount: allocation.amount,
                })
            })
            .collect()
    }
}

fn keypair(wallets: &dyn Wallets, field: &str, name: &str) -> Result<Keypair, MigrationError> {
    wallets
        .keypair(name)
        .map_err(|reason| MigrationError::Wallet {
            field: field.to_owned(),
            reason,
        })
}

fn feed(field: String, feed: &Feed) -> WantedFeed {
    WantedFeed {
        field,
        id: feed.id,
        account: feed.account(),
        first_price: feed.first_price,
    }
}

fn mint(dollar: &Dollar, issuer: Option<&Pubkey>) -> Result<Pubkey, MigrationError> {
    match (&dollar.mint, issuer) {
        (DollarMint::Given(mint), _) => Ok(*mint),
        (DollarMint::Made { .. }, issuer) => {
            dollar_mint(&issuer.copied().unwrap_or_default(), &dollar.name).map_err(|error| {
                MigrationError::Wallet {
                    field: format!("name of {}", dollar.name),
                    reason: error.to_string(),
                }
            })
        }
    }
}

fn address(wallets: &dyn Wallets, field: &str, holder: &Holder) -> Result<Pubkey, MigrationError> {
    match holder {
        Holder::Address(address) => Ok(*address),
        Holder::Wallet(name) => wallets
            .address(name)
            .map_err(|reason| MigrationError::Wallet {
                field: field.to_owned(),
                reason,
            }),
    }
}

fn read_elf(program: &ProgramArtefact) -> Result<Vec<u8>, MigrationError> {
    let wrong = |reason: String| MigrationError::Artefact {
        name: program.name,
        reason,
    };
    let elf = std::fs::read(&program.path)
        .map_err(|error| wrong(format!("cannot read {}: {error}", program.path.display())))?;
    if !elf.starts_with(ELF_MAGIC) {
        return Err(wrong(format!(
            "{} is not an executable",
            program.path.display()
        )));
    }
    Ok(elf)
}

/// `ionet/program-keys` in the user's configuration folder, as `cargo xtask keys` has it.
fn default_program_keys() -> PathBuf {
    let config = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")));
    config
        .unwrap_or_default()
        .join("ionet")
        .join("program-keys")
}
