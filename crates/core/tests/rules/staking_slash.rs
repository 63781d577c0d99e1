//! Slashes by example: caps, order of loss, freezing, tickets, appeal.

use ionet_core::staking::{
    APPEAL_SECONDS, DECISION_SECONDS, Offence, SlashState, StakingError, Ticket, check_quorum,
};

use crate::staking_fixtures::{APPEAL, Group, IO, UNBONDING, at};

#[test]
fn every_offence_has_its_cap() {
    let group = Group::with(&[100, 900]);
    let cases = [
        (Offence::PoorService, 50 * IO),
        (Offence::WrongResult, 100 * IO),
        (Offence::FalseCapacity, 300 * IO),
        (Offence::DataCompromise, 500 * IO),
        (Offence::FalseVector, 500 * IO),
    ];
    for (code, (offence, most)) in (1..).zip(cases) {
        assert_eq!(Offence::from_code(code), Ok(offence));
        let filed = group.try_file(offence, most, 1).unwrap().slash;
        assert_eq!(filed.total(), Ok(most));
        let above = group.try_file(offence, most + 1, 1).unwrap_err();
        assert_eq!(above, StakingError::AboveCap { most });
        let nothing = group.try_file(offence, 0, 1).unwrap_err();
        assert_eq!(nothing, StakingError::ZeroAmount);
    }
    assert_eq!(Offence::from_code(0), Err(StakingError::UnknownOffence));
    assert_eq!(Offence::from_code(6), Err(StakingError::UnknownOffence));
    let empty = Group::new(1)
        .try_file(Offence::PoorService, 1, 1)
        .unwrap_err();
    assert_eq!(empty, StakingError::AboveCap { most: 0 });
}

#[test]
fn the_participant_loses_first_its_stake_then_its_rewards_then_delegators() {
    // 128 shares, of which the participant has 16, and 64 units of rewards, of which 8.
    const UNIT: u64 = 1 << 30;
    let cases = [
        // amount; then what stake, rewards and delegators lose
        (1, [1, 0, 0]),
        (16, [16, 0, 0]),
        (20, [16, 4, 0]),
        (24, [16, 8, 0]),
        (26, [16, 8, 2]),
        (64, [16, 8, 40]),
    ];
    for (amount, lost) in cases {
        let mut group = Group::of_units(&[16 * UNIT, 112 * UNIT]);
        group.receive(64 * UNIT, 0);
        let slash = group
            .file(Offence::DataCompromise, amount * UNIT, 168)
            .slash;
        let found = [slash.own_stake, slash.own_rewards, slash.delegated];
        assert_eq!(found, lost.map(|units| units * UNIT), "{amount}");
        let [own_stake, own_rewards, delegated] = lost;
        assert_eq!(group.value(0), (16 - own_stake) * UNIT);
        assert_eq!(group.value(1), (112 - delegated) * UNIT);
        assert_eq!(group.claim(0, 168), (8 - own_rewards) * UNIT);
        assert_eq!(
            group.claim(1, 168),
            56 * UNIT,
            "delegators keep their rewards"
        );
    }
}

#[test]
fn what_is_leaving_goes_first_so_that_bonds_stand() {
    let mut group = Group::with(&[100, 900]);
    group.unstake(0, 40 * IO, 1);
    group.file(Offence::PoorService, 30 * IO, 2);
    assert_eq!(group.positions[0].unbonding.total(), 10 * IO);
    assert_eq!(group.pool.self_stake(&group.positions[0], 2), 60 * IO);
    group.file(Offence::PoorService, 40 * IO, 3);
    assert_eq!(group.positions[0].unbonding.total(), 0);
    assert_eq!(group.pool.self_stake(&group.positions[0], 3), 30 * IO);
}

#[test]
fn a_slash_counts_at_once() {
    let mut group = Group::with(&[0, 1_000]);
    group.file(Offence::DataCompromise, 500 * IO, 5);
    let active = [5, 6].map(|epoch| group.pool.active_at(epoch));
    assert_eq!(active, [500 * IO; 2]);
    let votes = group.positions[1].vote_weight(&group.pool, 400);
    assert_eq!(votes, 500 * IO);
}

#[test]
fn silence_executes_and_an_appeal_waits_for_a_vote() {
    let mut group = Group::with(&[100, 900]);
    let slash = group.file(Offence::WrongResult, 100 * IO, 1).slash;
    let filed = at(1);
    let appealable = at(APPEAL);
    assert_eq!(slash.executes_at, filed.now + APPEAL_SECONDS);
    let early = slash.execute(&group.pool, &appealable).unwrap_err();
    assert_eq!(
        early,
        StakingError::NotExecutable {
            at: slash.executes_at
        }
    );
    let undecidable = slash.decide(&group.pool, true, &filed).unwrap_err();
    assert_eq!(undecidable, StakingError::NotAppealed);

    let appealed = slash.appeal(appealable.now).unwrap();
    assert_eq!(appealed.executes_at, appealable.now + DECISION_SECONDS);
    assert_eq!(
        appealed.appeal(appealable.now),
        Err(StakingError::NotAppealable)
    );
    let too_late = slash.appeal(slash.executes_at);
    assert_eq!(too_late, Err(StakingError::NotAppealable));
    let silence = at(2 * APPEAL);
    let late = appealed.decide(&group.pool, true, &silence).unwrap_err();
    assert_eq!(late, StakingError::NotAppealed);

    let executed = appealed.execute(&group.pool, &silence).unwrap();
    assert_eq!((executed.burned, executed.returned), (100 * IO, 0));
    assert_eq!(executed.slash_after.state, SlashState::Executed);
    let rejected = appealed.decide(&group.pool, false, &appealable).unwrap();
    assert_eq!(
        rejected.burned,
        100 * IO,
        "a rejected appeal executes at once"
    );
    let restored = appealed.decide(&group.pool, true, &appealable).unwrap();
    assert_eq!(
        (restored.burned, restored.slash_after.tickets),
        (0, 100 * IO)
    );
    for decided in [executed.slash_after, restored.slash_after] {
        let pool = &group.pool;
        let again = decided.execute(pool, &silence).unwrap_err();
        assert_eq!(again, StakingError::Decided);
        let again = decided.decide(pool, true, &appealable).unwrap_err();
        assert_eq!(again, StakingError::Decided);
        assert_eq!(decided.appeal(filed.now), Err(StakingError::NotAppealable));
    }
}

