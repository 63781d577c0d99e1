//! GPU classes: ranges, and which multipliers are refused.

use ionet_core::classes::{ClassError, GpuClass, MAX_CLASSES, check_change};

type Book = [Option<GpuClass>; MAX_CLASSES];

const fn class(multiplier_bps: u32, speed: u32, vram_gib: u32) -> GpuClass {
    GpuClass {
        multiplier_bps,
        speed,
        vram_mib: vram_gib * 1_024,
    }
}

/// Dense int8 speeds as published, multipliers that stand in that order.
const CPU: GpuClass = class(0, 100, 8);
const T4: GpuClass = class(2_000, 130_000, 16);
const L4: GpuClass = class(4_000, 242_000, 24);
const RTX_4090: GpuClass = class(12_500, 660_000, 24);
const L40S: GpuClass = class(25_000, 733_000, 48);
const A100_80: GpuClass = class(50_000, 624_000, 80);
const H100: GpuClass = class(100_000, 1_979_000, 80);
const H200: GpuClass = class(120_000, 1_979_000, 141);
const B200: GpuClass = class(300_000, 4_500_000, 192);

fn book(classes: &[GpuClass]) -> Book {
    let mut book = [None; MAX_CLASSES];
    for (slot, class) in book.iter_mut().zip(classes) {
        *slot = Some(*class);
    }
    book
}

#[test]
fn a_book_of_real_cards_is_accepted() {
    let book = book(&[CPU, T4, L4, RTX_4090, L40S, A100_80, H100, H200, B200]);
    for id in 0..32 {
        assert_eq!(check_change(&book, id), Ok(()), "class {id}");
    }
}

#[test]
fn the_pair_is_named_whichever_of_the_two_changes() {
    // Two fast cards of 24 GiB could pass as two of 16 GiB each and earn twice 5 instead of 1.25.
    let bad = book(&[CPU, class(50_000, 130_000, 16), RTX_4090]);
    let refused = Err(ClassError::PosingPays {
        faster: 2,
        slower: 1,
    });
    assert_eq!(check_change(&bad, 1), refused);
    assert_eq!(check_change(&bad, 2), refused);
    assert_eq!(check_change(&bad, 0), Ok(()), "the pair was there before");
}

#[test]
fn the_limit_is_the_lesser_of_speed_and_memory() {
    // Three times the speed, four times the memory: speed decides.
    let slow = class(10_000, 100_000, 10);
    for (multiplier, gains) in [(31_728, false), (31_727, true)] {
        let fast = class(multiplier, 300_000, 40);
        assert_eq!(fast.gains_by_posing_as(&slow), gains, "{multiplier}");
    }
    // Nine times the speed, the same memory: memory decides, and the one fake card measures fast.
    for (multiplier, gains) in [(13_220, false), (13_219, true)] {
        let fast = class(multiplier, 900_000, 10);
        assert_eq!(fast.gains_by_posing_as(&slow), gains, "{multiplier}");
    }
}

#[test]
fn a_card_cannot_pose_as_a_faster_or_a_larger_one() {
    let dear = class(1_000_000, 200_000, 10);
    assert!(!class(1, 199_999, 99).gains_by_posing_as(&dear));
    assert!(!class(1, 999_999, 9).gains_by_posing_as(&dear));
    assert!(class(1, 200_000, 10).gains_by_posing_as(&dear));
}

#[test]
fn cpu_is_not_worth_posing_as_and_must_not_be_fast() {
    assert!(!H100.gains_by_posing_as(&CPU));
    let fast_cpu = class(0, 200_000, 64);
    assert!(fast_cpu.gains_by_posing_as(&T4));
}

#[test]
fn ranges() {
    let good = class(10_000, 1_000, 1);
    for (changed, error) in [
        (
            GpuClass {
                multiplier_bps: 1_000_001,
                ..good
            },
            ClassError::MultiplierOutOfRange,
        ),
        (GpuClass { speed: 0, ..good }, ClassError::SpeedOutOfRange),
        (
            GpuClass {
                speed: 1_000_000_001,
                ..good
            },
            ClassError::SpeedOutOfRange,
        ),
        (
            GpuClass {
                vram_mib: 0,
                ..good
            },
            ClassError::VramOutOfRange,
        ),
        (
            GpuClass {
                vram_mib: 16_777_217,
                ..good
            },
            ClassError::VramOutOfRange,
        ),
    ] {
        assert_eq!(check_change(&book(&[changed]), 0), Err(error));
    }
    assert_eq!(
        check_change(&book(&[good]), 32),
        Err(ClassError::UnknownClass)
    );
    assert_eq!(check_change(&book(&[good]), 31), Ok(()));
}

#[test]
fn extremes_do_not_overflow() {
    let top = GpuClass {
        multiplier_bps: 1_000_000,
        speed: 1_000_000_000,
        vram_mib: 16_777_216,
    };
    let small = GpuClass {
        multiplier_bps: 1_000_000,
        speed: 1,
        vram_mib: 1,
    };
    assert!(top.gains_by_posing_as(&small));
    assert!(!small.gains_by_posing_as(&top));
}
