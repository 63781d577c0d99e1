//! `cargo xtask test`: every test there is, and one line that sums them up.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, cargo};
use crate::{build_programs, clients, digits, host_packages};

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Args {
    /// Use the programs and IDLs that are in `target/` already
    #[arg(long)]
    skip_build: bool,
}

/// What a test runner's summary lines add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

/// Builds the programs, then runs the tests of both workspaces and of the TypeScript client.
///
/// # Errors
/// When a suite fails or runs no test at all. All suites run before that is reported.
pub fn run(args: &Args, workspace: &Workspace) -> Result<()> {
    host_packages::ensure(&host_packages::BUILD)?;
    host_packages::ensure(&host_packages::DIGITS)?;
    digits::prepare(workspace)?;
    if !args.skip_build {
        build_programs::run(&build_programs::Args::default(), workspace)?;
    }
    let node = clients::node_with_packages(workspace)?;
    let suites: [(&str, Command); 3] = [
        ("off-chain workspace", cargo_test(workspace)),
        ("programs workspace", cargo_test_programs(workspace)),
        ("TypeScript client", node.test_command(workspace)),
    ];
    let mut total = Counts::default();
    let mut broken = Vec::new();
    let mut table = Vec::new();
    for (name, mut command) in suites {
        println!("==> tests: {name}");
        let start = Instant::now();
        let (counts, succeeded) = run_suite(&mut command)?;
        table.push(format!(
            "{name}: {counts} in {:.0} s",
            start.elapsed().as_secs_f64()
        ));
        if !succeeded || counts.failed > 0 || counts.passed == 0 {
            broken.push(name);
        }
        total += counts;
    }
    for line in table {
        println!("{line}");
    }
    println!(
        "{} passed, {} failed, {} skipped",
        total.passed, total.failed, total.skipped
    );
    if !broken.is_empty() {
        bail!("failed: {}", broken.join(", "));
    }
    Ok(())
}

fn cargo_test(workspace: &Workspace) -> Command {
    let mut command = cargo();
    command.current_dir(&workspace.root).args([
        "test",
        "--locked",
        "--workspace",
        "--no-fail-fast",
    ]);
    command
}

fn cargo_test_programs(workspace: &Workspace) -> Command {
    let mut command = cargo();
    command
        .current_dir(workspace.programs_dir())
        .env("CARGO_TARGET_DIR", workspace.build_dir("programs-host"))
        .args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    command
}

/// Runs one suite, passing its output through and adding up its summary lines.
fn run_suite(command: &mut Command) -> Result<(Counts, bool)> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} could not be started", command.get_program().display()))?;
    let output = child
        .stdout
        .take()
        .context("the test runner's output was not captured")?;
    let mut counts = Counts::default();
    for line in BufReader::new(output).split(b'\n') {
        let bytes = line.context("the test runner's output could not be read")?;
        let line = String::from_utf8_lossy(&bytes);
        // Not written to standard output directly: a test of this function must not print a summary
        // that the run around it would count.
        println!("{line}");
        counts += summary_of(&line).unwrap_or_default();
    }
    Ok((counts, child.wait()?.success()))
}

/// Reads a summary line of `cargo test` (`test result: ok. 3 passed; 0 failed; 1 ignored; …`) or of
/// node's test runner (`# pass 3`, `ℹ pass 3`, likewise `fail` and `skipped`).
fn summary_of(line: &str) -> Option<Counts> {
    if let Some(result) = line.strip_prefix("test result: ") {
        let count = |word: &str| {
            result
                .split([';', '.'])
                .find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u64>().ok())
        };
        return Some(Counts {
            passed: count("passed")?,
            failed: count("failed")?,
            skipped: count("ignored")?,
        });
    }
    let mut words = line
        .strip_prefix("# ")
        .or_else(|| line.strip_prefix("ℹ "))?
        .split(' ');
    let (word, number) = (words.next()?, words.next()?.parse().ok()?);
    match word {
        "pass" => Some(Counts {
            passed: number,
            ..Counts::default()
        }),
        "fail" => Some(Counts {
            failed: number,
            ..Counts::default()
        }),
        "skipped" => Some(Counts {
            skipped: number,
            ..Counts::default()
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn summary_lines_are_read_and_others_are_not() {
        let table = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                Some(counts(12, 0, 1)),
            ),
            (
                "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out",
                Some(counts(2, 3, 0)),
            ),
            ("# pass 7", Some(counts(7, 0, 0))),
            ("ℹ fail 2", Some(counts(0, 2, 0))),
            ("# skipped 1", Some(counts(0, 0, 1))),
            ("# tests 7", None),
            ("test summary_lines_are_read ... ok", None),
            ("running 5 tests", None),
        ];
        for (line, expected) in table {
            assert_eq!(summary_of(line), expected, "{line}");
        }
    }

    #[test]
    fn a_suite_that_fails_is_reported_as_failed() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo 'test result: FAILED. 1 passed; 1 failed; 0 ignored;'; exit 101",
        ]);
        let (sum, succeeded) = run_suite(&mut command).unwrap();
        assert_eq!(sum, counts(1, 1, 0));
        assert!(!succeeded);
    }
}
