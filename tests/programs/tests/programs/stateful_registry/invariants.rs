//! What holds after every step (design §4), checked on the states before and after it.

use super::{actions::Act, snapshot::Snapshot};
use ionet_core::{
    classes::GpuClass,
    pricing::PRICE_MOVE_SECONDS,
    reputation::{OutcomeLedger, Reputation},
};
use ionet_test_kit::registry_world::{Device, Operator};
use solana_address::Address;
use std::collections::BTreeMap;

type Checked = Result<(), String>;

/// What single steps do not show.
#[derive(Default)]
pub struct History {
    /// Moves of the price manager since the last vote: when, price before and after.
    moves: BTreeMap<usize, Vec<(i64, u64, u64)>>,
    /// Operators as they were before they had an old layout.
    operators: BTreeMap<usize, Operator>,
}

fn holds(condition: bool, text: impl FnOnce() -> String) -> Checked {
    if condition { Ok(()) } else { Err(text()) }
}

impl History {
    /// Checks every invariant.
    ///
    /// # Errors
    /// The name of the first that is broken, and how.
    pub fn check(&mut self, before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
        let refused = act.sent.is_some() && act.succeeded().is_none();
        holds(!refused || before == after, || {
            "a refused call changed something".to_owned()
        })?;
        config(before, after, act)?;
        book_authority(before, after, act)?;
        book_rules(before, after)?;
        self.price_moves(before, after, act)?;
        self.operators(before, after, act)?;
        clients(before, after, act)?;
        devices(before, after, act)?;
        referrals(after)?;
        paused(before, after, act)
    }

    /// Within 24 hours the price manager moves a price by at most 5 % of what it was.
    fn price_moves(&mut self, before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
        for (id, (old, new)) in before
            .book
            .classes
            .iter()
            .zip(&after.book.classes)
            .enumerate()
        {
            let moves = self.moves.entry(id).or_default();
            match act.succeeded() {
                Some("set_class_bounds") if old.price != new.price => moves.clear(),
                Some("move_price") if old.price != new.price => {
                    moves.push((after.now, old.price, new.price));
                }
                _ => {}
            }
            let Some((last, ..)) = moves.last().copied() else {
                continue;
            };
            moves.retain(|(at, ..)| last - at < PRICE_MOVE_SECONDS);
            let travelled: u64 = moves.iter().map(|(_, from, to)| from.abs_diff(*to)).sum();
            let start = moves[0].1;
            holds(travelled * 10_000 <= start * 500, || {
                format!("price: class {id} moved by {travelled} from {start} within a day")
            })?;
        }
        Ok(())
    }

    fn operators(&mut self, before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
        for (index, owner) in after.people.iter().enumerate() {
            holds(
                !before.has_operator[index] || after.has_operator[index],
                || format!("never closed: operator {index}"),
            )?;
            let (old, new) = (&before.operators[index], &after.operators[index]);
            if let (Some(old), None) = (old, new) {
                self.operators.insert(index, old.clone());
            }
            let Some(new) = new else { continue };
            if !before.has_operator[index] {
                holds(act.signed_by(owner) && new.owner == *owner, || {
                    format!("I9: operator {index} registered by somebody else")
                })?;
                continue;
            }
            let reference = match old {
                Some(old) => old.clone(),
                None => self.migrated(index, new, act)?,
            };
            operator_change(index, &reference, new, act)?;
            let reputation = (new.reputation_points, new.reputation_epoch);
            let unchanged = reputation == (reference.reputation_points, reference.reputation_epoch);
            folded(after, unchanged, reputation, &after.records[index][0], act)?;
        }
        Ok(())
    }

    /// A migration keeps everything but the slots.
    fn migrated(&self, index: usize, new: &Operator, act: &Act) -> Result<Operator, String> {
        holds(act.succeeded() == Some("migrate_operator"), || {
            format!("operator {index} changed its layout")
        })?;
        let mut expected = self.operators[&index].clone();
        holds(
            new.first_registered_slot >= expected.first_registered_slot,
            || format!("referral: operator {index} became older by its migration"),
        )?;
        expected.registered_slot = new.registered_slot;
        expected.first_registered_slot = new.first_registered_slot;
        Ok(expected)
    }
}

