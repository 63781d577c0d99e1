//! What a sandbox may ask for. Every refusal names the field and what would be accepted.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use crate::SandboxError;
use crate::sandbox::{Bind, Limits, Network, Root, Sandbox};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const TIB: u64 = 1 << 40;

/// Folders of the host that hold live state: devices, sockets of daemons, other processes.
const LIVE_FOLDERS: [&str; 5] = ["/proc", "/sys", "/dev", "/run", "/var/run"];

/// Folders of the sandbox that are its own.
const OWN_FOLDERS: [&str; 4] = ["/proc", "/sys", "/dev", "/tmp"];

/// Devices that compute: anything else reads the host's memory, disks, terminals or buses.
const DEVICES: [&str; 8] = [
    "/dev/dri/renderD*",
    "/dev/infiniband/uverbs*",
    "/dev/kfd",
    "/dev/nvidia#",
    "/dev/nvidia-caps/*",
    "/dev/nvidia-uvm",
    "/dev/nvidia-uvm-tools",
    "/dev/nvidiactl",
];

type Checked = Result<(), SandboxError>;

/// Checks every field, and resolves the paths on the host.
pub fn check(sandbox: &Sandbox, extra_devices: &[PathBuf]) -> Result<Sandbox, SandboxError> {
    let mut sandbox = sandbox.clone();
    program(&sandbox)?;
    environment(&sandbox)?;
    limits(&sandbox.limits)?;
    memory_folders(&sandbox)?;
    if let Root::Directory(directory) = &mut sandbox.root {
        *directory = source("root", directory)?;
        if !directory.is_dir() {
            let found = format!("{} is not a folder", directory.display());
            return Err(SandboxError::invalid(
                "root",
                found,
                "an unpacked root file system",
            ));
        }
    }
    let mut targets = BTreeSet::new();
    if let Some(output) = &sandbox.output {
        target("output.path", &output.path, &mut targets)?;
    }
    binds("read_only", &mut sandbox.read_only, &mut targets)?;
    binds("inputs", &mut sandbox.inputs, &mut targets)?;
    devices(&sandbox.devices, extra_devices)?;
    network(&sandbox.network)?;
    Ok(sandbox)
}

fn program(sandbox: &Sandbox) -> Checked {
    if sandbox.argv.first().is_none_or(String::is_empty) {
        return Err(SandboxError::invalid(
            "argv",
            "no program",
            "a program and its arguments",
        ));
    }
    for (index, argument) in sandbox.argv.iter().enumerate() {
        if argument.contains('\0') {
            let field = format!("argv[{index}]");
            return Err(SandboxError::invalid(
                field,
                "holds a NUL",
                "text without NUL",
            ));
        }
    }
    if !is_plain(&sandbox.working_dir) {
        let found = sandbox.working_dir.display().to_string();
        return Err(SandboxError::invalid("working_dir", found, ABSOLUTE));
    }
    Ok(())
}

fn environment(sandbox: &Sandbox) -> Checked {
    for (key, value) in &sandbox.env {
        let field = format!("env.{}", key.escape_debug());
        if key.is_empty() || key.contains(['=', '\0']) {
            let accepted = "a name without = and NUL";
            return Err(SandboxError::invalid(
                field,
                "cannot be a variable",
                accepted,
            ));
        }
        if value.contains('\0') {
            return Err(SandboxError::invalid(
                field,
                "its value holds a NUL",
                "text without NUL",
            ));
        }
    }
    Ok(())
}

fn limits(limits: &Limits) -> Checked {
    let day = 86_400;
    range(
        "limits.memory_bytes",
        limits.memory_bytes,
        16 * MIB,
        64 * TIB,
    )?;
    range("limits.pids", u64::from(limits.pids), 1, 32_768)?;
    range("limits.wall_seconds", limits.wall_seconds, 1, 366 * day)?;
    range("limits.open_files", limits.open_files, 16, 1 << 20)?;
    range("limits.log_bytes", limits.log_bytes, KIB, 1_024 * MIB)?;
    if let Some(millis) = limits.cpu_millis {
        range("limits.cpu_millis", u64::from(millis), 10, 1_024_000)?;
    }
    if let Some(seconds) = limits.cpu_seconds {
        range("limits.cpu_seconds", seconds, 1, 366 * day * 1_024)?;
    }
    Ok(())
}

/// What lives in memory has to fit into it.
fn memory_folders(sandbox: &Sandbox) -> Checked {
    let memory = sandbox.limits.memory_bytes;
    range("scratch_bytes", sandbox.scratch_bytes, 64 * KIB, memory)?;
    if let Some(output) = &sandbox.output {
        range("output.quota_bytes", output.quota_bytes, 4 * KIB, memory)?;
        range("output.max_files", output.max_files, 1, 1 << 20)?;
    }
    Ok(())
}

fn range(field: &str, value: u64, least: u64, most: u64) -> Checked {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(SandboxError::invalid(
        field,
        value.to_string(),
        format!("{least} to {most}"),
    ))
}

const ABSOLUTE: &str = "an absolute path without . and ..";

fn is_plain(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    let straight = text.strip_suffix(b"/").unwrap_or(text);
    let mut parts = straight.split(|byte| *byte == b'/').skip(1);
    path.is_absolute()
        && parts.all(|part| !matches!(part, b"" | b"." | b".."))
        && !text.contains(&0)
}

