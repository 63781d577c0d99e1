//! The state machine of the `state` conformance program: 128-bit totals over a list of entries.

/// One entry of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Any unsigned value.
    pub value: u128,
    /// Any signed value.
    pub delta: i128,
}

/// Totals over every entry ever appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// Exact sum of the values divided by the divisor in force.
    pub sum: u128,
    /// Product of all values (made odd), modulo 2^128.
    pub product: u128,
    /// Sum of the deltas, held within the range of i128.
    pub balance: i128,
    /// `sum` divided by the number of entries, rounded down.
    pub average: u128,
    /// The last delta modulo the last value's low half, with the delta's sign.
    pub remainder: i128,
    /// Number of entries ever appended.
    pub count: u64,
}

/// Why an entry is refused. The totals are unchanged then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerError {
    /// The sum or the count would leave its range.
    Overflow,
    /// The divisor is zero.
    DivisorIsZero,
}

impl Totals {
    /// Before the first entry.
    pub const EMPTY: Self = Self {
        sum: 0,
        product: 1,
        balance: 0,
        average: 0,
        remainder: 0,
        count: 0,
    };

    /// The totals after `entry`, its value divided by `divisor` in the sum.
    ///
    /// # Errors
    /// [`LedgerError::DivisorIsZero`], or [`LedgerError::Overflow`] of the sum.
    pub fn append(&self, entry: Entry, divisor: u128) -> Result<Self, LedgerError> {
        let share = entry
            .value
            .checked_div(divisor)
            .ok_or(LedgerError::DivisorIsZero)?;
        let sum = self.sum.checked_add(share).ok_or(LedgerError::Overflow)?;
        let count = self.count.checked_add(1).ok_or(LedgerError::Overflow)?;
        let average = sum
            .checked_div(u128::from(count))
            .ok_or(LedgerError::DivisorIsZero)?;
        // At least 1, and small enough for i128.
        let modulus = i128::try_from(entry.value >> 64 | 1).map_err(|_| LedgerError::Overflow)?;
        Ok(Self {
            sum,
            product: self.product.wrapping_mul(entry.value | 1),
            balance: self.balance.saturating_add(entry.delta),
            average,
            remainder: entry
                .delta
                .checked_rem(modulus)
                .ok_or(LedgerError::DivisorIsZero)?,
            count,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_follow_the_entries() {
        let first = Totals::EMPTY
            .append(
                Entry {
                    value: 100,
                    delta: -7,
                },
                3,
            )
            .unwrap();
        assert_eq!((first.sum, first.product, first.balance), (33, 101, -7));
        let second = first
            .append(
                Entry {
                    value: 5 << 64,
                    delta: i128::MIN,
                },
                1,
            )
            .unwrap();
        assert_eq!(second.average, 16 + (5 << 63));
        assert_eq!((second.balance, second.remainder), (i128::MIN, -3));
    }

    #[test]
    fn bad_entries_are_refused() {
        let entry = Entry {
            value: u128::MAX,
            delta: 0,
        };
        assert_eq!(
            Totals::EMPTY.append(entry, 0),
            Err(LedgerError::DivisorIsZero)
        );
        let full = Totals::EMPTY.append(entry, 1).unwrap();
        assert_eq!(full.append(entry, 1), Err(LedgerError::Overflow));
    }
}
