//! Moves between pools by example, and what follows the moved stake.

use ionet_core::staking::{
    Exposure, MoveOutcome, Offence, Stake, StakingError, UNBONDING_SECONDS, move_stake,
};

use crate::staking_fixtures::{APPEAL, Group, IO, UNBONDING, at};

/// Two pools with owners; number 1 delegates 300 IO to the first and moves them at `epoch`.
fn moved(epoch: u64) -> (Group, Group) {
    let (mut from, mut to) = (Group::with(&[100, 300, 600]), Group::with(&[100, 0, 900]));
    let outcome = move_stake(&from.pair(1), &to.pair(1), 300 * IO, &at(epoch)).unwrap();
    let MoveOutcome { amount, shares, .. } = outcome;
    assert_eq!((amount, shares), (300 * IO, 300 * IO));
    from.set(1, &outcome.from_after);
    to.set(1, &outcome.to_after);
    (from, to)
}

#[test]
fn moved_stake_counts_in_one_pool_at_a_time() {
    let (from, to) = moved(10);
    let active = |epoch| (from.pool.active_at(epoch), to.pool.active_at(epoch));
    assert_eq!(active(10), (1_000 * IO, 1_000 * IO));
    assert_eq!(active(11), (700 * IO, 1_300 * IO));
    assert_eq!(from.value(1) + to.value(1), 300 * IO);
    let exposure = Exposure {
        amount: 300 * IO,
        until: at(10).now + UNBONDING_SECONDS,
        next_slash: 1,
    };
    assert_eq!(to.positions[1].exposure, exposure);
}

#[test]
fn a_slash_of_the_old_pool_costs_what_it_costs_there() {
    let (mut from, mut to) = moved(10);
    // 100 of the owner, and 120 of the 600 that stayed: a fifth.
    let slash = from.file(Offence::DataCompromise, 220 * IO, 20).slash;
    assert_eq!((slash.delegated, slash.base), (120 * IO, 600 * IO));
    let settled = to.pair(1).settle_exposure(&slash, 21).unwrap();
    to.set(1, &settled.after);
    assert_eq!((settled.amount, settled.burned), (60 * IO, false));
    assert_eq!(settled.ticket.amount, 60 * IO);
    assert_eq!(settled.slash_after.collected, 60 * IO);
    assert_eq!((to.value(1), to.value(2)), (240 * IO, 900 * IO));
    assert_eq!(to.positions[1].exposure.amount, 240 * IO);

    let mut executed = from.clone();
    let outcome = executed.execute(&settled.slash_after, 21 + APPEAL);
    assert_eq!(outcome.burned, 280 * IO);
    let outcome = from.restore(&settled.slash_after, 22);
    let paid = outcome.slash_after.redeem(&settled.ticket).unwrap();
    assert_eq!(paid.amount, 60 * IO);
}

#[test]
fn it_costs_the_same_when_it_is_settled_after_the_decision() {
    let (mut from, to) = moved(10);
    let slash = from.file(Offence::DataCompromise, 220 * IO, 20).slash;
    let executed = from.clone().execute(&slash, 21 + APPEAL).slash_after;
    let settled = to.pair(1).settle_exposure(&executed, 22 + APPEAL).unwrap();
    assert_eq!((settled.amount, settled.burned), (60 * IO, true));
    assert_eq!(settled.ticket.amount, 0);
    let restored = from.restore(&slash, 21).slash_after;
    let settled = to.pair(1).settle_exposure(&restored, 22).unwrap();
    assert_eq!((settled.amount, settled.burned), (0, false));
    assert_eq!(settled.after.position.exposure.next_slash, 2);
}

