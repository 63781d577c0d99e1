//! An operator's terms: raises at once, cuts after 14 days.

use ionet_core::operator_terms::{OperatorTerms, PendingCut, STAKER_CUT_DELAY_SECONDS, TermsError};

const NOW: i64 = 1_800_000_000;
const DELAY: i64 = STAKER_CUT_DELAY_SECONDS;

fn terms() -> OperatorTerms {
    OperatorTerms::new(5_000, 200).unwrap()
}

#[test]
fn ranges() {
    for usd in [2_999, 9_001, 0, u16::MAX] {
        assert_eq!(
            OperatorTerms::new(usd, 200),
            Err(TermsError::UsdShareOutOfRange)
        );
        assert_eq!(
            terms().set_usd_bps(usd),
            Err(TermsError::UsdShareOutOfRange)
        );
    }
    for staker in [99, 301, 0, u16::MAX] {
        let refused = Err(TermsError::StakerShareOutOfRange);
        assert_eq!(OperatorTerms::new(5_000, staker), refused);
        assert_eq!(terms().set_staker_bps(staker, NOW), refused);
    }
    for (usd, staker) in [(3_000, 100), (9_000, 300)] {
        assert!(OperatorTerms::new(usd, staker).is_ok());
    }
}

#[test]
fn a_raise_is_in_force_at_once() {
    let raised = terms().set_staker_bps(300, NOW).unwrap();
    assert_eq!(raised.staker_bps_at(NOW), 300);
    assert_eq!(raised.pending, None);
}

#[test]
fn a_cut_waits_for_14_days() {
    assert_eq!(DELAY, 14 * 86_400);
    let cut = terms().set_staker_bps(100, NOW).unwrap();
    assert_eq!(cut.staker_bps_at(NOW + DELAY - 1), 200);
    assert_eq!(cut.staker_bps_at(NOW + DELAY), 100);
}

#[test]
fn a_new_cut_starts_the_time_again_and_a_raise_withdraws_it() {
    let cut = terms().set_staker_bps(100, NOW).unwrap();
    let other = cut.set_staker_bps(150, NOW + DELAY - 1).unwrap();
    assert_eq!(other.staker_bps_at(NOW + DELAY), 200);
    assert_eq!(
        other.pending,
        Some(PendingCut {
            staker_bps: 150,
            from: NOW + 2 * DELAY - 1
        })
    );
    for staker in [200, 250] {
        let withdrawn = cut.set_staker_bps(staker, NOW + 1).unwrap();
        assert_eq!(withdrawn.staker_bps_at(NOW + 2 * DELAY), staker);
    }
}

#[test]
fn after_the_cut_the_lower_share_is_what_counts() {
    let cut = terms().set_staker_bps(100, NOW).unwrap();
    let later = NOW + DELAY;
    // 150 is a raise from 100 now, though below the stored 200.
    assert_eq!(
        cut.set_staker_bps(150, later).unwrap().staker_bps_at(later),
        150
    );
    assert_eq!(
        terms().set_staker_bps(100, i64::MAX),
        Err(TermsError::Overflow)
    );
}

#[test]
fn the_dollar_share_changes_alone() {
    let cut = terms().set_staker_bps(100, NOW).unwrap();
    let changed = cut.set_usd_bps(9_000).unwrap();
    assert_eq!(changed.usd_bps, 9_000);
    assert_eq!((changed.staker_bps, changed.pending), (200, cut.pending));
}
