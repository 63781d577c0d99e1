//! Puts results where the client wants them.

use ionet_artifacts::{ArtifactError, below, upload};
use ionet_job_spec::{JobSpec, Manifest, Verification};
use ionet_sandbox::Driver as _;
use serde::{Deserialize, Serialize};

use super::{
    RunError,
    folder::{JobFolder, KEPT, MANIFEST, RESULT, UPLOAD, name_of},
    inputs::kept_spec,
    launch::on_disk,
    local::LocalRunner,
    result::Collected,
};

/// Before the second try, seconds; doubled for each further one.
const FIRST_PAUSE: i64 = 30;
const LONGEST_PAUSE: i64 = 3_600;

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Upload {
    /// Everything is there.
    Done,
    /// It failed so far.
    Failed {
        /// How often.
        tries: u32,
        /// When it is tried again, unix seconds; never when this operator refuses the place.
        again_at: Option<i64>,
        /// What the store said.
        cause: String,
    },
}

impl LocalRunner {
    /// Uploads what is due. What a store refuses is tried again until the outputs are removed.
    ///
    /// The result is delivered before: otherwise a client whose store fails would not pay for
    /// work that was done.
    pub(super) async fn upload_due(&self, now: i64) -> Result<u32, RunError> {
        let disk = || on_disk("the jobs' folders");
        let mut uploaded = 0;
        for folder in JobFolder::all(&self.machine().jobs()).map_err(disk())? {
            let spec = kept_spec(&folder).map_err(disk())?;
            if let Some(spec) = spec
                && is_due(&folder, &spec, now).map_err(disk())?
                && self.upload(&folder, &spec, now).await?
            {
                uploaded += 1;
            }
        }
        Ok(uploaded)
    }

    async fn upload(&self, folder: &JobFolder, spec: &JobSpec, now: i64) -> Result<bool, RunError> {
        let disk = || on_disk("the job's folder");
        let machine = self.machine();
        let (Some(to), Some(manifest), Some(launch)) = (
            &spec.outputs.upload,
            folder.read::<Manifest>(MANIFEST).map_err(disk())?,
            machine.last_launch(&folder.claim)?,
        ) else {
            return Ok(false);
        };
        // One job may have several claims, and each has files of the same names.
        let to = below(to, &name_of(&folder.claim));
        let outputs = machine.driver.outputs(&launch.handle);
        let put = upload(&manifest, &outputs, &to, &machine.config.access, &|_| {}).await;
        let before = folder.read::<Upload>(UPLOAD).map_err(disk())?;
        let state = put.map_or_else(
            |error| failed(&error, before.as_ref(), now),
            |()| Upload::Done,
        );
        folder.write(UPLOAD, &state).map_err(disk())?;
        Ok(state == Upload::Done)
    }
}

fn is_due(folder: &JobFolder, spec: &JobSpec, now: i64) -> std::io::Result<bool> {
    if spec.outputs.upload.is_none() {
        return Ok(false);
    }
    // Before the reveal anybody who can read the place could commit to what lies there.
    if spec.terms.verification == Verification::Replicate && !folder.has(KEPT) {
        return Ok(false);
    }
    if !matches!(folder.read(RESULT)?, Some(Collected::Result(_))) {
        return Ok(false);
    }
    Ok(match folder.read(UPLOAD)? {
        None => true,
        Some(Upload::Done) => false,
        Some(Upload::Failed { again_at, .. }) => again_at.is_some_and(|at| at <= now),
    })
}

fn failed(error: &ArtifactError, before: Option<&Upload>, now: i64) -> Upload {
    let tries = match before {
        Some(Upload::Failed { tries, .. }) => *tries,
        _ => 0,
    };
    let pause = FIRST_PAUSE.saturating_mul(1 << tries.min(16));
    let again_at = match error {
        ArtifactError::Refused { .. } => None,
        _ => Some(now.saturating_add(pause.min(LONGEST_PAUSE))),
    };
    Upload::Failed {
        tries: tries.saturating_add(1),
        again_at,
        cause: error.to_string(),
    }
}
