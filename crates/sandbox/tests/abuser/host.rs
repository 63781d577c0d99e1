//! What the tests need on the host's side.

use std::fs::File;
use std::io::Read;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use crate::sys;

/// Keeps a segment of System V shared memory until standard input ends.
pub fn hold_shared_memory(arguments: &[&str]) -> ExitCode {
    let key = arguments[0].parse().expect("a key");
    let (id, _) = sys::shared_memory(key, true).expect("make a segment");
    println!("held");
    let mut rest = Vec::new();
    let _ = std::io::stdin().read_to_end(&mut rest);
    sys::remove_shared_memory(id);
    ExitCode::SUCCESS
}

/// Becomes another program with a descriptor of a file left open.
pub fn leak_a_descriptor(arguments: &[&str]) -> ExitCode {
    leak(arguments[0]);
    let error = Command::new(arguments[1]).args(&arguments[2..]).exec();
    eprintln!("{error}");
    ExitCode::from(2)
}

/// Opens a file so that children inherit it.
pub fn leak(path: &str) {
    let file = File::open(path).expect("the file to leak");
    rustix::io::fcntl_setfd(file.as_fd(), rustix::io::FdFlags::empty()).expect("clear the flag");
    std::mem::forget(file);
}
