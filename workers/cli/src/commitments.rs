//! Salts of commitments: kept until they are revealed, whatever happens in between.
//!
//! A commitment whose salt is lost cannot be revealed, and its replica is not paid. So a salt is on
//! the disk, with the folder's entry for it, before its commitment is sent. Nothing is ever
//! overwritten: an attempt that seemed to fail may still arrive, so each commitment has a file of
//! its own, and the chain says which of them counts.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use ionet_core::job::commitment_parts;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use solana_pubkey::Pubkey;

use crate::{cli::Hex32, onchain::iosd::hex};

/// Which replica commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replica {
    /// Its claim's account.
    pub claim: Pubkey,
    /// The wallet of its operator.
    pub operator: Pubkey,
}

/// A result, the salt that hides it, and the hash that fixes both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// Hash of the result.
    pub result: [u8; 32],
    /// What is revealed with it.
    pub salt: [u8; 32],
    /// What is committed.
    pub hash: [u8; 32],
}

/// The commitments of this user, in files that only the user can read.
#[derive(Debug, Clone)]
pub struct Commitments {
    folder: PathBuf,
}

impl Commitment {
    /// Of `result` with a salt that nobody has seen.
    pub fn new(replica: &Replica, result: [u8; 32]) -> Self {
        Self::with_salt(replica, result, rand::random())
    }

    fn with_salt(replica: &Replica, result: [u8; 32], salt: [u8; 32]) -> Self {
        let mut hash = Sha256::new();
        for part in commitment_parts(&result, &replica.operator.to_bytes(), &salt) {
            hash.update(part);
        }
        Self {
            result,
            salt,
            hash: hash.finalize().into(),
        }
    }

    fn json(&self, replica: &Replica) -> Value {
        json!({
            "claim": replica.claim.to_string(),
            "operator": replica.operator.to_string(),
            "result_hash": hex(&self.result),
            "salt": hex(&self.salt),
            "commitment": hex(&self.hash),
        })
    }
}

impl Commitments {
    /// Those in `folder`, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the commitments of a claim are.
    pub fn folder_of(&self, replica: &Replica) -> PathBuf {
        self.folder.join(replica.claim.to_string())
    }

    /// The commitment of a replica to `result`: the one that is kept, so that a repeated attempt
    /// is the same, or a new one. It is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be kept: then nothing may be committed.
    pub fn keep(&self, replica: &Replica, result: [u8; 32]) -> Result<Commitment> {
        let kept = self.all(replica)?;
        if let Some(same) = kept.into_iter().find(|kept| kept.result == result) {
            return Ok(same);
        }
        let new = Commitment::new(replica, result);
        let folder = self.folder_of(replica);
        make_folder(&folder).with_context(|| cannot_be_kept(&folder))?;
        let name = format!("{}.json", hex(&new.hash));
        write_durably(&folder, &name, &new.json(replica).to_string())
            .with_context(|| cannot_be_kept(&folder))?;
        Ok(new)
    }

    /// The kept commitment with this hash.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn find(&self, replica: &Replica, hash: &[u8; 32]) -> Result<Option<Commitment>> {
        let kept = self.all(replica)?;
        Ok(kept.into_iter().find(|kept| kept.hash == *hash))
    }

    fn all(&self, replica: &Replica) -> Result<Vec<Commitment>> {
        let folder = self.folder_of(replica);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let cannot = || format!("cannot list {}", folder.display());
        let mut all = Vec::new();
        for entry in folder.read_dir().with_context(cannot)? {
            let path = entry.with_context(cannot)?.path();
            // What was cut off in the middle has another ending.
            if path.extension().is_some_and(|ending| ending == "json") {
                all.push(read(&path, replica)?);
            }
        }
        Ok(all)
    }
}

fn cannot_be_kept(folder: &Path) -> String {
    format!(
        "the salt cannot be kept in {}, so nothing was sent: without it the result could never be revealed",
        folder.display()
    )
}

fn read(path: &Path, replica: &Replica) -> Result<Commitment> {
    let cannot = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(path).with_context(cannot)?;
    let value: Value = serde_json::from_str(&text).with_context(cannot)?;
    let bytes = |field: &str| -> Result<[u8; 32]> {
        let text = value[field].as_str().unwrap_or_default();
        let parsed: Result<Hex32, String> = text.parse();
        parsed
            .map(|hash| hash.0)
            .map_err(|error| anyhow::anyhow!("{}: {field}: {error}", path.display()))
    };
    let found = Commitment::with_salt(replica, bytes("result_hash")?, bytes("salt")?);
    if found.hash != bytes("commitment")? {
        bail!(
            "{} is damaged: result and salt do not give its commitment",
            path.display()
        )
    }
    Ok(found)
}

