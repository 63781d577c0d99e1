//! Sequences without end, and a broken invariant as a test to paste. `cargo xtask fuzz-market`
//! calls this.

use super::{
    action::Action,
    draw::sequence,
    runner::{Failure, STEPS, resolved, run, run_seed},
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
pub fn fuzz(seed: u64, steps: Option<u64>, report: &mut dyn FnMut(&str)) -> Result<Fuzzed, String> {
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
        if let Err(failure) = run_seed(seed, length, &mut tally) {
            report(&format!(
                "seed {seed}, step {}: {}",
                failure.steps, failure.text
            ));
            let failing = sequence(seed, failure.steps);
            return Err(explained(seed, failing, &failure, report));
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
    let seconds = start.elapsed().as_secs_f64();
    let per_second = done.tally.steps() as f64 / seconds;
    format!(
        "seeds {} to {}, {per_second:.0} steps/s, {seconds:.0} s; {}",
        done.first, done.last, done.tally
    )
}

/// The failing sequence, shrunk, as a test.
fn explained(
    seed: u64,
    failing: Vec<Action>,
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
        match run(actions, usize::MAX, &mut Tally::default()) {
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
        "// Seed {seed}, {} runs to shrink. {}\n// After {}\n{}",
        runs,
        last.text.replace('\n', "\n// "),
        last.act.replace('\n', "\n// "),
        as_test(&small)
    )
}

/// A sequence as a test that fails as it does: paste it into `stateful_market/found.rs`.
pub fn as_test(actions: &[Action]) -> String {
    let lines: String = actions
        .iter()
        .map(|action| format!("        {action:?},\n"))
        .collect();
    format!("#[test]\nfn shrunk() {{\n    replay(&[\n{lines}    ]);\n}}\n")
}
