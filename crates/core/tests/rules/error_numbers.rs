//! Numbers in texts are those of the constants, so that one does not change without the other.

use core::fmt::Display;

use ionet_core::hiring::{
    CapacityError, FilterError, HIRED_CLASSES, MAX_REPUTATION, MAX_TIER, MAX_VRAM_MIB,
};
use ionet_core::job::{
    MAX_CLAIM_WINDOW_SECONDS, MAX_GPUS, MAX_GRANULE, MAX_JOB_SECONDS, MAX_START_SECONDS,
    MIN_CLAIM_WINDOW_SECONDS, MIN_JOB_SECONDS, MIN_START_SECONDS, PostError,
};
use ionet_core::oracle::{self, OracleError};
use ionet_core::pause::{GUARDIAN_COOLDOWN_SECONDS, PAUSE_SECONDS, PauseError};
use ionet_core::race::{
    MAX_CAP_PER_GPU, MAX_FLOOR_PER_GPU, MAX_IDLE_GPUS, MAX_JOB_SLOTS, MAX_PRIORITY_WAIT_SLOTS,
    MIN_SCARCE_FROM_BPS, PriorityError, RACE_SLOTS, RaceError, SLOT_HASHES_CAPACITY, SeedError,
};
use ionet_core::referral::{MIN_REFERRER_STAKE, REFERRAL_WINDOW_SECONDS, ReferralError};
use ionet_core::settlement::{self as s, SettlementError};
use ionet_core::supply::{IO_UNIT, SUPPLY_CAP};
use ionet_core::time::DAY_SECONDS;

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

fn minutes(seconds: i64) -> String {
    format!("{} minutes", seconds / 60)
}

fn days(seconds: i64) -> String {
    format!("{} days", seconds / DAY_SECONDS)
}

fn io(base_units: u64) -> String {
    let (units, whole) = (number(base_units), number(base_units / IO_UNIT));
    format!("{units} base units ({whole} IO)")
}

/// The parts are in the text, in this order, and between them is no number.
fn says(error: impl Display, parts: &[String]) {
    let text = error.to_string();
    let mut rest = text.as_str();
    for part in parts {
        let (before, after) = rest.split_once(part.as_str()).unwrap_or_else(|| {
            panic!("{part:?} is not in {text:?}");
        });
        no_number(before);
        rest = after;
    }
    no_number(rest);
}

fn no_number(text: &str) {
    assert!(
        !text.contains(|letter: char| letter.is_ascii_digit()),
        "{text:?}"
    );
}

#[test]
fn of_jobs() {
    use PostError as E;
    says(E::GpusOutOfRange, &[range(1, MAX_GPUS)]);
    says(E::GranuleOutOfRange, &[range(1, MAX_GRANULE)]);
    let seconds = |least, most| [number(least), minutes(i64::from(least)), number(most)];
    let [least, as_minutes, most] = seconds(MIN_JOB_SECONDS, MAX_JOB_SECONDS);
    let as_days = days(i64::from(MAX_JOB_SECONDS));
    says(E::SecondsOutOfRange, &[least, as_minutes, most, as_days]);
    says(
        E::StartSecondsOutOfRange,
        &seconds(MIN_START_SECONDS, MAX_START_SECONDS),
    );
    let window = [
        MIN_CLAIM_WINDOW_SECONDS.to_string(),
        days(MAX_CLAIM_WINDOW_SECONDS),
    ];
    says(E::ClaimDeadlineOutOfRange, &window);
}

