//! Running a sequence: every invariant after every step, and a way out of every state.

use super::{
    act::Act, action::Action, drain::drain, invariants, player::Player, snapshot::Snapshot,
    tally::Tally,
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Steps of a sequence.
pub const STEPS: usize = 3_000;
/// The market is wound up on a copy of the chain every so many steps.
pub const DRAIN_EVERY: usize = 500;

/// Where a sequence broke an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How many steps were made, the breaking one included.
    pub steps: usize,
    /// What broke: the invariant's id, then what is wrong.
    pub text: String,
    /// What was done.
    pub act: String,
}

impl Failure {
    /// The invariant's id, or `panic`.
    pub fn id(&self) -> &str {
        self.text.split(':').next().unwrap_or_default()
    }
}

/// What is checked on the states before and after a step.
pub type Check = fn(&Snapshot, &Snapshot, &Act) -> Result<(), String>;

/// Runs `actions` from the opening of the market on, counting in `tally`. The market is wound up
/// every `drain_every` steps and at the end.
///
/// # Errors
/// The first broken invariant; a panic is one as well.
pub fn run(
    actions: &[Action],
    check: Check,
    drain_every: usize,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut player = Player::new();
    let mut before = Snapshot::take(&player.people);
    for (index, action) in actions.iter().enumerate() {
        let steps = index + 1;
        let broken = |text, act: &str| Failure {
            steps,
            text,
            act: act.to_owned(),
        };
        let stepped = catch_unwind(AssertUnwindSafe(|| {
            let act = player.perform(*action);
            let after = before.next(&player.people);
            let checked = check(&before, &after, &act)
                .and_then(|()| invariants::stops_no_exit(&player.people, &act));
            (act, after, checked)
        }));
        let (act, after, checked) = stepped.map_err(|panic| broken(message(&*panic), "panic"))?;
        checked.map_err(|text| broken(text, &act.to_string()))?;
        tally.count(&act);
        before = after;
        if steps == actions.len() || steps.is_multiple_of(drain_every) {
            let drained = catch_unwind(AssertUnwindSafe(|| drain(&player.people)));
            drained
                .unwrap_or_else(|panic| Err(message(&*panic)))
                .map_err(|text| broken(text, "winding up"))?;
        }
    }
    Ok(())
}

/// Runs `actions` and panics at the first broken invariant: what a printed sequence calls.
pub fn replay(actions: &[Action]) {
    let mut tally = Tally::default();
    if let Err(failure) = run(actions, invariants::check, usize::MAX, &mut tally) {
        panic!(
            "step {}: {}\nafter {}",
            failure.steps, failure.text, failure.act
        );
    }
}

/// What each action stands for at its moment.
pub fn resolved(actions: &[Action]) -> Vec<Action> {
    let mut player = Player::new();
    let mut plain = Vec::new();
    for action in actions {
        let action = player.resolve(*action);
        plain.push(action);
        let _ = catch_unwind(AssertUnwindSafe(|| player.perform(action)));
    }
    plain
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panic: {}", text.unwrap_or("without a message"))
}
