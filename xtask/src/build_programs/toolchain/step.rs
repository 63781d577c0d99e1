//! Steps that are done once: each makes one folder and leaves a stamp in it.
//!
//! A step works in `NAME.partial`; only when all of it succeeded does the folder get its stamp
//! and its final name. So an interrupted step is simply done again, and a finished one is
//! recognised by its stamp: a hash of what it was made from, including the steps before it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::host;

const STAMP: &str = ".stamp";

/// What one step is.
pub struct Step<'a> {
    /// Name of its folder.
    pub name: &'a str,
    /// What it does and how long that may take, printed before it starts.
    pub announcement: &'a str,
    /// Everything that decides its result, apart from the steps before it.
    pub inputs: &'a [&'a [u8]],
}

/// The steps done so far, in order.
pub struct Steps {
    root: PathBuf,
    chain: Sha256,
    checked_host: bool,
}

impl Steps {
    /// Steps whose folders are in `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            chain: Sha256::new(),
            checked_host: false,
        }
    }

    /// Where the steps' folders are, and anything worth keeping between attempts.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Changes when any step so far was made from something else.
    pub fn fingerprint(&self) -> String {
        hex(&self.chain.clone().finalize())
    }

    /// Does `step` unless its folder is there already; the result is the folder. `work` fills
    /// the folder that it is given.
    ///
    /// # Errors
    /// What `work` reports, or a file system error; the next run does the step again.
    pub fn run(&mut self, step: &Step, work: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        self.chain.update(step.name);
        for input in step.inputs {
            // The length separates one input from the next.
            self.chain.update((input.len() as u64).to_le_bytes());
            self.chain.update(input);
        }
        let stamp = self.fingerprint();
        let dir = self.root.join(step.name);
        if fs::read_to_string(dir.join(STAMP)).is_ok_and(|present| present == stamp) {
            return Ok(dir);
        }
        if !self.checked_host {
            host::check(&self.root)?;
            self.checked_host = true;
        }
        println!("toolchain: {}", step.announcement);
        let partial = self.root.join(format!("{}.partial", step.name));
        remove(&partial)?;
        fs::create_dir_all(&partial)
            .with_context(|| format!("cannot create {}", partial.display()))?;
        work(&partial).with_context(|| {
            format!(
                "toolchain step {:?} failed; the steps before it are kept",
                step.name
            )
        })?;
        fs::write(partial.join(STAMP), &stamp)
            .with_context(|| format!("cannot write in {}", partial.display()))?;
        remove(&dir)?;
        fs::rename(&partial, &dir).with_context(|| format!("cannot create {}", dir.display()))?;
        Ok(dir)
    }
}

fn remove(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn step<'a>(inputs: &'a [&'a [u8]]) -> Step<'a> {
        Step {
            name: "one",
            announcement: "test",
            inputs,
        }
    }

    /// Steps that skip the check of this machine.
    fn steps(root: &Path) -> Steps {
        Steps {
            checked_host: true,
            ..Steps::new(root)
        }
    }

    #[test]
    fn a_step_is_done_once_and_again_when_its_inputs_change() {
        let root = tempfile::tempdir().unwrap();
        let mut runs = 0;
        for (input, expected) in [(b"a", 1), (b"a", 1), (b"b", 2), (b"b", 2)] {
            let dir = steps(root.path())
                .run(&step(&[input]), |dir| {
                    runs += 1;
                    Ok(fs::write(dir.join("made"), input)?)
                })
                .unwrap();
            assert_eq!(fs::read(dir.join("made")).unwrap(), input);
            assert_eq!(runs, expected);
        }
    }

    #[test]
    fn a_failed_or_interrupted_step_is_done_again_from_nothing() {
        let root = tempfile::tempdir().unwrap();
        let failed = steps(root.path()).run(&step(&[b"a"]), |dir| {
            fs::write(dir.join("half"), "")?;
            bail!("no network")
        });
        let message = format!("{:#}", failed.unwrap_err());
        assert!(
            message.contains("\"one\" failed") && message.contains("no network"),
            "{message}"
        );
        assert!(!root.path().join("one").exists());
        // As after a kill: a partial folder with something in it.
        assert!(root.path().join("one.partial/half").exists());
        let dir = steps(root.path()).run(&step(&[b"a"]), |_| Ok(())).unwrap();
        assert!(!dir.join("half").exists() && !root.path().join("one.partial").exists());
    }

    #[test]
    fn a_change_of_an_earlier_step_redoes_the_later_ones() {
        let root = tempfile::tempdir().unwrap();
        let mut second_runs = 0;
        for input in [b"a", b"b", b"b"] {
            let mut steps = steps(root.path());
            steps.run(&step(&[input]), |_| Ok(())).unwrap();
            let second = Step {
                name: "two",
                announcement: "test",
                inputs: &[],
            };
            steps
                .run(&second, |_| {
                    second_runs += 1;
                    Ok(())
                })
                .unwrap();
        }
        assert_eq!(second_runs, 2);
    }

    #[test]
    fn inputs_are_kept_apart() {
        let root = tempfile::tempdir().unwrap();
        let fingerprint = |inputs: &[&[u8]]| {
            let mut steps = steps(root.path());
            steps.run(&step(inputs), |_| Ok(())).unwrap();
            steps.fingerprint()
        };
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
    }
}
