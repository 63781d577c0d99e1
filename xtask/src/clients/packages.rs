//! The npm packages of one folder, exactly as its lock file says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::Node;

/// Where the installed lock file's hash is noted, inside `node_modules`.
const STAMP: &str = ".installed-lock";

/// Runs `npm ci` in `folder` unless its lock file is installed already.
///
/// # Errors
/// When the lock file records registry addresses, or npm fails: no network, or a registry that
/// lacks a version.
pub fn install(node: &Node, folder: &Path) -> Result<()> {
    let lock_file = folder.join("package-lock.json");
    let lock = fs::read_to_string(&lock_file)
        .with_context(|| format!("cannot read {}", lock_file.display()))?;
    check_lock(&lock).with_context(|| format!("{} is not usable", lock_file.display()))?;
    let hash = format!("{:x}", Sha256::digest(lock.as_bytes()));
    let stamp = folder.join("node_modules").join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == hash) {
        return Ok(());
    }
    println!(
        "npm packages of {}: installing (about 20 seconds)",
        folder.display()
    );
    let output = node
        .npm()
        .current_dir(folder)
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .output()
        .context("npm could not be started")?;
    if !output.status.success() {
        bail!(
            "`npm ci` failed in {}:\n{}{}\ncheck that the npm registry can be reached (`npm ping`) \
             and run this again",
            folder.display(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    fs::write(&stamp, hash).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Lock files name no registry: everyone installs from the one their npm is set to, and the
/// integrity hashes decide whether it served the right thing.
fn check_lock(lock: &str) -> Result<()> {
    let lock: serde_json::Value = serde_json::from_str(lock).context("it is not JSON")?;
    let Some(packages) = lock.get("packages").and_then(serde_json::Value::as_object) else {
        bail!("it has no packages: write it with `npm install --omit-lockfile-registry-resolved`");
    };
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        if package.get("resolved").is_some() {
            bail!(
                "{name} records the address it was fetched from; write the file again with \
                 `npm install --omit-lockfile-registry-resolved`"
            );
        }
        if package.get("integrity").is_none() {
            bail!(
                "{name} has no integrity hash; remove node_modules and the lock file, then run \
                   `npm install --omit-lockfile-registry-resolved`"
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_lock_files_name_no_registry() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for folder in ["xtask/codama", "clients/ts"] {
            let lock = fs::read_to_string(root.join(folder).join("package-lock.json")).unwrap();
            check_lock(&lock).unwrap_or_else(|error| panic!("{folder}: {error:#}"));
        }
    }

    #[test]
    fn a_lock_file_with_addresses_or_without_hashes_is_refused() {
        let table = [
            (r#"{"packages": {"": {}, "a": {"integrity": "x"}}}"#, None),
            (
                r#"{"packages": {"a": {"resolved": "https://x", "integrity": "x"}}}"#,
                Some("address"),
            ),
            (
                r#"{"packages": {"a": {"version": "1"}}}"#,
                Some("integrity"),
            ),
            ("{}", Some("no packages")),
            ("no", Some("not JSON")),
        ];
        for (lock, expected) in table {
            match (check_lock(lock), expected) {
                (Ok(()), None) => {}
                (Err(error), Some(word)) => {
                    assert!(format!("{error:#}").contains(word), "{lock}: {error:#}");
                }
                (result, _) => panic!("{lock}: {result:?}, expected {expected:?}"),
            }
        }
    }
}
