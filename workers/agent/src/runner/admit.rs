//! Whether this machine can run a job at all.

use ionet_artifacts::Access;
use ionet_job_spec::{JobSpec, Kind, Size};

/// What a machine has for jobs.
#[derive(Clone, Debug)]
pub struct Offer {
    /// GPUs.
    pub gpus: usize,
    /// Cores.
    pub cpus: u32,
    /// Bytes of memory.
    pub memory: u64,
    /// Whether jobs may connect to hosts that they name.
    pub egress: bool,
}

/// What a process takes of the machine's memory: its scratch space and outputs are in it.
pub fn memory_of(spec: &JobSpec) -> u64 {
    let resources = &spec.resources;
    [resources.scratch, spec.outputs.most]
        .iter()
        .fold(resources.memory.0, |all, one| all.saturating_add(one.0))
}

impl Offer {
    /// Refuses what will never run here, with the reason.
    pub fn admit(&self, spec: &JobSpec, gpus: u32, access: &Access) -> Result<(), String> {
        let refuse = |reason: String| Err(reason);
        if spec.run.kind == Kind::Container {
            return refuse(
                "run.kind is \"container\", and this machine runs no container engine".to_owned(),
            );
        }
        if usize::try_from(gpus).unwrap_or(usize::MAX) > self.gpus {
            let offered = self.gpus;
            return refuse(format!("it needs {gpus} GPUs of {offered} on this machine"));
        }
        if spec.resources.cpus > self.cpus {
            let (asked, offered) = (spec.resources.cpus, self.cpus);
            return refuse(format!(
                "resources.cpus is {asked}, and this machine offers {offered}"
            ));
        }
        let memory = memory_of(spec);
        if memory > self.memory {
            let (asked, offered) = (Size(memory), Size(self.memory));
            return refuse(format!(
                "resources.memory, resources.scratch and outputs.most are {asked} together, and this machine offers {offered}"
            ));
        }
        if !self.egress && !spec.network.allow.is_empty() {
            return refuse(
                "network.allow names hosts, and this operator's jobs reach none".to_owned(),
            );
        }
        let sources = spec.inputs.values().map(|input| &input.source);
        for place in sources.chain(&spec.outputs.upload) {
            if let Err(refused) = access.check(place) {
                return refuse(refused.to_string());
            }
        }
        Ok(())
    }
}
