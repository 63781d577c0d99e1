//! The digits job's inputs in one folder, and its spec naming them there.
//!
//! What the job imports is packed from locked wheels into one archive, the same bytes on every
//! machine: `examples/digits/digits.toml` names its hash.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::host_packages;
use crate::workspace::Workspace;

/// Where the committed spec says that its inputs are.
const PLACE: &str = "file:///srv/ionet/digits/";
/// The archive of the wheels.
const ARCHIVE: &str = "packages.tar.zst";
/// What the wheels are for; older glibc tags come first where a package has several.
const PLATFORMS: [&str; 3] = [
    "manylinux2014_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux_2_28_x86_64",
];
const COMPRESSION: i32 = 6;

/// Prepares the job and prints where its spec is.
///
/// # Errors
/// As [`prepare`]; when the machine lacks Python.
pub fn run(workspace: &Workspace) -> Result<()> {
    host_packages::ensure(&host_packages::DIGITS)?;
    println!("{}", prepare(workspace)?.display());
    Ok(())
}

/// The parts of a spec that are checked here.
#[derive(Deserialize)]
struct Spec {
    inputs: std::collections::BTreeMap<String, Input>,
}

#[derive(Deserialize)]
struct Input {
    source: String,
    blake3: String,
    bytes: u64,
}

/// Makes all inputs of `examples/digits` unless they are there, and a spec that names them.
/// Returns the spec's path.
///
/// # Errors
/// When a wheel cannot be fetched, or an input has another hash than the spec says.
pub fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    let example = workspace.root.join("examples").join("digits");
    let folder = workspace.build_dir("digits");
    fs::create_dir_all(&folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    let text = read(&example.join("digits.toml"))?;
    for input in local_inputs(&text)? {
        let (name, to) = (input.name(), folder.join(input.name()));
        if input.check(&to).is_ok() {
            continue;
        }
        if name == ARCHIVE {
            pack(&example.join("requirements.lock"), &to)?;
        } else {
            fs::copy(example.join(name), &to)
                .with_context(|| format!("{name} could not be copied"))?;
        }
        input.check(&to).with_context(|| {
            format!("examples/digits/digits.toml has to name the {name} that is used")
        })?;
    }
    let spec = folder.join("digits.toml");
    let place = format!("file://{}/", folder.display());
    fs::write(&spec, text.replace(PLACE, &place))
        .with_context(|| format!("{} could not be written", spec.display()))?;
    Ok(spec)
}

fn local_inputs(spec: &str) -> Result<Vec<Input>> {
    let spec: Spec = toml::from_str(spec).context("examples/digits/digits.toml")?;
    let mut inputs: Vec<Input> = spec.inputs.into_values().collect();
    inputs.retain(|input| input.source.starts_with(PLACE));
    ensure!(!inputs.is_empty(), "no input of the spec is at {PLACE}");
    Ok(inputs)
}

impl Input {
    fn name(&self) -> &str {
        self.source.strip_prefix(PLACE).unwrap_or(&self.source)
    }

    /// Whether a file is this input.
    fn check(&self, path: &Path) -> Result<()> {
        let file = File::open(path).with_context(|| format!("{} is missing", path.display()))?;
        let bytes = file.metadata()?.len();
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file)?;
        let hash = hasher.finalize().to_hex();
        ensure!(
            hash.as_str() == self.blake3 && bytes == self.bytes,
            "{} has blake3 = \"{hash}\" and bytes = {bytes}, not {} and {}",
            path.display(),
            self.blake3,
            self.bytes
        );
        Ok(())
    }
}

/// Downloads the locked wheels, unpacks them and packs them into one archive.
fn pack(lock: &Path, archive: &Path) -> Result<()> {
    println!("    fetching and packing the Python packages (65 MB, half a minute)");
    let work = archive.with_extension("partial");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let (wheels, site) = (work.join("wheels"), work.join("site"));
    fs::create_dir_all(&wheels)?;
    fs::create_dir_all(&site)?;
    download(lock, &wheels)?;
    for wheel in sorted(&wheels)? {
        // A wheel is a zip archive.
        python(&["-m", "zipfile", "-e"], &[&wheel, &site])?;
    }
    let partial = work.join(ARCHIVE);
    let file = BufWriter::new(File::create(&partial)?);
    let mut packed = zstd::Encoder::new(file, COMPRESSION)?;
    let mut tar = tar::Builder::new(&mut packed);
    append(&mut tar, &site, &site)?;
    tar.finish()?;
    drop(tar);
    packed.finish()?.flush()?;
    fs::rename(&partial, archive)?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

/// Only what the lock file names, and only wheels, so that nothing is run or built.
fn download(lock: &Path, wheels: &Path) -> Result<()> {
    let mut arguments = vec!["-m", "pip", "download", "--quiet", "--no-deps"];
    arguments.extend(["--require-hashes", "--only-binary=:all:"]);
    arguments.extend([
        "--python-version=3.11",
        "--implementation=cp",
        "--abi=cp311",
    ]);
    for platform in PLATFORMS {
        arguments.extend(["--platform", platform]);
    }
    arguments.push("--dest");
    python(&arguments, &[wheels, Path::new("--requirement"), lock])
        .context("the wheels of examples/digits/requirements.lock could not be fetched")
}

/// All files below a folder, by name; who made them and when is left out.
fn append(tar: &mut tar::Builder<impl Write>, site: &Path, folder: &Path) -> Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            append(tar, site, &path)?;
            continue;
        }
        let file = File::open(&path)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(file.metadata()?.len());
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, path.strip_prefix(site)?, file)?;
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn python(arguments: &[&str], paths: &[&Path]) -> Result<()> {
    let output = Command::new("python3")
        .args(arguments)
        .args(paths)
        .output()
        .context("python3 could not be started")?;
    if !output.status.success() {
        bail!(
            "`python3 {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        root.join("examples").join("digits")
    }

    #[test]
    fn the_spec_names_the_programs_beside_it() {
        let inputs = local_inputs(&read(&example().join("digits.toml")).unwrap()).unwrap();
        let names: Vec<&str> = inputs.iter().map(Input::name).collect();
        assert_eq!(names, [ARCHIVE, "picture.py", "train.py"]);
        for input in inputs.iter().filter(|input| input.name() != ARCHIVE) {
            input.check(&example().join(input.name())).unwrap();
        }
    }

    #[test]
    fn an_archive_is_the_same_bytes_whatever_the_order_and_time_of_its_files() {
        let pack = |names: [&str; 3]| {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("b")).unwrap();
            for name in names {
                fs::write(folder.path().join(name), name).unwrap();
            }
            let mut tar = tar::Builder::new(Vec::new());
            append(&mut tar, folder.path(), folder.path()).unwrap();
            tar.into_inner().unwrap()
        };
        let archive = pack(["a.py", "b/c.py", "d.py"]);
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(archive, pack(["d.py", "b/c.py", "a.py"]));
    }

    #[test]
    fn every_package_is_locked_by_one_hash() {
        let lock = read(&example().join("requirements.lock")).unwrap();
        let packages = lock.lines().filter(|line| !line.starts_with('#'));
        for package in packages {
            assert_eq!(package.matches("==").count(), 1, "{package}");
            assert_eq!(package.matches("--hash=sha256:").count(), 1, "{package}");
        }
    }
}
