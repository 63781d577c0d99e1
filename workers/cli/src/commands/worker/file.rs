//! `worker.toml`, as `init` writes it and as far as `doctor` asks it.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use ionet_machine::Home;
use serde::Deserialize;

/// What `doctor` asks of it. The agent reads and checks all of it.
#[derive(Debug, Deserialize)]
pub struct WorkerFile {
    pub chain: Chain,
    pub device: Device,
    #[serde(default)]
    pub jobs: Jobs,
    #[serde(default)]
    pub data_plane: DataPlane,
}

#[derive(Debug, Deserialize)]
pub struct Chain {
    pub endpoints: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Device {
    pub class: String,
    pub gpus: u32,
}

#[derive(Debug, Default, Deserialize)]
pub struct Jobs {
    #[serde(default)]
    pub spec_stores: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct DataPlane {
    pub listen: Option<SocketAddr>,
    pub public: Option<SocketAddr>,
}

impl WorkerFile {
    /// Reads a home's; `None` when there is none.
    pub fn read(home: &Home) -> Result<Option<Self>> {
        let path = home.config();
        let text = Home::read(&path)?;
        let read = text.map(|text| toml::from_str(&text));
        read.transpose()
            .with_context(|| format!("{} cannot be read", path.display()))
    }
}

/// A new one, with what can be changed and what that does.
pub fn template(endpoint: &str, class: &str, gpus: u16, spec_stores: &[String]) -> String {
    let stores: Vec<String> = spec_stores
        .iter()
        .map(|store| format!("{store:?}"))
        .collect();
    let local = spec_stores.iter().any(|store| store.starts_with("file:"));
    format!(
        r#"# The worker's configuration. `ionet worker doctor` checks it; restart the agent after a change.

[chain]
# RPC servers, the best first. With several the agent goes on when one fails.
endpoints = [{endpoint:?}]

[device]
# The device's key, in this folder: it signs work and pays fees, and can withdraw nothing.
key = "device.json"
# As registered. Fewer GPUs may be offered, never more.
class = {class:?}
gpus = {gpus}

[jobs]
# Where the specs of jobs are found.
spec_stores = [{stores}]
# Whether specs may name files of this machine. Only on a local chain.
allow_local = {local}

# Where clients fetch logs and results and deliver secrets: an address of this machine, and
# the one by which it is reached from outside.
# [data_plane]
# listen = "0.0.0.0:7443"
# public = "203.0.113.7:7443"

# Metrics for Prometheus, for this machine only.
# [metrics]
# listen = "127.0.0.1:9464"
"#,
        stores = stores.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_init_writes_is_what_doctor_reads() {
        let stores = ["file:///srv/specs/".to_owned(), "https://a/".to_owned()];
        let text = template("http://127.0.0.1:8899", "RTX 4090", 2, &stores);
        let file: WorkerFile = toml::from_str(&text).unwrap();
        assert_eq!(file.chain.endpoints, ["http://127.0.0.1:8899"]);
        assert_eq!(
            (file.device.class.as_str(), file.device.gpus),
            ("RTX 4090", 2)
        );
        assert_eq!(file.jobs.spec_stores, stores);
        assert!(text.contains("allow_local = true"));
        assert!(template("u", "cpu", 1, &[]).contains("allow_local = false"));
        // What is commented out is right too.
        let all = text
            .replace("# [", "[")
            .replace("# listen", "listen")
            .replace("# public", "public");
        let file: WorkerFile = toml::from_str(&all).unwrap();
        assert_eq!(file.data_plane.listen.unwrap().port(), 7_443);
        assert_eq!(file.data_plane.public.unwrap().port(), 7_443);
    }
}
