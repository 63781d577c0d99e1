//! What the sandbox costs a job that computes: the same product in the sandbox and bare, in turn,
//! on each card and on the processor, with telemetry read in between.
//!
//! `cargo xtask bench-gpu [--rounds N] [--size N]`, which builds this with optimisation.

use std::error::Error;
use std::time::Duration;

use ionet_accelerator::{Accelerator, Card, Cpu, Kind, detect};
use ionet_machine::{Trial, Work, Worked};

type Failure = Box<dyn Error>;

/// Of bare speed; below it something is wrong.
const GOAL: f64 = 0.98;

fn main() -> Result<(), Failure> {
    ionet_sandbox::run_if_launcher();
    ionet_machine::run_if_self_test();
    let number = |index: usize, standard: u32| {
        let argument = std::env::args().nth(index);
        argument
            .and_then(|text| text.parse().ok())
            .unwrap_or(standard)
    };
    let (pairs, size) = (number(1, 9), number(2, 8_192));
    let folder = tempfile::tempdir()?;
    let trial = Trial::new(std::env::current_exe()?, folder.path());
    let found = detect();
    if let Some(reason) = found.without_cuda {
        println!("no NVIDIA card, so only the processor is measured: {reason}\n");
    }
    println!("| what | bare | sandbox | of bare speed |\n| --- | --- | --- | --- |");
    for card in found.accelerator.probe()? {
        if card.kind == Kind::Cuda {
            gpu(&trial, found.accelerator.as_ref(), &card, pairs, size)?;
        }
    }
    let processor = Cpu::new().probe()?.remove(0);
    let work = Work::Product {
        size: 1_024,
        rounds: 2,
    };
    let processor_time = |worked: &Worked| worked.processor;
    compare(
        &trial,
        &processor,
        work,
        pairs,
        &[("processor time", processor_time)],
    )?;
    Ok(())
}

fn gpu(
    trial: &Trial,
    accelerator: &dyn Accelerator,
    card: &Card,
    pairs: u32,
    size: u32,
) -> Result<(), Failure> {
    let passed = accelerator.self_test(&card.id)?;
    let telemetry = accelerator.telemetry(&card.id)?;
    let work = Work::Product { size, rounds: 50 };
    let kernel = |worked: &Worked| worked.kernel;
    let whole = |worked: &Worked| worked.whole;
    let columns: [Column; 2] = [("kernel", kernel), ("start to result", whole)];
    compare(trial, card, work, pairs, &columns)?;
    println!(
        "\n{}: self-test of {} numbers in {:?}; before: {telemetry:?}; after: {:?}\n",
        card.model,
        passed.numbers,
        passed.kernel,
        accelerator.telemetry(&card.id)?
    );
    Ok(())
}

type Column = (&'static str, fn(&Worked) -> Duration);

/// In turn, so that what else the machine does meets both alike.
fn compare(
    trial: &Trial,
    card: &Card,
    work: Work,
    pairs: u32,
    columns: &[Column],
) -> Result<(), Failure> {
    let (mut bare, mut sandboxed) = (Vec::new(), Vec::new());
    for _ in 0..pairs {
        bare.push(trial.bare(&card.id, work)?);
        sandboxed.push(trial.sandboxed(card, work)?);
    }
    let same = bare
        .iter()
        .chain(&sandboxed)
        .all(|it| it.product == bare[0].product);
    if !same {
        return Err(format!("{}: two runs gave two products", card.model).into());
    }
    for (name, of) in columns {
        let (bare, sandboxed) = (median(&bare, *of), median(&sandboxed, *of));
        let speed = bare / sandboxed;
        let verdict = if speed >= GOAL { "" } else { " (goal 0.98)" };
        println!(
            "| {}, {name} | {bare:.2} ms | {sandboxed:.2} ms | {speed:.3}{verdict} |",
            card.model
        );
    }
    Ok(())
}

/// Milliseconds.
fn median(runs: &[Worked], of: fn(&Worked) -> Duration) -> f64 {
    let mut times: Vec<f64> = runs.iter().map(|run| of(run).as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
