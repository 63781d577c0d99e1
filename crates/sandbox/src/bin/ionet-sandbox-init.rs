//! Starts and watches one sandbox. Only the agent runs it.

use std::process::ExitCode;

fn main() -> ExitCode {
    ionet_sandbox::run_if_launcher();
    eprintln!("This program is run by the worker agent; it does nothing else.");
    ExitCode::from(2)
}
