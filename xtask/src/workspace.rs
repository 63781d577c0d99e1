//! Where things are: the repository, its two cargo workspaces and the user's cache.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The repository this command works on.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The repository's root folder (the one with the off-chain workspace's `Cargo.toml`).
    pub root: PathBuf,
}

/// One on-chain program of the programs workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Cargo package name, for example `io-token`.
    pub package: String,
    /// Crate name, which is also the name of the `.so` and of the IDL, for example `io_token`.
    pub name: String,
    /// The package's folder.
    pub dir: PathBuf,
    /// Whether the package has an `idl-build` feature, that is, whether it has an IDL.
    pub has_idl: bool,
}

impl Workspace {
    /// Finds the repository from where this crate was compiled.
    ///
    /// # Errors
    /// When the folder does not hold the programs workspace, for example after it was moved.
    pub fn locate() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or(manifest_dir);
        if !root.join("programs").is_dir() {
            bail!(
                "{} has no programs folder: run this as `cargo xtask` inside the repository",
                root.display()
            );
        }
        Ok(Self { root })
    }

    /// The workspace of the on-chain programs.
    pub fn programs_dir(&self) -> PathBuf {
        self.root.join("programs")
    }

    /// The repository's own `target` folder, whatever `CARGO_TARGET_DIR` says: what others read
    /// (programs, IDLs) has one fixed place.
    pub fn target_dir(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Where built programs go: `target/deploy/NAME.so`.
    pub fn deploy_dir(&self) -> PathBuf {
        self.target_dir().join("deploy")
    }

    /// Where IDLs go: `target/idl/NAME.json`.
    pub fn idl_dir(&self) -> PathBuf {
        self.target_dir().join("idl")
    }

    /// Where cargo builds for the purpose `name`: below `CARGO_TARGET_DIR` when that is set.
    pub fn build_dir(&self, name: &str) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.target_dir(), |dir| self.root.join(dir))
            .join(name)
    }

    /// The user's cache folder of this project: `$IONET_CACHE`, `$XDG_CACHE_HOME/ionet` or
    /// `~/.cache/ionet`.
    ///
    /// # Errors
    /// When none of the three variables is set.
    pub fn cache_dir(&self) -> Result<PathBuf> {
        cache_dir_from(&self.root, |name| env::var_os(name).map(PathBuf::from))
    }

    /// All programs: the packages of the programs workspace that build a `cdylib`.
    ///
    /// # Errors
    /// When `cargo metadata` fails, with what it said.
    pub fn programs(&self) -> Result<Vec<Program>> {
        let manifest = self.programs_dir().join("Cargo.toml");
        let output = cargo()
            .args([
                "metadata",
                "--format-version=1",
                "--no-deps",
                "--manifest-path",
            ])
            .arg(&manifest)
            .output()
            .context("cargo could not be started")?;
        if !output.status.success() {
            bail!(
                "cargo metadata of {} failed:\n{}",
                manifest.display(),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        programs_from_metadata(&output.stdout)
    }

    /// The programs that a cluster runs: those with an IDL, without the test-only ones.
    ///
    /// # Errors
    /// As [`Self::programs`]; when there is none.
    pub fn network_programs(&self) -> Result<Vec<Program>> {
        let conformance = self.programs_dir().join("conformance");
        let mut programs = self.programs()?;
        programs.retain(|program| program.has_idl && !program.dir.starts_with(&conformance));
        if programs.is_empty() {
            bail!(
                "no program in {} has an IDL: a program needs crate-type cdylib and a feature idl-build",
                self.programs_dir().display()
            );
        }
        Ok(programs)
    }

    /// The programs called `names` (package or crate name), or all when `names` is empty.
    ///
    /// # Errors
    /// When a name is unknown; the message lists the known ones.
    pub fn select_programs(&self, names: &[String]) -> Result<Vec<Program>> {
        select(self.programs()?, names)
    }
}

/// Cargo, as the user would start it.
///
/// Without the variables that cargo set for xtask itself: some build scripts (that of `ring`) run
/// again when they change, and everything that depends on them would be compiled again.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let set_for_xtask = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        if set_for_xtask {
            command.env_remove(name);
        }
    }
    command
}