/// Makes a folder that only its owner can look into, with those above it, and waits until the disk
/// has them.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    for above in folder.ancestors().skip(1).take(2) {
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Writes a file that is there with all its content, or not at all.
fn write_durably(folder: &Path, name: &str, content: &str) -> std::io::Result<()> {
    let path = folder.join(name);
    let unfinished = folder.join(format!("{name}.unfinished"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn replica() -> Replica {
        Replica {
            claim: Pubkey::new_from_array([1; 32]),
            operator: Pubkey::new_from_array([2; 32]),
        }
    }

    fn store() -> (tempfile::TempDir, Commitments) {
        let folder = tempfile::tempdir().unwrap();
        let store = Commitments::new(folder.path().join("commitments"));
        (folder, store)
    }

    #[test]
    fn the_hash_is_that_of_the_program() {
        // Spelt out, not by the rule that is under test.
        let made = Commitment::with_salt(&replica(), [3; 32], [4; 32]);
        let mut bytes = b"ionet replica result v1".to_vec();
        bytes.extend([3; 32]);
        bytes.extend([2; 32]);
        bytes.extend([4; 32]);
        assert_eq!(made.hash, <[u8; 32]>::from(Sha256::digest(&bytes)));
    }

    #[test]
    fn the_same_result_keeps_its_salt_and_another_gets_its_own() {
        let (_folder, store) = store();
        let first = store.keep(&replica(), [3; 32]).unwrap();
        assert_eq!(store.keep(&replica(), [3; 32]).unwrap(), first);
        let other = store.keep(&replica(), [5; 32]).unwrap();
        assert_ne!(other.salt, first.salt);
        assert_eq!(store.find(&replica(), &first.hash).unwrap(), Some(first));
        assert_eq!(store.find(&replica(), &other.hash).unwrap(), Some(other));
        assert_eq!(store.find(&replica(), &[0; 32]).unwrap(), None);
        let elsewhere = Replica {
            claim: Pubkey::new_from_array([9; 32]),
            ..replica()
        };
        assert_eq!(store.find(&elsewhere, &first.hash).unwrap(), None);
    }

    #[test]
    fn only_the_owner_reads_and_nothing_unfinished_is_left() {
        let (_folder, store) = store();
        let kept = store.keep(&replica(), [3; 32]).unwrap();
        let folder = store.folder_of(&replica());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(
            mode(&folder.join(format!("{}.json", hex(&kept.hash)))),
            0o600
        );
        assert_eq!(folder.read_dir().unwrap().count(), 1);
    }

    #[test]
    fn an_attempt_that_was_cut_off_is_not_taken_for_a_commitment() {
        let (_folder, store) = store();
        let folder = store.folder_of(&replica());
        make_folder(&folder).unwrap();
        fs::write(folder.join("ab.json.unfinished"), "{\"cla").unwrap();
        let kept = store.keep(&replica(), [3; 32]).unwrap();
        assert_eq!(store.find(&replica(), &kept.hash).unwrap(), Some(kept));
    }

    #[test]
    fn what_cannot_be_kept_or_read_is_refused_with_the_place() {
        let (folder, store) = store();
        fs::write(folder.path().join("commitments"), "a file").unwrap();
        let error = format!("{:#}", store.keep(&replica(), [3; 32]).unwrap_err());
        assert!(
            error.contains("nothing was sent") && error.contains("commitments"),
            "{error}"
        );
        fs::remove_file(folder.path().join("commitments")).unwrap();
        let kept = store.keep(&replica(), [3; 32]).unwrap();
        let path = store
            .folder_of(&replica())
            .join(format!("{}.json", hex(&kept.hash)));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace(&hex(&[3; 32]), &hex(&[7; 32]))).unwrap();
        let error = store.find(&replica(), &kept.hash).unwrap_err().to_string();
        assert!(error.contains("damaged"), "{error}");
        assert!(!error.contains(&hex(&kept.salt)), "no secret in an error");
    }
}
