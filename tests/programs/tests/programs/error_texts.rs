//! Numbers in job-escrow's error texts are those of the rules.

use ionet_core::{
    hiring::{self, HIRED_CLASSES, MAX_ROOT_AGE_EPOCHS, MAX_TIER, PURPOSES},
    iosd::IOSD_DECIMALS,
    job::{
        MAX_CLAIM_WINDOW_SECONDS, MAX_GPUS, MAX_GRANULE, MAX_JOB_SECONDS, MAX_START_SECONDS,
        MIN_CLAIM_WINDOW_SECONDS, MIN_JOB_SECONDS, MIN_START_SECONDS, REVEAL_SECONDS,
    },
    oracle,
    race::{
        MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU, MAX_PRIORITY_WAIT_SLOTS, MIN_SCARCE_FROM_BPS,
        RACE_SLOTS,
    },
    settlement::{
        self, HEARTBEAT_INTERVAL_SECONDS, HOLD_BACK_AFTER_END_SECONDS, HOLD_BACK_SECONDS,
    },
    time::DAY_SECONDS,
};
use ionet_test_kit::{
    call::idl,
    process::job_escrow::{ADMIN, GUARDIAN, TREASURY, VERIFIERS},
};

/// `1,234,567`.
fn number(value: impl TryInto<u64>) -> String {
    let digits = value.try_into().unwrap_or_default().to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn range(from: impl TryInto<u64>, to: impl TryInto<u64>) -> String {
    format!("{} to {}", number(from), number(to))
}

fn at_most(value: impl TryInto<u64>) -> String {
    format!("at most {}", number(value))
}

/// Seconds as texts say them.
fn time(seconds: impl TryInto<i64>) -> String {
    match seconds.try_into().unwrap_or_default() {
        DAY_SECONDS => "a day".to_owned(),
        3_600 => "hour".to_owned(),
        days if days % DAY_SECONDS == 0 => format!("{} days", days / DAY_SECONDS),
        minutes => format!("{} minutes", minutes / 60),
    }
}

/// What a text says, in the order of the text, by the error's name.
type Said = Vec<(&'static str, Vec<String>)>;

#[rustfmt::skip]
fn limits_of_parameters() -> Said {
    vec![
        ("RaceParametersOutOfRange", vec![
            format!("1 to {MAX_FLOOR_PER_GPU}"),
            MAX_CAP_PER_GPU.to_string(),
        ]),
        ("PriorityParametersOutOfRange", vec![
            format!("{} bps", range(MIN_SCARCE_FROM_BPS, 10_000)),
            format!("{} slots", at_most(MAX_PRIORITY_WAIT_SLOTS)),
        ]),
        ("MaxAgeOutOfRange", vec![range(oracle::MIN_PRICE_AGE_SECONDS, oracle::MAX_PRICE_AGE_SECONDS)]),
        ("MaxConfidenceOutOfRange", vec![range(oracle::MIN_CONFIDENCE_BPS, oracle::MAX_CONFIDENCE_BPS)]),
        ("FeeOutOfRange", vec![range(settlement::MIN_FEE_BPS, settlement::MAX_FEE_BPS)]),
        ("MaxDiscountOutOfRange", vec![range(0, settlement::MAX_DISCOUNT_BPS)]),
        ("ReferralsOutOfRange", vec![at_most(settlement::MAX_REFERRALS_BPS)]),
        ("VerifierShareOutOfRange", vec![range(settlement::MIN_VERIFIER_BPS, settlement::MAX_VERIFIER_BPS)]),
        ("MinUsdOutOfRange", vec![range(settlement::MIN_USD_BPS, settlement::MAX_USD_BPS)]),
        ("IosdPointsOutOfRange", vec![range(settlement::MIN_IOSD_POINTS_BPS, settlement::MAX_IOSD_POINTS_BPS)]),
        ("RebateOutOfRange", vec![range(0, settlement::MAX_REBATE_BPS)]),
        ("BonusOutOfRange", vec![range(0, settlement::MAX_BONUS_BPS)]),
        ("PayCapOutOfRange", vec![range(settlement::MIN_PAY_CAP_BPS, settlement::MAX_PAY_CAP_BPS)]),
        // Claims live at most that long, and a change is forgotten a day later.
        ("RingCouldGain", vec![time(settlement::MAX_JOB_SECONDS.cast_signed() + DAY_SECONDS)]),
        ("MintsFull", vec!["8 mints".to_owned()]),
        ("WrongDecimals", vec![format!("{IOSD_DECIMALS} decimals")]),
        ("ShardOutOfRange", vec![range(0, ionet_client::instructions::job_escrow::SHARDS - 1)]),
    ]
}

#[rustfmt::skip]
fn limits_of_jobs() -> Said {
    vec![
        ("GpusOutOfRange", vec![range(1, MAX_GPUS)]),
        ("GranuleOutOfRange", vec![range(1, MAX_GRANULE)]),
        ("SecondsOutOfRange", vec![
            format!("{} ({})", number(MIN_JOB_SECONDS), time(MIN_JOB_SECONDS)),
            format!("{} ({})", number(MAX_JOB_SECONDS), time(MAX_JOB_SECONDS)),
        ]),
        ("ClaimDeadlineOutOfRange", vec![
            format!("{MIN_CLAIM_WINDOW_SECONDS} seconds to {}", time(MAX_CLAIM_WINDOW_SECONDS)),
        ]),
        ("StartSecondsOutOfRange", vec![
            format!("{} ({})", number(MIN_START_SECONDS), time(MIN_START_SECONDS)),
            format!("{} ({})", number(MAX_START_SECONDS), time(MAX_START_SECONDS)),
        ]),
        ("FiltersOutOfRange", vec![
            format!("VRAM {} MiB", at_most(hiring::MAX_VRAM_MIB)),
            format!("tiers {}", range(0, MAX_TIER)),
            format!("purposes {}", range(0, PURPOSES)),
            format!("reputation {}", at_most(hiring::MAX_REPUTATION)),
        ]),
        ("JobTooShort", vec![format!("{} GPU-seconds", settlement::MIN_JOB_GPU_SECONDS)]),
        ("JobTooLong", vec![
            at_most(settlement::MAX_JOB_SECONDS),
            time(settlement::MAX_JOB_SECONDS.cast_signed()),
        ]),
        ("DepositTooSmall", vec![format!("$0.{:02}", settlement::MIN_DEPOSIT / 10_000)]),
        ("DepositTooLarge", vec![format!("{} bits", u64::BITS)]),
        ("TooManyRates", vec![["no", "one", "two", "three"][settlement::MAX_WINDOWS - 1].to_owned()]),
    ]
}

#[rustfmt::skip]
fn limits_of_claims() -> Said {
    let hold_back = time(HOLD_BACK_AFTER_END_SECONDS);
    vec![
        ("RootTooOld", vec![format!("{MAX_ROOT_AGE_EPOCHS} epochs")]),
        ("TooManyClasses", vec![format!("{HIRED_CLASSES} classes")]),
        ("ActiveTooLate", vec![format!("{RACE_SLOTS} slots")]),
        ("NotPriceUpdate", vec![format!("PriceUpdateV2 account of {} bytes", oracle::PRICE_UPDATE_LENGTH)]),
        ("PriceFromFuture", vec![format!("{} seconds", oracle::MAX_AHEAD_SECONDS)]),
        ("UsdOutOfRange", vec![format!("above {}", number(settlement::MAX_USD_BPS))]),
        ("LastHeartbeatAwaited", vec![hold_back.clone()]),
        ("HeartbeatTooEarly", vec![time(HEARTBEAT_INTERVAL_SECONDS)]),
        ("NothingToSettle", vec![time(HOLD_BACK_SECONDS), hold_back.clone()]),
        ("DisputeTooLate", vec![hold_back]),
        ("RevealClosed", vec![time(REVEAL_SECONDS)]),
        ("PriceNeeded", vec![time(settlement::MAX_POINTS_AGE_SECONDS)]),
        ("AmountZero", vec!["at least 1".to_owned()]),
    ]
}

/// What the text of each error says of codes, which other tests hold against the programs.
#[rustfmt::skip]
fn codes() -> Said {
    let words = |text: &str| vec![text.to_owned()];
    vec![
        ("UnknownRole", vec![format!(
            "{ADMIN} is admin, {GUARDIAN} guardian, {TREASURY} treasury, {VERIFIERS} verifiers"
        )]),
        ("NotAFeeRole", vec![format!("{TREASURY} is treasury, {VERIFIERS} is verifiers")]),
        ("UnknownCluster", words("0 is local, 1 is public")),
        ("StandInOnPublicCluster", words("cluster 0 (local)")),
        ("WrongSlotHashes", vec![solana_sdk_ids::sysvar::slot_hashes::ID.to_string()]),
        ("UnknownVerification", words("0 none, 1 replicate, 2 audit")),
        ("ReplicasOutOfRange", words("2 to 5 with replicate, 1 otherwise")),
        ("UnknownPartialFill", words("0 keep, 1 wait, 2 fail")),
        ("ReplicasNeedAll", words("2 (fail)")),
        ("AuditNeedsDeterministic", words("must be 1")),
        ("UnknownDeterministic", words("0 or 1")),
        ("UnknownVerdict", words("0 or 1")),
        ("UnknownActive", words("0 or 1; 1 takes new jobs in this mint, 0 takes none")),
    ]
}

#[test]
fn every_number_in_a_text_of_job_escrow_is_that_of_the_rules() {
    let said = [
        limits_of_parameters(),
        limits_of_jobs(),
        limits_of_claims(),
        codes(),
    ]
    .concat();
    for error in &idl("job_escrow").errors {
        let parts = said.iter().find(|(name, _)| *name == error.name);
        let mut rest = error.message.as_str();
        for part in parts.map(|(_, parts)| parts).into_iter().flatten() {
            let Some((before, after)) = rest.split_once(part.as_str()) else {
                panic!("{}: {part:?} is not in {:?}", error.name, error.message);
            };
            no_number(&error.name, before);
            rest = after;
        }
        no_number(&error.name, rest);
    }
    for (name, _) in said {
        let _ = idl("job_escrow").error(name);
    }
}

fn no_number(name: &str, text: &str) {
    let found = text.chars().any(|letter| letter.is_ascii_digit());
    assert!(!found, "{name}: no test holds the number in {text:?}");
}
