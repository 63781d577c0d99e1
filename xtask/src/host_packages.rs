//! What the off-chain workspace and the digits job need from the operating system, and how to get it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// One thing the host must have.
pub struct Requirement {
    /// What is looked for, in words.
    what: &'static str,
    /// The Debian package that brings it.
    package: &'static str,
    /// A command that succeeds when it is there.
    probe: &'static [&'static str],
}

/// To build the off-chain workspace.
pub const BUILD: [Requirement; 3] = [
    Requirement {
        what: "a C compiler",
        package: "build-essential",
        probe: &["cc", "--version"],
    },
    Requirement {
        what: "pkg-config",
        package: "pkg-config",
        probe: &["pkg-config", "--version"],
    },
    Requirement {
        what: "OpenSSL's headers (the SVM's precompiles link it)",
        package: "libssl-dev",
        probe: &["pkg-config", "--exists", "openssl"],
    },
];

/// To prepare and to run the digits job.
pub const DIGITS: [Requirement; 2] = [
    Requirement {
        what: "Python 3.11 at /usr/bin/python3.11 (the digits job runs on it)",
        package: "python3.11",
        probe: &["/usr/bin/python3.11", "--version"],
    },
    Requirement {
        what: "pip (fetches what the digits job imports)",
        package: "python3-pip",
        probe: &["python3", "-m", "pip", "--version"],
    },
];

/// Installs what is missing where this process may (root on a Debian system); elsewhere names it.
///
/// # Errors
/// When something is missing and cannot be installed from here; the message has the command.
pub fn ensure(requirements: &[Requirement]) -> Result<()> {
    let missing: Vec<&Requirement> = requirements
        .iter()
        .filter(|requirement| !succeeds(requirement.probe))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing
        .iter()
        .map(|requirement| requirement.package)
        .collect();
    let list: Vec<&str> = missing.iter().map(|requirement| requirement.what).collect();
    let command = format!(
        "apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if !(Path::new("/etc/debian_version").exists() && is_root()) {
        bail!(
            "missing: {}. On Debian or Ubuntu: sudo {command}. On other systems install the \
             packages of the same purpose, then run this again.",
            list.join(", ")
        );
    }
    println!(
        "==> installing {} (less than a minute)",
        packages.join(", ")
    );
    apt_get(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&packages);
    apt_get(&install)
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let status = Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .context("apt-get could not be started")?;
    if !status.success() {
        bail!(
            "`apt-get {}` failed ({status}); run it by hand to see why",
            arguments.join(" ")
        );
    }
    Ok(())
}

fn succeeds(command: &[&str]) -> bool {
    let Some((program, arguments)) = command.split_first() else {
        return false;
    };
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_fails_or_is_absent_counts_as_missing() {
        assert!(succeeds(&["true"]));
        assert!(!succeeds(&["false"]));
        assert!(!succeeds(&["surely-no-such-command"]));
        assert!(!succeeds(&[]));
    }
}
