//! The schedule: months, epochs, presets, the cap.

use ionet_core::emission::{EmissionError, FIRST_MONTH_EMISSION, Preset, Schedule, months};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP, SupplyError};

#[test]
fn presets_and_indices_match() {
    assert_eq!(Preset::from_index(0), Ok(Preset::Official));
    assert_eq!(Preset::from_index(1), Ok(Preset::Literal));
    for index in [2, u8::MAX] {
        assert_eq!(Preset::from_index(index), Err(EmissionError::UnknownPreset));
    }
    assert_eq!((Preset::Official.index(), Preset::Literal.index()), (0, 1));
}

#[test]
fn first_month_is_a_twelfth_of_8_percent_of_genesis() {
    assert_eq!(FIRST_MONTH_EMISSION, 333_333_333_333_333);
    assert_eq!(FIRST_MONTH_EMISSION, GENESIS_SUPPLY / 100 * 8 / 12);
    for preset in [Preset::Official, Preset::Literal] {
        let expected = Schedule {
            preset,
            month: 1,
            epoch_in_month: 0,
            month_emission: FIRST_MONTH_EMISSION,
            month_mint: FIRST_MONTH_EMISSION,
        };
        assert_eq!(Schedule::start(preset, GENESIS_SUPPLY), Ok(expected));
    }
}

#[test]
fn published_months() {
    let cases = [
        // (preset, month, emission, mint, supply)
        (
            Preset::Official,
            1,
            333_333_333_333_333,
            333_333_333_333_333,
            50_333_333_333_333_333,
        ),
        (
            Preset::Official,
            2,
            329_949_732_999_999,
            329_949_732_999_999,
            50_663_283_066_333_332,
        ),
        (
            Preset::Official,
            12,
            297_946_399_128_611,
            297_946_399_128_611,
            53_784_068_745_997_256,
        ),
        (
            Preset::Official,
            120,
            98_990_616_043_163,
            98_990_616_043_163,
            73_185_121_187_425_090,
        ),
        (
            Preset::Official,
            239,
            29_397_426_193_790,
            29_397_426_193_790,
            79_971_458_859_515_772,
        ),
        (
            Preset::Official,
            240,
            29_099_018_770_584,
            28_541_140_484_228,
            SUPPLY_CAP,
        ),
        (
            Preset::Literal,
            1,
            333_333_333_333_333,
            333_333_333_333_333,
            50_333_333_333_333_333,
        ),
        (
            Preset::Literal,
            2,
            329_933_333_333_333,
            329_933_333_333_333,
            50_663_266_666_666_666,
        ),
        (
            Preset::Literal,
            12,
            297_783_540_738_034,
            297_783_540_738_034,
            53_783_057_324_590_619,
        ),
        (
            Preset::Literal,
            240,
            28_755_383_886_611,
            28_755_383_886_611,
            79_889_338_662_965_852,
        ),
        (
            Preset::Literal,
            243,
            27_884_413_754_655,
            27_884_413_754_655,
            79_973_856_921_456_937,
        ),
        (
            Preset::Literal,
            244,
            27_599_992_734_357,
            26_143_078_543_063,
            SUPPLY_CAP,
        ),
    ];
    for (preset, number, emission, mint, supply) in cases {
        let month = months(preset).nth(number - 1).unwrap();
        assert_eq!(usize::from(month.month), number);
        assert_eq!(
            (month.emission, month.mint, month.supply),
            (emission, mint, supply),
            "{preset:?} month {number}"
        );
    }
    assert_eq!(months(Preset::Official).count(), 240);
    assert_eq!(months(Preset::Literal).count(), 244);
}

#[test]
fn last_epoch_of_a_month_takes_the_remainder() {
    let mut schedule = Schedule::start(Preset::Official, GENESIS_SUPPLY).unwrap();
    let mut minted_ever = GENESIS_SUPPLY;
    // 333,333,333,333,333 = 730 × 456,621,004,566 + 153.
    for epoch in 0..730u16 {
        assert_eq!((schedule.month, schedule.epoch_in_month), (1, epoch));
        let mint = schedule.next_epoch(minted_ever).unwrap();
        let expected = if epoch < 729 {
            456_621_004_566
        } else {
            456_621_004_719
        };
        assert_eq!(mint.amount, expected, "epoch {epoch}");
        minted_ever += mint.amount;
        schedule = mint.schedule_after;
    }
    assert_eq!(minted_ever, GENESIS_SUPPLY + FIRST_MONTH_EMISSION);
    assert_eq!((schedule.month, schedule.epoch_in_month), (2, 0));
    assert_eq!(schedule.month_emission, 329_949_732_999_999);
    assert_eq!(schedule.month_mint, 329_949_732_999_999);
}

