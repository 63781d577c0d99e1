//! Posing as slower cards, tried out: no book that the rule accepts pays a liar.

use ionet_core::classes::{ClassError, GpuClass, MAX_CLASSES, check_change};
use proptest::prelude::*;

/// Classes of which many pairs are close to the limit in speed or memory.
fn classes() -> impl Strategy<Value = GpuClass> {
    let close = (1u32..=40, 1u32..=40, 1u32..=40).prop_map(|(multiplier, speed, vram)| GpuClass {
        multiplier_bps: multiplier * 10_000,
        speed: speed * 50_000,
        vram_mib: vram * 8_192,
    });
    let any = (0u32..=1_000_000, 1u32..=1_000_000_000, 1u32..=16_777_216).prop_map(
        |(multiplier_bps, speed, vram_mib)| GpuClass {
            multiplier_bps,
            speed,
            vram_mib,
        },
    );
    prop_oneof![3 => close, 1 => any]
}

fn performance(relative_speed: f64) -> f64 {
    if relative_speed < 1.0 {
        return 0.0;
    }
    1.0 + relative_speed.min(1.25).log2()
}

/// The most that a card of class `own`, `x` times as fast as the class, earns as cards of
/// `other`: tried for every speed that the fake cards may be made to measure.
fn best_lie(own: &GpuClass, other: &GpuClass, x: f64) -> f64 {
    let speed = x * f64::from(own.speed) / f64::from(other.speed);
    let memory = f64::from(own.vram_mib) / f64::from(other.vram_mib);
    (0..=100)
        .map(|step| 1.0 + f64::from(step) / 400.0)
        .chain([speed / memory])
        .filter(|y| *y >= 1.0)
        .map(|y| (speed / y).min(memory) * performance(y))
        .fold(0.0, f64::max)
        * f64::from(other.multiplier_bps)
}

fn posing_pays(own: &GpuClass, other: &GpuClass) -> bool {
    if own.speed < other.speed || own.vram_mib < other.vram_mib {
        return false;
    }
    (0..=50).any(|step| {
        let x = 1.0 + f64::from(step) / 200.0;
        let honest = f64::from(own.multiplier_bps) * performance(x);
        best_lie(own, other, x) > honest * (1.0 + 1e-9)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn an_accepted_pair_never_pays_a_liar(own in classes(), other in classes()) {
        if !own.gains_by_posing_as(&other) {
            prop_assert!(!posing_pays(&own, &other));
        }
    }

    /// The rule refuses little that is honest: with 1.33 times the multiplier that a liar needs,
    /// a pair is accepted.
    #[test]
    fn a_refused_pair_is_close_to_paying(own in classes(), other in classes()) {
        if own.gains_by_posing_as(&other) {
            let cheaper = GpuClass { multiplier_bps: own.multiplier_bps * 3 / 4, ..own };
            prop_assert!(posing_pays(&cheaper, &other));
        }
    }

    /// A book built change by change holds the rule for all its pairs, and a refusal names a
    /// pair that breaks it.
    #[test]
    fn checked_changes_keep_a_whole_book(
        changes in prop::collection::vec((0u8..6, prop::option::of(classes())), 1..60),
    ) {
        let mut book = [None; MAX_CLASSES];
        for (id, class) in changes {
            let mut changed = book;
            changed[usize::from(id)] = class;
            match check_change(&changed, id) {
                Ok(()) => book = changed,
                Err(ClassError::PosingPays { faster, slower }) => {
                    let [a, b] = [faster, slower].map(|id| changed[usize::from(id)].unwrap());
                    prop_assert!(faster == id || slower == id);
                    prop_assert!(a.gains_by_posing_as(&b));
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
        for (i, a) in book.iter().enumerate() {
            for (j, b) in book.iter().enumerate() {
                if let (Some(a), Some(b)) = (a, b) && i != j {
                    prop_assert!(!posing_pays(a, b), "{i} as {j}");
                }
            }
        }
    }
}
