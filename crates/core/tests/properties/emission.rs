//! Emission under any sequence of calls.

use ionet_core::emission::{EmissionError, EmissionParameters, EmissionState, Preset};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP};
use ionet_core::time::EPOCH_SECONDS;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::emission_model::Model;

const CREATED: i64 = 1_800_000_000;

#[derive(Clone, Debug)]
enum Step {
    Wait {
        seconds: i64,
    },
    Advance {
        max_epochs: u16,
    },
    CatchUp,
    RollOver,
    Change {
        parameters: EmissionParameters,
    },
    /// Somebody earns that many per mille of what a pool can still pay.
    Earn {
        availability: bool,
        per_mille: u64,
    },
}

fn parameters() -> impl Strategy<Value = EmissionParameters> {
    (
        1_000u16..=9_000,
        prop_oneof![4 => 24u16..=60, 1 => 24u16..=720],
    )
        .prop_map(|(share, window)| EmissionParameters {
            availability_bps: share,
            claim_window_epochs: window,
        })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0i64..200_000).prop_map(|seconds| Step::Wait { seconds }),
        1 => (0i64..4_000_000).prop_map(|seconds| Step::Wait { seconds }),
        1 => (0i64..60).prop_map(|hours| Step::Wait { seconds: hours * EPOCH_SECONDS }),
        3 => (1u16..=730).prop_map(|max_epochs| Step::Advance { max_epochs }),
        4 => Just(Step::CatchUp),
        4 => Just(Step::RollOver),
        2 => parameters().prop_map(|parameters| Step::Change { parameters }),
        2 => (any::<bool>(), 0u64..=1_000)
            .prop_map(|(availability, per_mille)| Step::Earn { availability, per_mille }),
    ];
    prop::collection::vec(step, 1..80)
}

/// Genesis, or so close to the cap that a run reaches it.
fn minted_ever() -> impl Strategy<Value = u64> {
    let near_cap = (0u64..400_000_000_000_000).prop_map(|room| SUPPLY_CAP - room);
    prop_oneof![
        Just(GENESIS_SUPPLY),
        near_cap,
        (0u64..800).prop_map(|room| SUPPLY_CAP - room)
    ]
}

fn presets() -> impl Strategy<Value = Preset> {
    prop_oneof![Just(Preset::Official), Just(Preset::Literal)]
}

/// The state and the model side by side.
struct Pair {
    state: EmissionState,
    model: Model,
    now: i64,
    minted_before: u64,
}

