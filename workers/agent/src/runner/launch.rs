//! Starts, finds again and ends the process of a lease.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use ionet_core::settlement::MAX_JOB_SECONDS;
use ionet_job_spec::JobSpec;
use ionet_sandbox::{
    Bind, Driver as _, Endpoint, Handle, JobState, Limits, Network, Outcome, OutputDir, Root,
    Sandbox, SandboxError, SandboxId,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::{
    RunError,
    config::GpuSlot,
    folder::{JobFolder, LAUNCH, MANIFEST, RESULT, UPLOAD, name_of},
    inputs::empty_folder,
    local::{LocalRunner, Machine, Prepared},
};
use crate::lease::{Lease, Process};

/// Where a process starts, inside: inputs lie below it.
const WORKING_FOLDER: &str = "/job";
/// What a process leaves here is kept.
const OUTPUT_FOLDER: &str = "/output";
/// Files and folders in it.
const MOST_OUTPUT_FILES: u64 = 100_000;
/// Open files of each process.
const OPEN_FILES: u64 = 65_536;
/// The least that the sandbox gives for scratch space, outputs and logs.
const LEAST_SCRATCH: u64 = 64 << 10;
const LEAST_OUTPUTS: u64 = 4 << 10;
const LEAST_LOGS: u64 = 1 << 10;

/// The last launch of a lease.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Launch {
    /// The sandbox.
    pub handle: Handle,
    /// Which launch it is, from 1.
    pub number: u32,
}

/// For `map_err` on what the driver said.
pub fn of_sandbox(error: &SandboxError) -> RunError {
    match error {
        SandboxError::Invalid { .. } | SandboxError::Unavailable { .. } => {
            RunError::Final(error.to_string())
        }
        _ => RunError::Passing(error.to_string()),
    }
}

/// For `map_err` on what happened on this machine's own disk.
pub fn on_disk(what: &str) -> impl Fn(io::Error) -> RunError {
    move |cause| RunError::Passing(format!("{what}: {cause}"))
}

impl LocalRunner {
    /// Starts a process unless one runs.
    pub(super) async fn start(&self, lease: &Lease) -> Result<(), RunError> {
        let _alone = self.alone(&lease.claim).await;
        let claim = lease.claim;
        if self.look(&claim).await? == Process::Running {
            return Ok(());
        }
        // Nothing is launched whose inputs are not there and verified.
        let prepared = self.prepared(lease).await?;
        let lease = lease.clone();
        self.blocking(move |machine| machine.launch(&lease, &prepared))
            .await
    }

    /// How the process fares.
    pub(super) async fn look(&self, claim: &[u8; 32]) -> Result<Process, RunError> {
        let claim = *claim;
        let state = self.blocking(move |machine| machine.state(&claim)).await?;
        Ok(match state {
            Some(JobState::Running) => Process::Running,
            Some(JobState::Ended(_)) => Process::Exited,
            Some(JobState::Prepared | JobState::Lost | JobState::Unknown) | None => Process::None,
        })
    }

    /// Ends the process and all that it started, and waits until they are gone.
    pub(super) async fn end(&self, claim: &[u8; 32]) -> Result<(), RunError> {
        let claim = *claim;
        self.blocking(move |machine| {
            let Some(launch) = machine.last_launch(&claim)? else {
                return Ok(());
            };
            match machine.driver.kill(&launch.handle) {
                Ok(_) | Err(SandboxError::Lost(_)) => Ok(()),
                Err(error) => Err(of_sandbox(&error)),
            }
        })
        .await
    }
}

impl Machine {
    /// The last launch of a lease, if there was one.
    pub fn last_launch(&self, claim: &[u8; 32]) -> Result<Option<Launch>, RunError> {
        let launch = self.folder(claim).read(LAUNCH);
        launch.map_err(on_disk("the job's folder"))
    }

    /// What has become of it.
    pub fn state(&self, claim: &[u8; 32]) -> Result<Option<JobState>, RunError> {
        let launch = self.last_launch(claim)?;
        let state = launch.map(|launch| self.driver.attach(&launch.handle));
        state.transpose().map_err(|error| of_sandbox(&error))
    }

    /// The record of its end.
    pub fn outcome(&self, claim: &[u8; 32]) -> Result<Option<Outcome>, RunError> {
        Ok(match self.state(claim)? {
            Some(JobState::Ended(outcome)) => Some(*outcome),
            _ => None,
        })
    }

    fn launch(&self, lease: &Lease, prepared: &Prepared) -> Result<(), RunError> {
        let folder = self.folder(&lease.claim);
        let last = self.last_launch(&lease.claim)?;
        if let Some(last) = &last {
            // Ended or lost. Removing it ends whatever may be left of it first.
            self.driver
                .remove(&last.handle)
                .map_err(|error| of_sandbox(&error))?;
        }
        for name in [RESULT, UPLOAD, MANIFEST] {
            folder.delete(name).map_err(on_disk("the job's folder"))?;
        }
        let mut sandbox = self.sandbox(lease, &folder, prepared)?;
        let ready = self.driver.prepare(&id_of(&lease.claim)?, &sandbox);
        sandbox.env.values_mut().for_each(Zeroize::zeroize);
        let ready = ready.map_err(|error| of_sandbox(&error))?;
        let launch = Launch {
            handle: ready.handle().clone(),
            number: last.map_or(0, |last| last.number).saturating_add(1),
        };
        // Before it runs: whatever runs can be found again.
        folder
            .write(LAUNCH, &launch)
            .map_err(on_disk("the job's folder"))?;
        let program = prepared.spec.run.command.first();
        self.driver
            .spawn(ready)
            .map_err(|error| not_started(&error, program))
    }

