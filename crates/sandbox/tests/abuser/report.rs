//! How an attempt went.

use std::io;
use std::process::ExitCode;

/// The exit code of an attempt that was refused in every variant.
pub const REFUSED: u8 = 77;

/// The variants of an attempt, each with how it went.
#[derive(Default)]
pub struct Report {
    through: bool,
    lines: Vec<String>,
}

impl Report {
    /// A variant that got through when it succeeded.
    pub fn tried<T>(mut self, what: &str, result: io::Result<T>) -> Self {
        match result {
            Ok(_) => self.got_through(what),
            Err(error) => self.was_refused(what, &error.to_string()),
        }
        self
    }

    /// A variant with arguments that make no sense, so that it is harmless: it got through when
    /// the complaint is about them, and was refused when it is about the right to call at all.
    pub fn at_the_gate<T>(mut self, what: &str, result: io::Result<T>) -> Self {
        match result {
            Err(error) if matches!(error.raw_os_error(), Some(libc::EPERM | libc::ENOSYS)) => {
                self.was_refused(what, &error.to_string());
            }
            Err(error) => self.got_through(&format!("{what} ({error})")),
            Ok(_) => self.got_through(what),
        }
        self
    }

    /// A variant that got through when this holds.
    pub fn holds(mut self, what: &str, through: bool) -> Self {
        if through {
            self.got_through(what);
        } else {
            self.was_refused(what, "no");
        }
        self
    }

    fn got_through(&mut self, what: &str) {
        self.through = true;
        self.lines.push(format!("{what}: THROUGH"));
    }

    fn was_refused(&mut self, what: &str, why: &str) {
        self.lines.push(format!("{what}: {why}"));
    }

    /// Says it all.
    pub fn exit(self) -> ExitCode {
        for line in &self.lines {
            println!("{line}");
        }
        if self.through || self.lines.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(REFUSED)
        }
    }
}
