//! Lengths of time, in seconds.
//!
//! The chain knows no calendar: a month is 730 hours, a twelfth of 365 days, everywhere in the
//! network (emission and vesting alike).

use crate::fixed::div_const;

/// One epoch: an hour. Emission mints, and rewards are measured, per epoch.
pub const EPOCH_SECONDS: i64 = 3_600;

/// Epochs in a month.
pub const EPOCHS_PER_MONTH: u16 = 730;

/// One month: 730 hours, 2,628,000 seconds.
pub const MONTH_SECONDS: i64 = EPOCHS_PER_MONTH as i64 * EPOCH_SECONDS;

/// One day of 24 hours.
pub const DAY_SECONDS: i64 = 86_400;

/// The epoch that runs at `now`, when epoch 0 began at `epoch_zero` (both unix seconds); `None`
/// before that.
#[inline]
pub fn epoch_at(epoch_zero: i64, now: i64) -> Option<u64> {
    if now < epoch_zero {
        return None;
    }
    let elapsed = now.checked_sub(epoch_zero)?.unsigned_abs();
    Some(div_const::<{ EPOCH_SECONDS.unsigned_abs() }>(elapsed))
}

/// When the epoch began that contains `time`, unix seconds, where one epoch began at `an_epoch`:
/// emission's start, say. Epochs go on to both sides of it. Nothing beyond 64 bits.
#[inline]
pub fn epoch_start_at(time: i64, an_epoch: i64) -> Option<i64> {
    let since = time.checked_sub(an_epoch)?;
    time.checked_sub(since.checked_rem_euclid(EPOCH_SECONDS)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_twelve_months_is_365_days() {
        assert_eq!(MONTH_SECONDS, 2_628_000);
        assert_eq!(12 * MONTH_SECONDS, 365 * DAY_SECONDS);
        assert_eq!(DAY_SECONDS, 24 * EPOCH_SECONDS);
    }

    #[test]
    fn an_epoch_begins_every_hour_after_epoch_zero() {
        for (now, epoch) in [
            (999, None),
            (1_000, Some(0)),
            (4_599, Some(0)),
            (4_600, Some(1)),
        ] {
            assert_eq!(epoch_at(1_000, now), epoch);
        }
        assert_eq!(epoch_at(i64::MIN, 0), None, "the span does not fit");
    }

    #[test]
    fn an_epoch_begins_on_the_hour_of_its_reference() {
        let cases = [
            // (time, an epoch's start, the epoch's start)
            (7_200, 0, Some(7_200)),
            (10_799, 0, Some(7_200)),
            (10_800, 0, Some(10_800)),
            (10_000, 100, Some(7_300)),
            (7_299, 100, Some(3_700)),
            (99, 100, Some(-3_500)),
            (100, 100, Some(100)),
            (i64::MAX, -1, None),
            (i64::MIN, 0, None),
        ];
        for (time, an_epoch, start) in cases {
            assert_eq!(
                epoch_start_at(time, an_epoch),
                start,
                "{time} from {an_epoch}"
            );
        }
    }
}