#[test]
fn slashes_are_settled_in_order_and_end_with_the_14_days() {
    let (mut from, mut to) = moved(10);
    let first = from.file(Offence::DataCompromise, 220 * IO, 20).slash;
    let second = from.file(Offence::DataCompromise, 120 * IO, 21).slash;
    let third = from.file(Offence::PoorService, IO, 10 + UNBONDING).slash;
    let skipped = to.pair(1).settle_exposure(&second, 22).unwrap_err();
    assert_eq!(skipped, StakingError::WrongSlash { next: 1 });
    for (slash, amount) in [(first, 60 * IO), (second, 60 * IO)] {
        let settled = to.pair(1).settle_exposure(&slash, 22).unwrap();
        to.set(1, &settled.after);
        assert_eq!(settled.amount, amount);
        let again = to.pair(1).settle_exposure(&slash, 22);
        let next = slash.number + 1;
        assert_eq!(again.unwrap_err(), StakingError::WrongSlash { next });
    }
    let over = to.pair(1).settle_exposure(&third, 11 + UNBONDING);
    assert_eq!(over.unwrap_err(), StakingError::ExposureOver);

    let end = |next, now| to.pair(1).end_exposure(3, next, now);
    let over = at(10 + UNBONDING).now;
    let open = StakingError::ExposureOpen { until: over };
    assert_eq!(end(Some(&third), over - 1), Err(open));
    let missing = StakingError::WrongSlash { next: 3 };
    assert_eq!(end(None, over), Err(missing));
    assert_eq!(end(Some(&second), over), Err(missing));
    let ended = end(Some(&third), over).unwrap();
    assert_eq!(ended.position.exposure, Exposure::default());
    let again = ended.end_exposure(3, None, over);
    assert_eq!(again, Err(StakingError::NoExposure));
    let nothing = ended.settle_exposure(&third, 400).unwrap_err();
    assert_eq!(nothing, StakingError::NoExposure);
}

#[test]
fn an_unsettled_slash_keeps_the_exposure_open() {
    let (mut from, to) = moved(10);
    let slash = from.file(Offence::DataCompromise, 220 * IO, 20).slash;
    let now = at(900).now;
    let until = at(10 + UNBONDING).now;
    let open = to.pair(1).end_exposure(1, Some(&slash), now);
    assert_eq!(open, Err(StakingError::ExposureOpen { until }));
}

#[test]
fn a_position_with_less_than_its_part_pays_what_it_has() {
    let (mut from, mut to) = moved(10);
    to.file(Offence::DataCompromise, 650 * IO, 11);
    to.file(Offence::DataCompromise, 325 * IO, 12);
    let value = to.value(1);
    let slash = from.file(Offence::DataCompromise, 350 * IO, 20).slash;
    let settled = to.pair(1).settle_exposure(&slash, 21).unwrap();
    assert!(
        value < 125 * IO,
        "250 of 600 that stayed, of 300 that moved"
    );
    assert_eq!((settled.amount, settled.ticket.amount), (value, value));
    // Its parts of what the new pool froze become tickets: 550 and 325 of 1,200 for 300.
    let parts = settled.tickets.map(|ticket| ticket.amount);
    assert_eq!(parts, [13_750_000_000, 8_125_000_000, 0, 0]);
    to.set(1, &settled.after);
    assert_eq!(to.positions[1].shares(), 0);
    assert_eq!(to.value(2), 900 * IO / 1_200 * 325);
}

#[test]
fn what_does_not_move() {
    let (from, to) = (Group::with(&[100, 300]), Group::with(&[100, 200]));
    let go = |from: &Stake, to: &Stake, shares| {
        let outcome = move_stake(from, to, shares, &at(3));
        outcome.map(|outcome| outcome.amount)
    };
    let (a, b) = (from.pair(1), to.pair(1));
    assert_eq!(go(&a, &b, IO), Ok(IO));
    assert_eq!(go(&a, &b, 0), Err(StakingError::ZeroAmount));
    let held = StakingError::NotEnoughShares { held: 300 * IO };
    assert_eq!(go(&a, &b, 301 * IO), Err(held));
    for (own, other) in [(from.pair(0), b), (a, to.pair(0))] {
        let refused = go(&own, &other, IO);
        assert_eq!(refused, Err(StakingError::SelfStakeDoesNotMove));
    }
    for (slashed, group) in [(true, &from), (false, &to)] {
        let mut group = group.clone();
        group.file(Offence::PoorService, 1, 2);
        let (a, b) = if slashed {
            (group.pair(1), b)
        } else {
            (a, group.pair(1))
        };
        assert_eq!(go(&a, &b, IO), Err(StakingError::SlashPending));
    }
    let mut locked = a;
    let until = at(4).now;
    locked.position = locked.position.lock_for_vote(until, at(3).now).unwrap();
    assert_eq!(
        go(&locked, &b, IO),
        Err(StakingError::LockedByVote { until })
    );
}
