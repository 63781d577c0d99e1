//! The format, field by field.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    terms::Terms,
    text::{Blake3, HostPort, RelativePath, Seconds, Size, Source},
};

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobSpec {
    /// Version of the format: 1.
    pub version: u16,
    /// What people call the job, 1 to 64 characters. Public.
    pub name: String,
    /// What goes on chain: hardware, time, price, checks.
    pub terms: Terms,
    /// What runs.
    pub run: Run,
    /// What it may use on each host.
    #[serde(default)]
    pub resources: Resources,
    /// Files that it reads, by their path below the working folder.
    #[serde(default)]
    pub inputs: BTreeMap<RelativePath, Input>,
    /// Files that it leaves.
    #[serde(default)]
    pub outputs: Outputs,
    /// What it may connect to; nothing unless said here.
    #[serde(default)]
    pub network: Network,
    /// Names of environment variables that the client seals to the claiming device. Their values
    /// are never part of a spec.
    #[serde(default)]
    pub secrets: Vec<String>,
}

/// How a job is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A command in the operator's sandbox.
    Process,
    /// A container image, on operators that run a container engine.
    Container,
}

/// What runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// `process` or `container`.
    pub kind: Kind,
    /// The program and its arguments. A container may leave it out for its image's own.
    #[serde(default)]
    pub command: Vec<String>,
    /// Environment variables. Public: see `secrets` for others.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The input that is a process's root folder, a packed one. Without it the operator's
    /// standard root is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<RelativePath>,
    /// The input that is a container's image: an OCI or Docker archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<RelativePath>,
}

/// What a job may use on each host, besides the GPUs of its terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Resources {
    /// CPU cores, 1 to 1,024.
    pub cpus: u32,
    /// Main memory, 64 MiB to 16 TiB.
    pub memory: Size,
    /// Space for files that are thrown away, at most 64 TiB.
    pub scratch: Size,
    /// Processes and threads at once, 1 to 32,768.
    pub processes: u32,
    /// Standard output and error that are kept, at most 1 GiB.
    pub logs: Size,
}

impl Default for Resources {
    fn default() -> Self {
        Self {
            cpus: 1,
            memory: Size::gibibytes(2),
            scratch: Size::gibibytes(1),
            processes: 512,
            logs: Size::mebibytes(16),
        }
    }
}

/// A file that a job reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Where it is fetched.
    pub source: Source,
    /// What it must hash to; an operator refuses anything else.
    pub blake3: Blake3,
    /// How long it is, at most 64 TiB. An operator stops a download that is longer.
    pub bytes: Size,
    /// Whether it is an archive whose files are wanted.
    #[serde(default)]
    pub unpack: Unpack,
}

/// How an input is unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unpack {
    /// Not at all: one file.
    #[default]
    No,
    /// A tar archive; the input's path becomes a folder.
    Tar,
    /// A tar archive packed with Zstandard.
    TarZst,
}

/// Files that a job leaves in its output folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Outputs {
    /// The file whose BLAKE3 hash is the job's result. Without it the result is the hash of the
    /// list of all files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<RelativePath>,
    /// The most that all files together may take, at most 64 TiB.
    pub most: Size,
    /// Where the operator puts the files; without it they stay with the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload: Option<Source>,
    /// How long the operator keeps them, 1 hour to 30 days.
    pub keep: Seconds,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            result: None,
            most: Size::gibibytes(1),
            upload: None,
            keep: Seconds(86_400),
        }
    }
}

/// What a job may connect to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// Hosts and ports, at most 64.
    pub allow: Vec<HostPort>,
}
