//! The kernel's source and what was made of it belong together.

use ionet_accelerator::cuda::{ENTRY, MATMUL_PTX, MATMUL_SOURCE};
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

/// The value of a line `// NAME: VALUE` at the beginning.
fn header<'a>(ptx: &'a str, name: &str) -> &'a str {
    let prefix = format!("// {name}: ");
    let line = ptx
        .lines()
        .take(4)
        .find_map(|line| line.strip_prefix(&prefix));
    line.unwrap_or_else(|| panic!("the PTX has no line {prefix:?}"))
}

/// What follows the header.
fn body(ptx: &str) -> &str {
    let (_, body) = ptx.split_once("\n\n").expect("a header");
    body
}

#[test]
fn the_ptx_was_made_of_this_source() {
    let told = header(MATMUL_PTX, "source-sha256");
    assert_eq!(told, hash(MATMUL_SOURCE), "run `cargo xtask ptx`");
}

#[test]
fn the_ptx_is_as_the_compiler_left_it() {
    let told = header(MATMUL_PTX, "ptx-sha256");
    assert_eq!(told, hash(body(MATMUL_PTX)), "run `cargo xtask ptx`");
}

#[test]
fn drivers_from_450_on_and_cards_from_turing_on_take_it() {
    let body = body(MATMUL_PTX);
    for line in [".version 7.0", ".target sm_75", ".address_size 64"] {
        assert!(body.lines().any(|found| found == line), "{line}");
    }
    assert!(body.contains(&format!(".visible .entry {ENTRY}(")));
    assert!(body.contains("dp4a.s32.s32"), "int8 by four");
}