/// A place inside: below the root, in none of the sandbox's own folders, and used once.
fn target(field: &str, path: &Path, used: &mut BTreeSet<PathBuf>) -> Checked {
    if !is_plain(path) || path.parent().is_none() {
        return Err(SandboxError::invalid(
            field,
            path.display().to_string(),
            ABSOLUTE,
        ));
    }
    if OWN_FOLDERS.iter().any(|own| path.starts_with(own)) {
        let accepted = format!("a path outside of {}", OWN_FOLDERS.join(", "));
        return Err(SandboxError::invalid(
            field,
            path.display().to_string(),
            accepted,
        ));
    }
    if !used.insert(path.to_owned()) {
        let found = format!("{} is used twice", path.display());
        return Err(SandboxError::invalid(
            field,
            found,
            "a path of its own for each",
        ));
    }
    Ok(())
}

fn binds(list: &str, binds: &mut [Bind], used: &mut BTreeSet<PathBuf>) -> Checked {
    for (index, bind) in binds.iter_mut().enumerate() {
        target(&format!("{list}[{index}].target"), &bind.target, used)?;
        bind.source = source(&format!("{list}[{index}].source"), &bind.source)?;
        let kind = fs::metadata(&bind.source).map(|metadata| metadata.file_type());
        if !kind.is_ok_and(|kind| kind.is_dir() || kind.is_file()) {
            let field = format!("{list}[{index}].source");
            let found = format!("{} is neither a file nor a folder", bind.source.display());
            return Err(SandboxError::invalid(field, found, "a file or a folder"));
        }
    }
    Ok(())
}

/// A path of the host with its links resolved, outside of what is live.
fn source(field: &str, path: &Path) -> Result<PathBuf, SandboxError> {
    let resolved = if path.is_absolute() {
        path.canonicalize().ok()
    } else {
        None
    };
    let Some(resolved) = resolved else {
        let found = format!("{} is not there", path.display());
        return Err(SandboxError::invalid(
            field,
            found,
            "an absolute path that exists",
        ));
    };
    let is_live = LIVE_FOLDERS.iter().any(|live| resolved.starts_with(live));
    if is_live || resolved.parent().is_none() {
        let accepted = format!("a path below / and outside of {}", LIVE_FOLDERS.join(", "));
        return Err(SandboxError::invalid(
            field,
            resolved.display().to_string(),
            accepted,
        ));
    }
    Ok(resolved)
}

fn devices(devices: &[PathBuf], extra: &[PathBuf]) -> Checked {
    for (index, device) in devices.iter().enumerate() {
        let field = format!("devices[{index}]");
        let text = device.to_string_lossy();
        let is_listed = DEVICES.iter().any(|pattern| matches(pattern, &text));
        if !is_plain(device) || !(is_listed || extra.contains(device)) {
            let accepted = format!("{}, or one that the operator allowed", DEVICES.join(", "));
            return Err(SandboxError::invalid(field, text, accepted));
        }
        let metadata = fs::symlink_metadata(device);
        if !metadata.is_ok_and(|metadata| metadata.file_type().is_char_device()) {
            let found = format!("{text} is not a character device on this machine");
            return Err(SandboxError::invalid(
                field,
                found,
                "a device that is there",
            ));
        }
    }
    Ok(())
}

/// `*` stands for the rest of a name, `#` for a number.
fn matches(pattern: &str, text: &str) -> bool {
    if let Some(prefix) = pattern.strip_suffix('*') {
        let rest = text.strip_prefix(prefix);
        return rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('/'));
    }
    if let Some(prefix) = pattern.strip_suffix('#') {
        let rest = text.strip_prefix(prefix);
        return rest.is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
        });
    }
    pattern == text
}

/// Most hosts that a job may name.
const MOST_ENDPOINTS: usize = 256;

fn network(network: &Network) -> Checked {
    if let Network::Proxy(endpoints) = network
        && !(1..=MOST_ENDPOINTS).contains(&endpoints.len())
    {
        let found = format!("{} endpoints", endpoints.len());
        let accepted = "1 to 256 endpoints HOST:PORT, or off";
        return Err(SandboxError::invalid("network.proxy", found, accepted));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_patterns_take_whole_names() {
        assert!(matches("/dev/nvidia#", "/dev/nvidia10"));
        assert!(!matches("/dev/nvidia#", "/dev/nvidia"));
        assert!(!matches("/dev/nvidia#", "/dev/nvidia0/../mem"));
        assert!(matches("/dev/dri/renderD*", "/dev/dri/renderD128"));
        assert!(!matches("/dev/nvidia-caps/*", "/dev/nvidia-caps/a/b"));
        assert!(!matches("/dev/nvidiactl", "/dev/nvidiactl2"));
    }

    #[test]
    fn plain_paths_are_absolute_and_lead_straight_down() {
        for path in [
            "/",
            "/data",
            "/data/in put",
            "/data/.hidden",
            "/..data",
            "/data/",
        ] {
            assert!(is_plain(Path::new(path)), "{path}");
        }
        for path in [
            "",
            "data",
            "/data/../etc",
            "/data/.",
            "/./data",
            "//data",
            "/da\0ta",
            "/data/..",
            "/data//",
        ] {
            assert!(!is_plain(Path::new(path)), "{path}");
        }
    }
}
