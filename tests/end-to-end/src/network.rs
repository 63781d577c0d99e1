//! A chain with, or about to get, the network on it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ionet_client::{Cluster, TransactionSender, wallet};
use ionet_localnet::{Localnet, LocalnetConfig};
use ionet_migrations::{FolderWallets, Migration, MigrationError, Resolved, Wallets};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tempfile::TempDir;

use crate::{RawRpc, repository};

/// SOL for the wallets that sign, lamports.
const LAMPORTS: u64 = 100_000_000_000;

/// Tests that share a given cluster take turns.
static TURN: Mutex<()> = Mutex::new(());

/// A cluster and the wallets of its migration file.
pub struct Network {
    url: String,
    chain: Option<Localnet>,
    wallets: PathBuf,
    program_keys: Option<PathBuf>,
    /// The migration under test; tests may change it before they run it.
    pub migration: Migration,
    _folder: TempDir,
    _turn: Option<MutexGuard<'static, ()>>,
}

impl Network {
    /// The cluster of `IONET_E2E_URL`, or a new local chain with the programs in place and nothing
    /// else.
    ///
    /// # Panics
    /// When it cannot be reached or started.
    pub async fn start() -> Self {
        match std::env::var("IONET_E2E_URL") {
            Ok(url) => Self::given(url).await,
            Err(_) => Self::own().await,
        }
    }

    /// A new local chain, whatever the environment says.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn own() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let chain = Localnet::start(&LocalnetConfig::on_free_ports()).expect("a local chain");
        let network = Self {
            url: chain.rpc_url(),
            chain: Some(chain),
            wallets: folder.path().to_owned(),
            program_keys: None,
            migration: load(),
            _folder: folder,
            _turn: None,
        };
        network.prepare_wallets().await;
        network.place_programs();
        network
    }

    async fn given(url: String) -> Self {
        let wallets = std::env::var_os("IONET_E2E_WALLETS")
            .expect("with IONET_E2E_URL, IONET_E2E_WALLETS names the folder of the wallets");
        let mut network = Self::at(url, wallets.into());
        network.program_keys = std::env::var_os("IONET_E2E_PROGRAM_KEYS").map(PathBuf::from);
        network.prepare_wallets().await;
        network
    }

    /// A cluster that is there, with the wallets of its migration in a folder. One at a time.
    ///
    /// # Panics
    /// When the committed migration file cannot be read.
    pub fn at(url: String, wallets: PathBuf) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            url,
            chain: None,
            wallets,
            program_keys: None,
            migration: load(),
            _folder: tempfile::tempdir().expect("a temporary folder"),
            _turn: Some(turn),
        }
    }

    /// As [`Network::start`], with the migration done.
    ///
    /// # Panics
    /// When the migration fails.
    pub async fn migrated() -> Self {
        let network = Self::start().await;
        network.migrate().await.expect("the migration succeeds");
        network
    }

    async fn prepare_wallets(&self) {
        for name in self.migration.wallet_names() {
            let path = self.wallets.join(format!("{name}.json"));
            if !path.exists() {
                wallet::write_new(&path, &Keypair::new()).expect("a wallet");
            }
        }
        self.fund(&self.wallet("admin").pubkey()).await;
    }

    /// Gives an address enough SOL for a test, when it lacks it and there is a faucet.
    ///
    /// # Panics
    /// When the SOL does not arrive.
    pub async fn fund(&self, address: &Pubkey) {
        let sender = self.sender();
        let rpc = sender.rpc();
        if rpc.get_balance(address).await.expect("a balance") >= LAMPORTS / 10 {
            return;
        }
        rpc.request_airdrop(address, LAMPORTS)
            .await
            .expect("the faucet answers");
        let begun = Instant::now();
        while rpc.get_balance(address).await.expect("a balance") < LAMPORTS {
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "the faucet sent nothing"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn place_programs(&self) {
        let Some(chain) = &self.chain else { return };
        for program in &self.migration.programs {
            let elf = std::fs::read(&program.path).unwrap_or_else(|error| {
                panic!(
                    "{} ({error}): run `cargo xtask build-programs` first",
                    program.path.display()
                )
            });
            chain
                .place_program(program.id, elf, self.wallet("admin").pubkey())
                .expect("the loader accepts the program");
        }
    }

    /// The cluster's RPC address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The independent client.
    pub fn raw(&self) -> RawRpc {
        RawRpc::new(&self.url)
    }

    /// A sender of transactions.
    pub fn sender(&self) -> TransactionSender {
        sender(&self.url)
    }

    /// Hands the local chain of this test out, to be stopped.
    ///
    /// # Panics
    /// When the cluster is a given one.
    pub fn take_chain(&mut self) -> Localnet {
        self.chain.take().expect("a chain of its own")
    }

    /// A wallet of the migration file.
    ///
    /// # Panics
    /// When there is none of that name.
    pub fn wallet(&self, name: &str) -> Keypair {
        FolderWallets::new(&self.wallets)
            .keypair(name)
            .expect("a wallet")
    }

    /// Where the wallets are.
    pub fn wallet_folder(&self) -> &Path {
        &self.wallets
    }

    /// The migration with its wallets.
    ///
    /// # Errors
    /// As [`Migration::resolve`].
    pub fn resolve(&self) -> Result<Resolved, MigrationError> {
        let wallets = FolderWallets::new(&self.wallets);
        self.migration
            .resolve(&wallets, self.program_keys.as_deref())
    }

    /// Runs the migration; returns the number of its steps.
    ///
    /// # Errors
    /// As [`Resolved::run`].
    pub async fn migrate(&self) -> Result<usize, MigrationError> {
        self.resolve()?.run(&self.sender(), &mut |_| {}).await
    }
}

/// A sender for any RPC address.
///
/// # Panics
/// When `url` is not an address.
pub fn sender(url: &str) -> TransactionSender {
    TransactionSender::new(&url.parse::<Cluster>().expect("an RPC address"))
}

fn load() -> Migration {
    let path: &Path = &repository::root().join("migrations/localnet.toml");
    Migration::load(path).expect("the committed migration file")
}
