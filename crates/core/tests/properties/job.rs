//! Jobs under any sequence of steps by anybody: money is conserved, nothing is paid twice, bonds
//! stay locked while a claim answers for its work, and a keeper alone reaches the end.

use std::collections::HashSet;

use ionet_core::hiring::JobFilters;
use ionet_core::job::{JobState, JobTerms, PartialFill, Verification};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::job_model::{Model, POSTED_AT, RATE, Step};

fn job(terms: JobTerms) -> JobState {
    JobState::post(&terms, RATE, POSTED_AT).unwrap()
}

fn terms() -> impl Strategy<Value = JobTerms> {
    let shape = prop_oneof![
        4 => Just((Verification::None, None)),
        1 => Just((Verification::Audit, None)),
        2 => (2u8..=5).prop_map(|replicas| {
            (Verification::Replicate { replicas }, Some(PartialFill::Fail))
        }),
    ];
    let fill = prop_oneof![
        Just(PartialFill::Keep),
        Just(PartialFill::Wait),
        Just(PartialFill::Fail)
    ];
    let seconds = prop_oneof![Just(600u32), 600u32..20_000, Just(2_592_000)];
    (
        shape,
        fill,
        1u32..=4,
        1u16..=2,
        seconds,
        300i64..20_000,
        600u32..7_200,
        any::<bool>(),
    )
        .prop_map(
            |(shape, fill, units, granule, seconds, window, start_seconds, deterministic)| {
                let (verification, needed) = shape;
                JobTerms {
                    gpus: units * u32::from(granule),
                    granule,
                    seconds,
                    claim_deadline: POSTED_AT + window,
                    start_seconds,
                    verification,
                    deterministic: deterministic || verification == Verification::Audit,
                    partial_fill: needed.unwrap_or(fill),
                    filters: JobFilters::default(),
                }
            },
        )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let claim = 0usize..5;
    let verdict = prop_oneof![Just(None), any::<bool>().prop_map(Some)];
    let seconds = prop_oneof![
        4 => 0i64..1_800,
        2 => Just(900i64),
        2 => 1_800i64..10_000,
        1 => 10_000i64..3_000_000
    ];
    let step = prop_oneof![
        12 => (seconds, prop::bool::weighted(0.1))
            .prop_map(|(seconds, halted)| Step::Wait { seconds, halted }),
        6 => (1u32..=8, 0u32..4_000)
            .prop_map(|(gpus, more_seconds)| Step::Take { gpus, more_seconds }),
        4 => (claim.clone(), 1u32..=4).prop_map(|(claim, gpus)| Step::Enlarge { claim, gpus }),
        10 => (claim.clone(), 1u32..=8).prop_map(|(claim, gpus)| Step::Start { claim, gpus }),
        10 => (claim.clone(), 0u32..2).prop_map(|(claim, dead)| Step::Heartbeat { claim, dead }),
        4 => (claim.clone(), 0u32..2).prop_map(|(claim, dead)| Step::Complete { claim, dead }),
        5 => (claim.clone(), 0u8..2).prop_map(|(claim, result)| Step::Commit { claim, result }),
        5 => claim.clone().prop_map(|claim| Step::Reveal { claim }),
        1 => Just(Step::Cancel),
        1 => (600u32..5_000, 1u64..3_000_000)
            .prop_map(|(seconds, rate)| Step::Extend { seconds, rate }),
        3 => claim.clone().prop_map(|claim| Step::Dispute { claim }),
        1 => claim.clone().prop_map(|claim| Step::Audit { claim }),
        1 => (0u64..1_000).prop_map(|amount| Step::Donate { amount }),
        3 => (claim.clone(), verdict)
            .prop_map(|(claim, verdict)| Step::Resolve { claim, verdict }),
        4 => (claim.clone(), prop::option::of(0u8..2))
            .prop_map(|(claim, rerun)| Step::Decide { claim, rerun }),
        6 => claim.clone().prop_map(|claim| Step::DueEnd { claim }),
        2 => Just(Step::EndJob),
        3 => Just(Step::Refund),
        8 => claim.clone().prop_map(|claim| Step::Settle { claim }),
        3 => claim.prop_map(|claim| Step::CloseClaim { claim }),
        1 => Just(Step::CloseJob),
    ];
    prop::collection::vec(step, 1..120)
}

/// A job that is posted, or filled and running already: blind steps rarely get there when
/// claims wait for each other.
fn model(terms: JobTerms, running: bool) -> Model {
    let model = Model::new(job(terms));
    if running {
        model.filled_and_started(terms.gpus)
    } else {
        model
    }
}

