//! What a process left, and the hash that stands for it.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use ionet_job_spec::{Artifact, Blake3, JobSpec, Manifest, RelativePath};
use ionet_sandbox::{Driver as _, End, Handle, Limit, Outcome};
use serde::{Deserialize, Serialize};

use super::{
    RunError,
    folder::{MANIFEST, RESULT},
    inputs::kept_spec,
    launch::on_disk,
    local::{LocalRunner, Machine},
};
use crate::lease::Lease;

/// Of standard error, what a failure repeats.
const LAST_BYTES: u64 = 2_000;
const LAST_LINES: usize = 8;

/// In the sandbox's folder.
pub const STDERR_LOG: &str = "stderr.log";

/// What came of a launch. Written once: the next look gives the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collected {
    /// The hash of the result; the manifest lies beside.
    Result(Blake3),
    /// There is none, for this reason.
    Failed(String),
}

impl LocalRunner {
    pub(super) async fn result(&self, lease: &Lease) -> Result<[u8; 32], RunError> {
        let _alone = self.alone(&lease.claim).await;
        let lease = lease.clone();
        let collected = self.blocking(move |machine| machine.collect(&lease.claim));
        match collected.await? {
            Collected::Result(hash) => Ok(hash.0),
            Collected::Failed(reason) => Err(RunError::Final(reason)),
        }
    }
}

impl Machine {
    fn collect(&self, claim: &[u8; 32]) -> Result<Collected, RunError> {
        let disk = || on_disk("the job's folder");
        let folder = self.folder(claim);
        if let Some(collected) = folder.read(RESULT).map_err(disk())? {
            return Ok(collected);
        }
        let launch = self.last_launch(claim)?;
        let (Some(launch), Some(outcome)) = (launch, self.outcome(claim)?) else {
            return Err(RunError::Passing(
                "no process of this lease has ended".to_owned(),
            ));
        };
        let spec = kept_spec(&folder).map_err(disk())?;
        let spec = spec.ok_or_else(|| RunError::Passing("the job's spec is gone".to_owned()))?;
        let outputs = self.driver.outputs(&launch.handle);
        let manifest = manifest(&outcome, &outputs).map_err(on_disk("the job's outputs"))?;
        folder.write(MANIFEST, &manifest).map_err(disk())?;
        let collected = judge(&spec, &outcome, &manifest, &launch.handle);
        folder.write(RESULT, &collected).map_err(disk())?;
        Ok(collected)
    }
}

/// All files that were taken out of the output folder. A name that is no path of a manifest is
/// left behind: it could not be fetched.
fn manifest(outcome: &Outcome, outputs: &Path) -> io::Result<Manifest> {
    let mut files = BTreeMap::new();
    for file in &outcome.outputs.files {
        let path = file.path.to_str().map(str::parse::<RelativePath>);
        let Some(Ok(path)) = path else {
            continue;
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(outputs.join(&path))?)?;
        let artifact = Artifact {
            bytes: file.bytes,
            blake3: Blake3(*hasher.finalize().as_bytes()),
        };
        files.insert(path, artifact);
    }
    Ok(Manifest(files))
}

/// A process that was ended because its time was over has worked for all of it; one that failed
/// has no result, whatever it left.
fn judge(spec: &JobSpec, outcome: &Outcome, manifest: &Manifest, handle: &Handle) -> Collected {
    let failure = match outcome.end {
        End::Exited(0) | End::Killed | End::Limit(Limit::WallTime) => None,
        End::Exited(code) => Some(format!("the program ended with exit code {code}")),
        End::Signaled(signal) => Some(format!("signal {signal} ended the program")),
        End::Limit(limit) => Some(format!("the job was ended at its limit: {limit}")),
    };
    if let Some(failure) = failure {
        return Collected::Failed(with_last_words(failure, handle));
    }
    // Which files were left behind depends on the order of a folder, not on the program.
    if outcome.outputs.over_quota {
        let most = spec.outputs.most;
        let reason = format!("the outputs are more than outputs.most ({most}) or 100,000 files");
        return Collected::Failed(reason);
    }
    match (manifest.result_hash(&spec.outputs), &spec.outputs.result) {
        (Some(hash), _) => Collected::Result(hash),
        (None, Some(path)) => {
            let reason = format!("outputs.result: the program left no file {path}");
            Collected::Failed(with_last_words(reason, handle))
        }
        (None, None) => Collected::Failed("the outputs have no hash".to_owned()),
    }
}

fn with_last_words(reason: String, handle: &Handle) -> String {
    match last_words(&handle.dir.join(STDERR_LOG)) {
        Ok(words) if !words.is_empty() => format!("{reason}; standard error ends: {words}"),
        _ => reason,
    }
}

/// The last lines, with what a terminal might obey made visible.
fn last_words(log: &Path) -> io::Result<String> {
    let mut file = File::open(log)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_BYTES)))?;
    let mut bytes = Vec::new();
    file.take(LAST_BYTES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let last = lines.get(lines.len().saturating_sub(LAST_LINES)..);
    let escape = |line: &&str| line.chars().flat_map(escaped).collect::<String>();
    let last: Vec<_> = last.unwrap_or_default().iter().map(escape).collect();
    Ok(last.join(" | "))
}

fn escaped(c: char) -> Box<dyn Iterator<Item = char>> {
    if c.is_control() && c != '\t' {
        Box::new(c.escape_debug())
    } else {
        Box::new(std::iter::once(c))
    }
}
