//! Where the built programs and their IDLs lie, and how they are read.
//!
//! Both are build outputs under the repository's own `target/` folder, whatever
//! `CARGO_TARGET_DIR` says, because the linker of the programs writes there.

use std::{fs, path::PathBuf};

/// The repository's root folder.
pub fn repository_root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The executable of program `name`, e.g. `io_token`, from `target/deploy`.
///
/// # Panics
/// When the file is missing, with the command that makes it.
pub fn read_program(name: &str) -> Vec<u8> {
    read(&format!("target/deploy/{name}.so"), name)
}

/// The IDL text of program `name` from `target/idl`.
///
/// # Panics
/// When the file is missing, with the command that makes it.
pub fn read_idl(name: &str) -> String {
    let bytes = read(&format!("target/idl/{name}.json"), name);
    String::from_utf8(bytes)
        .unwrap_or_else(|error| panic!("target/idl/{name}.json is not UTF-8: {error}"))
}

fn read(relative: &str, name: &str) -> Vec<u8> {
    let path = repository_root().join(relative);
    fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{relative} cannot be read ({error}). \
             Build the programs first: cargo xtask build-programs {name}"
        )
    })
}
