//! rustc with LLVM's BPF back end, and the library's source: Debian's packages of the compiler
//! for browsers, which follow new Rust releases on the stable system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::apt::Apt;
use super::archive::{self, Archive};
use super::sources::Mirrors;
use super::step::{Step, Steps};

/// Brings the compiler's library, and LLVM as its dependency.
const LIBRARY: &str = "libstd-rust-web-dev";
/// The packages that must have one version.
const RUST: [&str; 3] = ["rustc-web", "rust-web-src", LIBRARY];
/// The programs workspace says `rust-version = "1.95"`.
const OLDEST: (u32, u32) = (1, 95);
/// Parts of the source package that are not the library: 365 MB.
const NOT_NEEDED: [&str; 3] = [
    "usr/lib/rustlib/src/rust/src",
    "usr/lib/rustlib/src/rust/compiler",
    "usr/share",
];

/// The unpacked compiler.
pub struct Compiler {
    root: PathBuf,
}

/// Downloads and unpacks the compiler.
///
/// # Errors
/// When a package is not to be had or the compiler does not run.
pub fn ensure(steps: &mut Steps) -> Result<Compiler> {
    let packages = RUST.join(" ");
    let left_out = NOT_NEEDED.join(" ");
    let step = Step {
        name: "compiler",
        announcement: "downloading rustc and its library from Debian (about 160 MB; 1–5 minutes)",
        inputs: &[packages.as_bytes(), left_out.as_bytes()],
    };
    let apt_dir = steps.root().join("apt").join("release");
    let root = steps.run(&step, |dir| set_up(&apt_dir, dir))?;
    Ok(Compiler { root })
}

