//! What it costs to farm a reputation: jobs with oneself, whose network fee is the price.
//!
//! `docs/economics/reputation.md` prints the table; a test holds it against this simulation.

use ionet_core::reputation::{
    EPOCH_GOOD_CAP, MEMORY, OutcomeLedger, fee_discount_bps, record_outcome,
};
use std::fmt::Write as _;

const DOLLAR: u64 = 1_000_000;
const TARGETS: [u16; 3] = [5_000, 8_000, 9_500];
/// Gives up after this many epochs: two years.
const PATIENCE: u64 = 17_520;

/// What somebody pays per epoch: the fee left by each counterparty, micro-dollars.
struct Farm {
    name: &'static str,
    fees: Vec<u64>,
}

/// Epochs and fee until a score was reached.
#[derive(Clone, Copy, Debug)]
struct Reached {
    epochs: u64,
    fee: u64,
}

fn farms() -> Vec<Farm> {
    let farm = |name, parties, fee| Farm {
        name,
        fees: vec![fee; parties],
    };
    vec![
        farm("one counterparty, $1 an epoch", 1, DOLLAR),
        farm("one counterparty, $1,000 an epoch", 1, 1_000 * DOLLAR),
        farm("two counterparties, $1 each", 2, DOLLAR),
        farm("five counterparties, $1 each", 5, DOLLAR),
        farm("fifty counterparties, $1 each", 50, DOLLAR),
        farm("fifty counterparties, $0.10 each", 50, DOLLAR / 10),
        farm("honest: 8 GPUs at $2.50 hired all day", 1, DOLLAR),
        farm("honest: one GPU at $0.40 hired all day", 1, DOLLAR / 50),
    ]
}

/// Farms from nothing until `target`.
fn reach(farm: &Farm, target: u16) -> Option<Reached> {
    let mut ledger = OutcomeLedger::default();
    let mut fee = 0;
    for epoch in 0..PATIENCE {
        for (tag, paid) in (1u64..).zip(&farm.fees) {
            ledger = record_outcome(&ledger, epoch, tag, *paid, 10_000).ledger_after;
            fee += paid;
        }
        if ledger.reputation_before(epoch + 1).score_at(epoch) >= target {
            return Some(Reached {
                epochs: epoch + 1,
                fee,
            });
        }
    }
    None
}

/// `n` operators and `n` clients, each operator working for five of the clients for $1 of fee
/// each epoch, until all `2n` stand at `target`. The fee counts for both sides of a job.
fn reach_in_ring(n: usize, target: u16) -> Reached {
    let mut operators = vec![OutcomeLedger::default(); n];
    let mut clients = operators.clone();
    let tag = |index: usize| u64::try_from(index).unwrap() + 1;
    let mut fee = 0;
    for epoch in 0..PATIENCE {
        for (o, operator) in operators.iter_mut().enumerate() {
            for c in (o..o + 5).map(|c| c % n) {
                *operator = record_outcome(operator, epoch, tag(c), DOLLAR, 10_000).ledger_after;
                clients[c] =
                    record_outcome(&clients[c], epoch, tag(o), DOLLAR, 10_000).ledger_after;
                fee += DOLLAR;
            }
        }
        let mut everybody = operators.iter().chain(&clients);
        if everybody.all(|all| all.reputation_before(epoch + 1).score_at(epoch) >= target) {
            return Reached {
                epochs: epoch + 1,
                fee,
            };
        }
    }
    panic!("a ring at the caps reaches every target");
}

fn cell(reached: Option<Reached>) -> String {
    reached.map_or("never".to_owned(), |reached| {
        let cents = reached.fee / 10_000;
        format!("${}.{:02}, {} h", cents / 100, cents % 100, reached.epochs)
    })
}

fn table() -> String {
    let mut table =
        String::from("| per epoch | 5,000 | 8,000 | 9,500 |\n| --- | --- | --- | --- |\n");
    for farm in farms() {
        let cells = TARGETS.map(|target| cell(reach(&farm, target)));
        writeln!(table, "| {} | {} |", farm.name, cells.join(" | ")).unwrap();
    }
    for n in [5, 50] {
        let each = TARGETS.map(|target| {
            let ring = reach_in_ring(n, target);
            let identities = u64::try_from(2 * n).unwrap();
            cell(Some(Reached {
                fee: ring.fee / identities,
                ..ring
            }))
        });
        let name = format!("ring of {n} operators and {n} clients, per identity");
        writeln!(table, "| {name} | {} |", each.join(" | ")).unwrap();
    }
    table
}

