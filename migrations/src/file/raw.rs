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
    pub(super) registry: RawRegistry,
    #[serde(default)]
    pub(super) classes: Vec<Spanned<RawClass>>,
    pub(super) escrow: RawEscrow,
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
    pub(super) registry: RawProgram,
    pub(super) local_stand_in: Option<RawProgram>,
    pub(super) job_escrow: RawProgram,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRegistry {
    pub(super) price_manager: Spanned<String>,
    pub(super) capacity_reporter: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClass {
    pub(super) id: Spanned<i64>,
    pub(super) name: Spanned<String>,
    pub(super) multiplier_bps: Spanned<i64>,
    pub(super) speed: Spanned<i64>,
    pub(super) vram_mib: Spanned<i64>,
    pub(super) price: Spanned<Value>,
    pub(super) min_price: Spanned<Value>,
    pub(super) max_price: Spanned<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEscrow {
    pub(super) treasury: Spanned<String>,
    pub(super) verifiers: Spanned<String>,
    pub(super) staking_program: Option<Spanned<String>>,
    pub(super) verification_program: Option<Spanned<String>>,
    pub(super) max_age_seconds: Spanned<i64>,
    pub(super) max_confidence_bps: Spanned<i64>,
    pub(super) race: Spanned<RawRace>,
    pub(super) split: Spanned<RawSplit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRace {
    pub(super) cap_per_gpu: Spanned<Value>,
    pub(super) floor_per_gpu: Spanned<Value>,
    pub(super) scarce_from_bps: Spanned<i64>,
    pub(super) wait_slots: Spanned<i64>,
    pub(super) tiers: [RawTier; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTier {
    pub(super) min_stake: Spanned<Value>,
    pub(super) wait_slots: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "the file's fields say their unit"
)]
pub(super) struct RawSplit {
    pub(super) fee_bps: Spanned<i64>,
    pub(super) max_discount_bps: Spanned<i64>,
    pub(super) client_referral_bps: Spanned<i64>,
    pub(super) operator_referral_bps: Spanned<i64>,
    pub(super) verifier_bps: Spanned<i64>,
    pub(super) min_usd_bps: Spanned<i64>,
    pub(super) iosd_points_bps: Spanned<i64>,
    pub(super) point_pay_cap_bps: Spanned<i64>,
    pub(super) buyer_rebate_bps: Spanned<i64>,
    pub(super) token_bonus_bps: Spanned<i64>,
}
