//! A real kernel, run by a process of its own: in the real sandbox, or bare.
//!
//! A process of its own, because a driver that is broken may end the process that asks it, and
//! because this is how jobs run.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, exit};
use std::time::{Duration, Instant};

use ionet_accelerator::{Accelerator, AcceleratorError, Card, CardId, Cpu, Matmul, cuda};
use ionet_sandbox::native::{NativeConfig, NativeDriver};
use ionet_sandbox::{Bind, Driver, Limits, LogStream, Network, Root, Sandbox, SandboxError};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first argument by which a program knows that it was started for this.
pub const SELF_TEST_ARGUMENT: &str = "--ionet-self-test";

/// This program's place in the sandbox.
const INSIDE: &str = "/ionet";
/// CUDA's own memory on the host's side, and a large product.
const MEMORY_BYTES: u64 = 8 << 30;
/// More than the driver ever took to compile a kernel.
const MOST_SECONDS: u64 = 180;

/// What the process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// The self-test: every number is compared with the processor's.
    SelfTest,
    /// A product of this size, so many times; compared by its hash.
    Product {
        /// Rows and columns.
        size: u32,
        /// How often.
        rounds: u32,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// Time on the card itself.
    pub kernel: Duration,
    /// Time from the first call to the last number, with copies and compilation.
    pub whole: Duration,
    /// Processor time of the process.
    pub processor: Duration,
    /// SHA-256 of the product; of nothing for the self-test, which compares by itself.
    pub product: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Worked(Worked),
    Failed(String),
}

/// Why it did not work.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The kernel ran wrong or not at all, with the step and what helps.
    #[error("{0}")]
    Kernel(String),
    /// The sandbox could not be had.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The process ended without an answer.
    #[error("the self-test ended without an answer: {0}")]
    Silent(String),
    /// The process could not be started.
    #[error("the self-test could not be started: {0}")]
    Start(#[from] std::io::Error),
}

/// Starts self-tests.
pub struct Trial {
    program: PathBuf,
    folder: PathBuf,
}

impl Trial {
    /// By `program`, which calls [`ionet_sandbox::run_if_launcher`] and [`run_if_self_test`]
    /// first thing; sandboxes have their folders in `folder`.
    pub fn new(program: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            folder: folder.into(),
        }
    }

    /// Without a sandbox.
    ///
    /// # Errors
    /// [`TrialError`].
    pub fn bare(&self, card: &CardId, work: Work) -> Result<Worked, TrialError> {
        let output = Command::new(&self.program)
            .args(arguments(card, work))
            .stdin(Stdio::null())
            .output()?;
        let how = || format!("{}; {}", output.status, text(&output.stderr));
        answer(&output.stdout, how)
    }

    /// In a sandbox as a job on this card gets it: its device nodes and nothing else.
    ///
    /// # Errors
    /// [`TrialError`].
    pub fn sandboxed(&self, card: &Card, work: Work) -> Result<Worked, TrialError> {
        let driver = NativeDriver::new(NativeConfig::new(&self.folder, &self.program))?;
        let id = format!("self-test-{}", std::process::id()).parse()?;
        let prepared = driver.prepare(&id, &sandbox(&self.program, card, work))?;
        let handle = prepared.handle().clone();
        let ran = driver.spawn(prepared).and_then(|()| {
            let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
            let outcome = driver.wait(&handle, None, &mut |chunk| {
                let stream = match chunk.stream {
                    LogStream::Stdout => &mut stdout,
                    LogStream::Stderr => &mut stderr,
                };
                stream.extend_from_slice(chunk.bytes);
            })?;
            Ok((outcome, stdout, stderr))
        });
        let removed = driver.remove(&handle);
        let (outcome, stdout, stderr) = ran?;
        removed?;
        let end = outcome.map(|outcome| format!("{:?}", outcome.end));
        let how = || format!("{}; {}", end.unwrap_or_default(), text(&stderr));
        answer(&stdout, how)
    }
}

fn sandbox(program: &Path, card: &Card, work: Work) -> Sandbox {
    let arguments = arguments(&card.id, work);
    let program_inside = INSIDE.to_owned();
    Sandbox {
        root: Root::System,
        read_only: vec![Bind::new(program, INSIDE)],
        inputs: Vec::new(),
        scratch_bytes: 256 << 20,
        output: None,
        env: [("HOME".to_owned(), "/tmp".to_owned())].into(),
        argv: std::iter::once(program_inside).chain(arguments).collect(),
        working_dir: "/tmp".into(),
        limits: Limits {
            memory_bytes: MEMORY_BYTES,
            wall_seconds: MOST_SECONDS,
            ..Limits::default()
        },
        devices: card.nodes.clone(),
        network: Network::Off,
        require: Vec::new(),
    }
}

fn arguments(card: &CardId, work: Work) -> Vec<String> {
    let (size, rounds) = match work {
        Work::SelfTest => (0, 0),
        Work::Product { size, rounds } => (size, rounds),
    };
    vec![
        SELF_TEST_ARGUMENT.to_owned(),
        card.to_string(),
        size.to_string(),
        rounds.to_string(),
    ]
}

fn answer(stdout: &[u8], how: impl FnOnce() -> String) -> Result<Worked, TrialError> {
    match serde_json::from_slice(stdout) {
        Ok(Answer::Worked(worked)) => Ok(worked),
        Ok(Answer::Failed(reason)) => Err(TrialError::Kernel(reason)),
        Err(_) => Err(TrialError::Silent(how())),
    }
}

/// The last line that somebody wrote.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim().lines().last().unwrap_or_default().to_owned()
}

/// Runs the self-test and exits, if this process was started for it.
pub fn run_if_self_test() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().as_deref() != Some(OsStr::new(SELF_TEST_ARGUMENT)) {
        return;
    }
    let arguments: Vec<String> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let answer = match work(&arguments) {
        Ok(worked) => Answer::Worked(worked),
        Err(error) => Answer::Failed(error.to_string()),
    };
    // Whoever asked reads it; where nobody reads, nobody needs it.
    let Ok(line) = serde_json::to_string(&answer) else {
        exit(1)
    };
    println!("{line}");
    exit(i32::from(matches!(answer, Answer::Failed(_))))
}

fn work(arguments: &[String]) -> Result<Worked, AcceleratorError> {
    let argument = |index: usize| arguments.get(index).map_or("", String::as_str);
    let card: CardId = argument(0).parse()?;
    let (size, rounds) = (argument(1).parse().unwrap_or(0), argument(2).parse());
    let accelerator: Box<dyn Accelerator> = if card == CardId::cpu() {
        Box::new(Cpu::new())
    } else {
        Box::new(cuda::Compute)
    };
    let start = Instant::now();
    let (kernel, product) = if size == 0 {
        (accelerator.self_test(&card)?.kernel, String::new())
    } else {
        let task = Matmul::new(size, 1, rounds.unwrap_or(1))?;
        let run = accelerator.multiply(&card, &task)?;
        let mut hasher = Sha256::new();
        for number in &run.product {
            hasher.update(number.to_le_bytes());
        }
        (run.kernel, format!("{:x}", hasher.finalize()))
    };
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Ok(Worked {
        kernel,
        whole: start.elapsed(),
        processor: Duration::new(
            spent.tv_sec.unsigned_abs(),
            spent.tv_nsec.unsigned_abs().try_into().unwrap_or(0),
        ),
        product,
    })
}
