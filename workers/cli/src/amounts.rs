//! Amounts as people read and write them.

use ionet_core::{
    oracle::DollarPrice,
    supply::{IO_DECIMALS, IO_UNIT},
};

/// Decimals of IOSD and of every dollar token.
const DOLLAR_DECIMALS: u32 = 6;

/// Decimals of SOL: a lamport is 10⁻⁹ of it.
const SOL_DECIMALS: u32 = 9;

/// Base units of IO as IO, digits grouped, without trailing zeros: `81,600,000` or `0.5`.
pub fn io(base_units: u64) -> String {
    decimal(base_units, u32::from(IO_DECIMALS))
}

/// Micro-dollars as dollars, likewise.
pub fn dollars(micro_dollars: u64) -> String {
    decimal(micro_dollars, DOLLAR_DECIMALS)
}

/// A price in dollars, likewise.
pub fn price(price: DollarPrice) -> String {
    decimal(price.pico_dollars(), 12)
}

/// Basis points as a percentage: `2.5 %`.
pub fn percent(bps: u16) -> String {
    format!("{} %", decimal(bps.into(), 2))
}

/// Lamports as SOL, likewise.
pub fn sol(lamports: u64) -> String {
    decimal(lamports, SOL_DECIMALS)
}

/// IO of base units for a plot, where rounding does no harm.
#[allow(clippy::cast_precision_loss)]
pub fn io_millions(base_units: u64) -> f64 {
    base_units as f64 / IO_UNIT as f64 / 1e6
}

/// A count with its digits grouped.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of GPUs: `1 GPU`, `8 GPUs`.
pub fn gpus(count: u32) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} GPU{plural}", grouped(count.into()))
}

/// Lamports of an amount in SOL, such as `2` or `0.5`.
pub fn parse_sol(text: &str) -> Result<u64, String> {
    parse(text, SOL_DECIMALS)
        .filter(|lamports| *lamports > 0)
        .ok_or_else(|| format!("{text:?} is not an amount of SOL; write it like `2` or `0.5`, above 0, up to 9 decimals"))
}

/// Base units of an amount in IO, such as `2` or `0.5`.
pub fn parse_io(text: &str) -> Result<u64, String> {
    parse(text, u32::from(IO_DECIMALS))
        .filter(|units| *units > 0)
        .ok_or_else(|| format!("{text:?} is not an amount of IO; write it like `2` or `0.5`, above 0, up to 8 decimals"))
}

/// Micro-dollars of an amount in dollars, such as `2` or `0.5`.
pub fn parse_dollars(text: &str) -> Result<u64, String> {
    parse(text, DOLLAR_DECIMALS)
        .filter(|units| *units > 0)
        .ok_or_else(|| format!("{text:?} is not an amount of dollars; write it like `2` or `0.5`, above 0, up to 6 decimals"))
}

fn decimal(units: u64, decimals: u32) -> String {
    let one = 10_u64.pow(decimals);
    let mut text = grouped(units / one);
    let fraction = units % one;
    if fraction > 0 {
        let width = decimals as usize;
        let digits = format!("{fraction:0width$}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    text
}

fn parse(text: &str, decimals: u32) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let width = decimals as usize;
    if !is_number(whole) || !is_number(fraction) || fraction.len() > width {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<width$}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    whole
        .checked_mul(10_u64.pow(decimals))?
        .checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_grouped() {
        assert_eq!(io(50_000_000_000_000_000), "500,000,000");
        assert_eq!(io(333_333_333_333_333), "3,333,333.33333333");
        assert_eq!(io(1), "0.00000001");
        assert_eq!(sol(1_500_000_000), "1.5");
        assert_eq!(gpus(1), "1 GPU");
        assert_eq!(gpus(10_000), "10,000 GPUs");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn dollars_prices_and_shares_are_exact() {
        assert_eq!(dollars(1_234_500_000), "1,234.5");
        assert_eq!(percent(250), "2.5 %");
        let io = DollarPrice::from_pico_dollars(2_500_000_000_001).unwrap();
        assert_eq!(price(io), "2.500000000001");
        assert_eq!(parse_io("0.00000001"), Ok(1));
        assert_eq!(parse_dollars("2.19"), Ok(2_190_000));
        assert!(
            parse_dollars("0.0000001")
                .unwrap_err()
                .contains("6 decimals")
        );
        assert!(parse_io("0").unwrap_err().contains("8 decimals"));
    }

    #[test]
    fn sol_is_parsed_to_the_lamport() {
        assert_eq!(parse_sol("2"), Ok(2_000_000_000));
        assert_eq!(parse_sol("0.000000001"), Ok(1));
        assert_eq!(parse_sol("18446744073.709551615"), Ok(u64::MAX));
        for wrong in [
            "",
            "0",
            "0.0",
            "-1",
            "1e3",
            ".5",
            "1.",
            "1.0000000001",
            "18446744073.709551616",
        ] {
            assert!(parse_sol(wrong).unwrap_err().contains("0.5"), "{wrong}");
        }
    }
}
