//! Building programs with the registry toolchain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::toolchain::Toolchain;
use super::{guard, sbf_target};
use crate::workspace::{Program, Workspace, cargo};

/// Name of the target file, which cargo also uses for the folder it builds in.
const TARGET: &str = "sbf-solana-solana";

/// Flags of every crate.
const RUSTFLAGS: [&str; 6] = [
    // The crate `ionet-sbf-builtins` is only needed with this toolchain.
    "--cfg=ionet_registry_sbf",
    "-Cpanic=abort",
    // Programs have one thread; the virtual machine has no atomic instructions.
    "-Cpasses=lower-atomic",
    "-Ctarget-cpu=v3",
    "-Clink-arg=--arch=v3",
    // A v3 stack frame.
    "-Clink-arg=--llvm-args=--bpf-stack-size=4096",
];

/// The SVM loads and stores at any address. Without this LLVM splits every access that it
/// cannot prove aligned into single bytes: a third more compute units, half as much binary again.
const CPU_FEATURES: &str = "--cpu-features=+allows-misaligned-mem-access";

/// Copies and clears of more than eight words are calls, which the SVM charges less than the
/// instructions in their place. LLVM's own limit is 128 words.
const MEMORY_CALLS: &str = "--llvm-args=--bpf-max-stores-per-memfunc=8";

/// What the shim calls; without the export the optimiser drops them before it is linked in.
const EXPORTS: &str = "--export=sbf_multi3,sbf_udivti3,sbf_umodti3,sbf_divti3,sbf_modti3";

/// Builds programs with one toolchain in one target folder.
pub struct Builder {
    toolchain: Toolchain,
    target_file: PathBuf,
    target_dir: PathBuf,
}

impl Builder {
    /// Prepares the target folder for `toolchain`.
    ///
    /// # Errors
    /// When the folder cannot be prepared.
    pub fn new(toolchain: Toolchain, workspace: &Workspace) -> Result<Self> {
        let target_file = workspace
            .root
            .join("toolchain")
            .join("sbf")
            .join(TARGET)
            .with_extension("json");
        let target_text = fs::read_to_string(&target_file)
            .with_context(|| format!("cannot read {}", target_file.display()))?;
        let target_dir = workspace.build_dir("sbf");
        sbf_target::prepare(
            &target_dir,
            &format!("{}\n{target_text}", toolchain.fingerprint),
        )?;
        // Cargo takes the file's path into every crate's identity: a copy beside what is built
        // keeps dependencies built when another checkout uses the same target folder.
        let target_file = sbf_target::place(&target_dir, &target_file, &target_text)?;
        Ok(Self {
            toolchain,
            target_file,
            target_dir,
        })
    }

    /// Compiles, links and checks `program`; the result is the program's file.
    ///
    /// # Errors
    /// When it does not compile or the 128-bit guard refuses it.
    pub fn build(&self, program: &Program, workspace: &Workspace) -> Result<PathBuf> {
        let release = self.target_dir.join(TARGET).join("release");
        let dump_dir = self.target_dir.join("modules").join(&program.name);
        if !dump_dir.join("post-opt.ll").is_file() {
            // The guard needs the dump, and cargo links again only when it knows of no result.
            sbf_target::forget(&release, &program.package)?;
        }
        fs::create_dir_all(&dump_dir)
            .with_context(|| format!("cannot create {}", dump_dir.display()))?;

        let status = self
            .cargo(program, workspace, &dump_dir)?
            .status()
            .context("cargo could not be started")?;
        remove_linkers_copy(&workspace.programs_dir(), &program.name)?;
        if !status.success() {
            bail!("the compiler or linker refused it (see above)");
        }
        guard::check_dump(&dump_dir)?;
        Ok(release.join(format!("lib{}.so", program.name)))
    }

    /// Flags of every crate, without the machine's paths in what is built: panics name their
    /// source file, and two machines shall build the same bytes.
    fn rustflags(&self) -> OsString {
        let mut flags = OsString::from(RUSTFLAGS.join("\u{1f}"));
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(&self.toolchain.root);
        flags.push("=/toolchain");
        flags
    }

    fn cargo(&self, program: &Program, workspace: &Workspace, dump_dir: &Path) -> Result<Command> {
        let mut command = cargo();
        command
            .current_dir(workspace.programs_dir())
            .args(["rustc", "--release", "-Zjson-target-spec", "-Zbuild-std=std,panic_abort"])
            .arg("--target")
            .arg(&self.target_file)
            .args(["--package", &program.package, "--lib", "--crate-type=cdylib", "--"])
            // Only this crate's: some dependencies are linked too and must not get these.
            .arg(link_arg(self.toolchain.shim.as_os_str()))
            .arg(link_arg(EXPORTS.as_ref()))
            .arg(link_arg(CPU_FEATURES.as_ref()))
            .arg(link_arg(MEMORY_CALLS.as_ref()))
            .arg(link_arg(&joined("--dump-module=", dump_dir)))
            .env("PATH", path_with(&self.toolchain.bin_dir)?)
            .env("RUSTC", &self.toolchain.rustc)
            .env("CARGO_HOME", &self.toolchain.cargo_home)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags())
            // The standard library is built with features that are not stable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC_BOOTSTRAP_SYNTHETIC_TARGET", "1");
        for variable in [
            "RUSTFLAGS",
            "CARGO_BUILD_TARGET",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
        ] {
            command.env_remove(variable);
        }
        Ok(command)
    }
}

fn link_arg(argument: &std::ffi::OsStr) -> OsString {
    let mut text = OsString::from("-Clink-arg=");
    text.push(argument);
    text
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut text = OsString::from(option);
    text.push(path);
    text
}

fn path_with(first: &Path) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(
        [first.to_path_buf()]
            .into_iter()
            .chain(env::split_paths(&rest)),
    )
    .context("the cache folder's path must not contain a colon")
}

/// The linker also writes `target/deploy/NAME.so` where it runs; one copy is enough.
fn remove_linkers_copy(programs_dir: &Path, name: &str) -> Result<()> {
    let path = programs_dir
        .join("target")
        .join("deploy")
        .join(name)
        .with_extension("so");
    if path.exists() {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}
