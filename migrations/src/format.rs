//! Amounts in messages.

use ionet_core::supply::IO_UNIT;

/// Base units as IO with digits grouped, without trailing zeros: `81,600,000` or `0.5`.
pub(crate) fn io(base_units: impl Into<u128>) -> String {
    decimal(base_units.into(), u128::from(IO_UNIT))
}

/// Micro-dollars as dollars, likewise.
pub(crate) fn dollars(micro_dollars: u64) -> String {
    decimal(micro_dollars.into(), 1_000_000)
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn decimal(base_units: u128, unit: u128) -> String {
    let digits = (base_units / unit).to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let fraction = base_units % unit;
    if fraction > 0 {
        // The unit's own digits, without its leading 1, are as many as there are decimals.
        let decimals = (unit + fraction).to_string();
        text.push('.');
        text.push_str(decimals[1..].trim_end_matches('0'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{dollars, io};

    #[test]
    fn amounts_are_grouped_and_exact() {
        assert_eq!(io(0_u64), "0");
        assert_eq!(io(1_u64), "0.00000001");
        assert_eq!(io(8_160_000_000_000_000_u64), "81,600,000");
        assert_eq!(io(123_450_000_000_u64), "1,234.5");
        assert_eq!(dollars(2_190_000), "2.19");
        assert_eq!(dollars(1), "0.000001");
        assert_eq!(io(u64::MAX), "184,467,440,737.09551615");
    }
}
