//! Two small scripts: `rustc` with the patched library, `sbpf-linker` with its own libraries.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::compiler::Compiler;
use super::linker::Linker;
use super::step::{Step, Steps};

/// Writes the scripts; the result is their folder.
///
/// # Errors
/// When they cannot be written.
pub fn ensure(
    steps: &mut Steps,
    compiler: &Compiler,
    sysroot: &Path,
    linker: &Linker,
) -> Result<PathBuf> {
    let rustc = compiler.rustc();
    let rustc = script(
        &compiler.library_path()?,
        &[&rustc, Path::new("--sysroot"), sysroot],
    );
    let (words, library_path) = linker.command_line();
    let linker = script(&library_path.display().to_string(), &words);
    let step = Step {
        name: "bin",
        announcement: "writing the compiler's and linker's start scripts (a moment)",
        inputs: &[rustc.as_bytes(), linker.as_bytes()],
    };
    steps.run(&step, |dir| {
        write(&dir.join("rustc"), &rustc)?;
        // The target file names its linker by this name.
        write(&dir.join("sbpf-linker"), &linker)
    })
}

/// A shell script that starts `words` with its own arguments after them.
fn script(library_path: &str, words: &[&Path]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| quote(&word.display().to_string()))
        .collect();
    format!(
        "#!/bin/sh\nLD_LIBRARY_PATH={} exec {} \"$@\"\n",
        quote(library_path),
        words.join(" ")
    )
}

/// `text` as one word of a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn scripts_start_the_program_whatever_the_paths_and_arguments() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("it's a script");
        let text = script(
            "/a b/l'ib",
            &[Path::new("printenv"), Path::new("LD_LIBRARY_PATH")],
        );
        write(&path, &text).unwrap();
        let output = Command::new(&path).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "/a b/l'ib\n");

        write(
            &path,
            &script("", &[Path::new("printf"), Path::new("[%s]")]),
        )
        .unwrap();
        let output = Command::new(&path).args(["a b", "$HOME"]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "[a b][$HOME]");
    }
}
