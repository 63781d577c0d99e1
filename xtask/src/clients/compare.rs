//! Two folders file by file, and making the second like the first.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// How the committed folder differs from the fresh one; paths are relative to both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Rendered, but not committed.
    Missing(PathBuf),
    /// Committed with other content.
    Changed(PathBuf),
    /// Committed, but no longer rendered.
    Stale(PathBuf),
}

impl Difference {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Stale(path) => path,
        }
    }

    /// One word for a list.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Changed(_) => "changed",
            Self::Stale(_) => "stale",
        }
    }
}

/// All differences, by path. A folder that does not exist counts as empty.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn differences(fresh: &Path, committed: &Path) -> Result<Vec<Difference>> {
    let rendered = files_below(fresh)?;
    let present = files_below(committed)?;
    let mut found = Vec::new();
    for path in rendered.union(&present) {
        match (rendered.contains(path), present.contains(path)) {
            (true, false) => found.push(Difference::Missing(path.clone())),
            (false, _) => found.push(Difference::Stale(path.clone())),
            (true, true) => {
                if read(&fresh.join(path))? != read(&committed.join(path))? {
                    found.push(Difference::Changed(path.clone()));
                }
            }
        }
    }
    Ok(found)
}

/// Makes `committed` like `fresh`; touches only the files that differ.
///
/// # Errors
/// When a file cannot be written or removed.
pub fn apply(differences: &[Difference], fresh: &Path, committed: &Path) -> Result<()> {
    for difference in differences {
        let target = committed.join(difference.path());
        if let Difference::Stale(_) = difference {
            fs::remove_file(&target)
                .with_context(|| format!("cannot remove {}", target.display()))?;
            continue;
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&target, read(&fresh.join(difference.path()))?)
            .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn files_below(root: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.exists() {
            continue;
        }
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(root)?.to_path_buf());
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, content: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    #[test]
    fn every_kind_of_difference_is_found_and_applied() {
        let temp = tempfile::tempdir().unwrap();
        let (fresh, committed) = (temp.path().join("fresh"), temp.path().join("committed"));
        write(&fresh, "same.rs", "1");
        write(&fresh, "p/changed.rs", "new");
        write(&fresh, "q/missing.rs", "2");
        write(&committed, "same.rs", "1");
        write(&committed, "p/changed.rs", "old");
        write(&committed, "p/stale.rs", "3");
        let found = differences(&fresh, &committed).unwrap();
        assert_eq!(
            found,
            [
                Difference::Changed("p/changed.rs".into()),
                Difference::Stale("p/stale.rs".into()),
                Difference::Missing("q/missing.rs".into()),
            ]
        );
        apply(&found, &fresh, &committed).unwrap();
        assert_eq!(differences(&fresh, &committed).unwrap(), []);
        assert!(!committed.join("p/stale.rs").exists());
    }

    #[test]
    fn a_folder_that_does_not_exist_is_empty() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "fresh/a.rs", "1");
        let found = differences(&temp.path().join("fresh"), &temp.path().join("none")).unwrap();
        assert_eq!(found, [Difference::Missing("a.rs".into())]);
    }
}
