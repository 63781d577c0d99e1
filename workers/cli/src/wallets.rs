//! Where wallets are, and whom a name means.
//!
//! A wallet is a keypair file as `solana-keygen` writes it. Named wallets are
//! `wallets/NAME.json` in ionet's config folder, the default one is `id.json`
//! beside them; without that, Solana's own default is used.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use directories::{BaseDirs, ProjectDirs};
use ionet_client::wallet;
use ionet_migrations::Wallets;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::commitments::Commitments;

/// The longest name: shorter than any address, so that no name is mistaken for one.
const MAX_NAME: usize = 31;

/// The wallets of this user.
#[derive(Debug, Clone)]
pub struct WalletStore {
    config: PathBuf,
    solana_default: Option<PathBuf>,
}

impl WalletStore {
    /// The store in the user's config folder.
    pub fn open() -> Result<Self> {
        let dirs = ProjectDirs::from("", "", "ionet")
            .context("there is no home folder to keep wallets in: set HOME, or XDG_CONFIG_HOME")?;
        let solana_default =
            BaseDirs::new().map(|base| base.home_dir().join(".config/solana/id.json"));
        Ok(Self {
            config: dirs.config_dir().to_owned(),
            solana_default,
        })
    }

    /// The file of a named wallet; it may not exist.
    pub fn named(&self, name: &str) -> Result<PathBuf> {
        let starts = name.starts_with(|first: char| first.is_ascii_lowercase());
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.len() > MAX_NAME || !starts || !name.bytes().all(allowed) {
            bail!(
                "{name:?} is no wallet name; accepted are lower-case letters, digits and dashes, starting with a \
                 letter, at most {MAX_NAME} characters"
            );
        }
        Ok(self.config.join("wallets").join(format!("{name}.json")))
    }

    /// The file of the default wallet that `ionet wallet new` makes.
    pub fn own_default(&self) -> PathBuf {
        self.config.join("id.json")
    }

    /// The file that `--keypair` means: a path, a name, or nothing for the default.
    pub fn locate(&self, keypair: Option<&str>) -> Result<PathBuf> {
        match keypair {
            None => self.default_file(),
            Some(text) if looks_like_path(text) => Ok(PathBuf::from(text)),
            Some(name) => self.named(name),
        }
    }

    /// Whom a text means: an address, or the name of a wallet.
    pub fn owner(&self, text: &str) -> Result<Pubkey> {
        if let Ok(address) = text.parse() {
            return Ok(address);
        }
        let path = self
            .named(text)
            .with_context(|| format!("{text:?} is no address either"))?;
        Ok(wallet::read(&path)?.pubkey())
    }

    /// The salts of commitments, which are as secret as keys until they are revealed.
    pub fn commitments(&self) -> Commitments {
        Commitments::new(self.config.join("commitments"))
    }

    /// Names and files of all named wallets, sorted.
    pub fn all(&self) -> Result<Vec<(String, PathBuf)>> {
        let folder = self.config.join("wallets");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let entries = folder
            .read_dir()
            .with_context(|| format!("cannot list {}", folder.display()))?;
        let mut wallets = Vec::new();
        for entry in entries {
            let path = entry
                .with_context(|| format!("cannot list {}", folder.display()))?
                .path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
                && let Some(name) = path.file_stem().and_then(|name| name.to_str())
            {
                wallets.push((name.to_owned(), path));
            }
        }
        wallets.sort();
        Ok(wallets)
    }

    /// The named wallet, made when missing. Only for chains whose money is worth nothing.
    pub fn get_or_make(&self, name: &str) -> Result<Keypair> {
        read_or_make(&self.named(name)?)
    }

    /// The wallet of `--keypair`; the default one is made when there is none.
    pub fn payer_or_make(&self, keypair: Option<&str>) -> Result<Keypair> {
        match keypair {
            Some(_) => Ok(wallet::read(&self.locate(keypair)?)?),
            None => match self.default_file() {
                Ok(path) => Ok(wallet::read(&path)?),
                Err(_) => read_or_make(&self.own_default()),
            },
        }
    }

