//! The runner of this machine.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use ionet_artifacts::{Access, ArtifactError, Cache, SpecStore};
use ionet_job_spec::{Blake3, JobSpec};
use ionet_sandbox::{
    SandboxError,
    native::{NativeConfig, NativeDriver},
};

use super::{
    PrepareError, Refusal, RunError, Runner,
    admit::Offer,
    config::RunnerConfig,
    folder::{JobFolder, KEPT, make_private, remove_doomed},
    grants::{Denied, Grant, Grants},
    inputs::{Ready, disk, hashes, is_live, kept_spec},
    secrets::{Secrets, secrets_of},
};
use crate::lease::{Lease, Process};

/// Why there is no runner.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// The sandbox's driver.
    #[error("the sandbox: {0}")]
    Sandbox(#[from] SandboxError),
    /// The folder of inputs.
    #[error("the folder of inputs: {0}")]
    Cache(#[from] ArtifactError),
    /// The agent's folder.
    #[error("the agent's folder {path}: {cause}", path = path.display())]
    Home {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// Runs leases on this machine. Clones are the same runner.
#[derive(Clone)]
pub struct LocalRunner {
    machine: Arc<Machine>,
}

/// What all clones share.
pub struct Machine {
    pub config: RunnerConfig,
    pub driver: NativeDriver,
    pub cache: Cache,
    pub specs: SpecStore,
    pub offer: Offer,
    pub grants: Grants,
    /// One step of a lease at a time.
    locks: Mutex<HashMap<[u8; 32], Arc<tokio::sync::Mutex<()>>>>,
    /// Of the leases whose inputs are fetched: bytes that are there, and all.
    pub fetching: Mutex<BTreeMap<[u8; 32], (u64, u64)>>,
}

/// What a lease needs to be launched.
pub struct Prepared {
    pub spec: JobSpec,
    pub grant: Grant,
    pub inputs: Vec<Ready>,
    pub secrets: Secrets,
}

impl LocalRunner {
    /// Makes the folders, tries out what the sandbox can do here, and finds what earlier lives
    /// have granted. Whatever runs keeps running.
    ///
    /// # Errors
    /// [`RunnerError`].
    pub async fn new(config: RunnerConfig) -> Result<Self, RunnerError> {
        let cache = Cache::open(config.home.join("cache")).await?;
        let machine = tokio::task::spawn_blocking(move || Machine::new(config, cache)).await;
        let machine = machine.map_err(|stopped| RunnerError::Home {
            path: PathBuf::new(),
            cause: io::Error::other(stopped),
        })??;
        Ok(Self {
            machine: Arc::new(machine),
        })
    }

    pub(super) fn machine(&self) -> &Arc<Machine> {
        &self.machine
    }

    /// The indices of GPUs that no lease has.
    pub fn free_gpus(&self) -> Vec<u32> {
        self.machine.grants.free(&self.machine.config.gpus)
    }

    /// Waits for other steps of the same lease.
    pub(super) async fn alone(&self, claim: &[u8; 32]) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self
                .machine
                .locks
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // Those that nobody waits for are of no use.
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(*claim).or_default())
        };
        lock.lock_owned().await
    }

    /// Runs what may take a while beside the agent's loop.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Machine) -> Result<T, RunError> + Send + 'static,
    ) -> Result<T, RunError> {
        let machine = Arc::clone(&self.machine);
        let done = tokio::task::spawn_blocking(move || work(&machine)).await;
        done.map_err(|stopped| RunError::Passing(stopped.to_string()))?
    }

    pub(super) async fn prepared(&self, lease: &Lease) -> Result<Prepared, PrepareError> {
        let machine = &self.machine;
        let folder = machine.folder(&lease.claim);
        is_live(&folder)?;
        folder.make().map_err(disk("the job's folder"))?;
        let spec = self.spec_of(&folder, Blake3(lease.spec)).await?;
        let offer = &machine.offer;
        let admitted = offer.admit(&spec, lease.gpus, &machine.config.access);
        admitted.map_err(PrepareError::Final)?;
        let slots = &machine.config.gpus;
        let taken = machine
            .grants
            .take(&folder, &spec, lease.gpus, offer, slots);
        let grant = taken.map_err(|denied| match denied {
            Denied::Busy(reason) => PrepareError::Passing(reason),
            Denied::Disk(cause) => disk("the job's folder")(cause),
        })?;
        let inputs = self.inputs(&folder, &spec).await?;
        // Last, so that inputs are fetched while the client sends them.
        let secrets = secrets_of(&folder, &spec).map_err(disk("the job's secrets"))?;
        let secrets = secrets
            .ok_or_else(|| PrepareError::Passing("waiting for the client's secrets".to_owned()))?;
        Ok(Prepared {
            spec,
            grant,
            inputs,
            secrets,
        })
    }

    pub(super) fn note_fetching(&self, claim: &[u8; 32], fetched: u64, total: u64) {
        let mut fetching = self
            .machine
            .fetching
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        fetching.insert(*claim, (fetched, total));
    }

    pub(super) fn note_fetched(&self, claim: &[u8; 32]) {
        let mut fetching = self
            .machine
            .fetching
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        fetching.remove(claim);
    }
}

