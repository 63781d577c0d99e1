//! The agent's folder.

use std::path::Path;

use super::Finding;
use crate::{Home, HomeError, Permission};

/// Folder, key, configuration and hardware record: whether they are there, and whose they are.
pub fn home(home: &Home) -> Vec<Finding> {
    let folder = private("home", home.path(), "700", NOT_MADE);
    let is_there = !matches!(Home::permission(home.path()), Ok(Permission::Missing));
    let mut findings = vec![folder];
    if is_there {
        findings.push(key(&home.device_key()));
        findings.push(private("config-file", &home.config(), "600", NOT_MADE));
        findings.push(record(&home.hardware()));
    }
    findings
}

const NOT_MADE: &str = "Run `ionet worker init`";

fn key(file: &Path) -> Finding {
    let lost = "Run `ionet worker init` for a new one. If the device is registered under another key, bring that file \
                back from your backup, or change the key: `ionet device rotate OLD-ADDRESS device.json`";
    let finding = private("device-key", file, "600", lost);
    if finding.verdict != super::Verdict::Pass {
        return finding;
    }
    match Home::holds_key(file) {
        Ok(true) => finding,
        Ok(false) => Finding::fail(
            "device-key",
            format!("{} holds no keypair", file.display()),
            lost,
        ),
        Err(error) => unreadable("device-key", &error),
    }
}

fn record(file: &Path) -> Finding {
    let lost = "The hash that was registered cannot be checked any more: bring the file back from your backup, or \
                revoke the device and run `ionet worker init` again";
    let mut finding = private("hardware-record", file, "600", lost);
    if finding.verdict == super::Verdict::Fail {
        // Jobs run without it.
        finding.verdict = super::Verdict::Warn;
    }
    finding
}

fn private(check: &'static str, path: &Path, mode: &str, missing: &str) -> Finding {
    let shown = path.display();
    match Home::permission(path) {
        Ok(Permission::Private) => Finding::pass(check, format!("{shown} is yours alone")),
        Ok(Permission::Missing) => Finding::fail(check, format!("{shown} is not there"), missing),
        Ok(Permission::Open(others)) => Finding::fail(
            check,
            format!("{shown} is open to other users of this machine (mode …{others:02o})"),
            format!(
                "Run `chmod {mode} {shown}`; if somebody else uses this machine, take its key for stolen and change it: `ionet device rotate`"
            ),
        ),
        Ok(Permission::Foreign(user)) => Finding::fail(
            check,
            format!("{shown} belongs to the user {user}, and you are another"),
            format!("Run this as that user, or `chown -R` {shown} to yours"),
        ),
        Err(error) => unreadable(check, &error),
    }
}

fn unreadable(check: &'static str, error: &HomeError) -> Finding {
    Finding::fail(
        check,
        error.to_string(),
        "Run this as the user that the agent runs as",
    )
}