#[test]
fn a_run_stops_before_the_last_epoch_of_the_month() {
    let start = Schedule::start(Preset::Official, GENESIS_SUPPLY).unwrap();
    let cases = [
        // (first epoch, limit, epochs in the run, month and epoch after it)
        (0, 1, 1, (1, 1)),
        (0, 729, 729, (1, 729)),
        (0, u16::MAX, 729, (1, 729)),
        (700, 29, 29, (1, 729)),
        (728, 2, 1, (1, 729)),
        (729, u16::MAX, 1, (2, 0)),
    ];
    for (epoch_in_month, limit, epochs, after) in cases {
        let schedule = Schedule {
            epoch_in_month,
            ..start
        };
        let run = schedule.next_run(GENESIS_SUPPLY, limit).unwrap();
        assert_eq!(run.epochs, epochs, "from {epoch_in_month}, limit {limit}");
        assert_eq!(run.amount, run.amount_each * u64::from(epochs));
        assert_eq!(
            (run.schedule_after.month, run.schedule_after.epoch_in_month),
            after
        );
    }
    assert_eq!(
        start.next_run(GENESIS_SUPPLY, 0),
        Err(EmissionError::EpochCountOutOfRange)
    );
}

#[test]
fn a_month_near_the_cap_mints_what_is_left() {
    for room in [0, 1, 729, 730, 731, FIRST_MONTH_EMISSION - 1] {
        let schedule = Schedule::start(Preset::Official, SUPPLY_CAP - room).unwrap();
        assert_eq!(schedule.month_emission, FIRST_MONTH_EMISSION);
        assert_eq!(schedule.month_mint, room);
        let run = schedule.next_run(SUPPLY_CAP - room, 729).unwrap();
        let last = run
            .schedule_after
            .next_epoch(SUPPLY_CAP - room + run.amount)
            .unwrap();
        assert_eq!(run.amount + last.amount, room);
        // The decay goes on from E_m, not from what was left.
        assert_eq!(last.schedule_after.month_emission, 329_949_732_999_999);
        assert_eq!(last.schedule_after.month_mint, 0);
    }
}

#[test]
fn epochs_after_the_cap_mint_nothing_and_do_not_fail() {
    let schedule = Schedule::start(Preset::Literal, SUPPLY_CAP).unwrap();
    let mint = schedule.next_epoch(SUPPLY_CAP).unwrap();
    assert_eq!((mint.amount, mint.schedule_after.epoch_in_month), (0, 1));
}

#[test]
fn a_supply_that_others_used_up_is_refused() {
    let over = |room| EmissionError::Supply(SupplyError::CapExceeded { room });
    assert_eq!(
        Schedule::start(Preset::Official, SUPPLY_CAP + 1),
        Err(over(0))
    );
    let schedule = Schedule::start(Preset::Official, GENESIS_SUPPLY).unwrap();
    let epoch = 456_621_004_566;
    assert!(schedule.next_epoch(SUPPLY_CAP - epoch).is_ok());
    assert_eq!(
        schedule.next_epoch(SUPPLY_CAP - epoch + 1),
        Err(over(epoch - 1))
    );
    let last = Schedule {
        epoch_in_month: 729,
        ..schedule
    };
    assert!(last.next_epoch(SUPPLY_CAP - epoch - 153).is_ok());
    assert_eq!(last.next_epoch(SUPPLY_CAP - epoch), Err(over(epoch)));
    assert_eq!(schedule.next_epoch(u64::MAX), Err(over(0)));
}

#[test]
fn a_state_from_elsewhere_is_an_error() {
    let start = Schedule::start(Preset::Official, GENESIS_SUPPLY).unwrap();
    let beyond = Schedule {
        epoch_in_month: 730,
        ..start
    };
    assert_eq!(
        beyond.next_epoch(GENESIS_SUPPLY),
        Err(EmissionError::Overflow)
    );
    let end = Schedule {
        month: u16::MAX,
        epoch_in_month: 729,
        ..start
    };
    assert_eq!(end.next_epoch(GENESIS_SUPPLY), Err(EmissionError::Overflow));
}
