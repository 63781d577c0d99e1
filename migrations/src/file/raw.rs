//! The file as TOML has it. Unknown fields are errors: a misspelt field must not be
//! taken for a missing one.

use std::path::PathBuf;

use serde::Deserialize;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    pub(super) cluster: RawCluster,
    pub(super) programs: RawPrograms,
    pub(super) roles: RawRoles,
    pub(super) genesis: RawGenesis,
    pub(super) emission: RawEmission,
    pub(super) oracle: RawOracle,
    pub(super) iosd: RawIosd,
    #[serde(default)]
    pub(super) dollars: Vec<Spanned<RawDollar>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCluster {
    pub(super) url: Spanned<String>,
    pub(super) tag: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrograms {
    pub(super) io_token: RawProgram,
    pub(super) emission: RawProgram,
    pub(super) price_feed: Option<RawProgram>,
    pub(super) iosd: RawProgram,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProgram {
    pub(super) id: Spanned<String>,
    pub(super) path: Spanned<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoles {
    pub(super) admin: Spanned<String>,
    pub(super) guardian: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGenesis {
    pub(super) categories: Spanned<RawCategories>,
    pub(super) allocations: Vec<Spanned<RawAllocation>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCategories {
    pub(super) seed: RawCategory,
    pub(super) series_a: RawCategory,
    pub(super) core_contributors: RawCategory,
    pub(super) research_and_ecosystem: RawCategory,
    pub(super) community: RawCategory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCategory {
    pub(super) amount: Spanned<Value>,
    pub(super) upfront_bps: Spanned<i64>,
    pub(super) cliff_months: Spanned<i64>,
    pub(super) parts: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAllocation {
    pub(super) category: Spanned<String>,
    pub(super) beneficiary: Spanned<String>,
    pub(super) amount: Spanned<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEmission {
    pub(super) start: Spanned<Value>,
    pub(super) preset: Spanned<String>,
    pub(super) availability_bps: Spanned<i64>,
    pub(super) claim_window_epochs: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOracle {
    pub(super) publisher: Option<Spanned<String>>,
    pub(super) owner: Option<Spanned<String>>,
    pub(super) io: Spanned<RawFeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFeed {
    pub(super) feed_id: Spanned<String>,
    pub(super) price: Option<Spanned<Value>>,
    pub(super) price_account: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIosd {
    pub(super) window_cap: Spanned<Value>,
    pub(super) spread_bps: Spanned<i64>,
    pub(super) max_age_seconds: Spanned<i64>,
    pub(super) max_confidence_bps: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDollar {
    pub(super) name: Spanned<String>,
    pub(super) issuer: Option<Spanned<String>>,
    pub(super) mint: Option<Spanned<String>>,
    pub(super) feed: Spanned<RawFeed>,
}