impl Pair {
    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Wait { seconds } => self.now += seconds,
            Step::Advance { max_epochs } => self.advance(*max_epochs)?,
            Step::CatchUp => {
                while self.model.due(self.now) > 0 {
                    self.advance(730)?;
                }
            }
            Step::RollOver => self.roll_over()?,
            Step::Change { parameters } => self.change(*parameters)?,
            Step::Earn {
                availability,
                per_mille,
            } => self.earn(*availability, *per_mille),
        }
        self.check()
    }

    fn advance(&mut self, max_epochs: u16) -> Result<(), TestCaseError> {
        let result = self
            .state
            .advance(self.model.minted_ever, self.now, max_epochs);
        let due = self.model.due(self.now);
        if due == 0 {
            prop_assert_eq!(result, Err(EmissionError::NoEpochDue));
            return Ok(());
        }
        let outcome = result.unwrap();
        prop_assert_eq!(outcome.first_epoch, self.model.hours);
        prop_assert_eq!(outcome.epochs, due.min(u64::from(max_epochs)));
        let flows = self.model.advance(outcome.epochs);
        prop_assert_eq!(
            (outcome.minted_availability, outcome.minted_compute),
            flows.minted
        );
        let returned = (outcome.reserve_to_availability, outcome.reserve_to_compute);
        prop_assert_eq!(returned, flows.returned);
        self.state = outcome.state_after;
        Ok(())
    }

    fn roll_over(&mut self) -> Result<(), TestCaseError> {
        let result = self.state.roll_over(self.now);
        if self.model.due(self.now) > 0 {
            prop_assert_eq!(result, Err(EmissionError::EpochsBehind));
            return Ok(());
        }
        match self.model.roll_over() {
            Err(closes_at_epoch) => {
                prop_assert_eq!(
                    result,
                    Err(EmissionError::ClaimWindowOpen { closes_at_epoch })
                );
            }
            Ok(expired) => {
                let outcome = result.unwrap();
                prop_assert_eq!((outcome.from_availability, outcome.from_compute), expired);
                self.state = outcome.state_after;
            }
        }
        Ok(())
    }

    fn change(&mut self, parameters: EmissionParameters) -> Result<(), TestCaseError> {
        let result = self.state.change_parameters(parameters, self.now);
        if self.model.change(parameters, self.now) {
            self.state = result.unwrap();
        } else {
            prop_assert_eq!(result, Err(EmissionError::EpochsBehind));
        }
        Ok(())
    }

    fn earn(&mut self, availability: bool, per_mille: u64) {
        let (pool, model) = if availability {
            (&mut self.state.availability, &mut self.model.availability)
        } else {
            (&mut self.state.compute, &mut self.model.compute)
        };
        let amount = model.unearned() / 1_000 * per_mille;
        model.earn(amount);
        pool.earned += amount;
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let (state, model) = (&self.state, &self.model);
        prop_assert_eq!(state.next_epoch, model.hours);
        prop_assert_eq!(state.epochs_due(self.now), model.due(self.now));
        prop_assert_eq!(state.current_parameters(), model.parameters());
        prop_assert_eq!(state.reserve, model.reserve);
        let emission = BigUint::from(state.schedule.month_emission);
        prop_assert_eq!(&emission, &model.month_emission);
        prop_assert_eq!(state.schedule.month_mint, model.month_mint);
        prop_assert!(model.minted_ever <= SUPPLY_CAP);
        for (pool, model) in [
            (&state.availability, &model.availability),
            (&state.compute, &model.compute),
        ] {
            prop_assert_eq!(pool.funded, model.received);
            prop_assert_eq!(pool.unearned(), model.unearned());
            prop_assert_eq!(
                pool.funded,
                pool.earned + pool.rolled_over + pool.unearned()
            );
            prop_assert!(pool.expired() <= pool.unearned());
        }
        // Conservation: every unit minted is in a pool, owed or paid, or in the reserve.
        let pools = [state.availability, state.compute];
        let held: u64 = pools.iter().map(|pool| pool.unearned() + pool.earned).sum();
        prop_assert_eq!(held + state.reserve, model.minted_ever - self.minted_before);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_sequence_of_calls_agrees_with_the_model(
        preset in presets(),
        delay in 0i64..500_000,
        first in parameters(),
        minted_before in minted_ever(),
        steps in steps(),
    ) {
        let start = CREATED + delay;
        let state = EmissionState::start(start, CREATED, preset, first, minted_before).unwrap();
        let model = Model::new(preset, start, first, minted_before);
        let mut pair = Pair { state, model, now: CREATED, minted_before };
        for step in &steps {
            pair.step(step)?;
        }
    }

    /// However the same epochs are cut into calls, and whenever the calls are made, the state
    /// after them is the same, the reserve and the checkpoints included. Only a roll-over or a
    /// change of parameters between two epochs makes a difference, as the model test defines.
    #[test]
    fn an_advance_in_parts_equals_the_advance_at_once(
        preset in presets(),
        first in parameters(),
        next in parameters(),
        reserve in prop_oneof![0u64..2_000, 0..SUPPLY_CAP / 4],
        warm_up in 0u64..1_500,
        cuts in prop::collection::vec(1u16..=400, 1..12),
    ) {
        let at = |epochs: u64| CREATED + i64::try_from(epochs).unwrap() * EPOCH_SECONDS;
        let mut state =
            EmissionState::start(CREATED, CREATED, preset, first, GENESIS_SUPPLY).unwrap();
        let mut minted_ever = GENESIS_SUPPLY;
        while state.next_epoch < warm_up {
            let outcome = state.advance(minted_ever, at(warm_up), 730).unwrap();
            minted_ever += outcome.minted_availability + outcome.minted_compute;
            state = outcome.state_after;
        }
        state.reserve = reserve;
        let state = state.change_parameters(next, at(warm_up)).unwrap();

        let mut cut = (state, minted_ever, [0u64; 4]);
        for epochs in cuts {
            let now = at(cut.0.next_epoch + u64::from(epochs));
            let outcome = cut.0.advance(cut.1, now, 730).unwrap();
            cut.1 += outcome.minted_availability + outcome.minted_compute;
            cut.2[0] += outcome.minted_availability;
            cut.2[1] += outcome.minted_compute;
            cut.2[2] += outcome.reserve_to_availability;
            cut.2[3] += outcome.reserve_to_compute;
            cut.0 = outcome.state_after;
        }
        let end = cut.0.next_epoch;
        let mut whole = (state, minted_ever, [0u64; 4]);
        while whole.0.next_epoch < end {
            let outcome = whole.0.advance(whole.1, at(end), 730).unwrap();
            whole.1 += outcome.minted_availability + outcome.minted_compute;
            whole.2[0] += outcome.minted_availability;
            whole.2[1] += outcome.minted_compute;
            whole.2[2] += outcome.reserve_to_availability;
            whole.2[3] += outcome.reserve_to_compute;
            whole.0 = outcome.state_after;
        }
        prop_assert_eq!(cut, whole);
    }

    #[test]
    fn the_reserve_returns_at_most_a_720th_an_epoch(
        reserve in prop_oneof![0u64..2_000, 0..=SUPPLY_CAP],
        first in parameters(),
    ) {
        let state =
            EmissionState::start(CREATED, CREATED, Preset::Official, first, GENESIS_SUPPLY);
        let state = EmissionState { reserve, ..state.unwrap() };
        let now = CREATED + EPOCH_SECONDS;
        let outcome = state.advance(GENESIS_SUPPLY, now, 1).unwrap();
        let returned = outcome.reserve_to_availability + outcome.reserve_to_compute;
        prop_assert!(u128::from(returned) * 720 <= u128::from(reserve));
        prop_assert!(u128::from(returned + 1) * 720 > u128::from(reserve), "and not less");
        prop_assert_eq!(outcome.state_after.reserve, reserve - returned);
    }
}
