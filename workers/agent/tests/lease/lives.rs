use ionet_agent::{MAX_LAUNCHES, Process, Step, StopCause};
use ionet_core::job::Verification;
use proptest::prelude::*;

use crate::world::{Event, World};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn plain(work_seconds: i64) -> World {
    World::new(Verification::None, 7_200, work_seconds)
}

fn passes(world: &mut World, seconds: i64) {
    world.happen(Event::Passes { seconds });
}

#[test]
fn a_job_is_claimed_run_delivered_and_paid_by_the_second() {
    let mut world = plain(3_000);
    passes(&mut world, 3 * HOUR);
    assert!(world.is_over());
    let begins = [
        Step::Claim,
        Step::Hold,
        Step::Prepare,
        Step::StartHost,
        Step::Launch,
    ];
    assert_eq!(world.steps[..5], begins);
    assert_eq!(world.steps.last(), Some(&Step::Forget));
    let heartbeats = world
        .steps
        .iter()
        .filter(|step| matches!(step, Step::Heartbeat { .. }));
    assert_eq!(heartbeats.count(), 3);
    // A tenth of a cent a second; the process was seen to be done at the next look.
    assert_eq!(world.booked, 3_000 * 1_000);
}

#[test]
fn what_matures_in_a_long_job_is_booked_meanwhile() {
    let mut world = plain(7_000);
    passes(&mut world, 6_900);
    assert!(world.booked > 0 && world.claim.is_some());
}

#[test]
fn a_job_whose_time_is_over_is_stopped_and_delivered() {
    let mut world = plain(DAY);
    passes(&mut world, 4 * HOUR);
    assert!(world.is_over());
    assert!(world.did(|step| *step == Step::Stop(StopCause::TimeOver)));
    assert!(world.did(|step| matches!(step, Step::Complete { .. })));
    assert_eq!(world.booked, 7_200 * 1_000);
}

#[test]
fn a_cancelled_job_is_stopped_and_paid_up_to_the_cancel() {
    let mut world = plain(DAY);
    passes(&mut world, 1_260);
    world.happen(Event::Cancel);
    passes(&mut world, 2 * HOUR);
    assert!(world.is_over());
    assert_eq!(world.booked, 1_260 * 1_000);
}

#[test]
fn a_process_that_went_with_the_machine_is_launched_again_and_no_more_than_three_times() {
    let mut world = plain(3_000);
    for _ in 0..10 {
        passes(&mut world, 300);
        world.happen(Event::MachineRestarts);
    }
    passes(&mut world, 6 * HOUR);
    assert!(world.is_over());
    let launches = world
        .steps
        .iter()
        .filter(|step| **step == Step::Launch)
        .count();
    assert_eq!(launches, MAX_LAUNCHES as usize);
    assert!(!world.did(|step| matches!(step, Step::Collect)));
}

#[test]
fn without_inputs_the_agent_says_nothing_and_is_paid_nothing() {
    let mut world = plain(3_000);
    world.inputs_are_good = false;
    passes(&mut world, 3 * HOUR);
    assert!(world.is_over());
    assert!(!world.did(|step| matches!(step, Step::StartHost | Step::Launch)));
    assert_eq!(world.booked, 0);
}

#[test]
fn a_job_that_others_took_is_forgotten() {
    let mut world = plain(3_000);
    let taken = world.job.take(1, 7_200, false, world.now).expect("a slot");
    world.job = taken.job_after;
    passes(&mut world, 60);
    assert!(world.is_over());
    assert_eq!(world.steps, [Step::Forget]);
}

#[test]
fn a_claim_that_a_keeper_ended_stops_the_process() {
    let mut world = plain(DAY);
    passes(&mut world, 600);
    world.happen(Event::AgentIsDown { seconds: 3 * HOUR });
    world.happen(Event::Keeper);
    assert_eq!(world.process, Process::Running);
    passes(&mut world, HOUR);
    assert!(world.is_over());
    assert!(world.did(|step| *step == Step::Stop(StopCause::ClaimEnded)));
}

#[test]
fn a_replica_commits_reveals_and_is_paid_after_the_tally() {
    let mut world = World::new(Verification::Replicate { replicas: 3 }, 7_200, 3_000);
    passes(&mut world, 6 * HOUR);
    assert!(world.is_over(), "{:?}", world.steps);
    let order = ["Commit", "Reveal", "Decide", "Settle", "Close", "Forget"];
    let done: Vec<_> = world
        .steps
        .iter()
        .map(|step| {
            format!("{step:?}")
                .split([' ', '{', '('])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .filter(|name| order.contains(&name.as_str()))
        .collect();
    assert_eq!(done, order);
    assert_eq!(world.booked, 3_000 * 1_000);
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => (1_i64..3_000).prop_map(|seconds| Event::Passes { seconds }),
        2 => (1_i64..5_000).prop_map(|seconds| Event::AgentIsDown { seconds }),
        1 => Just(Event::MachineRestarts),
        1 => Just(Event::Cancel),
        2 => Just(Event::Keeper),
    ];
    prop::collection::vec(event, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever happens, the chain's rules accept every step, no process outlives its claim,
    /// no heartbeat is sent without a process, and in the end nothing is left: the claim is
    /// closed or was never made, and what was booked is what it earned, once.
    #[test]
    fn every_life_ends_paid_exactly_once(
        events in events(),
        work_seconds in 1_i64..9_000,
        replicated in any::<bool>(),
        inputs_are_good in prop::bool::weighted(0.9),
    ) {
        let verification = if replicated { Verification::Replicate { replicas: 3 } } else { Verification::None };
        let mut world = World::new(verification, 7_200, work_seconds);
        world.inputs_are_good = inputs_are_good;
        for event in events {
            world.happen(event);
        }
        passes(&mut world, 3 * DAY);
        prop_assert!(world.is_over(), "{:?}\n{:?}", world.steps, world.claim);
        prop_assert_eq!(world.booked, world.earned);
        prop_assert!(world.booked <= 7_200 * 1_000);
        prop_assert!(inputs_are_good || world.booked == 0 || !world.did(|step| *step == Step::Launch));
    }
}
