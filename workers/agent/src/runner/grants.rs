//! Which lease has which GPUs, and how much of the machine.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use ionet_job_spec::{JobSpec, Size};
use serde::{Deserialize, Serialize};

use super::{
    admit::{Offer, memory_of},
    config::GpuSlot,
    folder::{GRANT, JobFolder, KEPT},
};

/// What is granted to one lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Indices of GPUs.
    pub gpus: Vec<u32>,
    /// Cores.
    pub cpus: u32,
    /// Bytes of memory.
    pub memory: u64,
}

/// All grants. Each lies in its job's folder too, so that a restart does not grant a GPU twice.
pub struct Grants {
    given: Mutex<BTreeMap<[u8; 32], Grant>>,
}

/// Why nothing is granted.
pub enum Denied {
    /// Others have it for now.
    Busy(String),
    /// The grant could not be written down.
    Disk(io::Error),
}

impl Grants {
    /// Those of all leases that are not forgotten.
    pub fn load(jobs: &Path) -> io::Result<Self> {
        let mut given = BTreeMap::new();
        for folder in JobFolder::all(jobs)? {
            if !folder.has(KEPT)
                && let Some(grant) = folder.read::<Grant>(GRANT)?
            {
                given.insert(folder.claim, grant);
            }
        }
        Ok(Self {
            given: Mutex::new(given),
        })
    }

    /// What the lease has, or gets now.
    pub fn take(
        &self,
        folder: &JobFolder,
        spec: &JobSpec,
        gpus: u32,
        offer: &Offer,
        slots: &[GpuSlot],
    ) -> Result<Grant, Denied> {
        let mut given = self.given();
        if let Some(grant) = given.get(&folder.claim) {
            return Ok(grant.clone());
        }
        let grant = pick(&given, spec, gpus, offer, slots).map_err(Denied::Busy)?;
        folder.write(GRANT, &grant).map_err(Denied::Disk)?;
        given.insert(folder.claim, grant.clone());
        Ok(grant)
    }

    /// Whether a lease would get something now.
    pub fn would_take(
        &self,
        spec: &JobSpec,
        gpus: u32,
        offer: &Offer,
        slots: &[GpuSlot],
    ) -> Result<(), String> {
        pick(&self.given(), spec, gpus, offer, slots).map(drop)
    }

    /// Takes back what a lease had.
    pub fn give_back(&self, claim: &[u8; 32]) {
        self.given().remove(claim);
    }

    /// GPUs that no lease has.
    pub fn free(&self, slots: &[GpuSlot]) -> Vec<u32> {
        free(&self.given(), slots)
    }

    fn given(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], Grant>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Given = BTreeMap<[u8; 32], Grant>;

fn free(given: &Given, slots: &[GpuSlot]) -> Vec<u32> {
    let taken: BTreeSet<u32> = given
        .values()
        .flat_map(|grant| grant.gpus.clone())
        .collect();
    let indices = slots.iter().map(|slot| slot.index);
    indices.filter(|index| !taken.contains(index)).collect()
}

fn pick(
    given: &Given,
    spec: &JobSpec,
    gpus: u32,
    offer: &Offer,
    slots: &[GpuSlot],
) -> Result<Grant, String> {
    let free = free(given, slots);
    let wanted = usize::try_from(gpus).unwrap_or(usize::MAX);
    let Some(picked) = free.get(..wanted) else {
        let (free, all) = (free.len(), slots.len());
        return Err(format!(
            "{gpus} GPUs are needed, and {free} of {all} are free"
        ));
    };
    let used: u32 = given
        .values()
        .fold(0, |all, grant| all.saturating_add(grant.cpus));
    let free_cpus = offer.cpus.saturating_sub(used);
    if spec.resources.cpus > free_cpus {
        let (asked, all) = (spec.resources.cpus, offer.cpus);
        return Err(format!(
            "{asked} cores are needed, and {free_cpus} of {all} are free"
        ));
    }
    let used = given
        .values()
        .fold(0, |all: u64, grant| all.saturating_add(grant.memory));
    let free_memory = offer.memory.saturating_sub(used);
    let memory = memory_of(spec);
    if memory > free_memory {
        let (asked, free, all) = (Size(memory), Size(free_memory), Size(offer.memory));
        return Err(format!(
            "{asked} of memory are needed, and {free} of {all} are free"
        ));
    }
    Ok(Grant {
        gpus: picked.to_vec(),
        cpus: spec.resources.cpus,
        memory,
    })
}
