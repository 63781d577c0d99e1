//! Fetches what a job reads.

use std::{
    collections::BTreeSet,
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use ionet_artifacts::{ArtifactError, Limits, unpack};
use ionet_job_spec::{Blake3, Format, Input, JobSpec, RelativePath, Unpack};
use tokio::task::spawn_blocking;

use super::{
    PrepareError,
    config::free_space,
    folder::{EMPTY, INPUTS, JobFolder, KEPT, SPEC, make_private},
    local::LocalRunner,
};

/// Changes with every start of the machine.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";
/// In the folder of unpacked inputs: the start of the machine in which they were unpacked.
const UNPACKED_IN: &str = "boot";

/// An input as it lies on this machine.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its path in the spec.
    pub path: RelativePath,
    /// The file, or the folder that it was unpacked to.
    pub source: PathBuf,
}

/// For `map_err` on what happened on this machine's own disk.
pub fn disk(what: &str) -> impl Fn(io::Error) -> PrepareError {
    move |cause| PrepareError::Passing(format!("{what}: {cause}"))
}

impl From<ArtifactError> for PrepareError {
    /// What a store serves may be mended within the time to start; what this operator refuses, it
    /// refuses always.
    fn from(error: ArtifactError) -> Self {
        match error {
            ArtifactError::Store { .. }
            | ArtifactError::NoSpec { .. }
            | ArtifactError::NoSpecStore
            | ArtifactError::Disk { .. } => Self::Passing(error.to_string()),
            ArtifactError::Refused { .. }
            | ArtifactError::TooLong { .. }
            | ArtifactError::TooShort { .. }
            | ArtifactError::OtherContent { .. }
            | ArtifactError::NotASpec { .. } => Self::Final(error.to_string()),
        }
    }
}

impl LocalRunner {
    /// The spec of a lease, from its folder or else from the stores of specs.
    pub(super) async fn spec_of(
        &self,
        folder: &JobFolder,
        hash: Blake3,
    ) -> Result<JobSpec, PrepareError> {
        if let Some(spec) = kept_spec(folder).map_err(disk("the job's folder"))?
            && spec.hash() == hash
        {
            return Ok(spec);
        }
        let spec = self.spec(hash).await?;
        let written = folder.write_bytes(SPEC, &spec.canonical());
        written.map_err(disk("the job's folder"))?;
        Ok(spec)
    }

    /// A spec from the stores of specs.
    ///
    /// # Errors
    /// [`PrepareError`]; final when what a store has is no spec.
    pub async fn spec(&self, hash: Blake3) -> Result<JobSpec, PrepareError> {
        let spec = self.machine().specs.find(hash).await?;
        // The bytes are the right ones, and the same job written otherwise has another hash.
        if spec.hash() != hash {
            return Err(PrepareError::Final(format!(
                "the spec {hash} is not in its canonical form; the client has to publish it with `ionet job post`"
            )));
        }
        Ok(spec)
    }

    /// All inputs of a job, fetched, verified and unpacked.
    pub(super) async fn inputs(
        &self,
        folder: &JobFolder,
        spec: &JobSpec,
    ) -> Result<Vec<Ready>, PrepareError> {
        forget_earlier_boots(folder).map_err(disk("unpacked inputs"))?;
        self.make_room(spec).await?;
        let total: u64 = spec.inputs.values().map(|input| input.bytes.0).sum();
        let mut fetched = 0;
        let mut ready = Vec::new();
        for (index, (path, input)) in spec.inputs.iter().enumerate() {
            let progress = |bytes: u64| self.note_fetching(&folder.claim, fetched + bytes, total);
            let source = self.input(folder, index, input, &progress).await;
            // The name tells the client which input it is.
            let source = source.map_err(|error| about(path, error))?;
            fetched += input.bytes.0;
            ready.push(Ready {
                path: path.clone(),
                source,
            });
        }
        self.note_fetched(&folder.claim);
        Ok(ready)
    }

