//! Outcomes that job-escrow recorded become reputations.

use ionet_client::generated::{Event, registry::events::RegistryEvent};
use ionet_core::reputation::{OutcomeLedger, Reputation, record_outcome};
use ionet_test_kit::{RegistryWorld, process::registry};

fn record(ledger: &OutcomeLedger, epoch: u64, tag: u64, good_bps: u16) -> OutcomeLedger {
    record_outcome(ledger, epoch, tag, 1_000_000, good_bps).ledger_after
}

#[test]
fn an_epoch_is_folded_once_it_has_ended() {
    let mut world = RegistryWorld::open();
    let (owner, epoch) = (world.owner, world.epoch());
    let ledger = record(&OutcomeLedger::default(), epoch, 1, 10_000);
    world.record(owner, ledger, OutcomeLedger::default());
    let fold = registry::fold_operator_reputation(owner);
    world.chain().send(fold.clone()).fails_with("NothingToFold");
    world.world.warp_epochs(1);
    let outcome = world.chain().send(fold).ok();
    let [Event::Registry(RegistryEvent::ReputationFolded(event))] = outcome.events.as_slice()
    else {
        panic!("one event, ReputationFolded, but got {:?}", outcome.events);
    };
    // $1 of $50.
    assert_eq!((event.points_before, event.points_after), (0, 200 << 16));
    assert_eq!(event.epoch_after, epoch);
    let stored = world.operator_of(&owner);
    assert_eq!(
        (stored.reputation_points, stored.reputation_epoch),
        (200 << 16, epoch)
    );
}

#[test]
fn a_wallet_has_two_reputations() {
    let mut world = RegistryWorld::open();
    let (owner, epoch) = (world.owner, world.epoch());
    let register = registry::register_client(owner, registry::NO_REFERRER);
    let _ = world.chain().send(register).ok();
    let as_operator = record(&OutcomeLedger::default(), epoch, 1, 10_000);
    let as_client = record(&as_operator, epoch, 2, 10_000);
    world.record(owner, as_operator, as_client);
    world.world.warp_epochs(1);
    let _ = world
        .chain()
        .send(registry::fold_operator_reputation(owner))
        .ok();
    let _ = world
        .chain()
        .send(registry::fold_client_reputation(owner))
        .ok();
    assert_eq!(world.operator_of(&owner).reputation_points, 200 << 16);
    assert_eq!(world.client_of(&owner).reputation_points, 400 << 16);
}

/// Folding each epoch or once at the end gives the same, failures included.
#[test]
fn when_somebody_folds_changes_nothing() {
    let mut eager = RegistryWorld::open();
    let owner = eager.owner;
    let mut lazy = eager.clone();
    let mut ledger = OutcomeLedger::default();
    for step in 0..40 {
        let epoch = eager.epoch();
        let good = if step % 7 == 3 { 0 } else { 10_000 };
        for tag in 1..=step % 6 + 1 {
            ledger = record(&ledger, epoch, tag, good);
        }
        eager.record(owner, ledger, OutcomeLedger::default());
        eager.world.warp_epochs(1);
        lazy.world.warp_epochs(1);
        let _ = eager
            .chain()
            .send(registry::fold_operator_reputation(owner))
            .ok();
    }
    lazy.record(owner, ledger, OutcomeLedger::default());
    let _ = lazy
        .chain()
        .send(registry::fold_operator_reputation(owner))
        .ok();
    let (eager, lazy) = (eager.operator_of(&owner), lazy.operator_of(&owner));
    assert_eq!(eager.reputation_points, lazy.reputation_points);
    assert_eq!(eager.reputation_epoch, lazy.reputation_epoch);
    let score = Reputation {
        points: eager.reputation_points,
        epoch: eager.reputation_epoch,
    };
    assert!(score.score_at(eager.reputation_epoch) > 3_000);
}