#[test]
fn the_documentation_prints_these_figures() {
    let documentation = include_str!("../../../../docs/economics/reputation.md");
    let table = table();
    assert!(
        documentation.contains(&table),
        "put this table into docs/economics/reputation.md:\n{table}"
    );
}

/// No plan is cheaper than paying the cap every epoch: with a fee of a tenth of the memory an
/// epoch, 0.9ⁿ ≤ 0.05 needs n ≥ 28.4, which is $142.
#[test]
fn nothing_reaches_9500_below_142_dollars_of_fee_or_in_a_day() {
    for farm in farms() {
        if let Some(reached) = reach(&farm, 9_500) {
            assert!(reached.fee > 142 * DOLLAR, "{}: {reached:?}", farm.name);
            assert!(reached.epochs > 28, "{}: {reached:?}", farm.name);
        }
    }
    // Irregular plans: other fees, other numbers of counterparties, pauses.
    let mut state = 1u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    for _ in 0..300 {
        let (mut ledger, mut fee, mut epoch) = (OutcomeLedger::default(), 0, 0);
        let size = 1 + random(2 * DOLLAR);
        while ledger.reputation_before(epoch + 1).score_at(epoch) < 9_500 && epoch < PATIENCE {
            epoch += random(3);
            for tag in 1..=random(10) {
                let paid = random(size);
                ledger = record_outcome(&ledger, epoch, tag, paid, 10_000).ledger_after;
                fee += paid;
            }
        }
        assert!(epoch >= PATIENCE || fee > 142 * DOLLAR, "{fee} in {epoch}");
    }
}

/// A ring pays for both sides of a job at once: half per identity, and not less.
#[test]
fn a_ring_halves_the_cost_and_more_members_do_not() {
    let alone = reach(&farms()[3], 9_500).unwrap();
    for n in [5, 20, 50] {
        let ring = reach_in_ring(n, 9_500);
        assert_eq!(ring.epochs, alone.epochs);
        assert_eq!(2 * ring.fee / (2 * u64::try_from(n).unwrap()), alone.fee);
    }
}

/// The fee spent on farming comes back as discount only after more than five times as much in
/// fees on real jobs.
#[test]
fn the_discount_does_not_pay_for_the_farm() {
    let ring = reach_in_ring(5, 9_500);
    let cost = ring.fee / 10;
    let discount = u64::from(fee_discount_bps(9_500));
    assert!(cost * 10_000 / discount > 370 * DOLLAR);
}

/// Holding 9,500 needs $1.39 of fee a day for ever; without it the score is below 9,000 after
/// 38 days.
#[test]
fn a_farmed_score_does_not_last() {
    let mut ledger = OutcomeLedger::default();
    ledger.closed.points = 9_500 << 16;
    assert!(ledger.reputation_before(1).score_at(38 * 24) < 9_000);
    let daily = 1_391_602 / 24;
    for epoch in 0..2_000 {
        ledger = record_outcome(&ledger, epoch, 1, daily, 10_000).ledger_after;
    }
    let held = ledger.reputation_before(2_000).score_at(1_999);
    assert!((9_495..=9_500).contains(&held), "{held}");
}

/// Failing costs more than it saves: one failed $5 of fee takes what nearly $10 of new fee give
/// back at 9,500.
#[test]
fn failures_cost_more_than_they_weigh() {
    let mut ledger = OutcomeLedger::default();
    ledger.closed.points = 9_500 << 16;
    ledger = record_outcome(&ledger, 0, 1, 5 * DOLLAR, 0).ledger_after;
    let failed = ledger.reputation_before(1).score_at(0);
    assert_eq!(failed, 8_550);
    let mut fee = 0;
    let mut epoch = 1;
    while ledger.reputation_before(epoch).score_at(epoch - 1) < 9_500 {
        ledger = record_outcome(&ledger, epoch, 1, DOLLAR, 10_000).ledger_after;
        fee += DOLLAR;
        epoch += 1;
    }
    assert!(
        fee > 10 * u64::from(EPOCH_GOOD_CAP) && fee < 2 * MEMORY,
        "{fee}"
    );
}
