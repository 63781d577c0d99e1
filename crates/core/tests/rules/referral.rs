//! Who may refer, and when a referrer is paid.

use ionet_core::referral::{
    MIN_REFERRER_STAKE, REFERRAL_WINDOW_SECONDS, ReferralError, RegisteredOwner, check_due,
    check_referrer,
};

const NOW: i64 = 1_800_000_000;

fn owner(key: u8, slot: u64) -> RegisteredOwner {
    RegisteredOwner {
        owner: [key; 32],
        slot,
    }
}

#[test]
fn only_another_owner_of_an_earlier_slot() {
    let newcomer = owner(1, 100);
    for (referrer, expected) in [
        (owner(2, 99), Ok(())),
        (owner(2, 0), Ok(())),
        (owner(2, 100), Err(ReferralError::ReferrerNotEarlier)),
        (owner(2, 101), Err(ReferralError::ReferrerNotEarlier)),
        (owner(1, 99), Err(ReferralError::SelfReferral)),
    ] {
        assert_eq!(check_referrer(&newcomer, &referrer), expected);
    }
}

#[test]
fn two_owners_cannot_refer_each_other() {
    let (a, b) = (owner(1, 10), owner(2, 11));
    assert!(check_referrer(&b, &a).is_ok());
    assert!(check_referrer(&a, &b).is_err());
}

#[test]
fn paid_for_180_days_with_200_io_staked() {
    assert_eq!(REFERRAL_WINDOW_SECONDS, 180 * 86_400);
    assert_eq!(MIN_REFERRER_STAKE, 20_000_000_000);
    let end = NOW + REFERRAL_WINDOW_SECONDS;
    for (now, stake, expected) in [
        (NOW, MIN_REFERRER_STAKE, Ok(())),
        (end - 1, MIN_REFERRER_STAKE, Ok(())),
        (end, u64::MAX, Err(ReferralError::WindowClosed)),
        (NOW, MIN_REFERRER_STAKE - 1, Err(ReferralError::StakeTooLow)),
        (end, 0, Err(ReferralError::WindowClosed)),
    ] {
        assert_eq!(check_due(NOW, now, stake), expected);
    }
}
