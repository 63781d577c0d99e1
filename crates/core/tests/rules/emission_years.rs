//! Twenty years: the supply at each year's end, as figures and from an independent computation.

use ionet_core::emission::{EmissionParameters, EmissionState, Preset, months};
use ionet_core::supply::{GENESIS_SUPPLY, IO_UNIT, SUPPLY_CAP, SupplyError, mint_within_cap};
use ionet_core::time::EPOCH_SECONDS;
use num_bigint::BigUint;

const START: i64 = 1_800_000_000;
const EPOCHS_PER_YEAR: u64 = 8_760;

/// Base units ever minted at the end of months 12, 24, … 240.
const OFFICIAL: [u64; 20] = [
    53_784_068_745_997_256,
    57_132_084_165_457_363,
    60_094_294_421_494_484,
    62_715_157_381_076_208,
    65_034_007_853_931_164,
    67_085_647_942_857_374,
    68_900_869_365_611_188,
    70_506_915_587_562_770,
    71_927_890_700_963_453,
    73_185_121_187_425_090,
    74_297_475_993_066_813,
    75_281_649_720_126_669,
    76_152_413_185_274_891,
    76_922_835_105_093_942,
    77_604_478_235_856_955,
    78_207_572_911_337_536,
    78_741_170_583_166_021,
    79_213_279_668_118_378,
    79_630_985_741_180_464,
    80_000_000_000_000_000,
];
const LITERAL: [u64; 20] = [
    53_783_057_324_590_619,
    57_128_182_053_914_335,
    60_086_069_945_804_497,
    62_701_548_138_379_764,
    65_014_254_510_582_865,
    67_059_238_398_887_587,
    68_867_491_774_106_216,
    70_466_418_928_344_166,
    71_880_251_790_262_845,
    73_130_417_162_802_172,
    74_235_861_448_893_676,
    75_213_337_786_420_314,
    76_077_659_943_987_100,
    76_841_926_825_322_755,
    77_517_720_984_702_939,
    78_115_284_161_919_557,
    78_643_672_497_049_176,
    79_110_893_777_318_667,
    79_524_028_796_060_332,
    79_889_338_662_965_852,
];

/// `E_m` for months 1.., each from the one before, without a bound on the size of a number.
fn emissions(preset: Preset) -> impl Iterator<Item = BigUint> {
    let (numerator, denominator) = match preset {
        Preset::Official => (989_849_199u64, 1_000_000_000u64),
        Preset::Literal => (9_898, 10_000),
    };
    let first = BigUint::from(500_000_000u64) * 100_000_000u64 * 8u32 / 1_200u32;
    core::iter::successors(Some(first), move |e| Some(e * numerator / denominator))
}

/// The supply at the end of each month, up to the cap.
fn supplies(preset: Preset) -> Vec<BigUint> {
    let cap = BigUint::from(800_000_000u64) * 100_000_000u64;
    let mut supply = BigUint::from(500_000_000u64) * 100_000_000u64;
    let mut ends = Vec::new();
    for emission in emissions(preset) {
        supply = cap.clone().min(supply + emission);
        ends.push(supply.clone());
        if supply == cap {
            break;
        }
    }
    ends
}

#[test]
fn year_ends_as_written_and_as_computed_independently() {
    for (preset, table) in [(Preset::Official, OFFICIAL), (Preset::Literal, LITERAL)] {
        let computed = supplies(preset);
        let ours: Vec<_> = months(preset).collect();
        assert_eq!(ours.len(), computed.len());
        for ((month, supply), emission) in ours.iter().zip(&computed).zip(emissions(preset)) {
            assert_eq!(BigUint::from(month.supply), *supply, "{preset:?} {month:?}");
            assert_eq!(
                BigUint::from(month.emission),
                emission,
                "{preset:?} {month:?}"
            );
        }
        let year_ends: Vec<_> = ours.iter().skip(11).step_by(12).map(|m| m.supply).collect();
        assert_eq!(year_ends, table, "{preset:?}");
    }
}

/// Advances by `step` epochs a call and checks each mint, the clock and each year's end.
fn run(preset: Preset, step: u16, years: &[u64; 20]) -> (EmissionState, u64) {
    let parameters = EmissionParameters::DEFAULT;
    let mut state = EmissionState::start(START, START, preset, parameters, GENESIS_SUPPLY).unwrap();
    let mut minted_ever = GENESIS_SUPPLY;
    let epochs = 20 * EPOCHS_PER_YEAR;
    while state.next_epoch < epochs {
        let ended = i64::try_from(state.next_epoch + u64::from(step)).unwrap();
        let now = START + ended * EPOCH_SECONDS;
        assert!(
            state
                .advance(minted_ever, now - EPOCH_SECONDS * i64::from(step), step)
                .is_err()
        );
        let outcome = state.advance(minted_ever, now, step).unwrap();
        assert_eq!(outcome.epochs, u64::from(step));
        let amount = outcome.minted_availability + outcome.minted_compute;
        minted_ever = mint_within_cap(minted_ever, amount)
            .unwrap()
            .minted_ever_after;
        state = outcome.state_after;
        let year = state.next_epoch / EPOCHS_PER_YEAR;
        if state.next_epoch.is_multiple_of(EPOCHS_PER_YEAR) {
            let expected = years[usize::try_from(year).unwrap() - 1];
            assert_eq!(minted_ever, expected, "{preset:?} year {year}");
        }
    }
    assert_eq!(
        state.availability.funded + state.compute.funded,
        minted_ever - GENESIS_SUPPLY
    );
    (state, minted_ever)
}

#[test]
fn twenty_years_epoch_by_epoch_mint_300_million_and_not_one_unit_more() {
    let (state, minted_ever) = run(Preset::Official, 1, &OFFICIAL);
    assert_eq!(minted_ever - GENESIS_SUPPLY, 300_000_000 * IO_UNIT);
    assert_eq!(minted_ever, SUPPLY_CAP);
    assert_eq!(
        mint_within_cap(minted_ever, 1),
        Err(SupplyError::CapExceeded { room: 0 })
    );
    assert_eq!((state.schedule.month, state.schedule.month_mint), (241, 0));

    let later = START + 21 * 365 * 86_400;
    let outcome = state.advance(minted_ever, later, 730).unwrap();
    assert_eq!(
        (outcome.minted_availability, outcome.minted_compute),
        (0, 0)
    );
    assert_eq!(outcome.state_after.next_epoch, state.next_epoch + 730);
}

#[test]
fn a_month_per_call_gives_the_same_end_as_an_epoch_per_call() {
    for (preset, years) in [(Preset::Official, &OFFICIAL), (Preset::Literal, &LITERAL)] {
        assert_eq!(run(preset, 730, years), run(preset, 1, years), "{preset:?}");
    }
}

#[test]
fn literal_preset_reaches_the_cap_in_month_244() {
    let (mut state, mut minted_ever) = run(Preset::Literal, 730, &LITERAL);
    let later = START + 30 * 365 * 86_400;
    while minted_ever < SUPPLY_CAP {
        assert!(state.schedule.month <= 244);
        let outcome = state.advance(minted_ever, later, 730).unwrap();
        minted_ever += outcome.minted_availability + outcome.minted_compute;
        state = outcome.state_after;
    }
    assert_eq!((minted_ever, state.schedule.month), (SUPPLY_CAP, 245));
}
