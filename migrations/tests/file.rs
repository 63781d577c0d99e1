//! What a migration file may hold, and how it is refused.

use std::path::{Path, PathBuf};

use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::genesis::{Category, GenesisPlan};
use ionet_migrations::{
    ClusterTag, DollarMint, FileError, Holder, Migration, MigrationError, Start,
};

fn localnet() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("localnet.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

/// The error that the committed file gives after one change.
fn refused(from: &str, to: &str) -> FileError {
    let (path, text) = localnet();
    assert!(text.contains(from), "the file has no {from:?}");
    match Migration::parse(&path, &text.replacen(from, to, 1)) {
        Err(MigrationError::File(error)) => error,
        other => panic!("{from:?} → {to:?} gave {other:?}"),
    }
}

fn accepted(from: &str, to: &str) -> Migration {
    let (path, text) = localnet();
    assert!(text.contains(from), "the file has no {from:?}");
    Migration::parse(&path, &text.replacen(from, to, 1)).unwrap()
}

#[test]
fn the_committed_file_is_the_official_plan() {
    let (path, _) = localnet();
    let migration = Migration::load(&path).unwrap();
    assert_eq!(migration.tag, ClusterTag::Local);
    assert_eq!(migration.plan, GenesisPlan::OFFICIAL);
    assert_eq!(migration.emission.preset, Preset::Official);
    assert_eq!(migration.emission.parameters, EmissionParameters::DEFAULT);
    assert_eq!(migration.emission.start, Start::Now);
    assert_eq!(migration.admin, "admin");
    assert_eq!(migration.allocations.len(), 9);
    assert_eq!(migration.allocations[3].category, Category::SeriesA);
    assert_eq!(migration.allocations[3].amount, 3_160_000_000_000_000);
    assert!(
        migration.programs[0]
            .path
            .ends_with("../target/deploy/io_token.so")
    );
}

#[test]
fn a_sum_other_than_500_million_is_refused_to_the_unit() {
    let error = refused("amount = 81_600_000", "amount = \"81600000.00000001\"");
    assert_eq!(error.field, "genesis.categories");
    assert_eq!(
        error.problem,
        "the categories sum to 500,000,000.00000001 IO, 0.00000001 IO too much"
    );
    let error = refused("amount = 81_600_000", "amount = 81_599_999");
    assert!(
        error.problem.ends_with("499,999,999 IO, 1 IO missing"),
        "{error}"
    );
    assert!(error.accepted.contains("exactly 500,000,000 IO"), "{error}");
}

#[test]
fn allocations_must_fill_each_category_exactly() {
    let error = refused("amount = 40_000_000", "amount = 40_000_001");
    assert_eq!(error.field, "genesis.allocations[1].amount");
    assert_eq!(error.problem, "40,000,001 IO is more than seed has left");
    assert_eq!(error.accepted, "at most 40,000,000 IO");
    let error = refused("amount = 40_000_000", "amount = 39_999_999");
    assert_eq!(error.problem, "1 IO of seed go to nobody");
}

#[test]
fn errors_name_line_field_and_what_is_accepted() {
    let (path, text) = localnet();
    let line = text
        .lines()
        .position(|line| line.starts_with("upfront_bps = 1_000"))
        .unwrap()
        + 1;
    let error = refused("upfront_bps = 1_000", "upfront_bps = 10_001");
    assert_eq!(
        error.to_string(),
        format!(
            "{}:{line}: genesis.categories.research_and_ecosystem.upfront_bps: is 10001. \
             Accepted: 0 to 10000",
            path.display()
        )
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    for (from, to, field, range) in [
        (
            "cliff_months = 12",
            "cliff_months = 121",
            "seed.cliff_months",
            "0 to 120",
        ),
        (
            "cliff_months = 12",
            "cliff_months = -1",
            "seed.cliff_months",
            "0 to 120",
        ),
        ("parts = 24", "parts = 0", "seed.parts", "1 to 240"),
        ("parts = 24", "parts = 241", "seed.parts", "1 to 240"),
        (
            "upfront_bps = 0",
            "upfront_bps = 70_000",
            "seed.upfront_bps",
            "0 to 10000",
        ),
        (
            "_bps = 5_000",
            "_bps = 9_001",
            "emission.availability_bps",
            "1000 to 9000",
        ),
        (
            "_bps = 5_000",
            "_bps = 999",
            "emission.availability_bps",
            "1000 to 9000",
        ),
        (
            "_epochs = 24",
            "_epochs = 23",
            "emission.claim_window_epochs",
            "24 to 720",
        ),
        (
            "_epochs = 24",
            "_epochs = 721",
            "emission.claim_window_epochs",
            "24 to 720",
        ),
    ] {
        let error = refused(from, to);
        assert!(error.field.ends_with(field), "{error}");
        assert_eq!(error.accepted, range, "{error}");
        assert!(error.line.is_some());
    }
}

#[test]
fn parts_may_be_zero_when_everything_is_upfront() {
    let migration = accepted(
        "upfront_bps = 0\ncliff_months = 12\nparts = 24",
        "upfront_bps = 10_000\ncliff_months = 0\nparts = 0",
    );
    assert_eq!(migration.plan.category(Category::Seed).terms.parts, 0);
}

#[test]
fn holders_are_addresses_or_wallet_names() {
    let address = "So11111111111111111111111111111111111111112";
    let migration = accepted(
        "guardian = \"guardian\"",
        &format!("guardian = \"{address}\""),
    );
    assert_eq!(
        migration.guardian,
        Holder::Address(address.parse().unwrap())
    );
    for wrong in [
        "",
        "Guardian",
        "1st",
        "a b",
        "../admin",
        &address[1..],
        "11111111111111111111111111111111",
    ] {
        let error = refused("guardian = \"guardian\"", &format!("guardian = {wrong:?}"));
        assert_eq!(error.field, "roles.guardian", "{error}");
    }
    let error = refused("admin = \"admin\"", &format!("admin = \"{address}\""));
    assert!(
        error.accepted.starts_with("the name of a wallet"),
        "{error}"
    );
}

#[test]
fn the_tag_is_local_or_public() {
    let error = refused("tag = \"local\"", "tag = \"devnet\"");
    assert_eq!(error.field, "cluster.tag");
    assert_eq!(error.accepted, "\"local\" or \"public\"");
}

#[test]
fn what_only_local_chains_have_is_refused_elsewhere() {
    let error = refused("tag = \"local\"", "tag = \"public\"");
    assert!(
        error.problem.contains("cluster.tag is \"public\""),
        "{error}"
    );
    let (path, text) = localnet();
    let without = |section: &str, text: &str| {
        let (before, rest) = text.split_once(section).unwrap();
        let end = rest.find("\n[").unwrap();
        format!("{before}{}", &rest[end..])
    };
    let local = without("[programs.price_feed]", &text);
    let Err(MigrationError::File(error)) = Migration::parse(&path, &local) else {
        panic!("a local chain without an oracle");
    };
    assert_eq!(error.field, "programs.price_feed");
    let key = "So11111111111111111111111111111111111111112";
    let public = without("[programs.local_stand_in]", &local)
        .replace("tag = \"local\"", "tag = \"public\"")
        .replace("publisher = \"keeper\"", &format!("owner = \"{key}\""))
        .replace("issuer = \"dollar-issuer\"", &format!("mint = \"{key}\""))
        .replace("price = \"2.5\"", &format!("price_account = \"{key}\""))
        .replace(
            "treasury = \"treasury\"",
            &format!(
                "treasury = {key:?}\nstaking_program = {key:?}\nverification_program = {key:?}"
            ),
        )
        .replace("price = 1\n", &format!("price_account = \"{key}\"\n"));
    let migration = Migration::parse(&path, &public).unwrap();
    assert_eq!(
        migration.dollars[0].mint,
        DollarMint::Given(key.parse().unwrap())
    );
    assert!(!migration.wallet_names().contains(&"keeper"));
}

#[test]
fn oracle_and_dollars_are_checked() {
    let (_, text) = localnet();
    assert!(text.contains("price = 1\n"));
    for (from, to, field) in [
        ("price = \"2.5\"", "price = 0", "oracle.io.price"),
        ("price = \"2.5\"\n", "", "oracle.io"),
        ("feed_id = \"82", "feed_id = \"8", "oracle.io.feed_id"),
        ("name = \"usd\"", "name = \"USD\"", "dollars[0].name"),
        ("issuer = \"dollar-issuer\"\n", "", "dollars[0]"),
        (
            "window_cap = 100_000",
            "window_cap = 999",
            "iosd.window_cap",
        ),
        (
            "window_cap = 100_000",
            "window_cap = 10_000_001",
            "iosd.window_cap",
        ),
        ("spread_bps = 100", "spread_bps = 9", "iosd.spread_bps"),
        (
            "age_seconds = 60",
            "age_seconds = 61",
            "iosd.max_age_seconds",
        ),
        (
            "confidence_bps = 200",
            "confidence_bps = 201",
            "iosd.max_confidence_bps",
        ),
    ] {
        let error = refused(from, to);
        assert_eq!(error.field, field, "{error}");
        assert!(!error.accepted.is_empty(), "{error}");
    }
}

#[test]
fn emission_fields_are_checked() {
    for wrong in ["0", "-1", "\"soon\"", "2027-01-01", "1.5"] {
        let error = refused("start = \"now\"", &format!("start = {wrong}"));
        assert_eq!(error.field, "emission.start");
        assert!(error.accepted.contains("RFC 3339"), "{error}");
    }
    let migration = accepted("start = \"now\"", "start = 2027-01-01T00:00:00Z");
    assert_eq!(migration.emission.start, Start::At(1_798_761_600));
    let error = refused("preset = \"official\"", "preset = \"Official\"");
    assert_eq!(error.accepted, "\"official\" or \"literal\"");
}

#[test]
fn amounts_are_exact_or_refused() {
    let error = refused("amount = 60_000_000", "amount = 60e6");
    assert!(error.problem.contains("inexact"), "{error}");
    assert_eq!(error.field, "genesis.allocations[0].amount");
    let error = refused("amount = 60_000_000", "amount = 0");
    assert_eq!(error.problem, "0 IO cannot be allocated");
    let error = refused("amount = 100_000_000", "amount = -100_000_000");
    assert_eq!(error.field, "genesis.categories.seed.amount");
}

#[test]
fn unknown_missing_and_mistyped_fields_are_named_with_their_line() {
    for (from, to, says) in [
        (
            "upfront_bps = 0",
            "upfront_bp = 0",
            "unknown field `upfront_bp`, expected one of",
        ),
        ("guardian = \"guardian\"\n", "", "missing field `guardian`"),
        (
            "parts = 24",
            "parts = \"24\"",
            "invalid type: string \"24\", expected i64",
        ),
        ("[cluster]", "[cluster", "at `[cluster`"),
        (
            "[genesis.categories.seed]",
            "[genesis.categories.sead]",
            "unknown field `sead`",
        ),
        (
            "category = \"seed\"",
            "category = \"sead\"",
            "\"sead\" is not a category",
        ),
        ("url = \"http", "url = \"ftp", "is not an RPC address"),
        ("id = \"Cqjf2", "id = \"0qjf2", "is not a program id"),
    ] {
        let error = refused(from, to);
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.line.is_some(), "{error}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Migration::load(Path::new("nowhere/genesis.toml"))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot read nowhere/genesis.toml: "),
        "{error}"
    );
}
