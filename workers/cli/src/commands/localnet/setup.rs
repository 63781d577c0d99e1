//! What `ionet localnet` puts on the chain, and where it finds it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ionet_migrations::{Migration, Wallets};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::RunArgs,
    commands::migrate,
    context::Context,
    wallets::{LocalWallets, WalletStore},
};

/// The wallet of the keeper that localnet starts.
pub const KEEPER: &str = "keeper";
/// The genesis file, from the repository's root.
const GENESIS: &str = "migrations/localnet.toml";

/// The genesis file with everything it needs present.
pub struct Blueprint {
    migration: Migration,
}

/// A built program.
pub struct Program {
    pub name: &'static str,
    pub id: Pubkey,
    pub elf: Vec<u8>,
}

/// A wallet that gets SOL.
pub struct Wallet {
    pub name: String,
    pub address: Pubkey,
    /// Signs at genesis, or is the user's own.
    pub pays: bool,
}

impl Blueprint {
    /// Reads the genesis file; all programs must be built.
    pub fn load(args: &RunArgs) -> Result<Self> {
        let genesis = match &args.genesis {
            Some(path) => path.clone(),
            None => repository()?.join(GENESIS),
        };
        let mut migration = Migration::load(&genesis)?;
        if let Some(folder) = &args.programs {
            for program in &mut migration.programs {
                program.path = folder.join(format!("{}.so", program.name));
            }
        }
        let missing: Vec<&Path> = migration
            .programs
            .iter()
            .map(|program| program.path.as_path())
            .filter(|path| !path.is_file())
            .collect();
        if !missing.is_empty() {
            let missing: Vec<String> = missing
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            bail!(
                "no built programs: {} missing. Build them with `cargo xtask build-programs`, or name their folder \
                 with --programs",
                missing.join(" and ")
            );
        }
        Ok(Self { migration })
    }

    /// Names and ids of the programs.
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, Pubkey)> {
        self.migration
            .programs
            .iter()
            .map(|program| (program.name, program.id))
    }

    /// The built programs.
    pub fn programs(&self) -> Result<Vec<Program>> {
        let read = |program: &ionet_migrations::ProgramArtefact| {
            let elf = std::fs::read(&program.path)
                .with_context(|| format!("cannot read {}", program.path.display()))?;
            Ok(Program {
                name: program.name,
                id: program.id,
                elf,
            })
        };
        self.migration.programs.iter().map(read).collect()
    }

    /// The wallet that deploys and signs the genesis.
    pub fn admin(&self, store: &WalletStore) -> Result<Keypair> {
        store.get_or_make(&self.migration.admin)
    }

    /// Every wallet that gets SOL: those the file names, the keeper's, the user's own.
    pub fn wallets(&self, store: &WalletStore, payer: &Keypair) -> Result<Vec<Wallet>> {
        let mut wallets = vec![Wallet {
            name: "your wallet".to_owned(),
            address: payer.pubkey(),
            pays: true,
        }];
        let mut names = self.migration.wallet_names();
        if !names.contains(&KEEPER) {
            names.push(KEEPER);
        }
        for name in names {
            let address = LocalWallets(store)
                .address(name)
                .map_err(anyhow::Error::msg)?;
            let pays = name == self.migration.admin || name == KEEPER;
            wallets.push(Wallet {
                name: name.to_owned(),
                address,
                pays,
            });
        }
        Ok(wallets)
    }

    /// Runs what the chain lacks of the genesis file, telling each step.
    pub async fn run_genesis(&self, context: &Context) -> Result<()> {
        let resolved = self
            .migration
            .resolve(&LocalWallets(&context.wallets), None)?;
        migrate::execute(context, &resolved).await.map(drop)
    }
}

/// The repository: above the working folder, or above this binary.
fn repository() -> Result<PathBuf> {
    let places = [std::env::current_dir(), std::env::current_exe()];
    let above = places.iter().flatten().flat_map(|place| place.ancestors());
    let found = above
        .into_iter()
        .find(|folder| folder.join(GENESIS).is_file());
    found.map(Path::to_owned).with_context(|| {
        format!(
            "there is no {GENESIS} here or above: run this in the repository, or name the genesis file with --genesis \
             and the folder of the built programs with --programs"
        )
    })
}
