//! The folder cargo builds programs in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

const STAMP: &str = ".toolchain";

/// Empties `dir` when it was used with another toolchain: cargo does not notice changes of the
/// library's source, the target file or the shim.
///
/// # Errors
/// When the folder cannot be emptied or written.
pub fn prepare(dir: &Path, toolchain: &str) -> Result<()> {
    let stamp = dir.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|present| present == toolchain) {
        return Ok(());
    }
    if dir.exists() {
        println!(
            "emptying {}: it was used with another toolchain",
            dir.display()
        );
        fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    fs::write(&stamp, toolchain).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Writes a copy of the target file into `dir`, unless it is there; returns the copy's path.
///
/// # Errors
/// When it cannot be written.
pub fn place(dir: &Path, target_file: &Path, text: &str) -> Result<PathBuf> {
    let name = target_file
        .file_name()
        .context("the target file has no name")?;
    let copy = dir.join(name);
    if !fs::read_to_string(&copy).is_ok_and(|present| present == text) {
        fs::write(&copy, text).with_context(|| format!("cannot write {}", copy.display()))?;
    }
    Ok(copy)
}

/// Makes cargo forget that it built `package` in `release_dir`, so that it links it again.
///
/// # Errors
/// When cargo's record cannot be removed.
pub fn forget(release_dir: &Path, package: &str) -> Result<()> {
    let Ok(entries) = fs::read_dir(release_dir.join(".fingerprint")) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        // NAME-HASH; the hash has no dash, which keeps `io-token-cpi` out of `io-token`.
        let of_package = name.to_str().and_then(|name| name.rsplit_once('-'));
        if of_package.is_some_and(|(name, _)| name == package) {
            fs::remove_dir_all(entry.path())
                .with_context(|| format!("cannot remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_toolchain_starts_from_nothing() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("sbf");
        let built = dir.join("built");
        prepare(&dir, "one").unwrap();
        fs::write(&built, "").unwrap();
        prepare(&dir, "one").unwrap();
        assert!(built.exists());
        prepare(&dir, "two").unwrap();
        assert!(!built.exists());
    }

    #[test]
    fn only_the_package_itself_is_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let records = root.path().join(".fingerprint");
        for name in [
            "io-token-0a1b",
            "io-token-ffff",
            "io-token-cpi-0a1b",
            "std-0a1b",
        ] {
            fs::create_dir_all(records.join(name)).unwrap();
        }
        forget(root.path(), "io-token").unwrap();
        let mut left: Vec<_> = fs::read_dir(&records)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["io-token-cpi-0a1b", "std-0a1b"]);
        forget(&root.path().join("nowhere"), "io-token").unwrap();
    }
}
