//! Checks of a built program's file, and its way to `target/deploy`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

// Offsets in a 64-bit little-endian ELF header (System V ABI, "ELF Header").
const CLASS: usize = 4;
const DATA: usize = 5;
const MACHINE: usize = 18;
const FLAGS: usize = 48;
const HEADER_LENGTH: usize = 64;

const CLASS_64_BIT: u8 = 2;
const LITTLE_ENDIAN: u8 = 1;
/// The only machine that the runtime accepts for sBPF v3.
const MACHINE_BPF: u16 = 247;
/// Of v3 programs the header's flags are the sBPF version.
const SBPF_VERSION: u32 = 3;
/// The largest program account: 10 MiB, of which the loader's header takes 45 bytes.
const LARGEST: usize = 10 * 1024 * 1024 - 45;

/// Checks that `built` is an sBPF v3 program and copies it to `DEPLOY_DIR/NAME.so`, unless the
/// same bytes are there already.
///
/// # Errors
/// When it is not such a program, or the file cannot be written.
pub fn publish(built: &Path, name: &str, deploy_dir: &Path) -> Result<()> {
    let bytes = fs::read(built)
        .with_context(|| format!("the build left no program at {}", built.display()))?;
    check(&bytes).with_context(|| format!("{} cannot be deployed", built.display()))?;
    let path = deploy_dir.join(name).with_extension("so");
    let fresh = fs::read(&path).map_or(true, |present| present != bytes);
    if fresh {
        fs::create_dir_all(deploy_dir)
            .with_context(|| format!("cannot create {}", deploy_dir.display()))?;
        // Under another name first: a reader never sees half a program.
        let partial = path.with_extension("so.partial");
        fs::write(&partial, &bytes)
            .with_context(|| format!("cannot write {}", partial.display()))?;
        fs::rename(&partial, &path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let state = if fresh { "written" } else { "is current" };
    println!(
        "  {} {state}: sBPF v3, {} bytes",
        path.display(),
        bytes.len()
    );
    Ok(())
}

fn check(bytes: &[u8]) -> Result<()> {
    ensure!(
        bytes.starts_with(b"\x7fELF") && bytes.len() > HEADER_LENGTH,
        "it is not an ELF file"
    );
    if bytes[CLASS] != CLASS_64_BIT || bytes[DATA] != LITTLE_ENDIAN {
        bail!("it is not a 64-bit little-endian ELF file");
    }
    let machine = u16::from_le_bytes([bytes[MACHINE], bytes[MACHINE + 1]]);
    ensure!(
        machine == MACHINE_BPF,
        "its ELF machine is {machine}, not {MACHINE_BPF} (BPF)"
    );
    let flags = u32::from_le_bytes([
        bytes[FLAGS],
        bytes[FLAGS + 1],
        bytes[FLAGS + 2],
        bytes[FLAGS + 3],
    ]);
    ensure!(
        flags == SBPF_VERSION,
        "it is built for sBPF v{flags}, but only v{SBPF_VERSION} can be deployed: build with \
         `--arch v{SBPF_VERSION}`"
    );
    ensure!(
        bytes.len() <= LARGEST,
        "it has {} bytes, more than the {LARGEST} a program account holds",
        bytes.len()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Vec<u8> {
        let mut bytes = vec![0; 200];
        bytes[..6].copy_from_slice(b"\x7fELF\x02\x01");
        bytes[MACHINE] = 247;
        bytes[FLAGS] = 3;
        bytes
    }

    #[test]
    fn only_sbpf_v3_passes() {
        assert!(check(&program()).is_ok());
        let broken = |at: usize, value: u8| {
            let mut bytes = program();
            bytes[at] = value;
            check(&bytes).unwrap_err().to_string()
        };
        assert!(broken(0, 0).contains("not an ELF file"));
        assert!(broken(CLASS, 1).contains("64-bit"));
        assert!(broken(MACHINE, 62).contains("machine is 62"));
        assert!(broken(FLAGS, 0).contains("sBPF v0"));
        assert!(check(b"\x7fELF").is_err());
    }

    #[test]
    fn publishing_twice_writes_once() {
        let dir = tempfile::tempdir().unwrap();
        let built = dir.path().join("libx.so");
        fs::write(&built, program()).unwrap();
        let deploy = dir.path().join("deploy");
        publish(&built, "x", &deploy).unwrap();
        let path = deploy.join("x.so");
        let first = fs::metadata(&path).unwrap().modified().unwrap();
        publish(&built, "x", &deploy).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), first);
        assert_eq!(
            fs::read_dir(&deploy).unwrap().count(),
            1,
            "no partial file is left"
        );
    }

    #[test]
    fn a_missing_build_is_named() {
        let error = publish(
            Path::new("/nonexistent/x.so"),
            "x",
            Path::new("/nonexistent"),
        );
        assert!(error.unwrap_err().to_string().contains("/nonexistent/x.so"));
    }
}
