//! The sequences that run in CI, and the command that runs until it is stopped.

use super::{
    act::Act,
    action::{Action, Twist, Verb},
    draw::sequence,
    fuzz::{as_test, fuzz},
    player::Player,
    runner::{STEPS, run_seed},
    shrink::shrink,
    tally::Tally,
};
use ionet_test_kit::{call::idl, PROGRAMS};
use std::{env, sync::Mutex, thread};

/// Seeds of the sequences in CI, each of [`STEPS`] steps.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=22;
/// Steps of the command when nobody says how many: enough to see that it works.
const FEW_STEPS: u64 = 600;

/// Instructions that no sequence brings to success.
const NEVER: [(&str, &str, &str); 13] = [
    ("emission", "initialize", "done before the opening"),
    ("io_token", "initialize", "done before the opening"),
    ("io_token", "allocate_genesis", "done before the opening"),
    ("io_token", "seal_genesis", "done before the opening"),
    ("io_token", "mint_emission", "emission calls it, nobody signs for it"),
    ("io_token", "propose_beneficiary", "in the sequences after genesis"),
    ("io_token", "accept_beneficiary", "in the sequences after genesis"),
    ("io_token", "close_vesting", "in the sequences after genesis"),
    ("iosd", "initialize", "done before the opening"),
    ("registry", "initialize", "done before the opening"),
    ("registry", "migrate_operator", "needs an account of version 1: in registry's sequences"),
    ("job_escrow", "initialize", "done before the opening"),
    ("price_feed", "initialize", "there is none"),
];

#[test]
fn sequences_of_the_whole_market() {
    let (seeds, sum) = (Mutex::new(SEEDS), Mutex::new(Tally::default()));
    let next = || seeds.lock().expect("no panic while locked").next();
    let work = || {
        while let Some(seed) = next() {
            let mut tally = Tally::default();
            if let Err(failure) = run_seed(seed, STEPS, &mut tally) {
                panic!(
                    "seed {seed}, step {}: {}\nafter {}\ncargo xtask fuzz-market --seed {seed} shrinks it",
                    failure.steps, failure.text, failure.act
                );
            }
            sum.lock().expect("no panic while locked").add(&tally);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let sum = sum.into_inner().expect("no panic while locked");
    did_something(&sum);
}

/// Every instruction succeeded, thousands of calls did, and thousands were refused.
fn did_something(sum: &Tally) {
    let total = sum.total();
    assert!(total.succeeded > 15_000 && total.refused > 15_000, "{sum}");
    for program in PROGRAMS {
        for instruction in &idl(program.name).instructions {
            let exempt = NEVER
                .iter()
                .any(|(name, never, _)| (*name, *never) == (program.name, &instruction.name));
            let done = sum.succeeded(program.name, &instruction.name);
            assert!(done != exempt, "{}.{}: {sum}", program.name, instruction.name);
        }
    }
}

/// What `cargo xtask fuzz-market` runs; a few steps otherwise.
#[test]
fn fuzz_market() {
    let seed = number("IONET_FUZZ_SEED").unwrap_or(1_000_000);
    let steps = match env::var("IONET_FUZZ_STEPS").as_deref() {
        Ok("forever") => None,
        Ok(_) => number("IONET_FUZZ_STEPS"),
        Err(_) => Some(FEW_STEPS),
    };
    let done = fuzz(seed, steps, &mut |line| println!("{line}"));
    match done {
        Ok(done) => println!("seeds {} to {}: {}", done.first, done.last, done.tally),
        Err(test) => panic!("an invariant is broken; this fails in the same way:\n\n{test}"),
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{variable}={text}: give a whole number")))
}
