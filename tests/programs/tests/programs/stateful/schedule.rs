//! How much the schedule allows after a number of epochs, from the table of months alone.

use ionet_core::{
    emission::{Month, Preset, months},
    time::EPOCHS_PER_MONTH,
};
use std::sync::LazyLock;

static OFFICIAL: LazyLock<Vec<Month>> = LazyLock::new(|| months(Preset::Official).collect());
static LITERAL: LazyLock<Vec<Month>> = LazyLock::new(|| months(Preset::Literal).collect());

/// Base units that the first `epochs` epochs mint under the preset of index `preset`:
/// whole months, then `floor(month / 730)` for each epoch of the running one.
pub fn scheduled(preset: u8, epochs: u64) -> u64 {
    let table: &[Month] = if preset == 0 { &OFFICIAL } else { &LITERAL };
    let per_month = u64::from(EPOCHS_PER_MONTH);
    let whole = usize::try_from(epochs / per_month).expect("a number of months");
    let complete: u64 = table.iter().take(whole).map(|month| month.mint).sum();
    let running = table.get(whole).map_or(0, |month| month.mint / per_month);
    complete + running * (epochs % per_month)
}