impl Runner for LocalRunner {
    async fn admit(&self, spec: &[u8; 32], gpus: u32) -> Result<(), Refusal> {
        let spec = self.spec(Blake3(*spec)).await?;
        let Machine {
            config,
            offer,
            grants,
            ..
        } = &*self.machine;
        let able = offer.admit(&spec, gpus, &config.access);
        able.map_err(Refusal::Final)?;
        let free = grants.would_take(&spec, gpus, offer, &config.gpus);
        free.map_err(Refusal::Passing)
    }

    async fn prepare(&self, lease: &Lease) -> Result<(), PrepareError> {
        let _alone = self.alone(&lease.claim).await;
        let prepared = self.prepared(lease).await;
        self.note_fetched(&lease.claim);
        prepared.map(drop)
    }

    async fn launch(&self, lease: &Lease) -> Result<(), RunError> {
        self.start(lease).await
    }

    async fn process(&self, lease: &Lease) -> Result<Process, RunError> {
        self.look(&lease.claim).await
    }

    async fn stop(&self, lease: &Lease) -> Result<(), RunError> {
        let _alone = self.alone(&lease.claim).await;
        self.end(&lease.claim).await
    }

    async fn collect(&self, lease: &Lease) -> Result<[u8; 32], RunError> {
        self.result(lease).await
    }

    async fn forget(&self, lease: &Lease) -> Result<(), RunError> {
        self.forget_claim(&lease.claim).await
    }

    async fn reconcile(&self, known: &[[u8; 32]]) -> Result<(), RunError> {
        self.forget_unknown(known).await
    }
}

impl Machine {
    fn new(config: RunnerConfig, cache: Cache) -> Result<Self, RunnerError> {
        let home = |cause| RunnerError::Home {
            path: config.home.clone(),
            cause,
        };
        let jobs = config.home.join("jobs");
        make_private(&jobs).map_err(home)?;
        remove_doomed(&jobs).map_err(home)?;
        let mut native = NativeConfig::new(config.home.join("sandboxes"), &config.launcher);
        native
            .private_exceptions
            .clone_from(&config.settings.mirrors);
        Ok(Self {
            driver: NativeDriver::new(native)?,
            cache,
            specs: SpecStore::new(config.spec_stores.clone(), own_choice(&config.access)),
            offer: Offer {
                gpus: config.gpus.len(),
                cpus: config.settings.cores(),
                memory: config.settings.memory_bytes().map_err(home)?,
                egress: config.settings.egress,
            },
            grants: Grants::load(&jobs).map_err(home)?,
            locks: Mutex::default(),
            fetching: Mutex::default(),
            config,
        })
    }

    /// Where all jobs' folders are.
    pub fn jobs(&self) -> PathBuf {
        self.config.home.join("jobs")
    }

    pub fn folder(&self, claim: &[u8; 32]) -> JobFolder {
        JobFolder::of(&self.jobs(), claim)
    }

    /// Whether an input is there; it may be a damaged one, which the cache finds out.
    pub fn is_cached(&self, hash: &Blake3) -> bool {
        self.config
            .home
            .join("cache")
            .join(hash.to_string())
            .exists()
    }

    /// Inputs that must not be removed: those of leases that are not forgotten.
    pub fn inputs_in_use(&self) -> io::Result<BTreeSet<Blake3>> {
        let mut in_use = BTreeSet::new();
        for folder in JobFolder::all(&self.jobs())? {
            if !folder.has(KEPT)
                && let Some(spec) = kept_spec(&folder)?
            {
                in_use.extend(hashes(&spec));
            }
        }
        Ok(in_use)
    }
}

/// Stores of specs are places that the operator itself has named.
fn own_choice(access: &Access) -> Access {
    Access {
        local_files: true,
        private_networks: true,
        ..access.clone()
    }
}
