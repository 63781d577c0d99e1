//! How IOSD is minted.

use ionet_core::iosd::{
    IosdParameters, MAX_SPREAD_BPS, MAX_WINDOW_CAP, MIN_SPREAD_BPS, MIN_WINDOW_CAP,
};
use ionet_core::oracle::{
    MAX_CONFIDENCE_BPS, MAX_PRICE_AGE_SECONDS, MIN_CONFIDENCE_BPS, MIN_PRICE_AGE_SECONDS,
    PriceRules,
};

use super::amount::Unit;
use super::check::{Checked, number};
use super::raw::RawIosd;
use super::source::Source;

/// IOSD's parameters.
pub(super) fn iosd(source: Source<'_>, raw: &RawIosd) -> Checked<IosdParameters> {
    let window_cap = Unit::Dollar
        .base_units(raw.window_cap.get_ref())
        .and_then(|cap| {
            let accepted = (MIN_WINDOW_CAP..=MAX_WINDOW_CAP).contains(&cap);
            accepted.then_some(cap).ok_or("is out of range".to_owned())
        })
        .map_err(|problem| {
            source.error(
                &raw.window_cap.span(),
                "iosd.window_cap",
                problem,
                format!(
                    "{} to {} dollars",
                    MIN_WINDOW_CAP / 1_000_000,
                    MAX_WINDOW_CAP / 1_000_000
                ),
            )
        })?;
    Ok(IosdParameters {
        window_cap,
        spread_bps: number(
            source,
            "iosd.spread_bps",
            &raw.spread_bps,
            MIN_SPREAD_BPS..=MAX_SPREAD_BPS,
        )?,
        price: PriceRules {
            max_age_seconds: number(
                source,
                "iosd.max_age_seconds",
                &raw.max_age_seconds,
                MIN_PRICE_AGE_SECONDS..=MAX_PRICE_AGE_SECONDS,
            )?,
            max_confidence_bps: number(
                source,
                "iosd.max_confidence_bps",
                &raw.max_confidence_bps,
                MIN_CONFIDENCE_BPS..=MAX_CONFIDENCE_BPS,
            )?,
        },
    })
}
