//! `cargo xtask ptx`: the accelerator's kernel from its CUDA source.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

/// Options of `cargo xtask ptx`.
///
/// Needs python3 with pip and a C++ compiler, no card and no toolkit: the compiler comes from
/// the Python registry.
#[derive(clap::Args)]
pub struct Args {
    /// Compare with what is committed instead of writing it
    #[arg(long)]
    check: bool,
}

/// The compiler's packages; one version, so that the same source gives the same bytes.
const VERSION: &str = "13.5.37";
const PACKAGES: [&str; 4] = [
    "nvidia-cuda-crt",
    "nvidia-cuda-nvcc",
    "nvidia-cuda-runtime",
    "nvidia-nvvm",
];

/// The oldest cards that this compiler knows (Turing). The driver compiles for newer ones.
const TARGET: &str = "compute_75";

/// What is written instead of the compiler's own version, which only drivers of its own time
/// accept: that of CUDA 11.0 (drivers from 450 on). The assembler below shows that nothing newer
/// is used.
const PTX_VERSION: &str = "7.0";

/// Cards for which the lowered PTX must assemble: Turing to Blackwell.
const CARDS: [&str; 7] = [
    "sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120",
];

/// Builds it.
///
/// # Errors
/// When the compiler cannot be had or refuses; with `--check` when the committed file differs.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    let kernels = workspace.root.join("crates/accelerator/kernels");
    let (source, target) = (kernels.join("matmul.cu"), kernels.join("matmul.ptx"));
    let compiler = Compiler::get(workspace)?;
    let body = compiler.compile(&source)?;
    compiler.assemble(&body)?;
    let text =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let made = with_header(&text, &body);
    if args.check {
        let committed = fs::read_to_string(&target)
            .with_context(|| format!("cannot read {}", target.display()))?;
        ensure!(
            committed == made,
            "{} is not what the compiler makes of its source: run `cargo xtask ptx`",
            target.display()
        );
        println!("{} is current", target.display());
        return Ok(());
    }
    fs::write(&target, made).with_context(|| format!("cannot write {}", target.display()))?;
    println!("{}", target.display());
    Ok(())
}

/// NVIDIA's compiler in the cache folder.
struct Compiler {
    folder: PathBuf,
}

impl Compiler {
    fn get(workspace: &Workspace) -> Result<Self> {
        let packages = workspace.cache_dir()?.join(format!("nvcc-{VERSION}"));
        let folder = packages.join("nvidia/cu13");
        if !folder.join("bin/nvcc").is_file() {
            let mut pip = Command::new("python3");
            pip.args(["-m", "pip", "install", "--quiet", "--no-deps"]);
            pip.args(["--only-binary=:all:", "--target"]);
            pip.env("PIP_ROOT_USER_ACTION", "ignore");
            pip.arg(&packages);
            pip.args(PACKAGES.map(|name| format!("{name}=={VERSION}")));
            let status = pip.status().context(
                "python3 with pip is needed (Debian: apt-get install python3 python3-pip)",
            )?;
            ensure!(status.success(), "pip could not install the CUDA compiler");
        }
        Ok(Self { folder })
    }

    /// PTX of a source, lowered.
    fn compile(&self, source: &Path) -> Result<String> {
        let mut nvcc = Command::new(self.folder.join("bin/nvcc"));
        nvcc.args(["--ptx", "--output-file", "-", "--gpu-architecture", TARGET]);
        let ptx = output(nvcc.arg(source))?;
        lowered(&ptx)
    }

    /// Whether the assembler of every generation of cards takes it.
    fn assemble(&self, ptx: &str) -> Result<()> {
        let scratch = self
            .folder
            .join(format!("check-{}.ptx", std::process::id()));
        fs::write(&scratch, ptx).with_context(|| format!("cannot write {}", scratch.display()))?;
        let each = CARDS.iter().try_for_each(|card| {
            let mut ptxas = Command::new(self.folder.join("bin/ptxas"));
            ptxas.args(["--output-file", "/dev/null", "--gpu-name", card]);
            output(ptxas.arg(&scratch)).map(|_| ())
        });
        fs::remove_file(&scratch).ok();
        each
    }
}

/// Standard output of a compiler that succeeded.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .output()
        .with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The same for older drivers, without the compiler's remarks at the beginning.
fn lowered(ptx: &str) -> Result<String> {
    let start = ptx.find(".version ").context("the compiler wrote no PTX")?;
    let (version, rest) = ptx[start..]
        .split_once('\n')
        .context("the compiler wrote no PTX")?;
    ensure!(version.len() < 20, "{version:?} is no version of PTX");
    Ok(format!(".version {PTX_VERSION}\n{rest}"))
}

/// With the hashes that a test compares.
fn with_header(source: &str, body: &str) -> String {
    format!(
        "// Made of matmul.cu by `cargo xtask ptx`; not to be edited.\n// source-sha256: {}\n\
         // ptx-sha256: {}\n// compiler: nvcc {VERSION}\n\n{body}",
        hash(source),
        hash(body)
    )
}

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_changes() {
        let ptx = "//\n// Compiler\n//\n\n.version 9.5\n.target sm_75\n\n.visible .entry f(\n";
        let expected = ".version 7.0\n.target sm_75\n\n.visible .entry f(\n";
        assert_eq!(lowered(ptx).unwrap(), expected);
        for other in ["", ".target sm_75\n", ".version 9.5"] {
            assert!(lowered(other).is_err(), "{other:?}");
        }
    }

    #[test]
    fn the_header_ends_with_an_empty_line() {
        let made = with_header("source", ".version 7.0\n");
        let (header, body) = made.split_once("\n\n").unwrap();
        assert_eq!(body, ".version 7.0\n");
        assert!(header.contains(&format!("source-sha256: {}", hash("source"))));
    }
}
