//! Which files belong to the tree, and writing them without ever leaving half a file.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// All files that git tracks below `root`, and those it does not ignore: work that is
/// not added yet holds ids too. Deleted files and links are left out.
pub(super) fn of_tree(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("git could not be started; it lists the files to rewrite. Install it (Debian: `apt-get install git`).")?;
    if !output.status.success() {
        bail!(
            "`git ls-files` failed in {}: {}\nThe command needs a git checkout to know which files belong to the tree; \
             for an unpacked archive run `git init && git add -A` in it first.",
            root.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let mut paths = Vec::new();
    for name in output
        .stdout
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let name = std::str::from_utf8(name).context("git lists a file name that is not UTF-8")?;
        let path = root.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            paths.push(path);
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// The file's text; `None` when it is binary.
pub(super) fn text(path: &Path) -> anyhow::Result<Option<String>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.contains(&0) {
        return Ok(None);
    }
    Ok(String::from_utf8(bytes).ok())
}

/// Replaces a file in one step: whoever reads it sees the old or the new text, even
/// when this process is killed. Keeps the file's permissions.
pub(super) fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let permissions = fs::metadata(path)
        .with_context(|| format!("cannot read the permissions of {}", path.display()))?
        .permissions();
    let temporary = beside(path)?;
    fs::write(&temporary, text)
        .and_then(|()| fs::set_permissions(&temporary, permissions))
        .and_then(|()| fs::rename(&temporary, path))
        .with_context(|| format!("cannot rewrite {}", path.display()))
}

/// Creates a file that only its owner can read, complete or not at all.
pub(super) fn create_private(path: &Path, text: &str) -> anyhow::Result<()> {
    let temporary = beside(path)?;
    write_private(&temporary, text)
        .and_then(|()| fs::rename(&temporary, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    if path.exists() {
        fs::remove_file(path)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The name under which a file is prepared before it takes its place.
fn beside(path: &Path) -> anyhow::Result<PathBuf> {
    let name = path
        .file_name()
        .with_context(|| format!("{} names no file", path.display()))?;
    let mut temporary = OsStr::new(".").to_os_string();
    temporary.push(name);
    temporary.push(".unfinished");
    Ok(path.with_file_name(temporary))
}

/// Private keys inside the tree would sooner or later be committed.
pub(super) fn refuse_inside(folder: &Path, root: &Path) -> anyhow::Result<()> {
    let root = root
        .canonicalize()
        .with_context(|| format!("cannot find the repository {}", root.display()))?;
    let folder = resolve(folder)?;
    if folder.starts_with(&root) {
        bail!(
            "--out {} lies inside the repository {}: keypairs in the tree would end up in a commit. \
             Name a folder outside it, or leave --out away.",
            folder.display(),
            root.display()
        );
    }
    Ok(())
}

/// The folder's real path, also when its last parts do not exist yet.
fn resolve(folder: &Path) -> anyhow::Result<PathBuf> {
    let absolute = std::path::absolute(folder)
        .with_context(|| format!("--out {} is not a usable path", folder.display()))?;
    if absolute
        .components()
        .any(|part| part == Component::ParentDir)
    {
        bail!(
            "--out {} holds `..`; write the path without it.",
            folder.display()
        );
    }
    let mut existing = absolute.as_path();
    let mut missing = Vec::new();
    while !existing.exists() {
        missing.extend(existing.file_name());
        existing = existing
            .parent()
            .with_context(|| format!("no part of {} exists", absolute.display()))?;
    }
    let real = existing
        .canonicalize()
        .with_context(|| format!("cannot resolve {}", existing.display()))?;
    Ok(missing
        .into_iter()
        .rev()
        .fold(real, |path, part| path.join(part)))
}