/// Steps that legitimately take again when they are made again.
fn takes_again(step: Step) -> bool {
    matches!(
        step,
        Step::Wait { .. }
            | Step::Take { .. }
            | Step::Enlarge { .. }
            | Step::Start { .. }
            | Step::Extend { .. }
            | Step::Donate { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn money_is_conserved_and_replays_pay_nothing(
        terms in terms(),
        running in any::<bool>(),
        steps in steps(),
    ) {
        let mut model = model(terms, running);
        for step in steps {
            let accepted = model.step(step);
            model.check();
            if accepted && !takes_again(step) {
                let paid =
                    (model.moved, model.returned, model.bonds_to_client, model.surplus, model.locked);
                model.step(step);
                let again =
                    (model.moved, model.returned, model.bonds_to_client, model.surplus, model.locked);
                prop_assert_eq!(paid, again, "{:?} made twice", step);
                model.check();
            }
        }
    }

    /// I8: whatever happened, once all deadlines have passed, nobody but a keeper is needed.
    #[test]
    fn a_keeper_alone_closes_every_job(
        terms in terms(),
        running in any::<bool>(),
        steps in steps(),
    ) {
        let mut model = model(terms, running);
        for step in steps {
            model.step(step);
        }
        // All claims to come, and ends, hold-backs, verdicts: within half a year, looked at
        // every week.
        prop_assert!(model.closed_by_keeper(604_800, 30).is_some(), "{:?}", model);
    }
}

/// A search proves nothing about what it does not reach.
#[test]
fn random_steps_reach_every_state_reason_and_entitlement() {
    let mut runner = TestRunner::deterministic();
    let mut seen = HashSet::new();
    for _ in 0..512 {
        let terms = terms().new_tree(&mut runner).unwrap().current();
        let mut model = model(
            terms,
            any::<bool>().new_tree(&mut runner).unwrap().current(),
        );
        for step in steps().new_tree(&mut runner).unwrap().current() {
            model.step(step);
            for claim in &model.claims {
                let record = &claim.record;
                seen.insert(format!("state {:?}", record.state));
                seen.insert(format!("reason {:?}", record.reason));
                seen.insert(format!("entitlement {:?}", record.entitlement));
            }
            seen.insert(format!("end {:?}", model.job.end));
        }
    }
    assert_eq!(seen.len(), 10 + 7 + 3 + 4, "{seen:#?}");
}

/// The jobs of the exhaustive search: each mode and each partial-fill choice, one or two slots.
fn small_jobs() -> Vec<JobState> {
    let replicate = Verification::Replicate { replicas: 3 };
    let shapes = [
        (Verification::None, PartialFill::Keep, 1),
        (Verification::None, PartialFill::Wait, 2),
        (Verification::None, PartialFill::Fail, 2),
        (Verification::Audit, PartialFill::Keep, 1),
        (replicate, PartialFill::Fail, 1),
    ];
    let terms = shapes.map(|(verification, partial_fill, gpus)| JobTerms {
        gpus,
        granule: 1,
        seconds: 7_200,
        claim_deadline: POSTED_AT + 1_800,
        start_seconds: 1_200,
        verification,
        deterministic: true,
        partial_fill,
        filters: JobFilters::default(),
    });
    terms.map(job).to_vec()
}

fn every_step(claims: usize) -> Vec<Step> {
    let mut steps = vec![
        Step::Wait {
            seconds: 900,
            halted: false,
        },
        Step::Wait {
            seconds: 4_000,
            halted: false,
        },
        Step::Take {
            gpus: 1,
            more_seconds: 0,
        },
        Step::Cancel,
        Step::EndJob,
        Step::Refund,
    ];
    for claim in 0..claims {
        steps.extend([
            Step::Enlarge { claim, gpus: 1 },
            Step::Start { claim, gpus: 1 },
            Step::Heartbeat { claim, dead: 0 },
            Step::Complete { claim, dead: 0 },
            Step::Commit {
                claim,
                result: u8::try_from(claim).unwrap(),
            },
            Step::Reveal { claim },
            Step::Dispute { claim },
            Step::Resolve {
                claim,
                verdict: Some(true),
            },
            Step::Decide {
                claim,
                rerun: Some(0),
            },
            Step::DueEnd { claim },
            Step::Settle { claim },
        ]);
    }
    steps
}

/// How many steps every sequence of the exhaustive search has.
const DEPTH: usize = 6;

/// I8 again, with every sequence of steps up to a depth, from a posted and from a running job.
#[test]
fn every_state_within_a_few_steps_is_closed_by_a_keeper() {
    let mut states = 0;
    for job in small_jobs() {
        let mut seen = HashSet::new();
        let posted = Model::new(job);
        let running = posted.clone().filled_and_started(1);
        let mut frontier = vec![posted, running];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for model in &frontier {
                for step in every_step(model.claims.len()) {
                    let mut model = model.clone();
                    if model.step(step) && seen.insert(format!("{model:?}")) {
                        model.check();
                        assert!(
                            model.closed_by_keeper(8_000_000, 6).is_some(),
                            "stuck: {model:?}"
                        );
                        next.push(model);
                    }
                }
            }
            frontier = next;
        }
        states += seen.len();
    }
    assert!(
        states > 60_000,
        "only {states} states: the search does not search"
    );
}
