//! Lengths of time, in seconds.
//!
//! The chain knows no calendar: a month is 730 hours, a twelfth of 365 days, everywhere in the
//! network (emission and vesting alike).

/// One epoch: an hour. Emission mints, and rewards are measured, per epoch.
pub const EPOCH_SECONDS: i64 = 3_600;

/// Epochs in a month.
pub const EPOCHS_PER_MONTH: u16 = 730;

/// One month: 730 hours, 2,628,000 seconds.
pub const MONTH_SECONDS: i64 = EPOCHS_PER_MONTH as i64 * EPOCH_SECONDS;

/// One day of 24 hours.
pub const DAY_SECONDS: i64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_twelve_months_is_365_days() {
        assert_eq!(MONTH_SECONDS, 2_628_000);
        assert_eq!(12 * MONTH_SECONDS, 365 * DAY_SECONDS);
        assert_eq!(DAY_SECONDS, 24 * EPOCH_SECONDS);
    }
}
