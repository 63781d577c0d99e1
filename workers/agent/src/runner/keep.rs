//! What stays when a lease is over, for how long, and how it goes.

use std::{
    collections::BTreeSet,
    time::{SystemTime, UNIX_EPOCH},
};

use ionet_sandbox::{Driver as _, Handle};
use serde::{Deserialize, Serialize};

use super::{
    RunError,
    folder::{EMPTY, INPUTS, JobFolder, KEPT, SECRETS, remove_doomed},
    inputs::kept_spec,
    launch::{id_of, of_sandbox, on_disk},
    local::{LocalRunner, Machine},
};

/// What is left of a lease that was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Unix seconds, by this machine's clock: afterwards logs and outputs are removed.
    pub until: i64,
}

/// What a sweep has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Leases whose files are gone now.
    pub removed: u32,
    /// Results that were uploaded.
    pub uploaded: u32,
}

impl LocalRunner {
    /// Ends what runs, wipes secrets and inputs, gives the GPUs back. Logs and outputs stay for
    /// as long as the spec says.
    pub(super) async fn forget_claim(&self, claim: &[u8; 32]) -> Result<(), RunError> {
        let _alone = self.alone(claim).await;
        self.end(claim).await?;
        let claim = *claim;
        self.blocking(move |machine| machine.forget(&claim, machine_clock()))
            .await
    }

    /// Ends and forgets claims that the agent does not know, and cleans up what crashes have left.
    pub(super) async fn forget_unknown(&self, known: &[[u8; 32]]) -> Result<(), RunError> {
        let folders = JobFolder::all(&self.machine().jobs());
        for folder in folders.map_err(on_disk("the jobs' folders"))? {
            // What is marked is forgotten again, should it have been broken off.
            if folder.has(KEPT) || !known.contains(&folder.claim) {
                self.forget_claim(&folder.claim).await?;
            }
        }
        self.blocking(Machine::remove_strays).await
    }

    /// Removes what has been kept long enough, uploads results that are due, and trims the
    /// cache. To be called about once a minute, in a task of its own: an upload takes a while.
    /// `now` is this machine's clock, unix seconds.
    ///
    /// # Errors
    /// [`RunError::Passing`]; what could be done is done.
    pub async fn sweep(&self, now: i64) -> Result<Swept, RunError> {
        let removed = self.remove_old(now).await;
        let uploaded = self.upload_due(now).await;
        self.trim_cache().await?;
        Ok(Swept {
            removed: removed?,
            uploaded: uploaded?,
        })
    }

    async fn remove_old(&self, now: i64) -> Result<u32, RunError> {
        let disk = || on_disk("the jobs' folders");
        let jobs = self.machine().jobs();
        self.blocking(move |_| remove_doomed(&jobs).map_err(on_disk("the jobs' folders")))
            .await?;
        let mut removed = 0;
        for folder in JobFolder::all(&self.machine().jobs()).map_err(disk())? {
            let kept: Option<Kept> = folder.read(KEPT).map_err(disk())?;
            if kept.is_some_and(|kept| kept.until <= now) {
                let _alone = self.alone(&folder.claim).await;
                self.blocking(move |machine| machine.remove(&folder))
                    .await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    async fn trim_cache(&self) -> Result<(), RunError> {
        let machine = self.machine();
        let in_use = machine
            .inputs_in_use()
            .map_err(on_disk("the jobs' folders"))?;
        let trimmed = machine.cache.trim(machine.config.settings.cache.0, &in_use);
        let trimmed = trimmed.await;
        trimmed
            .map(drop)
            .map_err(|error| RunError::Passing(error.to_string()))
    }
}

impl Machine {
    fn forget(&self, claim: &[u8; 32], now: i64) -> Result<(), RunError> {
        let disk = || on_disk("the job's folder");
        let folder = self.folder(claim);
        if !folder.path.exists() {
            self.grants.give_back(claim);
            return Ok(());
        }
        if self.last_launch(claim)?.is_none() {
            // Nothing ran, so nothing is worth keeping.
            self.grants.give_back(claim);
            return self.remove(&folder);
        }
        if !folder.has(KEPT) {
            let spec = kept_spec(&folder).map_err(disk())?;
            let keep = spec.map_or(0, |spec| spec.outputs.keep.0);
            let keep = i64::try_from(keep).unwrap_or(i64::MAX);
            let kept = Kept {
                until: now.saturating_add(keep),
            };
            folder.write(KEPT, &kept).map_err(disk())?;
        }
        // After the mark, by which secrets that come now are refused.
        folder.delete(SECRETS).map_err(disk())?;
        folder.delete_folder(INPUTS).map_err(disk())?;
        folder.delete_folder(EMPTY).map_err(disk())?;
        self.grants.give_back(claim);
        Ok(())
    }

    /// The sandbox first: by the job's folder it is found again when this is broken off.
    fn remove(&self, folder: &JobFolder) -> Result<(), RunError> {
        if let Some(launch) = self.last_launch(&folder.claim)? {
            self.driver
                .remove(&launch.handle)
                .map_err(|error| of_sandbox(&error))?;
        }
        folder.remove().map_err(on_disk("the job's folder"))
    }

    /// Sandboxes that no job's folder knows: prepared, and then the agent died.
    fn remove_strays(&self) -> Result<(), RunError> {
        let disk = || on_disk("the sandboxes' folder");
        let mut known = BTreeSet::new();
        for folder in JobFolder::all(&self.jobs()).map_err(on_disk("the jobs' folders"))? {
            known.insert(id_of(&folder.claim)?);
        }
        let sandboxes = self.config.home.join("sandboxes");
        for entry in sandboxes.read_dir().map_err(disk())? {
            let entry = entry.map_err(disk())?;
            let name = entry.file_name();
            let Some(Ok(id)) = name.to_str().map(str::parse) else {
                continue;
            };
            if !known.contains(&id) {
                let stray = Handle {
                    driver: self.driver.name().to_owned(),
                    id,
                    dir: entry.path(),
                };
                self.driver
                    .remove(&stray)
                    .map_err(|error| of_sandbox(&error))?;
            }
        }
        Ok(())
    }
}

/// How long something is kept is between operator and client; money knows the chain's time only.
fn machine_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
