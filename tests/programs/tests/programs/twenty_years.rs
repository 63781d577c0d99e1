//! The whole official schedule driven by time: month by month, with every epoch boundary
//! of the first, second and last month; ends with exactly 300,000,000 IO emitted.

use ionet_core::{
    emission::{Preset, months},
    supply::{GENESIS_SUPPLY, IO_UNIT, SUPPLY_CAP},
    time::{EPOCH_SECONDS, EPOCHS_PER_MONTH},
};
use ionet_test_kit::{
    World,
    addresses::{IO, POOLS},
    process::{emission, io_token},
    world::{LITERAL, OFFICIAL},
};

/// Months of the official preset.
const MONTHS: u16 = 240;
/// Base units minted in months 1, 2, 12, 120, 239 and 240 (design §3.2).
const MONTH_VECTORS: [(u16, u64); 6] = [
    (1, 333_333_333_333_333),
    (2, 329_949_732_999_999),
    (12, 297_946_399_128_611),
    (120, 98_990_616_043_163),
    (239, 29_397_426_193_790),
    (240, 28_541_140_484_228),
];
/// Base units ever minted by the end of months 12, 120 and 240.
const SUPPLY_VECTORS: [(u16, u64); 3] = [
    (12, 53_784_068_745_997_256),
    (120, 73_185_121_187_425_090),
    (240, SUPPLY_CAP),
];

/// Every boundary of the month: one second before an epoch ends nothing is due, at its end
/// exactly one epoch is, with the month's share; the last epoch takes the remainder.
fn month_by_epochs(world: &mut World, month_mint: u64) {
    let each = month_mint / u64::from(EPOCHS_PER_MONTH);
    let last = month_mint - each * u64::from(EPOCHS_PER_MONTH - 1);
    for epoch in 1..=EPOCHS_PER_MONTH {
        let before = world.config().minted_ever;
        world.chain.warp(EPOCH_SECONDS - 1);
        world
            .chain
            .send(emission::advance(730))
            .fails_with("NoEpochDue");
        world.chain.warp(1);
        let _ = world.chain.send(emission::advance(730)).ok();
        let expected = if epoch == EPOCHS_PER_MONTH {
            last
        } else {
            each
        };
        assert_eq!(
            world.config().minted_ever - before,
            expected,
            "epoch {epoch} of the month"
        );
    }
}

fn whole_month(world: &mut World) {
    world.warp_epochs(u32::from(EPOCHS_PER_MONTH));
    let _ = world.chain.send(emission::advance(EPOCHS_PER_MONTH)).ok();
}

#[test]
fn the_official_schedule_mints_exactly_300_million_in_240_months() {
    let mut world = World::emitting_with(OFFICIAL);
    for planned in months(Preset::Official) {
        let before = world.config().minted_ever;
        if [1, 2, MONTHS].contains(&planned.month) {
            month_by_epochs(&mut world, planned.mint);
        } else {
            whole_month(&mut world);
        }
        let minted_ever = world.config().minted_ever;
        assert_eq!(
            minted_ever - before,
            planned.mint,
            "month {}",
            planned.month
        );
        assert_eq!(minted_ever, planned.supply, "month {}", planned.month);
        assert_eq!(world.chain.read_mint(&IO.mint).supply, minted_ever);
        for (month, mint) in MONTH_VECTORS {
            assert!(
                month != planned.month || planned.mint == mint,
                "mint of month {month}"
            );
        }
        for (month, supply) in SUPPLY_VECTORS {
            assert!(
                month != planned.month || minted_ever == supply,
                "supply of month {month}"
            );
        }
    }
    assert_eq!(
        world.emission().next_epoch,
        u64::from(MONTHS) * u64::from(EPOCHS_PER_MONTH)
    );
    assert_eq!(world.emission().minted_total, 300_000_000 * IO_UNIT);
    assert_eq!(world.config().minted_ever, SUPPLY_CAP);
    assert_eq!(
        world.vault_balances().iter().sum::<u64>(),
        300_000_000 * IO_UNIT
    );
    nothing_more_can_be_minted(&mut world);
}

/// Epochs go on after the cap with nothing to mint; one unit more is refused.
fn nothing_more_can_be_minted(world: &mut World) {
    world.warp_epochs(3);
    let _ = world.chain.send(emission::advance(730)).ok();
    assert_eq!(world.config().minted_ever, SUPPLY_CAP);
    assert_eq!(world.chain.read_mint(&IO.mint).supply, SUPPLY_CAP);
    world.chain.impersonate(POOLS.authority);
    world
        .chain
        .send(io_token::mint_emission(1, 0))
        .fails_with("CapExceeded");
    world
        .chain
        .send(io_token::mint_emission(0, 1))
        .fails_with("CapExceeded");
    assert_eq!(GENESIS_SUPPLY + 300_000_000 * IO_UNIT, SUPPLY_CAP);
}

#[test]
fn the_literal_schedule_reaches_the_cap_in_month_244() {
    let mut world = World::emitting_with(LITERAL);
    let mut month = 0;
    while world.config().minted_ever < SUPPLY_CAP {
        whole_month(&mut world);
        month += 1;
    }
    assert_eq!(month, 244);
    nothing_more_can_be_minted(&mut world);
}