fn set_up(apt_dir: &Path, dir: &Path) -> Result<()> {
    let apt = Apt::open(apt_dir, &Mirrors::of_this_machine()?.release())?;
    apt.download_with_dependencies(&[LIBRARY])?;
    let llvm = llvm_major(&apt.archives()?)?;
    // Alone: their dependencies are a C compiler and tools that are not used.
    apt.download(&[
        "rustc-web",
        "rust-web-src",
        "patch",
        &format!("llvm-{llvm}"),
    ])?;

    let archives = apt.archives()?;
    let version = archive::common_version(&archives, &RUST)?;
    check_version(version)?;
    println!("  unpacking rustc {version}");
    for archive in archives
        .iter()
        .filter(|archive| !belongs_to_the_system(&archive.package))
    {
        archive.unpack(dir)?;
    }
    for folder in NOT_NEEDED
        .map(|folder| dir.join(folder))
        .iter()
        .filter(|dir| dir.exists())
    {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Compiler {
        root: dir.to_path_buf(),
    }
    .check_runs()?;
    apt.close()
}

/// The C library must be the one that the running loader belongs to.
fn belongs_to_the_system(package: &str) -> bool {
    package == "libc6" || package.starts_with("libc-")
}

/// The number in the name of the one `libllvmN` package.
fn llvm_major(archives: &[Archive]) -> Result<u32> {
    archives
        .iter()
        .find_map(|archive| archive.package.strip_prefix("libllvm")?.parse().ok())
        .with_context(|| format!("{LIBRARY} no longer depends on a package libllvmN"))
}

/// Refuses a Debian version like `1.85.0+dfsg3-1` of a release that is too old.
fn check_version(version: &str) -> Result<()> {
    let mut numbers = version
        .split('.')
        .map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else {
        bail!("rustc-web has an unexpected version {version:?}");
    };
    ensure!(
        (major, minor) >= OLDEST,
        "the mirror has rustc {version}, but {}.{} or later is needed: is its security suite up \
         to date?",
        OLDEST.0,
        OLDEST.1
    );
    Ok(())
}

impl Compiler {
    /// The compiler itself; it needs [`Compiler::library_path`].
    pub fn rustc(&self) -> PathBuf {
        self.root.join("usr").join("bin").join("rustc")
    }

    /// `LD_LIBRARY_PATH` for everything in the folder.
    ///
    /// # Errors
    /// When the folder with the libraries is missing.
    pub fn library_path(&self) -> Result<String> {
        let mut folders = Vec::new();
        for lib in ["usr/lib", "lib"].map(|lib| self.root.join(lib)) {
            folders.extend(entry(&lib, |name| name.ends_with("-linux-gnu")));
        }
        ensure!(
            !folders.is_empty(),
            "{} has no libraries",
            self.root.display()
        );
        let folders: Vec<String> = folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        Ok(folders.join(":"))
    }

    /// rustc's own folder below the sysroot: `rustlib`.
    pub fn rustlib(&self) -> PathBuf {
        self.root.join("usr").join("lib").join("rustlib")
    }

    /// The folder `rustlib/HOST` with the library for this machine.
    ///
    /// # Errors
    /// When it is missing.
    pub fn host_library(&self) -> Result<PathBuf> {
        entry(&self.rustlib(), |name| name.ends_with("-linux-gnu"))
            .with_context(|| format!("{} has no library for this machine", self.root.display()))
    }

    /// A command for `usr/bin/NAME`, where NAME starts with `prefix` (`llvm-as-` for
    /// `llvm-as-22`).
    ///
    /// # Errors
    /// When there is none.
    pub fn tool(&self, prefix: &str) -> Result<Command> {
        let path = entry(&self.root.join("usr").join("bin"), |name| {
            name.strip_prefix(prefix)
                .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
        })
        .with_context(|| format!("{} has no program {prefix}", self.root.display()))?;
        let mut command = Command::new(path);
        command.env("LD_LIBRARY_PATH", self.library_path()?);
        Ok(command)
    }

    fn check_runs(&self) -> Result<()> {
        let output = Command::new(self.rustc())
            .env("LD_LIBRARY_PATH", self.library_path()?)
            .arg("-vV")
            .output()
            .context("the unpacked rustc could not be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || !text.contains("LLVM version") {
            bail!(
                "the unpacked rustc does not run: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    }
}

/// The first entry of `dir` whose name fits.
fn entry(dir: &Path, fits: impl Fn(&str) -> bool) -> Option<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(dir)
        .ok()?
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .find(|path| path.file_name().and_then(|n| n.to_str()).is_some_and(&fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_too_old_for_the_programs_are_refused() {
        check_version("1.96.0+dfsg1-1~deb12u2").unwrap();
        check_version("1.95.1-1").unwrap();
        let error = check_version("1.85.0+dfsg3-1~deb12u3")
            .unwrap_err()
            .to_string();
        assert!(error.contains("1.95 or later"), "{error}");
        assert!(
            check_version("unknown")
                .unwrap_err()
                .to_string()
                .contains("unexpected")
        );
    }

    #[test]
    fn the_c_library_stays_the_systems() {
        for name in ["libc6", "libc-bin"] {
            assert!(belongs_to_the_system(name), "{name}");
        }
        for name in ["libcurl4", "libllvm22", "libc++1"] {
            assert!(!belongs_to_the_system(name), "{name}");
        }
    }

    #[test]
    fn tools_are_found_by_their_number() {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("usr/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::create_dir_all(dir.path().join("usr/lib/x86_64-linux-gnu")).unwrap();
        for name in ["llvm-as-22", "llvm-as-new", "patch"] {
            fs::write(bin.join(name), "").unwrap();
        }
        let compiler = Compiler {
            root: dir.path().to_path_buf(),
        };
        let program = |prefix| {
            compiler
                .tool(prefix)
                .map(|tool| PathBuf::from(tool.get_program()))
        };
        assert_eq!(program("llvm-as-").unwrap(), bin.join("llvm-as-22"));
        assert_eq!(program("patch").unwrap(), bin.join("patch"));
        assert!(
            program("llc-")
                .unwrap_err()
                .to_string()
                .contains("no program llc-")
        );
    }
}
