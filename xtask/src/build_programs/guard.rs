//! The 128-bit guard: refuses a program whose 128-bit arithmetic would corrupt memory silently.
//!
//! LLVM calls `__multi3`, `__udivti3` and their kin with operands and result in registers. The
//! versions that come with rustc's library on BPF return through a pointer instead: they link
//! without a word and then write to whatever address a register happens to hold. The linker
//! dumps its module after optimisation, and no such function may be in it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Checks the linker's dump of a program, `DIR/post-opt.ll`.
///
/// # Errors
/// When the dump is missing or holds a 128-bit function with the wrong calling convention.
pub fn check_dump(dump_dir: &Path) -> Result<()> {
    let path = dump_dir.join("post-opt.ll");
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "the linker left no dump at {} for the 128-bit guard",
            path.display()
        )
    })?;
    let broken = miscompiled_functions(&text);
    if !broken.is_empty() {
        bail!(
            "128-bit guard: {} would be called with the wrong calling convention and corrupt \
             memory. Add `use ionet_sbf_builtins as _;` to the program; if it is there, the \
             function is one the shim does not have (a float conversion?): do not use it",
            broken.join(", ")
        );
    }
    Ok(())
}

/// Names of the functions `__*ti*` in an LLVM module that are defined with a pointer parameter.
fn miscompiled_functions(module: &str) -> Vec<&str> {
    module
        .lines()
        .filter_map(definition)
        .filter(|(_, rest)| takes_pointer(rest))
        .map(|d| d.0)
        .collect()
}

/// The name of the 128-bit library function that `line` defines, and what follows the name.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.strip_prefix("define ")?.split_once('@')?;
    let (name, rest) = rest.split_once('(')?;
    let name = name.trim_matches('"');
    let core = name.strip_prefix("__")?;
    core.contains("ti").then_some((name, rest))
}

/// Whether a parameter list (and what follows) holds a pointer.
fn takes_pointer(parameters: &str) -> bool {
    parameters
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .any(|word| word == "ptr" || word == "sret")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shims_own_functions_pass() {
        let module = "\
define hidden noundef i128 @__udivti3(i128 %a, i128 %b) local_unnamed_addr #25 {
define i128 @__multi3(i128 %a, i128 %b) {
define void @entrypoint(ptr %input) {
define void @sbf_udivti3(ptr sret([16 x i8]) align 16 %0, i128 %1, i128 %2) {
declare void @__floatuntidf(ptr, i128)
  call void @__divti3(ptr %x)
";
        assert!(miscompiled_functions(module).is_empty());
    }

    #[test]
    fn functions_with_pointers_are_found() {
        let module = "\
define weak hidden void @__multi3(ptr dead_on_unwind noalias noundef writable sret([16 x i8]) \
align 16 captures(address) dereferenceable(16) %0, ptr noalias noundef %1) unnamed_addr #20 {
define weak hidden void @__divti3(ptr dead_on_unwind noalias sret([16 x i8]) %0, ptr %a) #1 {
define internal void @__modti3(ptr %0, ptr %1, ptr %2) {
define void @\"__muloti4\"(ptr %0, i128 %1) {
define double @__floatuntidf(ptr %0) {
";
        assert_eq!(
            miscompiled_functions(module),
            [
                "__multi3",
                "__divti3",
                "__modti3",
                "__muloti4",
                "__floatuntidf"
            ]
        );
    }

    #[test]
    fn a_dump_is_needed_and_read() {
        let dir = tempfile::tempdir().unwrap();
        assert!(
            check_dump(dir.path())
                .unwrap_err()
                .to_string()
                .contains("no dump")
        );
        fs::write(
            dir.path().join("post-opt.ll"),
            "define i128 @__divti3(i128 %a)",
        )
        .unwrap();
        check_dump(dir.path()).unwrap();
        fs::write(
            dir.path().join("post-opt.ll"),
            "define void @__divti3(ptr %a)",
        )
        .unwrap();
        let error = check_dump(dir.path()).unwrap_err().to_string();
        assert!(
            error.contains("__divti3") && error.contains("ionet_sbf_builtins"),
            "{error}"
        );
    }
}
