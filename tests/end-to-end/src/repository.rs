//! The repository under test, copies of it, and the tools built from them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// Checkouts that share a target folder overwrite each other's executables: one builds and copies
/// at a time.
static BUILD: Mutex<()> = Mutex::new(());

/// The repository's root folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("tests/end-to-end lies two folders deep")
        .to_owned()
}

/// Copies what git tracks, or would track, to `target` and makes it a checkout of its own.
///
/// # Panics
/// When git or the file system refuses.
pub fn copy_to(target: &Path) {
    let root = root();
    let mut list = Command::new("git");
    list.arg("-C").arg(&root);
    list.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let output = list.output().expect("git runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).expect("file names are UTF-8");
    for name in names.split('\0').filter(|name| root.join(name).is_file()) {
        let to = target.join(name);
        std::fs::create_dir_all(to.parent().expect("a file has a folder")).expect("folder");
        std::fs::copy(root.join(name), to).expect("copy");
    }
    run(Command::new("git")
        .arg("-C")
        .arg(target)
        .args(["init", "--quiet"]));
    run(Command::new("git")
        .arg("-C")
        .arg(target)
        .args(["add", "--all"]));
}

/// Gives a copy's packages a version of their own.
///
/// Cargo names what it builds by package and version, not by folder: in one target folder, a copy
/// with other program ids would be taken for the original and the other way round.
///
/// # Panics
/// When a workspace states its version in another way.
pub fn set_apart(copy: &Path) {
    for manifest in ["Cargo.toml", "programs/Cargo.toml"] {
        let path = copy.join(manifest);
        let text = std::fs::read_to_string(&path).expect("a manifest");
        let (before, after) = text
            .split_once("\nversion = \"")
            .expect("a workspace version");
        let (version, after) = after.split_once('"').expect("its end");
        let apart = format!("{before}\nversion = \"{version}-copy\"{after}");
        std::fs::write(path, apart).expect("the manifest is written");
    }
}

/// Runs a command to its end.
///
/// # Panics
/// When it fails, with its output.
pub fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?} failed:\n{stdout}\n{stderr}"
    );
    stdout
}

/// `cargo` for the checkout at `root`.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).stdin(Stdio::null());
    // Of the test's own package: they would mislead the tools of another checkout.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// Builds the `ionet` command of the checkout at `root` and copies it to `folder`, where no later
/// build of another checkout replaces it.
///
/// # Panics
/// When it does not build.
pub fn build_ionet(root: &Path, folder: &Path) -> PathBuf {
    let _turn = BUILD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut command = cargo(root);
    command.args([
        "build",
        // The workspace decides the features, so that nothing is compiled a second time.
        "--workspace",
        "--bin",
        "ionet",
        "--message-format",
        "json",
    ]);
    let messages = run(&mut command);
    let copy = folder.join("ionet");
    std::fs::copy(executable(&messages), &copy).expect("the executable is copied");
    copy
}

/// The executable that cargo's JSON messages name.
///
/// # Panics
/// When they name none.
pub fn executable(messages: &str) -> PathBuf {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo names the executable")
}
