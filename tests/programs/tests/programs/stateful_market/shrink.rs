//! Making a failing sequence small.

use super::action::{Action, Twist, Verb};

/// The smallest sequence found that still `fails`; none of its actions can be left out.
///
/// Parts are left out, halves first; then twists and choices are made plain.
pub fn shrink(mut actions: Vec<Action>, mut fails: impl FnMut(&[Action]) -> bool) -> Vec<Action> {
    loop {
        let before = actions.clone();
        remove(&mut actions, &mut fails);
        simplify(&mut actions, &mut fails);
        if actions == before {
            return actions;
        }
    }
}

/// Leaves out whatever can be left out: halves, then quarters, down to single actions.
fn remove(actions: &mut Vec<Action>, fails: &mut impl FnMut(&[Action]) -> bool) {
    let mut size = actions.len() / 2;
    while size > 0 {
        // From the end: what came last depends on what came before, not the other way round.
        let mut end = actions.len();
        while end > 0 {
            let start = end.saturating_sub(size);
            let mut fewer = actions.clone();
            fewer.drain(start..end);
            if fails(&fewer) {
                *actions = fewer;
            }
            end = start;
        }
        size /= 2;
    }
}

/// Makes each action as plain as it can be.
fn simplify(actions: &mut [Action], fails: &mut impl FnMut(&[Action]) -> bool) {
    for index in 0..actions.len() {
        for plainer in plainer(actions[index]) {
            let now = actions[index];
            actions[index] = plainer(now);
            if actions[index] != now && !fails(actions) {
                actions[index] = now;
            }
        }
    }
}

type Plainer = Box<dyn Fn(Action) -> Action>;

/// Changes that make an action plainer, the boldest first.
fn plainer(Action(verb, ..): Action) -> Vec<Plainer> {
    let mut changes: Vec<Plainer> = vec![
        Box::new(|Action(verb, choices, _)| Action(verb, choices, Twist::Plain)),
        Box::new(|Action(verb, _, twist)| Action(verb, [0; 4], twist)),
    ];
    // Choices of a step that is still to be found say little alone.
    if verb != Verb::Next {
        for position in 0..4 {
            changes.push(Box::new(move |Action(verb, mut choices, twist)| {
                choices[position] = 0;
                Action(verb, choices, twist)
            }));
        }
    }
    changes
}
