//! Debian package files: names, versions, unpacking.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::explain;

/// A downloaded package: `NAME_VERSION_ARCHITECTURE.deb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Package name.
    pub package: String,
    /// Version, its epoch's colon decoded.
    pub version: String,
    path: PathBuf,
}

impl Archive {
    fn parse(path: &Path) -> Option<Self> {
        let mut parts = path.file_name()?.to_str()?.strip_suffix(".deb")?.split('_');
        let (package, version, _architecture) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            package: package.to_owned(),
            version: version.replace("%3a", ":"),
            path: path.to_path_buf(),
        })
    }

    /// Unpacks the package's files into `dir`, without running anything of the package.
    ///
    /// # Errors
    /// When dpkg-deb fails.
    pub fn unpack(&self, dir: &Path) -> Result<()> {
        let output = Command::new("dpkg-deb")
            .arg("--extract")
            .args([&self.path, dir])
            .output()
            .context("dpkg-deb could not be started")?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            bail!(
                "{} cannot be unpacked: {}\n{}",
                self.package,
                explain::apt(&text),
                text.trim()
            );
        }
        Ok(())
    }
}

/// The packages in `dir`, by name.
///
/// # Errors
/// When `dir` cannot be read.
pub fn list(dir: &Path) -> Result<Vec<Archive>> {
    let entries = fs::read_dir(dir)
        .with_context(|| format!("cannot read {}", dir.display()))?
        .flatten();
    let mut archives: Vec<Archive> = entries
        .filter_map(|entry| Archive::parse(&entry.path()))
        .collect();
    archives.sort_by(|a, b| a.package.cmp(&b.package));
    Ok(archives)
}

/// The one version that all of `packages` have.
///
/// # Errors
/// When one is missing or they differ, as while a mirror is being updated.
pub fn common_version<'a>(archives: &'a [Archive], packages: &[&str]) -> Result<&'a str> {
    let mut common: Option<&Archive> = None;
    for name in packages {
        let found = archives
            .iter()
            .find(|archive| archive.package == *name)
            .with_context(|| format!("package {name} was not downloaded"))?;
        if let Some(first) = common.filter(|first| first.version != found.version) {
            bail!(
                "{} is {} but {name} is {}: the mirror is being updated, try again in an hour",
                first.package,
                first.version,
                found.version
            );
        }
        common = Some(found);
    }
    common
        .map(|archive| archive.version.as_str())
        .context("no package was asked for")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(name: &str) -> Archive {
        Archive::parse(Path::new(name)).unwrap()
    }

    #[test]
    fn file_names_tell_package_and_version() {
        let llvm = archive("/x/libllvm22_1%3a22.1.8-1~deb12u1_amd64.deb");
        assert_eq!(
            (llvm.package.as_str(), llvm.version.as_str()),
            ("libllvm22", "1:22.1.8-1~deb12u1")
        );
        assert_eq!(Archive::parse(Path::new("partial")), None);
        assert_eq!(Archive::parse(Path::new("lock.deb")), None);
    }

    #[test]
    fn versions_must_agree() {
        let all = [
            archive("a_1.96_amd64.deb"),
            archive("b_1.96_all.deb"),
            archive("c_2_all.deb"),
        ];
        assert_eq!(common_version(&all, &["a", "b"]).unwrap(), "1.96");
        let error = common_version(&all, &["a", "b", "c"])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("a is 1.96") || error.starts_with("b is 1.96"),
            "{error}"
        );
        let error = common_version(&all, &["a", "d"]).unwrap_err().to_string();
        assert_eq!(error, "package d was not downloaded");
    }
}