    async fn input(
        &self,
        folder: &JobFolder,
        index: usize,
        input: &Input,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<PathBuf, PrepareError> {
        let unpacked = folder.path.join(INPUTS).join(index.to_string());
        if input.unpack != Unpack::No && unpacked.is_dir() {
            return Ok(unpacked);
        }
        let machine = self.machine();
        let fetched = machine
            .cache
            .input(input, &machine.config.access, progress)
            .await?;
        if input.unpack == Unpack::No {
            // The job is another user, and an input may be its program.
            let opened = fs::set_permissions(&fetched, Permissions::from_mode(0o555));
            opened.map_err(disk("a fetched input"))?;
            return Ok(fetched);
        }
        let limits = self.unpack_limits()?;
        let (kind, to) = (input.unpack, unpacked.clone());
        let done = spawn_blocking(move || unpack_whole(&fetched, kind, &to, limits)).await;
        done.map_err(|stopped| PrepareError::Passing(stopped.to_string()))??;
        Ok(unpacked)
    }

    fn unpack_limits(&self) -> Result<Limits, PrepareError> {
        let machine = self.machine();
        let settings = &machine.config.settings;
        let free = free_space(&machine.config.home).map_err(disk("the agent's folder"))?;
        Ok(Limits {
            bytes: settings
                .unpacked
                .0
                .min(free.saturating_sub(settings.keep_free.0)),
            entries: settings.unpacked_files,
        })
    }

    /// Sees to it that the disk has space for what the job needs, before a byte is fetched.
    async fn make_room(&self, spec: &JobSpec) -> Result<(), PrepareError> {
        let machine = self.machine();
        let missing = spec
            .inputs
            .values()
            .filter(|input| !machine.is_cached(&input.blake3));
        let needed = missing
            .map(|input| input.bytes.0)
            .chain([
                spec.outputs.most.0,
                spec.resources.logs.0,
                spec.resources.logs.0,
            ])
            .fold(machine.config.settings.keep_free.0, u64::saturating_add);
        let free = || free_space(&machine.config.home).map_err(disk("the agent's folder"));
        if needed <= free()? {
            return Ok(());
        }
        // Inputs of jobs that are gone are kept only where there is space.
        let mut in_use = machine.inputs_in_use().map_err(disk("the jobs' folders"))?;
        in_use.extend(hashes(spec));
        machine.cache.trim(0, &in_use).await?;
        let free = free()?;
        if needed <= free {
            return Ok(());
        }
        let (needed, free) = (ionet_job_spec::Size(needed), ionet_job_spec::Size(free));
        Err(PrepareError::Passing(format!(
            "the job needs {needed} of this machine's disk with what stays free, and {free} are free"
        )))
    }
}

/// The hashes of a job's inputs.
pub fn hashes(spec: &JobSpec) -> BTreeSet<Blake3> {
    spec.inputs.values().map(|input| input.blake3).collect()
}

/// The spec that lies in a job's folder.
pub fn kept_spec(folder: &JobFolder) -> io::Result<Option<JobSpec>> {
    let text = match fs::read_to_string(folder.path.join(SPEC)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text?,
    };
    let spec = JobSpec::read(&text, Format::Json);
    spec.map(Some).map_err(io::Error::other)
}

/// Refuses a lease that was forgotten.
pub fn is_live(folder: &JobFolder) -> Result<(), PrepareError> {
    if folder.has(KEPT) {
        return Err(PrepareError::Final("the lease was forgotten".to_owned()));
    }
    Ok(())
}

fn about(path: &RelativePath, error: PrepareError) -> PrepareError {
    match error {
        PrepareError::Passing(cause) => PrepareError::Passing(format!("input {path}: {cause}")),
        PrepareError::Final(reason) => PrepareError::Final(format!("input {path}: {reason}")),
    }
}

/// Unpacked files are not forced to the disk one by one; when the machine went down meanwhile,
/// some may be empty, and a job that read them would deliver a wrong result.
fn forget_earlier_boots(folder: &JobFolder) -> io::Result<()> {
    let boot = fs::read(BOOT_ID)?;
    let inputs = folder.path.join(INPUTS);
    if fs::read(inputs.join(UNPACKED_IN)).is_ok_and(|noted| noted == boot) {
        return Ok(());
    }
    folder.delete_folder(INPUTS)?;
    make_private(&inputs)?;
    fs::write(inputs.join(UNPACKED_IN), boot)
}

/// Unpacks beside and renames, so that half a folder is never taken for a whole one.
fn unpack_whole(
    archive: &Path,
    kind: Unpack,
    to: &Path,
    limits: Limits,
) -> Result<(), PrepareError> {
    let beside = to.with_extension("partial");
    let made = match fs::remove_dir_all(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir(&beside),
    };
    made.map_err(disk("a folder for an archive"))?;
    unpack(archive, kind, &beside, limits).map_err(|error| {
        let _ = fs::remove_dir_all(&beside);
        PrepareError::Final(error.to_string())
    })?;
    let opened = fs::set_permissions(&beside, Permissions::from_mode(0o755));
    opened
        .and_then(|()| fs::rename(&beside, to))
        .map_err(disk("an unpacked archive"))
}

/// The working folder of a job without inputs.
pub fn empty_folder(folder: &JobFolder) -> io::Result<PathBuf> {
    let path = folder.path.join(EMPTY);
    make_private(&path)?;
    fs::set_permissions(&path, Permissions::from_mode(0o755))?;
    Ok(path)
}
