//! What a sandbox costs, each figure against its baseline in the same run: the time from the
//! claim of a job to its first instruction against bubblewrap's, and the speed of a computation
//! against the same one outside.
//!
//! `cargo run --release -p ionet-sandbox --example bench [ROUNDS]`, with `bwrap` installed.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ionet_sandbox::native::{NativeConfig, NativeDriver};
use ionet_sandbox::{Bind, Driver, LogStream, Network, Root, Sandbox, SandboxId};
use rustix::time::{ClockId, clock_gettime};

type Failure = Box<dyn std::error::Error>;

/// This program's place in every sandbox.
const INSIDE: &str = "/job";

fn main() -> Result<(), Failure> {
    ionet_sandbox::run_if_launcher();
    let argument = std::env::args().nth(1).unwrap_or_default();
    match argument.as_str() {
        "stamp" => println!("{}", now().as_nanos()),
        "compute" => println!("{}", compute().as_nanos()),
        "call" => println!("{}", call().as_nanos()),
        rounds => return bench(rounds.parse().unwrap_or(100)),
    }
    Ok(())
}

/// By a clock that is the same inside and outside.
fn now() -> Duration {
    time_of(ClockId::Monotonic)
}

fn processor_time() -> Duration {
    time_of(ClockId::ProcessCPUTime)
}

/// Processor time of all processes that were started here and have ended, and of theirs. It does
/// not depend on what else the machine does.
fn time_of_children() -> Result<Duration, Failure> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = text.rsplit_once(") ").ok_or("no name")?;
    let ticks = fields.split(' ').skip(13).take(2).map(str::parse::<u64>);
    Ok(Duration::from_millis(ticks.sum::<Result<u64, _>>()? * 10))
}

fn time_of(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs().try_into().unwrap_or(0),
    )
}

/// Processor time of a computation that calls nothing: what other work on the machine takes
/// away from it does not count.
fn compute() -> Duration {
    const SIZE: usize = 256;
    let left: Vec<f64> = (0..SIZE * SIZE)
        .map(|index| f64::from(u32::try_from(index).unwrap_or(0)))
        .collect();
    let mut product = vec![0.0; SIZE * SIZE];
    let start = processor_time();
    for _ in 0..40 {
        for row in 0..SIZE {
            for inner in 0..SIZE {
                let factor = left[row * SIZE + inner];
                for column in 0..SIZE {
                    product[row * SIZE + column] += factor * left[inner * SIZE + column];
                }
            }
        }
        black_box(&mut product);
    }
    processor_time().saturating_sub(start)
}

/// Processor time of a million system calls: the worst case of a filter.
fn call() -> Duration {
    let start = processor_time();
    for _ in 0..1_000_000 {
        black_box(rustix::process::getppid());
    }
    processor_time().saturating_sub(start)
}

