//! The registry toolchain: a BPF compiler and linker from Debian packages and crates alone, in
//! the user's cache folder. Nothing is installed; apt's and rustup's own settings stay untouched.
//!
//! Each step makes one folder below `CACHE/sbf-toolchain` and is done once (see [`step`]).

mod apt;
mod archive;
mod compiler;
mod explain;
mod host;
mod linker;
mod llvm;
mod shim;
mod sources;
mod step;
mod sysroot;
mod wrapper;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use step::Steps;

/// A toolchain that is ready to build.
#[derive(Debug)]
pub struct Toolchain {
    /// The folder that holds all of it.
    pub root: PathBuf,
    /// The `rustc` to use.
    pub rustc: PathBuf,
    /// A folder with `sbpf-linker`, to go in `PATH`.
    pub bin_dir: PathBuf,
    /// The assembled 128-bit shim.
    pub shim: PathBuf,
    /// A cargo home of its own: linking writes into the sources of some dependencies.
    pub cargo_home: PathBuf,
    /// Changes whenever any part of the toolchain does.
    pub fingerprint: String,
}

/// Sets up what is missing of the toolchain.
///
/// # Errors
/// When a step fails; the message names what is missing and the command that fixes it.
pub fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    let root = workspace.cache_dir()?.join("sbf-toolchain");
    fs::create_dir_all(&root).with_context(|| {
        format!(
            "cannot create {}: set IONET_CACHE to a writable folder",
            root.display()
        )
    })?;
    let _lock = lock(&root)?;
    let files = workspace.root.join("toolchain").join("sbf");

    let mut steps = Steps::new(&root);
    let compiler = compiler::ensure(&mut steps)?;
    let llvm_libraries = llvm::ensure(&mut steps)?;
    let linker = linker::ensure(&mut steps, &llvm_libraries)?;
    let sysroot = sysroot::ensure(&mut steps, &compiler, &files.join("std-solana.patch"))?;
    let shim = shim::ensure(&mut steps, &compiler, &files.join("i128-abi.ll"))?;
    let bin_dir = wrapper::ensure(&mut steps, &compiler, &sysroot, &linker)?;

    Ok(Toolchain {
        rustc: bin_dir.join("rustc"),
        bin_dir,
        shim,
        cargo_home: root.join("cargo-home"),
        root,
        fingerprint: steps.fingerprint(),
    })
}

/// Two builds at the same time must not set up the same folder; the lock goes with the process.
fn lock(root: &Path) -> Result<File> {
    let path = root.join("lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    if file.try_lock().is_err() {
        println!("waiting for another build that sets up {}", root.display());
        file.lock()
            .with_context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}
