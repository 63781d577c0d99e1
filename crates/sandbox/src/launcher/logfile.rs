//! What is kept of what a job writes.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::io::Errno;

use crate::LogSummary;

/// In the sandbox's folder.
pub const STDOUT_FILE: &str = "stdout.log";
/// In the sandbox's folder.
pub const STDERR_FILE: &str = "stderr.log";

/// Reads of one wake-up, so that one stream's flood does not starve the watch over limits.
const MOST_READS: usize = 16;

/// The reading end of a pipe and the file it is kept in.
pub struct LogFile {
    pipe: Option<OwnedFd>,
    file: File,
    head_left: u64,
    tail: VecDeque<u8>,
    tail_capacity: usize,
    summary: LogSummary,
}

impl LogFile {
    /// Keeps `capacity` bytes: three quarters from the beginning, the rest from the end.
    pub fn create(folder: &Path, name: &str, pipe: OwnedFd, capacity: u64) -> io::Result<Self> {
        let tail = capacity / 4;
        Ok(Self {
            pipe: Some(pipe),
            file: File::create(folder.join(name))?,
            head_left: capacity - tail,
            tail: VecDeque::new(),
            tail_capacity: usize::try_from(tail).map_err(io::Error::other)?,
            summary: LogSummary::default(),
        })
    }

    /// The pipe, until every writer has closed it.
    pub fn pipe(&self) -> Option<&OwnedFd> {
        self.pipe.as_ref()
    }

    /// Bytes written to it so far.
    pub fn written(&self) -> u64 {
        self.summary.written
    }

    /// Takes what there is, without waiting.
    pub fn pump(&mut self) {
        let mut buffer = vec![0; 64 * 1024];
        for _ in 0..MOST_READS {
            let Some(pipe) = &self.pipe else { return };
            match rustix::io::read(pipe, &mut buffer[..]) {
                Ok(0) => self.pipe = None,
                Ok(length) => self.keep(buffer.get(..length).unwrap_or_default()),
                Err(Errno::AGAIN) => return,
                Err(Errno::INTR) => {}
                Err(_) => self.pipe = None,
            }
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.summary.written += bytes.len() as u64;
        let head = usize::try_from(self.head_left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let (head, rest) = bytes.split_at(head);
        // A full disk of the host costs the log, not the job.
        if self.file.write_all(head).is_err() {
            self.summary.dropped += head.len() as u64;
        }
        self.head_left -= head.len() as u64;
        self.tail.extend(rest);
        let surplus = self.tail.len().saturating_sub(self.tail_capacity);
        self.tail.drain(..surplus);
        self.summary.dropped += surplus as u64;
    }

    /// Writes the end that was held back.
    pub fn finish(mut self) -> LogSummary {
        self.pump();
        let (first, second) = self.tail.as_slices();
        let dropped = self.summary.dropped;
        let written = if dropped > 0 {
            writeln!(self.file, "\n[{dropped} bytes not kept]")
        } else {
            Ok(())
        };
        // As above.
        let _ = written
            .and_then(|()| self.file.write_all(first))
            .and_then(|()| self.file.write_all(second));
        self.summary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(capacity: u64, pieces: &[&[u8]]) -> (Vec<u8>, LogSummary) {
        let folder = tempfile::tempdir().unwrap();
        let (reader, _writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::NONBLOCK).unwrap();
        let mut log = LogFile::create(folder.path(), "log", reader, capacity).unwrap();
        for piece in pieces {
            log.keep(piece);
        }
        let summary = log.finish();
        (std::fs::read(folder.path().join("log")).unwrap(), summary)
    }

    #[test]
    fn what_fits_is_kept_whole() {
        let (text, summary) = kept(8, &[b"abcd", b"efgh"]);
        assert_eq!(text, b"abcdefgh");
        assert_eq!(
            summary,
            LogSummary {
                written: 8,
                dropped: 0
            }
        );
    }

    #[test]
    fn of_a_flood_the_beginning_and_the_very_end_are_kept() {
        let (text, summary) = kept(8, &[b"abcdef", b"0123456789", b"yz"]);
        assert_eq!(text, b"abcdef\n[10 bytes not kept]\nyz");
        assert_eq!(
            summary,
            LogSummary {
                written: 18,
                dropped: 10
            }
        );
    }
}