/// Only the owner changes an operator, folding aside, and never who it is.
fn operator_change(index: usize, old: &Operator, new: &Operator, act: &Act) -> Checked {
    let identity = |one: &Operator| {
        let times = (one.registered_at, one.first_registered_at);
        let slots = (one.registered_slot, one.first_registered_slot);
        (one.version, one.bump, one.owner, one.referrer, times, slots)
    };
    holds(identity(old) == identity(new), || {
        format!("referral: operator {index} became another one")
    })?;
    let mut settled = old.clone();
    settled.reputation_points = new.reputation_points;
    settled.reputation_epoch = new.reputation_epoch;
    holds(settled == *new || act.signed_by(&new.owner), || {
        format!("I9: operator {index} changed without its owner")
    })?;
    holds(
        (3_000..=9_000).contains(&new.usd_bps) && (100..=300).contains(&new.staker_bps),
        || format!("bounds: terms of operator {index}"),
    )?;
    holds(
        new.staker_bps >= old.staker_bps || old.has_pending == 1,
        || format!("I9: stakers of operator {index} were cut without notice"),
    )
}

/// A reputation changes by folding only, and then to what was recorded, in order.
fn folded(
    after: &Snapshot,
    unchanged: bool,
    (points, epoch): (u32, u64),
    ledger: &OutcomeLedger,
    act: &Act,
) -> Checked {
    if unchanged {
        return Ok(());
    }
    let recorded = ledger.reputation_before(after.epoch());
    let fold = matches!(
        act.succeeded(),
        Some("fold_operator_reputation" | "fold_client_reputation")
    );
    holds(fold && recorded == Reputation { points, epoch }, || {
        format!("reputation: {points} in {epoch}, recorded {recorded:?}")
    })
}