fn cache_dir_from(root: &Path, variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf> {
    if let Some(dir) = variable("IONET_CACHE") {
        return Ok(root.join(dir));
    }
    if let Some(dir) = variable("XDG_CACHE_HOME") {
        return Ok(root.join(dir).join("ionet"));
    }
    let home = variable("HOME")
        .context("no cache folder: set HOME, XDG_CACHE_HOME or IONET_CACHE to a writable folder")?;
    Ok(home.join(".cache").join("ionet"))
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
    features: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    crate_types: Vec<String>,
}

fn programs_from_metadata(json: &[u8]) -> Result<Vec<Program>> {
    let metadata: Metadata =
        serde_json::from_slice(json).context("cargo metadata printed something unexpected")?;
    let mut programs: Vec<Program> = metadata
        .packages
        .into_iter()
        .filter_map(|package| {
            let target = package
                .targets
                .iter()
                .find(|target| target.crate_types.iter().any(|kind| kind == "cdylib"))?;
            Some(Program {
                name: target.name.replace('-', "_"),
                dir: package.manifest_path.parent()?.to_path_buf(),
                has_idl: package.features.contains_key("idl-build"),
                package: package.name,
            })
        })
        .collect();
    programs.sort_by(|a, b| a.package.cmp(&b.package));
    Ok(programs)
}

fn select(all: Vec<Program>, names: &[String]) -> Result<Vec<Program>> {
    if names.is_empty() {
        return Ok(all);
    }
    let known: Vec<String> = all.iter().map(|program| program.package.clone()).collect();
    for name in names {
        if !all.iter().any(|program| program.is_called(name)) {
            bail!(
                "there is no program {name:?}; the programs are: {}",
                known.join(", ")
            );
        }
    }
    Ok(all
        .into_iter()
        .filter(|program| names.iter().any(|name| program.is_called(name)))
        .collect())
}

impl Program {
    fn is_called(&self, name: &str) -> bool {
        self.package == name || self.name == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{"packages": [
        {"name": "io-token", "manifest_path": "/r/programs/io-token/Cargo.toml",
         "features": {"idl-build": []},
         "targets": [{"name": "io_token", "crate_types": ["cdylib", "lib"]},
                     {"name": "t", "crate_types": ["bin"]}]},
        {"name": "token-cpi", "manifest_path": "/r/programs/support/token-cpi/Cargo.toml",
         "features": {}, "targets": [{"name": "token_cpi", "crate_types": ["lib"]}]},
        {"name": "emission", "manifest_path": "/r/programs/emission/Cargo.toml",
         "features": {}, "targets": [{"name": "emission", "crate_types": ["cdylib"]}]}]}"#;

    #[test]
    fn only_cdylibs_are_programs() {
        let programs = programs_from_metadata(METADATA.as_bytes()).unwrap();
        let names: Vec<_> = programs
            .iter()
            .map(|p| (p.name.as_str(), p.has_idl))
            .collect();
        assert_eq!(names, [("emission", false), ("io_token", true)]);
        assert_eq!(programs[1].dir, Path::new("/r/programs/io-token"));
    }

    #[test]
    fn programs_are_selected_by_package_or_crate_name() {
        let all = programs_from_metadata(METADATA.as_bytes()).unwrap();
        for name in ["io-token", "io_token"] {
            let selected = select(all.clone(), &[name.to_owned()]).unwrap();
            assert_eq!(selected.len(), 1);
            assert_eq!(selected[0].package, "io-token");
        }
        assert_eq!(select(all.clone(), &[]).unwrap().len(), 2);
        let error = select(all, &["nope".to_owned()]).unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no program \"nope\"; the programs are: emission, io-token"
        );
    }

    #[test]
    fn cache_folder_prefers_the_projects_own_variable() {
        let root = Path::new("/r");
        let find = |set: &[&str]| {
            let set: Vec<String> = set.iter().map(|&s| s.to_owned()).collect();
            cache_dir_from(root, move |name| {
                set.iter()
                    .any(|s| s == name)
                    .then(|| PathBuf::from("/x").join(name))
            })
        };
        assert_eq!(
            find(&["IONET_CACHE", "HOME"]).unwrap(),
            Path::new("/x/IONET_CACHE")
        );
        assert_eq!(
            find(&["XDG_CACHE_HOME", "HOME"]).unwrap(),
            Path::new("/x/XDG_CACHE_HOME/ionet")
        );
        assert_eq!(find(&["HOME"]).unwrap(), Path::new("/x/HOME/.cache/ionet"));
        assert!(find(&[]).unwrap_err().to_string().contains("IONET_CACHE"));
    }
}