#[test]
fn of_settlements() {
    use SettlementError as E;
    says(E::FeeOutOfRange, &[range(s::MIN_FEE_BPS, s::MAX_FEE_BPS)]);
    says(E::MaxDiscountOutOfRange, &[range(0, s::MAX_DISCOUNT_BPS)]);
    says(E::ReferralsOutOfRange, &[number(s::MAX_REFERRALS_BPS)]);
    says(
        E::VerifierShareOutOfRange,
        &[range(s::MIN_VERIFIER_BPS, s::MAX_VERIFIER_BPS)],
    );
    says(
        E::MinUsdOutOfRange,
        &[range(s::MIN_USD_BPS, s::MAX_USD_BPS)],
    );
    says(
        E::IosdPointsOutOfRange,
        &[range(s::MIN_IOSD_POINTS_BPS, s::MAX_IOSD_POINTS_BPS)],
    );
    says(E::RebateOutOfRange, &[range(0, s::MAX_REBATE_BPS)]);
    says(E::BonusOutOfRange, &[range(0, s::MAX_BONUS_BPS)]);
    says(
        E::PayCapOutOfRange,
        &[range(s::MIN_PAY_CAP_BPS, s::MAX_PAY_CAP_BPS)],
    );
    says(
        E::StakersOutOfRange,
        &[range(s::MIN_STAKER_BPS, s::MAX_STAKER_BPS)],
    );
    let usd = E::UsdOutOfRange { min_usd_bps: 3_500 };
    says(usd, &[format!("3500 to {}", s::MAX_USD_BPS)]);
    says(E::JobTooShort, &[s::MIN_JOB_GPU_SECONDS.to_string()]);
    let longest = s::MAX_JOB_SECONDS;
    says(
        E::JobTooLong,
        &[number(longest), days(longest.cast_signed())],
    );
    says(
        E::DepositTooSmall,
        &[format!("$0.{:02}", s::MIN_DEPOSIT / 10_000)],
    );
    says(E::ClaimOpen, &[minutes(s::HOLD_BACK_AFTER_END_SECONDS)]);
    let early = E::HeartbeatTooEarly { next_at: 7 };
    says(
        early,
        &["7".to_owned(), minutes(s::HEARTBEAT_INTERVAL_SECONDS)],
    );
    says(E::NotDark, &[minutes(s::MAX_GAP_SECONDS)]);
    says(
        E::PriceNeeded,
        &[format!("{} hours", s::MAX_POINTS_AGE_SECONDS / 3_600)],
    );
}

#[test]
fn of_hiring_and_the_race() {
    says(FilterError::VramOutOfRange, &[range(0, MAX_VRAM_MIB)]);
    for tier in [
        FilterError::ConnectivityOutOfRange,
        FilterError::LatencyOutOfRange,
        FilterError::SecurityOutOfRange,
    ] {
        says(tier, &[range(0, MAX_TIER)]);
    }
    says(
        FilterError::ReputationOutOfRange,
        &[range(0, MAX_REPUTATION)],
    );
    says(
        CapacityError::TooManyClasses,
        &[format!("{HIRED_CLASSES} classes")],
    );
    says(RaceError::CapOutOfRange, &[io(MAX_CAP_PER_GPU)]);
    says(
        RaceError::FloorOutOfRange,
        &["1 to ".to_owned() + &io(MAX_FLOOR_PER_GPU)],
    );
    says(RaceError::StakeOutOfRange, &[io(SUPPLY_CAP)]);
    says(RaceError::IdleGpusOutOfRange, &[number(MAX_IDLE_GPUS)]);
    says(RaceError::JobSlotsOutOfRange, &[range(1, MAX_JOB_SLOTS)]);
    says(RaceError::ActiveTooLate, &[format!("{RACE_SLOTS} slots")]);
    says(
        PriorityError::ScarcityOutOfRange,
        &[range(MIN_SCARCE_FROM_BPS, 10_000)],
    );
    says(
        PriorityError::TierStakeOutOfRange,
        &["at least 1".to_owned(), io(SUPPLY_CAP)],
    );
    says(
        PriorityError::WaitOutOfRange,
        &[number(MAX_PRIORITY_WAIT_SLOTS)],
    );
    for seed in [
        SeedError::Malformed,
        SeedError::Expired,
        SeedError::StillSealable,
    ] {
        says(seed, &[SLOT_HASHES_CAPACITY.to_string()]);
    }
}

#[test]
fn of_prices_pauses_and_referrals() {
    use OracleError as E;
    says(
        E::ExponentOutOfRange,
        &[format!(
            "{} to {}",
            oracle::MIN_EXPONENT,
            oracle::MAX_EXPONENT
        )],
    );
    says(
        E::Stale,
        &[format!("at most {}", oracle::MAX_PRICE_AGE_SECONDS)],
    );
    says(
        E::FromFuture,
        &[format!("{} seconds", oracle::MAX_AHEAD_SECONDS)],
    );
    says(
        E::ConfidenceTooWide,
        &[format!("at most {}", oracle::MAX_CONFIDENCE_BPS)],
    );
    let ages = range(oracle::MIN_PRICE_AGE_SECONDS, oracle::MAX_PRICE_AGE_SECONDS);
    says(E::MaxAgeOutOfRange, &[ages]);
    let widths = range(oracle::MIN_CONFIDENCE_BPS, oracle::MAX_CONFIDENCE_BPS);
    says(E::MaxConfidenceOutOfRange, &[widths]);
    let apart = days(PAUSE_SECONDS + GUARDIAN_COOLDOWN_SECONDS);
    says(PauseError::GuardianCoolingDown, &[apart]);
    says(
        ReferralError::WindowClosed,
        &[days(REFERRAL_WINDOW_SECONDS)],
    );
    let stake = format!("{} IO", MIN_REFERRER_STAKE / IO_UNIT);
    says(ReferralError::StakeTooLow, &[stake]);
}
