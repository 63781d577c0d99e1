//! A slash while some unbond, some move, some withdraw and some want to come.
//!
//! `docs/economics/staking.md` prints the table; a test holds it against this simulation.

use std::fmt::Write as _;

use ionet_core::staking::{Moment, Offence, Position, StakingError, Ticket, move_stake};

use crate::staking_fixtures::{APPEAL, Group, IO, UNBONDING, at};

const FILED: u64 = 1_000;
/// Just before the time to decide on the appeal is over.
const DECIDED: u64 = FILED + 2 * APPEAL - 2;

/// Who does what around the filing. The owner is number 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    Owner,
    Stays,
    /// Unbonds some epochs before the filing.
    Unbonds(u64),
    /// Unbonds when it hears of the filing, and withdraws 14 days later.
    Flees,
    /// Moves to another pool some epochs before the filing.
    Moves(u64),
    /// Stakes in the hour before the filing.
    Newcomer,
    /// Wants to stake when the price has fallen.
    Vulture,
}

const CAST: [(Habit, u64, &str); 9] = [
    (Habit::Owner, 20_000, "participant"),
    (Habit::Stays, 40_000, "stays"),
    (
        Habit::Unbonds(UNBONDING + 1),
        10_000,
        "unbonded and withdrew before",
    ),
    (
        Habit::Unbonds(100),
        10_000,
        "unbonds for 100 h at the filing",
    ),
    (Habit::Flees, 10_000, "unbonds after the filing, withdraws"),
    (Habit::Moves(UNBONDING + 1), 10_000, "moved 337 h before"),
    (Habit::Moves(10), 10_000, "moved 10 h before"),
    (Habit::Newcomer, 20_000, "staked the hour before"),
    (Habit::Vulture, 50_000, "wants to stake after the filing"),
];

/// What everybody has in the end, base units.
fn play(cast: &[(Habit, u64, &str)], amount: u64, restore: bool) -> Vec<u64> {
    let mut group = Group::new(cast.len());
    let mut other = Group::with(&[1_000]);
    other.positions = vec![Position::default(); cast.len()];
    let mut wallets: Vec<u64> = cast.iter().map(|(_, io, _)| io * IO).collect();
    let mut tickets: Vec<Vec<Ticket>> = vec![Vec::new(); cast.len()];
    let start = FILED - 600;
    for (who, (habit, _, _)) in cast.iter().enumerate() {
        if !matches!(habit, Habit::Newcomer | Habit::Vulture) {
            group.stake(who, std::mem::take(&mut wallets[who]), start);
        }
    }
    for epoch in start..=FILED {
        for (who, (habit, _, _)) in cast.iter().enumerate() {
            match habit {
                Habit::Unbonds(before) if epoch + before == FILED => group.unstake_all(who, epoch),
                Habit::Unbonds(before) if epoch + before == FILED + UNBONDING => {
                    wallets[who] += group.withdraw(who, epoch).amount;
                }
                Habit::Moves(before) if epoch + before == FILED => {
                    let shares = group.positions[who].lots.total();
                    let (from, to) = (group.pair(who), other.pair(who));
                    let moved = move_stake(&from, &to, shares, &at(epoch)).unwrap();
                    group.set(who, &moved.from_after);
                    other.set(who, &moved.to_after);
                }
                Habit::Newcomer if epoch + 1 == FILED => {
                    group.stake(who, std::mem::take(&mut wallets[who]), epoch);
                }
                _ => {}
            }
        }
    }
    let filed = group.file(Offence::FalseCapacity, amount, FILED);
    tickets[0].push(filed.own_ticket);
    let mut slash = filed.slash;
    for (who, (habit, _, _)) in cast.iter().enumerate() {
        match habit {
            Habit::Vulture => {
                let refused = group.try_stake(who, wallets[who], FILED);
                assert_eq!(refused, Err(StakingError::SlashPending));
            }
            Habit::Flees => group.unstake_all(who, FILED),
            Habit::Moves(_) => match other.pair(who).settle_exposure(&slash, FILED) {
                Ok(settled) => {
                    other.set(who, &settled.after);
                    slash = settled.slash_after;
                    tickets[who].push(settled.ticket);
                }
                Err(error) => assert_eq!(error, StakingError::ExposureOver),
            },
            _ => {}
        }
    }
    let leave = FILED + UNBONDING;
    for (who, (habit, _, _)) in cast.iter().enumerate() {
        let pending = group.positions[who].unbonding.total() > 0;
        if pending && matches!(habit, Habit::Flees | Habit::Unbonds(_)) {
            let left = group.withdraw(who, leave);
            wallets[who] += left.amount;
            tickets[who].extend(left.tickets);
        }
    }
    let moment = Moment {
        now: at(DECIDED).now,
        epoch: DECIDED,
    };
    let appealed = slash.appeal(at(FILED + APPEAL - 1).now).unwrap();
    let decided = appealed.decide(&group.pool, restore, &moment).unwrap();
    group.pool = decided.pool_after;
    let mut slash = decided.slash_after;
    for (who, tickets) in tickets.iter().enumerate() {
        for ticket in tickets.iter().filter(|ticket| ticket.amount > 0) {
            if let Ok(paid) = slash.redeem(ticket) {
                wallets[who] += paid.amount;
                slash = paid.slash_after;
            }
        }
    }
    assert_eq!(slash.tickets, 0, "every ticket is paid");
    (0..cast.len())
        .map(|who| {
            let here = group.value(who);
            let there = other.pool.value_floor(other.positions[who].shares());
            wallets[who] + here + there
        })
        .collect()
}

