//! apt with lists, settings and a cache of its own: nothing of the machine's package state is
//! read or changed. Packages are downloaded (apt checks signatures and hashes), never installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::archive::{self, Archive};
use super::explain;

/// A private apt for one set of sources.
pub struct Apt {
    dir: PathBuf,
}

impl Apt {
    /// Prepares `dir` and fetches the package lists of `sources` (deb822 text). What an earlier
    /// attempt left in `dir` is used again.
    ///
    /// # Errors
    /// When the lists cannot be fetched.
    pub fn open(dir: &Path, sources: &str) -> Result<Self> {
        let apt = Self {
            dir: dir.to_path_buf(),
        };
        for folder in ["state/lists/partial", "cache/archives/partial"] {
            let path = dir.join(folder);
            fs::create_dir_all(&path)
                .with_context(|| format!("cannot create {}", path.display()))?;
        }
        // No package counts as installed, so a download brings every dependency along.
        fs::write(apt.status_file(), "").context("cannot write apt's status file")?;
        fs::write(apt.sources_file(), sources).context("cannot write apt's sources")?;
        apt.get(&["update", "--error-on=any"])?;
        // Packages of an earlier attempt that are out of date by now.
        apt.get(&["autoclean"])?;
        Ok(apt)
    }

    /// Downloads `packages` and everything they depend on.
    ///
    /// # Errors
    /// When a package is not to be had.
    pub fn download_with_dependencies(&self, packages: &[&str]) -> Result<()> {
        let mut arguments = vec!["install", "--download-only", "--yes"];
        arguments.extend(packages);
        self.get(&arguments)
    }

    /// Downloads `packages` alone.
    ///
    /// # Errors
    /// When a package is not to be had.
    pub fn download(&self, packages: &[&str]) -> Result<()> {
        let mut arguments = vec!["download"];
        arguments.extend(packages);
        self.get(&arguments)
    }

    /// The downloaded packages.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn archives(&self) -> Result<Vec<Archive>> {
        archive::list(&self.archives_dir())
    }

    /// Removes the lists and the packages, once they are unpacked.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub fn close(self) -> Result<()> {
        fs::remove_dir_all(&self.dir)
            .with_context(|| format!("cannot remove {}", self.dir.display()))
    }

    fn get(&self, arguments: &[&str]) -> Result<()> {
        let output = Command::new("apt-get")
            .current_dir(self.archives_dir())
            .env("LC_ALL", "C.UTF-8")
            .args(self.options()?)
            .args(arguments)
            .output()
            .context("apt-get could not be started")?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            bail!(
                "apt-get {} failed: {}\n{}",
                arguments.join(" "),
                explain::apt(&text),
                text.trim()
            );
        }
        Ok(())
    }

    fn options(&self) -> Result<Vec<String>> {
        let path = |path: PathBuf| path.display().to_string();
        let architecture = architecture()?;
        let settings = [
            ("Dir::Etc::sourcelist", path(self.sources_file())),
            ("Dir::Etc::sourceparts", "/dev/null".to_owned()),
            ("Dir::Etc::preferences", "/dev/null".to_owned()),
            ("Dir::Etc::preferencesparts", "/dev/null".to_owned()),
            ("Dir::State", path(self.dir.join("state"))),
            ("Dir::State::status", path(self.status_file())),
            ("Dir::Cache", path(self.dir.join("cache"))),
            ("APT::Architecture", architecture.to_owned()),
            ("APT::Architectures", architecture.to_owned()),
            ("APT::Install-Recommends", "false".to_owned()),
            ("APT::Get::AllowUnauthenticated", "false".to_owned()),
            ("Acquire::AllowInsecureRepositories", "false".to_owned()),
            ("Acquire::Languages", "none".to_owned()),
            ("Acquire::Retries", "3".to_owned()),
            (
                "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled",
                "false".to_owned(),
            ),
            // The folders are this user's; apt's own download user could not write there.
            ("APT::Sandbox::User", "root".to_owned()),
            // The system's dpkg lock is not ours to take; the toolchain folder has its own lock.
            ("Debug::NoLocking", "true".to_owned()),
        ];
        Ok(settings
            .iter()
            .flat_map(|(key, value)| ["-o".to_owned(), format!("{key}={value}")])
            .collect())
    }

    fn archives_dir(&self) -> PathBuf {
        self.dir.join("cache").join("archives")
    }

    fn status_file(&self) -> PathBuf {
        self.dir.join("status")
    }

    fn sources_file(&self) -> PathBuf {
        self.dir.join("debian.sources")
    }
}

/// Debian's name of this machine's architecture.
fn architecture() -> Result<&'static str> {
    match env::consts::ARCH {
        "x86_64" => Ok("amd64"),
        "aarch64" => Ok("arm64"),
        other => bail!("no toolchain from packages for {other}: build on x86_64 or aarch64"),
    }
}
