//! Rewards that are streamed, against somebody who stakes just in time for them.
//!
//! `docs/economics/staking.md` prints the table; a test holds it against this simulation.

use std::fmt::Write as _;

use crate::staking_fixtures::{Group, IO, UNBONDING};

/// Staked all the time, and brought just in time: as much.
const CAPITAL: u64 = 100_000 * IO;
/// How long the game lasts: 100 weeks.
const EPOCHS: u64 = 100 * 168;
/// How long after that everybody has left.
const AFTER: u64 = 1_000;
/// What all payments of the game together are.
const PAID: u64 = 1_000_000 * IO;
const HONEST: usize = 1;
const JUST_IN_TIME: usize = 2;

/// What both earned, and for how long the capital of the second was tied up.
struct Game {
    honest: u64,
    just_in_time: u64,
    tied_up: u64,
}

impl Game {
    /// What an IO earned that was tied up for an epoch, of what the other's earned, basis points.
    fn yield_bps(&self) -> u64 {
        let own = u128::from(self.just_in_time) * u128::from(EPOCHS) * 10_000;
        u64::try_from(own / u128::from(self.honest) / u128::from(self.tied_up)).unwrap()
    }

    /// The part of all that was paid, basis points.
    fn share_bps(&self) -> u64 {
        self.just_in_time / (PAID / 10_000)
    }
}

/// A payment every `every` epochs. The second staker comes in the epoch before one, leaves after
/// `stays` epochs, and comes again before the next one once it has its capital back.
fn streamed(every: u64, stays: u64) -> Game {
    let mut group = Group::of_units(&[0, CAPITAL, 0]);
    let mut game = Game {
        honest: 0,
        just_in_time: 0,
        tied_up: 0,
    };
    let mut came: Option<u64> = None;
    for epoch in 1..=EPOCHS + AFTER {
        if epoch % every == 0 && epoch <= EPOCHS {
            group.receive(PAID / (EPOCHS / every), epoch);
        }
        match came {
            None if (epoch + 1) % every == 0 && epoch < EPOCHS => {
                group.stake(JUST_IN_TIME, CAPITAL, epoch);
                came = Some(epoch);
            }
            // Just after the last epoch's release.
            Some(since) if epoch == since + stays => group.unstake_all(JUST_IN_TIME, epoch),
            Some(since) if epoch == since + stays + UNBONDING => {
                group.withdraw(JUST_IN_TIME, epoch);
                game.tied_up += stays + UNBONDING;
                came = None;
            }
            _ => {}
        }
    }
    let last = EPOCHS + AFTER;
    game.honest = group.claim(HONEST, last);
    game.just_in_time = group.claim(JUST_IN_TIME, last);
    game
}

/// The same, if a payment belonged to whoever has stake when it arrives.
fn at_once(every: u64, stays: u64) -> Game {
    let payment = PAID / (EPOCHS / every);
    let mut game = Game {
        honest: 0,
        just_in_time: 0,
        tied_up: 0,
    };
    let mut came: Option<u64> = None;
    for epoch in 1..=EPOCHS + AFTER {
        let earns = came.is_some_and(|since| epoch > since && epoch <= since + stays);
        if epoch % every == 0 && epoch <= EPOCHS {
            let half = if earns { payment / 2 } else { 0 };
            game.just_in_time += half;
            game.honest += payment - half;
        }
        match came {
            None if (epoch + 1) % every == 0 && epoch < EPOCHS => came = Some(epoch),
            Some(since) if epoch == since + stays + UNBONDING => {
                game.tied_up += stays + UNBONDING;
                came = None;
            }
            _ => {}
        }
    }
    game
}

fn percent(bps: u64) -> String {
    format!("{}.{:02}", bps / 100, bps % 100)
}

fn table() -> String {
    let mut table = String::from(
        "| payments | stays | takes, paid at once | per IO tied up | takes, streamed | per IO tied up |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, every) in [
        ("every hour", 1),
        ("every day", 24),
        ("every week", 168),
        ("every 5 weeks", 840),
    ] {
        for stays in [1, 24, 168] {
            let (plain, stream) = (at_once(every, stays), streamed(every, stays));
            let cells = [
                plain.share_bps(),
                plain.yield_bps(),
                stream.share_bps(),
                stream.yield_bps(),
            ];
            let cells = cells.map(percent).join(" % | ");
            writeln!(table, "| {name} | {stays} h | {cells} % |").unwrap();
        }
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

/// As long as payments come at least every three weeks, capital that comes and goes earns no more
/// than capital that stays, for the time it is tied up.
#[test]
fn coming_just_in_time_earns_no_more_than_staying() {
    for every in [1, 24, 168, 336, 504] {
        for stays in [1, 2, 12, 24, 84, 168, 336] {
            let game = streamed(every, stays);
            assert!(game.yield_bps() < 10_000, "{every} {stays}");
        }
    }
}

/// However rare a payment is: who stays for a part of the stream takes his share of that part.
#[test]
fn a_part_of_the_stream_is_all_there_is_to_take() {
    for stays in [1, 2, 12, 24, 84, 168] {
        let taken = streamed(840, stays).share_bps();
        assert!(taken <= 5_000 * stays / 168, "{stays}: {taken}");
    }
}

/// Without the stream it would not: the weekly payment is worth coming for.
#[test]
fn paid_at_once_it_would_pay() {
    assert!(at_once(840, 1).yield_bps() > 10_000);
}