    fn sandbox(
        &self,
        lease: &Lease,
        folder: &JobFolder,
        prepared: &Prepared,
    ) -> Result<Sandbox, RunError> {
        let Prepared { spec, grant, .. } = prepared;
        let gpus = self.granted(&grant.gpus)?;
        let (root, inputs) = self.root_and_inputs(folder, prepared)?;
        let resources = &spec.resources;
        let most = spec.outputs.most.0;
        let read_only = self.config.settings.read_only.iter();
        Ok(Sandbox {
            root,
            read_only: read_only.map(|path| Bind::new(path, path)).collect(),
            inputs,
            scratch_bytes: resources.scratch.0.max(LEAST_SCRATCH),
            output: Some(OutputDir {
                path: OUTPUT_FOLDER.into(),
                quota_bytes: most.max(LEAST_OUTPUTS),
                max_files: MOST_OUTPUT_FILES,
            }),
            env: environment(lease, prepared, &gpus),
            argv: spec.run.command.clone(),
            working_dir: WORKING_FOLDER.into(),
            limits: Limits {
                memory_bytes: grant.memory.saturating_add(LEAST_SCRATCH + LEAST_OUTPUTS),
                cpu_millis: Some(grant.cpus.saturating_mul(1_000)),
                cpu_seconds: None,
                pids: resources.processes,
                // The agent ends it when its paid time is over, which an extension moves. This is
                // the most that any job can be paid for.
                wall_seconds: MAX_JOB_SECONDS,
                open_files: OPEN_FILES,
                log_bytes: resources.logs.0.max(LEAST_LOGS),
            },
            devices: devices(&gpus),
            network: network(spec)?,
            require: Vec::new(),
        })
    }

    fn granted(&self, indices: &[u32]) -> Result<Vec<&GpuSlot>, RunError> {
        let slots = &self.config.gpus;
        let granted = indices.iter().map(|index| {
            let slot = slots.iter().find(|slot| slot.index == *index);
            slot.ok_or_else(|| RunError::Passing(format!("GPU {index} is not on this machine now")))
        });
        granted.collect()
    }

    fn root_and_inputs(
        &self,
        folder: &JobFolder,
        prepared: &Prepared,
    ) -> Result<(Root, Vec<Bind>), RunError> {
        let mut root = match &self.config.settings.root {
            Some(path) => Root::Directory(path.clone()),
            None => Root::System,
        };
        let mut inputs = Vec::new();
        for input in &prepared.inputs {
            if prepared.spec.run.root.as_ref() == Some(&input.path) {
                root = Root::Directory(input.source.clone());
            } else {
                let target = Path::new(WORKING_FOLDER).join(&input.path);
                inputs.push(Bind::new(&input.source, target));
            }
        }
        if inputs.is_empty() {
            let empty = empty_folder(folder).map_err(on_disk("the job's folder"))?;
            inputs.push(Bind::new(empty, WORKING_FOLDER));
        }
        Ok((root, inputs))
    }
}

/// What every job finds, then the spec's own variables, then secrets: the checks of a spec keep
/// the two apart.
fn environment(lease: &Lease, prepared: &Prepared, gpus: &[&GpuSlot]) -> BTreeMap<String, String> {
    let mut environment = BTreeMap::from([
        ("IONET_CLAIM".to_owned(), name_of(&lease.claim)),
        ("IONET_GPUS".to_owned(), gpus.len().to_string()),
        ("IONET_JOB".to_owned(), name_of(&lease.job)),
        ("IONET_OUTPUT".to_owned(), OUTPUT_FOLDER.to_owned()),
        ("IONET_SPEC".to_owned(), prepared.spec.hash().to_string()),
    ]);
    let with_nodes = gpus.iter().filter(|gpu| !gpu.device_nodes.is_empty());
    let uuids: Vec<&str> = with_nodes.map(|gpu| gpu.uuid.as_str()).collect();
    if !uuids.is_empty() {
        environment.insert("CUDA_VISIBLE_DEVICES".to_owned(), uuids.join(","));
    }
    environment.extend(prepared.spec.run.environment.clone());
    let secrets = prepared.secrets.iter();
    environment.extend(secrets.map(|(name, value)| (name.clone(), value.as_str().to_owned())));
    environment
}

fn devices(gpus: &[&GpuSlot]) -> Vec<PathBuf> {
    let nodes = gpus.iter().flat_map(|gpu| gpu.device_nodes.clone());
    // Those that all GPUs share are named by each.
    nodes.collect::<BTreeSet<_>>().into_iter().collect()
}

fn network(spec: &JobSpec) -> Result<Network, RunError> {
    if spec.network.allow.is_empty() {
        return Ok(Network::Off);
    }
    let endpoints = spec.network.allow.iter().map(|host| {
        let endpoint: Result<Endpoint, String> = host.to_string().parse();
        endpoint.map_err(|error| RunError::Final(format!("network.allow: {error}")))
    });
    endpoints.collect::<Result<_, _>>().map(Network::Proxy)
}

/// A sandbox has the name of its claim, so that there are never two of one claim.
pub fn id_of(claim: &[u8; 32]) -> Result<SandboxId, RunError> {
    let digits = claim.iter().fold(String::new(), |mut digits, byte| {
        use std::fmt::Write as _;
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    digits.parse().map_err(|error| of_sandbox(&error))
}

/// A program that is not there will not be there next time.
fn not_started(error: &SandboxError, program: Option<&String>) -> RunError {
    if let SandboxError::Launch { stage, detail } = error
        && let Some(program) = program
        && *stage == format!("start {program}")
    {
        return RunError::Final(format!(
            "run.command: {program:?} could not be started: {detail}"
        ));
    }
    of_sandbox(error)
}
