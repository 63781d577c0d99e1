//! What the machine must have before anything is downloaded.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Unpacked packages, the linker's build and a first program build take about 3 GB.
const SPACE_NEEDED_KIB: u64 = 4 * 1024 * 1024;

/// Commands that the set-up calls, and the Debian package of each.
const COMMANDS: [(&str, &str); 5] = [
    ("apt-get", "apt"),
    ("dpkg-deb", "dpkg"),
    ("cc", "build-essential"),
    ("cp", "coreutils"),
    ("df", "coreutils"),
];

/// Checks commands and disk space.
///
/// # Errors
/// Naming what is missing and how to get it.
pub fn check(root: &Path) -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let missing: Vec<&(&str, &str)> = COMMANDS
        .iter()
        .filter(|(command, _)| !env::split_paths(&path).any(|dir| dir.join(command).is_file()))
        .collect();
    if missing
        .iter()
        .any(|(command, _)| *command == "apt-get" || *command == "dpkg-deb")
    {
        bail!(
            "this is not a Debian system (no apt-get and dpkg-deb), so the compiler cannot come \
             from packages. Install `cargo build-sbf` with its platform tools instead: \
             `cargo install solana-cargo-build-sbf`, then `cargo build-sbf --install-only`"
        );
    }
    if let Some((command, package)) = missing.first() {
        bail!("{command} is missing: `apt-get install {package}`");
    }
    let output = Command::new("df")
        .args(["-Pk"])
        .arg(root)
        .stderr(Stdio::inherit())
        .output()
        .context("df could not be started")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let free = free_kib(&text).with_context(|| format!("df says something unexpected: {text}"))?;
    if free < SPACE_NEEDED_KIB {
        bail!(
            "{} has {} MB free, the toolchain needs {} MB: free some, or set IONET_CACHE to a \
             folder on another disk",
            root.display(),
            free / 1024,
            SPACE_NEEDED_KIB / 1024
        );
    }
    Ok(())
}

/// The available KiB in the output of `df -Pk` (POSIX: fourth column of the second line).
fn free_kib(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_read() {
        let df = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                  /dev/vda         263112772 15000000  80000000      16% /\n";
        assert_eq!(free_kib(df), Some(80_000_000));
        assert_eq!(free_kib("df: no such file"), None);
    }
}
