//! LLVM 23 for the linker's code generation, from Debian's unstable suite, with the C library
//! and loader it was built against.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::apt::Apt;
use super::sources::Mirrors;
use super::step::{Step, Steps};

/// The LLVM that `sbpf-linker` opens at run time; LLVM 22 cannot pass more than five arguments
/// or return 128-bit integers on BPF.
const PACKAGE: &str = "libllvm23";

/// Unpacked libraries that run through their own loader.
pub struct Libraries {
    /// The folder with the libraries.
    pub dir: PathBuf,
    /// Their loader.
    pub loader: PathBuf,
}

/// Downloads and unpacks LLVM.
///
/// # Errors
/// When a package is not to be had.
pub fn ensure(steps: &mut Steps) -> Result<Libraries> {
    let step = Step {
        name: "llvm",
        announcement: "downloading LLVM 23 from Debian (about 55 MB; 1–2 minutes)",
        inputs: &[PACKAGE.as_bytes()],
    };
    let apt_dir = steps.root().join("apt").join("unstable");
    let root = steps.run(&step, |dir| set_up(&apt_dir, dir))?;
    find(&root)
}

fn set_up(apt_dir: &Path, dir: &Path) -> Result<()> {
    let apt = Apt::open(apt_dir, &Mirrors::of_this_machine()?.unstable())?;
    apt.download_with_dependencies(&[PACKAGE])?;
    for archive in apt.archives()? {
        archive.unpack(dir)?;
    }
    find(dir)?;
    apt.close()
}

/// Finds the libraries' folder by its loader, whose name differs by architecture.
fn find(root: &Path) -> Result<Libraries> {
    let lib = root.join("usr").join("lib");
    let entries = lib
        .read_dir()
        .with_context(|| format!("cannot read {}", lib.display()))?;
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().ends_with("-linux-gnu"))
        .find_map(|entry| {
            let loader = entry
                .path()
                .read_dir()
                .ok()?
                .flatten()
                .find(|file| file.file_name().to_string_lossy().starts_with("ld-linux"))?;
            Some(Libraries {
                dir: entry.path(),
                loader: loader.path(),
            })
        })
        .with_context(|| format!("the packages brought no loader to {}", lib.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_loader_is_found_for_any_architecture() {
        let root = tempfile::tempdir().unwrap();
        assert!(find(root.path()).is_err());
        let dir = root.path().join("usr/lib/aarch64-linux-gnu");
        fs::create_dir_all(&dir).unwrap();
        assert!(find(root.path()).is_err());
        fs::write(dir.join("ld-linux-aarch64.so.1"), "").unwrap();
        let libraries = find(root.path()).unwrap();
        assert_eq!(libraries.dir, dir);
        assert_eq!(libraries.loader, dir.join("ld-linux-aarch64.so.1"));
    }
}