fn bench(rounds: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let program = std::env::current_exe()?;
    let driver = NativeDriver::new(NativeConfig::new(folder.path(), &program))?;
    println!("{:?}", driver.probe());
    let mut table = Vec::new();

    let mut bare = Vec::new();
    let mut bubble = Vec::new();
    let mut ours = Vec::new();
    let mut whole = Vec::new();
    let mut bubble_whole = Vec::new();
    let (mut bubble_work, mut work) = (Duration::ZERO, Duration::ZERO);
    for round in 0..rounds + 5 {
        let warm = round >= 5;
        let keep = |list: &mut Vec<f64>, value: f64| {
            if warm {
                list.push(value);
            }
        };
        let start = now();
        keep(
            &mut bare,
            since(start, &outside(&mut Command::new(&program), "stamp")?)?,
        );
        let before = time_of_children()?;
        let (start, began) = (now(), Instant::now());
        let stamp = outside(&mut bubblewrap(&program), "stamp");
        if let Ok(stamp) = stamp {
            keep(&mut bubble, since(start, &stamp)?);
            keep(&mut bubble_whole, milliseconds(began.elapsed()));
        }
        let between = time_of_children()?;
        bubble_work += between.saturating_sub(before);
        let (start, began) = (now(), Instant::now());
        let stamp = inside(&driver, &program, "stamp", round)?;
        keep(&mut ours, since(start, &stamp)?);
        keep(&mut whole, milliseconds(began.elapsed()));
        work += time_of_children()?.saturating_sub(between);
    }
    let (ours, bubble) = (Figures::of(ours), Figures::of(bubble));
    let (whole, bubble_whole) = (Figures::of(whole), Figures::of(bubble_whole));
    table.push(("start, bare", Figures::of(bare).to_string(), String::new()));
    table.push(("start, bubblewrap", bubble.to_string(), String::new()));
    table.push((
        "start, sandbox",
        ours.to_string(),
        format!("{:.2} x bubblewrap", ours.median / bubble.median),
    ));
    table.push((
        "start to end, bubblewrap",
        bubble_whole.to_string(),
        String::new(),
    ));
    table.push((
        "start to end, sandbox",
        whole.to_string(),
        format!("{:.2} x bubblewrap", whole.median / bubble_whole.median),
    ));
    let each =
        |all: Duration| milliseconds(all) / f64::from(u32::try_from(rounds + 5).unwrap_or(1));
    let (bubble_work, work) = (each(bubble_work), each(work));
    table.push((
        "processor time, bubblewrap",
        format!("{bubble_work:.2}"),
        String::new(),
    ));
    table.push((
        "processor time, sandbox",
        format!("{work:.2}"),
        format!("{:.2} x bubblewrap", work / bubble_work),
    ));

    for what in ["compute", "call"] {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        for round in 0..15 {
            let text = outside(&mut Command::new(&program), what)?;
            bare.push(since(Duration::ZERO, &text)?);
            let text = inside(&driver, &program, what, 10_000 + round)?;
            ours.push(since(Duration::ZERO, &text)?);
        }
        let (bare, ours) = (Figures::of(bare), Figures::of(ours));
        let speed = format!("{:.3} of bare speed", bare.median / ours.median);
        let names = if what == "compute" {
            ["computation, bare", "computation, sandbox"]
        } else {
            ["a million calls, bare", "a million calls, sandbox"]
        };
        table.push((names[0], bare.to_string(), String::new()));
        table.push((names[1], ours.to_string(), speed));
    }
    println!("| {rounds} rounds | median (5 % to 95 %), ms | |\n| --- | --- | --- |");
    for (name, figures, ratio) in table {
        println!("| {name} | {figures} | {ratio} |");
    }
    Ok(())
}

/// Milliseconds from `start` to a stamp.
fn since(start: Duration, stamp: &str) -> Result<f64, Failure> {
    Ok(milliseconds(
        Duration::from_nanos(stamp.trim().parse()?).saturating_sub(start),
    ))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn outside(command: &mut Command, what: &str) -> Result<String, Failure> {
    let output = command.arg(what).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Bubblewrap with what it has of the same.
fn bubblewrap(program: &Path) -> Command {
    let mut command = Command::new("bwrap");
    command.args([
        "--unshare-all",
        "--new-session",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
    ]);
    command.args(["--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"]);
    command.args([
        "--symlink",
        "usr/lib",
        "/lib",
        "--symlink",
        "usr/lib64",
        "/lib64",
    ]);
    command.args(["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
    command.args([
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp",
    ]);
    command
        .arg("--ro-bind")
        .arg(program)
        .args([INSIDE, "--clearenv", INSIDE]);
    command
}

fn inside(
    driver: &NativeDriver,
    program: &Path,
    what: &str,
    round: usize,
) -> Result<String, Failure> {
    let id: SandboxId = format!("bench-{what}-{round}").parse()?;
    let sandbox = Sandbox {
        root: Root::System,
        read_only: vec![Bind::new(program, INSIDE)],
        inputs: Vec::new(),
        scratch_bytes: 64 << 20,
        output: None,
        env: [].into(),
        argv: vec![INSIDE.to_owned(), what.to_owned()],
        working_dir: "/tmp".into(),
        limits: ionet_sandbox::Limits::default(),
        devices: Vec::new(),
        network: Network::Off,
        require: Vec::new(),
    };
    let prepared = driver.prepare(&id, &sandbox)?;
    let handle = prepared.handle().clone();
    driver.spawn(prepared)?;
    let mut text = Vec::new();
    let outcome = driver.wait(&handle, None, &mut |chunk| {
        if chunk.stream == LogStream::Stdout {
            text.extend_from_slice(chunk.bytes);
        }
    })?;
    driver.remove(&handle)?;
    match String::from_utf8(text)? {
        text if text.is_empty() => Err(format!("{outcome:?}").into()),
        text => Ok(text),
    }
}

/// Of many measurements.
struct Figures {
    median: f64,
    low: f64,
    high: f64,
}

impl Figures {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |hundredth: usize| {
            values
                .get(values.len() * hundredth / 100)
                .copied()
                .unwrap_or(f64::NAN)
        };
        Self {
            median: at(50),
            low: at(5),
            high: at(95),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{:.2} ({:.2} to {:.2})",
            self.median, self.low, self.high
        )
    }
}
