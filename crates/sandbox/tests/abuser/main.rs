//! What the tests run inside of a sandbox, and as a control outside of one: attempts to get out,
//! to reach the host, or to take more than was given. Exit code 0: it got through. 77: it was
//! refused. It is also the agent of the tests that need one as a process of its own (`drive`).

mod attempts;
mod drive;
mod host;
mod report;
#[allow(unsafe_code)]
mod sys;

use std::process::ExitCode;

fn main() -> ExitCode {
    ionet_sandbox::run_if_launcher();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, arguments)) = arguments.split_first() else {
        return ExitCode::from(2);
    };
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match name.as_str() {
        "drive" => return drive::main(),
        "drive-here" => return drive::run(arguments[0]),
        "hold-shared-memory" => return host::hold_shared_memory(&arguments),
        "euid" => {
            println!("euid {}", sys::effective_user());
            return ExitCode::SUCCESS;
        }
        "leak-a-descriptor" => return host::leak_a_descriptor(&arguments),
        _ => {}
    }
    let Some(attempt) = attempts::find(name) else {
        eprintln!("no attempt of the name {name}");
        return ExitCode::from(2);
    };
    attempt(&arguments).exit()
}