    fn default_file(&self) -> Result<PathBuf> {
        let own = self.own_default();
        if own.is_file() {
            return Ok(own);
        }
        match &self.solana_default {
            Some(path) if path.is_file() => Ok(path.clone()),
            _ => bail!(
                "there is no wallet: neither {} nor ~/.config/solana/id.json exists. Make one with \
                 `ionet wallet new`, or name one with --keypair",
                own.display()
            ),
        }
    }
}

/// The named wallets, which must exist.
pub struct NamedWallets<'a>(pub &'a WalletStore);

impl Wallets for NamedWallets<'_> {
    fn keypair(&self, name: &str) -> Result<Keypair, String> {
        let path = self.0.named(name).map_err(|error| error.to_string())?;
        if !path.is_file() {
            return Err(format!(
                "there is no wallet {name:?}: make it with `ionet wallet new {name}`"
            ));
        }
        wallet::read(&path).map_err(|error| error.to_string())
    }
}

/// The wallets of a local chain: made when a migration file names a new one.
pub struct LocalWallets<'a>(pub &'a WalletStore);

impl Wallets for LocalWallets<'_> {
    fn keypair(&self, name: &str) -> Result<Keypair, String> {
        self.0
            .get_or_make(name)
            .map_err(|error| format!("{error:#}"))
    }
}

fn read_or_make(path: &Path) -> Result<Keypair> {
    if path.is_file() {
        return Ok(wallet::read(path)?);
    }
    let keypair = Keypair::new();
    wallet::write_new(path, &keypair)?;
    Ok(keypair)
}

fn looks_like_path(text: &str) -> bool {
    text.contains(['/', '\\', '.']) || Path::new(text).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(folder: &Path) -> WalletStore {
        WalletStore {
            config: folder.join("ionet"),
            solana_default: Some(folder.join("solana.json")),
        }
    }

    #[test]
    fn the_default_is_ours_then_solanas_then_an_answer() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let error = store.locate(None).unwrap_err().to_string();
        assert!(
            error.contains("ionet wallet new") && error.contains("--keypair"),
            "{error}"
        );
        wallet::write_new(&folder.path().join("solana.json"), &Keypair::new()).unwrap();
        assert_eq!(
            store.locate(None).unwrap(),
            folder.path().join("solana.json")
        );
        wallet::write_new(&store.own_default(), &Keypair::new()).unwrap();
        assert_eq!(store.locate(None).unwrap(), store.own_default());
    }

    #[test]
    fn names_and_paths_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        assert_eq!(
            store.locate(Some("admin")).unwrap(),
            folder.path().join("ionet/wallets/admin.json")
        );
        assert_eq!(
            store.locate(Some("./key.json")).unwrap(),
            PathBuf::from("./key.json")
        );
        for wrong in ["", "Admin", "1st", "a_b", &"a".repeat(32)] {
            let error = store.locate(Some(wrong)).unwrap_err().to_string();
            assert!(error.contains("lower-case"), "{error}");
        }
    }

    #[test]
    fn owners_are_addresses_or_names() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let address = Pubkey::new_unique();
        assert_eq!(store.owner(&address.to_string()).unwrap(), address);
        let admin = store.get_or_make("admin").unwrap().pubkey();
        assert_eq!(store.owner("admin").unwrap(), admin);
        assert_eq!(
            store.get_or_make("admin").unwrap().pubkey(),
            admin,
            "made once"
        );
        let error = format!("{:#}", store.owner("guardian").unwrap_err());
        assert!(
            error.contains("guardian.json") && error.contains("wallet new"),
            "{error}"
        );
        let error = format!("{:#}", store.owner("So1111111111111111111111").unwrap_err());
        assert!(error.contains("no address"), "{error}");
        assert_eq!(store.all().unwrap().len(), 1);
    }
}
