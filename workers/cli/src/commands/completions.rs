//! `ionet completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;

/// Prints the shell's completion script.
pub fn run(shell: Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "ionet", &mut std::io::stdout());
}
