//! Keypairs in Solana's file format: a JSON array of 64 bytes, the ed25519 seed
//! followed by the public key.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ed25519_dalek::{KEYPAIR_LENGTH, SECRET_KEY_LENGTH, SigningKey};

use super::files;

/// A keypair on disk. The private half stays in the file.
pub(super) struct KeyFile {
    /// Where it is, or would be.
    pub(super) path: PathBuf,
    /// The public key in base58: the program's id.
    pub(super) id: String,
    /// Made by this run.
    pub(super) created: bool,
    /// Only planned (`--dry-run`); `id` is then the program's present id.
    pub(super) planned: bool,
}

impl KeyFile {
    /// A keypair that a real run would make.
    pub(super) fn planned(path: &Path, present_id: &str) -> Self {
        Self {
            path: path.to_owned(),
            id: present_id.to_owned(),
            created: false,
            planned: true,
        }
    }
}

/// Makes a keypair from the operating system's randomness, readable by its owner only.
pub(super) fn create(path: &Path) -> anyhow::Result<KeyFile> {
    if let Some(folder) = path.parent() {
        create_private_folder(folder)?;
    }
    let mut seed = [0_u8; SECRET_KEY_LENGTH];
    getrandom::fill(&mut seed).context("the operating system gave no random bytes")?;
    let key = SigningKey::from_bytes(&seed);
    let json = serde_json::to_string(&key.to_keypair_bytes().to_vec())?;
    files::create_private(path, &json)?;
    Ok(KeyFile {
        path: path.to_owned(),
        id: id_of(&key),
        created: true,
        planned: false,
    })
}

/// Reads a keypair. With `repair`, access by others is taken away.
pub(super) fn read(path: &Path, repair: bool) -> anyhow::Result<KeyFile> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let key = parse(&text).with_context(|| {
        format!(
            "{} is not a Solana keypair. Accepted: a JSON array of 64 bytes, the last 32 being the public key of \
             the first 32. Restore the file from its copy, or move it away and a new keypair is made.",
            path.display()
        )
    })?;
    keep_private(path, repair)?;
    Ok(KeyFile {
        path: path.to_owned(),
        id: id_of(&key),
        created: false,
        planned: false,
    })
}

fn parse(text: &str) -> anyhow::Result<SigningKey> {
    let bytes: Vec<u8> = serde_json::from_str(text).context("not a JSON array of bytes")?;
    let length = bytes.len();
    let bytes: [u8; KEYPAIR_LENGTH] = bytes
        .try_into()
        .map_err(|_| anyhow::anyhow!("it holds {length} bytes instead of {KEYPAIR_LENGTH}"))?;
    SigningKey::from_keypair_bytes(&bytes).context("its public key is not that of its private key")
}

fn id_of(key: &SigningKey) -> String {
    bs58::encode(key.verifying_key().as_bytes()).into_string()
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot create the folder {}", folder.display()))
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot create the folder {}", folder.display()))
}

#[cfg(unix)]
fn keep_private(path: &Path, repair: bool) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    #[expect(
        clippy::verbose_bit_mask,
        reason = "permissions are read as octal masks"
    )]
    if mode & 0o077 == 0 {
        return Ok(());
    }
    if !repair {
        bail!(
            "{} can be read by others (mode {mode:o}); `chmod 600 {}` closes it.",
            path.display(),
            path.display()
        );
    }
    println!(
        "{} could be read by others (mode {mode:o}); it is 600 now.",
        path.display()
    );
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .with_context(|| format!("cannot change the permissions of {}", path.display()))
}

#[cfg(not(unix))]
fn keep_private(_path: &Path, _repair: bool) -> anyhow::Result<()> {
    Ok(())
}
