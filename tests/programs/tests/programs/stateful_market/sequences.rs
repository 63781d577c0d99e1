//! The sequences that run in CI, and the command that runs until it is stopped.

use super::{
    draw::sequence,
    fuzz::fuzz,
    invariants,
    runner::{Check, DRAIN_EVERY, STEPS, run},
    tally::Tally,
    turns,
};
use ionet_test_kit::{PROGRAMS, call::idl};
use std::{env, sync::Mutex, thread};

/// Seeds of the sequences in CI, each of [`STEPS`] steps.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=22;
/// Steps of the command when nobody says how many: enough to see that it works.
const FEW_STEPS: u64 = 600;

/// Instructions that no sequence brings to success.
const NEVER: [(&str, &str, &str); 12] = [
    ("emission", "initialize", "done before the opening"),
    ("io_token", "initialize", "done before the opening"),
    ("io_token", "allocate_genesis", "done before the opening"),
    ("io_token", "seal_genesis", "done before the opening"),
    (
        "io_token",
        "mint_emission",
        "emission calls it, nobody signs for it",
    ),
    (
        "io_token",
        "propose_beneficiary",
        "in the sequences after genesis",
    ),
    (
        "io_token",
        "accept_beneficiary",
        "in the sequences after genesis",
    ),
    (
        "io_token",
        "close_vesting",
        "in the sequences after genesis",
    ),
    ("iosd", "initialize", "done before the opening"),
    ("registry", "initialize", "done before the opening"),
    (
        "registry",
        "migrate_operator",
        "needs an account of version 1: in registry's sequences",
    ),
    ("job_escrow", "initialize", "done before the opening"),
];

#[test]
fn sequences_of_the_whole_market() {
    let (seeds, sum) = (Mutex::new(SEEDS), Mutex::new(Tally::default()));
    let next = || seeds.lock().expect("no panic while locked").next();
    let work = || {
        while let Some(seed) = next() {
            let mut tally = Tally::default();
            let actions = sequence(seed, STEPS);
            if let Err(failure) = run(&actions, invariants::check, DRAIN_EVERY, &mut tally) {
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

/// Every instruction succeeded, thousands of calls did, thousands were refused, and lives of jobs
/// took every turn.
fn did_something(sum: &Tally) {
    let total = sum.total();
    assert!(total.succeeded > 15_000 && total.refused > 15_000, "{sum}");
    for program in PROGRAMS {
        for instruction in &idl(program.name).instructions {
            let exempt = NEVER
                .iter()
                .any(|(name, never, _)| (*name, *never) == (program.name, &instruction.name));
            let done = sum.succeeded(program.name, &instruction.name);
            assert!(
                done != exempt,
                "{}.{}: {sum}",
                program.name,
                instruction.name
            );
        }
    }
    for turn in turns::ALL {
        assert!(sum.turns.contains_key(turn), "never {turn}: {sum}");
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
    let done = fuzz(seed, steps, invariants::check, &mut |line| {
        println!("{line}");
    });
    match done {
        Ok(done) => println!("seeds {} to {}: {}", done.first, done.last, done.tally),
        Err(test) => {
            println!("\n{test}");
            panic!("an invariant is broken; the test above belongs into stateful_market/found.rs");
        }
    }
}

/// A rule that does not hold: a failure is found, shrunk and printed as it would be.
#[test]
fn a_failure_shrinks_to_what_causes_it() {
    let rule: Check = |_, _, act| {
        if act.did("job_escrow", "cancel") {
            Err("R1: nobody cancels".to_owned())
        } else {
            Ok(())
        }
    };
    let mut lines = Vec::new();
    let found = fuzz(1, None, rule, &mut |line| lines.push(line.to_owned()));
    let test = found.err().expect("somebody cancels");
    let actions: Vec<_> = test
        .lines()
        .filter(|line| line.contains("Action("))
        .collect();
    let expected = [
        "        Action(Post, [0, 0, 0, 0], Plain),",
        "        Action(Cancel, [0, 0, 0, 0], Plain),",
    ];
    assert_eq!(actions, expected, "{test}");
    assert!(
        lines.iter().any(|line| line.contains("R1: nobody cancels")),
        "{lines:?}"
    );
    assert!(
        test.contains("#[test]\nfn shrunk() {\n    replay(&["),
        "{test}"
    );
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{variable}={text}: give a whole number")))
}
