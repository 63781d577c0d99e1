//! Sequences without end, and a broken invariant as a test to paste. `cargo xtask fuzz-market`
//! calls this.

use super::{
    action::Action,
    draw::sequence,
    runner::{Check, DRAIN_EVERY, Failure, STEPS, resolved, run},
    shrink::shrink,
    tally::Tally,
};
use std::time::{Duration, Instant};

/// How often progress is reported.
const REPORT_EVERY: Duration = Duration::from_secs(5);

/// What a run of several seeds did.
pub struct Fuzzed {
    /// First seed.
    pub first: u64,
    /// Last seed.
    pub last: u64,
    /// What was done.
    pub tally: Tally,
}

/// Runs the sequences of `seed`, `seed + 1` and so on until `steps` are done, or for ever.
///
/// # Errors
/// The shrunk sequence of the first broken invariant, as a test.
pub fn fuzz(
    seed: u64,
    steps: Option<u64>,
    check: Check,
    report: &mut dyn FnMut(&str),
) -> Result<Fuzzed, String> {
    let (start, mut reported) = (Instant::now(), Instant::now());
    let mut done = Fuzzed {
        first: seed,
        last: seed,
        tally: Tally::default(),
    };
    for seed in seed.. {
        let left = steps.map_or(u64::MAX, |steps| steps.saturating_sub(done.tally.steps()));
        let length = usize::try_from(left).unwrap_or(STEPS).min(STEPS);
        if length == 0 {
            break;
        }
        done.last = seed;
        let mut tally = Tally::default();
        let actions = sequence(seed, length);
        if let Err(failure) = run(&actions, check, DRAIN_EVERY, &mut tally) {
            report(&format!(
                "seed {seed}, step {}: {}",
                failure.steps, failure.text
            ));
            let failing = actions[..failure.steps].to_vec();
            let test = explained(failing, check, &failure, report);
            return Err(format!("// Seed {seed}.\n{test}"));
        }
        done.tally.add(&tally);
        if reported.elapsed() >= REPORT_EVERY {
            reported = Instant::now();
            report(&progress(&done, start));
        }
    }
    Ok(done)
}

fn progress(done: &Fuzzed, start: Instant) -> String {
    let seconds = start.elapsed().as_secs().max(1);
    let per_second = done.tally.steps() / seconds;
    format!(
        "seeds {} to {}, {per_second} steps/s, {seconds} s; {}",
        done.first, done.last, done.tally
    )
}

/// The failing sequence, shrunk, as a test.
fn explained(
    failing: Vec<Action>,
    check: Check,
    failure: &Failure,
    report: &mut dyn FnMut(&str),
) -> String {
    let mut runs = 0_u64;
    let mut reported = Instant::now();
    let mut last = failure.clone();
    let mut fails = |actions: &[Action]| {
        runs += 1;
        if reported.elapsed() >= REPORT_EVERY {
            reported = Instant::now();
            report(&format!(
                "shrinking: {} actions, {runs} runs",
                actions.len()
            ));
        }
        match run(actions, check, usize::MAX, &mut Tally::default()) {
            Err(found) if found.id() == failure.id() => {
                last = found;
                true
            }
            _ => false,
        }
    };
    let mut small = shrink(failing, &mut fails);
    let plain = resolved(&small);
    if plain != small && fails(&plain) {
        small = shrink(plain, &mut fails);
    }
    format!(
        "// Shrunk in {runs} runs. {}\n// After {}\n{}",
        last.text.replace('\n', "\n// "),
        last.act.replace('\n', "\n// "),
        as_test(&small)
    )
}

/// A sequence as a test that fails as it does: paste it into `stateful_market/found.rs`.
pub fn as_test(actions: &[Action]) -> String {
    let lines: Vec<_> = actions
        .iter()
        .map(|action| format!("        {action:?},"))
        .collect();
    let lines = lines.join("\n");
    format!("#[test]\nfn shrunk() {{\n    replay(&[\n{lines}\n    ]);\n}}\n")
}