fn clients(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    for (index, owner) in after.people.iter().enumerate() {
        match (&before.clients[index], &after.clients[index]) {
            (Some(_), None) => return Err(format!("never closed: client {index}")),
            (None, Some(new)) => holds(act.signed_by(owner) && new.owner == *owner, || {
                format!("I9: client {index} registered by somebody else")
            })?,
            (Some(old), Some(new)) => {
                let mut expected = old.clone();
                expected.reputation_points = new.reputation_points;
                expected.reputation_epoch = new.reputation_epoch;
                holds(expected == *new, || {
                    format!("referral: client {index} changed")
                })?;
                let reputation = (new.reputation_points, new.reputation_epoch);
                let unchanged = old == new;
                folded(after, unchanged, reputation, &after.records[index][1], act)?;
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// I9: a device is made by its key and its owner, changed by its key, taken off by its owner.
fn devices(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    for (index, key) in after.keys.iter().enumerate() {
        match (&before.devices[index], &after.devices[index]) {
            (None, Some(new)) => {
                holds(new.device_key == *key, || {
                    format!("I9: device {index} names another key")
                })?;
                holds(act.signed_by(key) && act.signed_by(&new.owner), || {
                    format!("I9: device {index} registered unasked")
                })?;
            }
            (Some(old), None) => holds(act.signed_by(&old.owner), || {
                format!("I9: device {index} taken off by somebody else")
            })?,
            (Some(old), Some(new)) if old != new => {
                holds(act.signed_by(key), || {
                    format!("I9: device {index} changed without its key")
                })?;
                let expected = Device {
                    available: new.available,
                    region: new.region,
                    connectivity: new.connectivity,
                    latency: new.latency,
                    security: new.security,
                    purposes: new.purposes,
                    ..old.clone()
                };
                holds(expected == *new, || {
                    format!("I9: device {index} became another machine")
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// One referral per owner, to somebody who was here earlier; no chain comes back.
fn referrals(after: &Snapshot) -> Checked {
    let mut owners: BTreeMap<Address, (Address, u64)> = BTreeMap::new();
    for (operator, client) in after.operators.iter().zip(&after.clients) {
        let as_operator = operator
            .as_ref()
            .map(|one| (one.owner, one.referrer, one.first_registered_slot));
        let as_client = client
            .as_ref()
            .map(|one| (one.owner, one.referrer, one.first_registered_slot));
        if let (Some(a), Some(b)) = (as_operator, as_client) {
            // The slot of a migrated operator is later than the truth.
            holds(a.1 == b.1, || {
                "referral: two referrers of one owner".to_owned()
            })?;
        }
        for (owner, referrer, slot) in [as_operator, as_client].into_iter().flatten() {
            let entry = owners.entry(owner).or_insert((referrer, slot));
            entry.1 = entry.1.min(slot);
        }
    }
    for start in owners.keys() {
        let (mut at, mut steps) = (*start, 0);
        while let Some((referrer, _)) = owners
            .get(&at)
            .filter(|(one, _)| *one != Address::default())
        {
            at = *referrer;
            steps += 1;
            holds(at != *start && steps <= owners.len(), || {
                "referral: a chain comes back".to_owned()
            })?;
        }
    }
    Ok(())
}

fn config(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let admin = before.config.roles[0].holder;
    for (old, new) in before.config.roles.iter().zip(&after.config.roles) {
        holds(
            old.holder == new.holder || act.signed_by(&old.proposed) && new.holder == old.proposed,
            || "I9: a role changed hands without the proposed key".to_owned(),
        )?;
        let proposed = old.proposed == new.proposed
            || act.signed_by(&admin)
            || new.holder == old.proposed && new.proposed == Address::default();
        holds(proposed, || {
            "I9: proposed by somebody else than the admin".to_owned()
        })?;
    }
    let guardian = before.config.roles[1].holder;
    let paused = before.config.paused_until == after.config.paused_until;
    holds(
        paused || act.signed_by(&admin) || act.signed_by(&guardian),
        || "I9: paused by somebody else".to_owned(),
    )
}

fn book_authority(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if before.book == after.book {
        return Ok(());
    }
    let [admin, _, price_manager, reporter] =
        before.config.roles.each_ref().map(|role| role.holder);
    let right = match act.succeeded() {
        Some("move_price") => price_manager,
        Some("report_utilisation") => reporter,
        _ => admin,
    };
    if act.sent.is_none() {
        return book_rules(before, after).and(Err("I9: the book changed by itself".to_owned()));
    }
    holds(act.signed_by(&right), || {
        "I9: the book changed without its role".to_owned()
    })
}

/// Prices within bounds, multipliers in steps, and no pair of classes worth posing.
fn book_rules(before: &Snapshot, after: &Snapshot) -> Checked {
    for (id, (old, new)) in before
        .book
        .classes
        .iter()
        .zip(&after.book.classes)
        .enumerate()
    {
        holds(old.price == 0 || new.price > 0, || {
            format!("bounds: class {id} is gone")
        })?;
        if new.price == 0 {
            continue;
        }
        holds((new.min_price..=new.max_price).contains(&new.price), || {
            format!("bounds: price of class {id}")
        })?;
        holds((7_000..=20_000).contains(&new.price_multiplier_bps), || {
            format!("bounds: multiplier of class {id}")
        })?;
        let moved = old.price_multiplier_bps.abs_diff(new.price_multiplier_bps);
        let reported = new.next_epoch > old.next_epoch;
        let step =
            moved == 0 || old.price == 0 || reported && moved <= old.price_multiplier_bps / 20;
        holds(step && new.next_epoch >= old.next_epoch, || {
            format!("bounds: multiplier of class {id} moved by {moved}")
        })?;
    }
    let active: Vec<_> = after
        .book
        .classes
        .iter()
        .filter(|class| class.active == 1)
        .collect();
    for a in &active {
        for b in &active {
            let [a, b] = [a, b].map(|class| GpuClass {
                multiplier_bps: class.multiplier_bps,
                speed: class.speed,
                vram_mib: class.vram_mib,
            });
            // A class against itself is two classes of equal terms, or one.
            holds(a == b || !a.gains_by_posing_as(&b), || {
                format!("posing: {a:?} as {b:?}")
            })?;
        }
    }
    Ok(())
}

/// I10: while paused nothing is registered; a rotation replaces one device by another.
fn paused(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if !before.paused() || act.sent.is_none() {
        return Ok(());
    }
    let count = |state: &Snapshot| {
        let operators = state.has_operator.iter().filter(|has| **has).count();
        let devices = state.devices.iter().flatten().count();
        (operators, state.clients.iter().flatten().count(), devices)
    };
    let (old, new) = (count(before), count(after));
    holds(new.0 <= old.0 && new.1 <= old.1 && new.2 <= old.2, || {
        "I10: registered while paused".to_owned()
    })
}
