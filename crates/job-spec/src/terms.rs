//! The part of a spec that goes on chain.

use ionet_core::{
    hiring::JobFilters,
    job::{self, JobTerms},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Dollars, Seconds, Size};

/// Hardware, time, price and checks. The program holds these and enforces them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Id or name of the GPUs' class.
    pub class: String,
    /// GPUs of one replica, 1 to 10,000.
    #[serde(default = "one")]
    pub gpus: u32,
    /// GPUs that must sit on one host, 1 to 16; divides `gpus`.
    #[serde(default = "one_on_a_host")]
    pub gpus_per_host: u16,
    /// How long it runs, 10 minutes to 30 days.
    pub duration: Seconds,
    /// What it is paid in: `IOSD`, or the address of a listed dollar mint.
    #[serde(default = "iosd")]
    pub pay_in: String,
    /// The most it may cost, dollars per GPU-hour. Without it: 1 % above the quote at posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rate: Option<Dollars>,
    /// How long operators may claim it, 5 minutes to 7 days.
    #[serde(default = "ten_minutes")]
    pub claim_within: Seconds,
    /// How long an operator has to start, 10 minutes to a day.
    #[serde(default = "ten_minutes")]
    pub start_within: Seconds,
    /// How the work is checked.
    #[serde(default)]
    pub verification: Verification,
    /// How often the whole job runs: what `replicate` compares; otherwise 1.
    #[serde(default = "one_replica")]
    pub replicas: u8,
    /// Whether the same spec always gives the same bytes. Disputes and audits need it.
    #[serde(default)]
    pub deterministic: bool,
    /// What happens when not all GPUs are claimed in time.
    #[serde(default)]
    pub partial_fill: PartialFill,
    /// What is asked of operators and devices.
    #[serde(default)]
    pub filters: Filters,
}

const fn one() -> u32 {
    1
}

const fn one_on_a_host() -> u16 {
    1
}

const fn one_replica() -> u8 {
    1
}

const fn ten_minutes() -> Seconds {
    Seconds(600)
}

fn iosd() -> String {
    "IOSD".to_owned()
}

/// How the work is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// Not at all, unless the client disputes.
    #[default]
    None,
    /// Replicas run the whole job; equal results are paid.
    Replicate,
    /// Verifiers run a sample again.
    Audit,
}

/// What happens to a job that is not fully claimed in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartialFill {
    /// Run what was claimed, refund the rest.
    #[default]
    Keep,
    /// Hold the claims back until all are there or the time is over.
    Wait,
    /// End it, and refund all.
    Fail,
}

/// What is asked of operators and devices; by default nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Filters {
    /// Least VRAM of a GPU, whole MiB, at most 16 TiB.
    pub min_vram: Size,
    /// Region; 0 is any.
    pub region: u16,
    /// Least connectivity tier, 0 to 4.
    pub min_connectivity: u8,
    /// Least latency tier, 0 to 4.
    pub min_latency: u8,
    /// Least security tier, 0 to 4.
    pub min_security: u8,
    /// What devices must serve, any of these; empty is anything.
    pub purposes: Vec<Purpose>,
    /// Least reputation of the operator, 0 to 10,000.
    pub min_reputation: u16,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            min_vram: Size(0),
            region: 0,
            min_connectivity: 0,
            min_latency: 0,
            min_security: 0,
            purposes: Vec::new(),
            min_reputation: 0,
        }
    }
}

/// What a device serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Anything.
    General,
    /// Answers of trained models.
    Inference,
    /// Training of models.
    Training,
}

impl Purpose {
    /// The bit by which programs know it.
    pub const fn bit(self) -> u8 {
        match self {
            Self::General => 1,
            Self::Inference => 2,
            Self::Training => 4,
        }
    }
}

impl Filters {
    /// As the program's rules take them; what does not fit a field becomes its largest value,
    /// which those rules refuse.
    pub fn to_core(&self, class: u16, mint_index: u8) -> JobFilters {
        JobFilters {
            class,
            mint_index,
            min_vram_mib: u32::try_from(self.min_vram.0 >> 20).unwrap_or(u32::MAX),
            region: self.region,
            min_connectivity: self.min_connectivity,
            min_latency: self.min_latency,
            min_security: self.min_security,
            purposes: self.purposes.iter().fold(0, |all, one| all | one.bit()),
            min_operator_reputation: self.min_reputation,
        }
    }
}

impl Terms {
    /// As the program's rules take them, when posted at `now` (unix seconds).
    ///
    /// # Errors
    /// [`job::PostError::ReplicasOutOfRange`] when `replicas` does not fit `verification`.
    pub fn to_core(
        &self,
        class: u16,
        mint_index: u8,
        now: i64,
    ) -> Result<JobTerms, job::PostError> {
        let whole = |seconds: Seconds| u32::try_from(seconds.0).unwrap_or(u32::MAX);
        Ok(JobTerms {
            gpus: self.gpus,
            granule: self.gpus_per_host,
            seconds: whole(self.duration),
            claim_deadline: now.saturating_add(whole(self.claim_within).into()),
            start_seconds: whole(self.start_within),
            verification: job::Verification::from_parts(self.verification as u8, self.replicas)?,
            deterministic: self.deterministic,
            partial_fill: match self.partial_fill {
                PartialFill::Keep => job::PartialFill::Keep,
                PartialFill::Wait => job::PartialFill::Wait,
                PartialFill::Fail => job::PartialFill::Fail,
            },
            filters: self.filters.to_core(class, mint_index),
        })
    }
}
