//! Names of wallets in a migration file, and the keypairs behind them.

use std::path::PathBuf;

use ionet_client::wallet;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

/// Finds the wallets that a migration file names.
///
/// The error texts say what was looked for and how to make the wallet.
pub trait Wallets {
    /// The keypair of a wallet; needed for those that sign.
    ///
    /// # Errors
    /// When there is no such wallet, or it cannot be read.
    fn keypair(&self, name: &str) -> Result<Keypair, String>;

    /// The address of a wallet; enough for those that receive.
    ///
    /// # Errors
    /// When there is no such wallet, or it cannot be read.
    fn address(&self, name: &str) -> Result<Pubkey, String> {
        self.keypair(name).map(|keypair| keypair.pubkey())
    }
}

/// Wallets as files `NAME.json` in Solana's keypair format.
#[derive(Clone, Debug)]
pub struct FolderWallets {
    folder: PathBuf,
}

impl FolderWallets {
    /// The wallets in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }
}

impl Wallets for FolderWallets {
    fn keypair(&self, name: &str) -> Result<Keypair, String> {
        let path = self.folder.join(format!("{name}.json"));
        wallet::read(&path).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wallets_are_found_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let wallets = FolderWallets::new(folder.path());
        let key = Keypair::new();
        wallet::write_new(&folder.path().join("admin.json"), &key).unwrap();
        assert_eq!(wallets.address("admin"), Ok(key.pubkey()));
        let missing = wallets.address("guardian").unwrap_err();
        assert!(
            missing.contains("guardian.json: there is no such file"),
            "{missing}"
        );
        std::fs::write(folder.path().join("guardian.json"), "[1,2]").unwrap();
        let damaged = wallets.keypair("guardian").unwrap_err();
        assert!(
            damaged.contains("it holds 2 bytes, expected 64"),
            "{damaged}"
        );
    }
}