fn io(units: u64) -> String {
    format!("{}.{:02}", units / IO, units % IO / (IO / 100))
}

fn table() -> String {
    let mut table = String::from(
        "| who | staked | executed | loss | restored |\n| --- | --- | --- | --- | --- |\n",
    );
    let amount = 30_000 * IO;
    let (executed, restored) = (play(&CAST, amount, false), play(&CAST, amount, true));
    for (who, (_, staked, name)) in CAST.iter().enumerate() {
        let loss = (staked * IO - executed[who]) / (staked * IO / 10_000);
        let loss = format!("{}.{:02} %", loss / 100, loss % 100);
        let (executed, restored) = (io(executed[who]), io(restored[who]));
        writeln!(
            table,
            "| {name} | {staked} | {executed} | {loss} | {restored} |"
        )
        .unwrap();
    }
    table
}

#[test]
fn the_documentation_prints_these_figures() {
    let documentation = include_str!("../../../../docs/economics/staking.md");
    let table = table();
    assert!(
        documentation.contains(&table),
        "put this table into docs/economics/staking.md:\n{table}"
    );
}

/// A thousand delegators with any amounts and habits: those whom the slash can reach lose the same
/// part to the unit, the others nothing, and a restoration gives everybody back all but a unit.
#[test]
fn everybody_within_reach_loses_the_same_part() {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut cast = vec![(Habit::Owner, 5_000, "")];
    for _ in 0..1_000 {
        let habit = match random(6) {
            0 => Habit::Stays,
            1 => Habit::Unbonds(1 + random(500)),
            2 => Habit::Flees,
            3 => Habit::Moves(random(500)),
            4 => Habit::Newcomer,
            _ => Habit::Vulture,
        };
        cast.push((habit, 1 + random(10_000), ""));
    }
    let within = |habit: Habit| match habit {
        Habit::Owner | Habit::Vulture => false,
        Habit::Unbonds(before) | Habit::Moves(before) => before < UNBONDING,
        Habit::Stays | Habit::Flees | Habit::Newcomer => true,
    };
    // The base is what delegators had in the pool: moved stake pays on top of it.
    let in_pool = |habit: Habit| within(habit) && !matches!(habit, Habit::Moves(_));
    let base: u64 = cast
        .iter()
        .filter(|(habit, _, _)| in_pool(*habit))
        .map(|(_, io, _)| io * IO)
        .sum();
    let amount = 400_000 * IO + 12_345;
    let (executed, restored) = (play(&cast, amount, false), play(&cast, amount, true));
    for (who, (habit, staked, _)) in cast.iter().enumerate().skip(1) {
        let staked = staked * IO;
        let lost = if within(*habit) {
            u128::from(staked) * u128::from(amount - 5_000 * IO) / u128::from(base)
        } else {
            0
        };
        let lost = u64::try_from(lost).unwrap();
        let found = staked - executed[who];
        assert!(found.abs_diff(lost) <= 1, "{habit:?}: {found} for {lost}");
        assert!(staked - restored[who] <= 1, "{habit:?}: {}", restored[who]);
    }
    assert_eq!(executed[0], 0, "the participant first");
    assert_eq!(restored[0], 5_000 * IO);
}