#[test]
fn whoever_withdraws_leaves_his_part_of_what_is_frozen() {
    let mut group = Group::with(&[0, 300, 700]);
    group.unstake_all(1, 1);
    let slash = group.file(Offence::FalseCapacity, 300 * IO, 2).slash;
    let left = group.withdraw(1, 1 + UNBONDING);
    assert_eq!(left.amount, 210 * IO);
    let ticket = left.tickets[0];
    assert_eq!(
        ticket,
        Ticket {
            slash: 1,
            amount: 90 * IO
        }
    );
    assert_eq!(slash.redeem(&ticket), Err(StakingError::NotRestored));

    let mut executed = group.clone();
    let outcome = executed.execute(&slash, 2 + APPEAL);
    assert_eq!(outcome.burned, 300 * IO, "tickets burn with the rest");
    let void = outcome.slash_after.redeem(&ticket);
    assert_eq!(void, Err(StakingError::NotRestored));

    let outcome = group.restore(&slash, 2 + APPEAL - 1);
    assert_eq!((outcome.burned, outcome.returned), (0, 210 * IO));
    assert_eq!(group.value(2), 700 * IO);
    let redeemed = outcome.slash_after.redeem(&ticket).unwrap();
    assert_eq!(
        (redeemed.amount, redeemed.slash_after.tickets),
        (90 * IO, 0)
    );
    let again = redeemed.slash_after.redeem(&ticket);
    assert_eq!(
        again,
        Err(StakingError::StateInvalid),
        "never more than was frozen"
    );
    let other = Ticket { slash: 2, ..ticket };
    let wrong = redeemed.slash_after.redeem(&other);
    assert_eq!(wrong, Err(StakingError::WrongSlash { next: 1 }));
}

#[test]
fn what_was_the_participants_returns_as_a_ticket() {
    let mut group = Group::with(&[100, 900]);
    let filed = group.file(Offence::WrongResult, 60 * IO, 1);
    assert_eq!(filed.own_ticket.amount, 60 * IO);
    let restored = group.restore(&filed.slash, 2);
    assert_eq!(restored.returned, 0);
    let paid = restored.slash_after.redeem(&filed.own_ticket).unwrap();
    assert_eq!(paid.amount, 60 * IO);
    assert_eq!(group.value(0), 40 * IO);
}

#[test]
fn four_slashes_can_be_undecided_each_on_its_own() {
    let mut group = Group::with(&[0, 1_600, 1_600]);
    let slashes: Vec<_> = (1..=4)
        .map(|epoch| {
            group
                .file(Offence::DataCompromise, group.pool.assets / 2, epoch)
                .slash
        })
        .collect();
    let fifth = group.try_file(Offence::PoorService, 1, 5).unwrap_err();
    assert_eq!(fifth, StakingError::TooManySlashes);
    group.unstake_all(1, 5);
    let left = group.withdraw(1, 5 + UNBONDING);
    assert_eq!(left.amount, 100 * IO);
    let parts = left.tickets.map(|ticket| ticket.amount);
    assert_eq!(parts, [800 * IO, 400 * IO, 200 * IO, 100 * IO]);
    group.restore(&slashes[1], 500);
    assert_eq!(group.value(2), 500 * IO);
    assert_eq!(group.try_stake(1, IO, 500), Err(StakingError::SlashPending));
    group.execute(&slashes[0], 2_000);
    group.execute(&slashes[3], 2_000);
    let third = group.file(Offence::PoorService, IO, 2_000).slash;
    assert_eq!(
        third.number, 5,
        "a free entry is used again, a number never"
    );
    group.execute(&slashes[2], 2_000);
    group.execute(&third, 3_000);
    assert_eq!(group.value(2), 499 * IO);
    group.stake(1, IO, 3_000);
}

#[test]
fn more_than_two_thirds_of_the_verifiers_file() {
    for (stake_for, total, enough) in [
        (0, 0, false),
        (1, 1, true),
        (2, 3, false),
        (3, 3, true),
        (200, 300, false),
        (201, 300, true),
        (301, 300, false),
        (u64::MAX, u64::MAX, true),
        (u64::MAX / 3 * 2, u64::MAX, false),
        (u64::MAX / 3 * 2 + 1, u64::MAX, true),
    ] {
        let expected = if enough {
            Ok(())
        } else {
            Err(StakingError::NoQuorum)
        };
        assert_eq!(
            check_quorum(stake_for, total),
            expected,
            "{stake_for} of {total}"
        );
    }
}

#[test]
fn stored_states_are_read_back() {
    let states = [
        SlashState::Filed,
        SlashState::Appealed,
        SlashState::Executed,
        SlashState::Restored,
    ];
    for (code, state) in (1..).zip(states) {
        assert_eq!(SlashState::from_code(code), Ok(state));
        assert_eq!(state as u8, code);
        assert_eq!(state.is_pending(), code < 3);
    }
    assert_eq!(
        SlashState::from_code(5),
        Err(StakingError::UnknownSlashState)
    );
}
