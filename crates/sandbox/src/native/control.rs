//! The agent's side of the conversation with a monitor.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::launcher::{CONTROL_SOCKET, ControlReply, ControlRequest};

/// A connection to a monitor.
pub struct Control {
    stream: UnixStream,
}

impl Control {
    pub fn connect(folder: &Path) -> io::Result<Self> {
        // By descriptor, because a socket's path may have 107 bytes only.
        let folder = File::open(folder)?;
        let path = format!("/proc/self/fd/{}/{CONTROL_SOCKET}", folder.as_raw_fd());
        let stream = UnixStream::connect(path)?;
        let patience = Some(Duration::from_secs(10));
        stream.set_read_timeout(patience)?;
        stream.set_write_timeout(patience)?;
        Ok(Self { stream })
    }

    pub fn ask(&mut self, request: ControlRequest) -> io::Result<ControlReply> {
        let mut text = serde_json::to_vec(&request)?;
        text.push(b'\n');
        self.stream.write_all(&text)?;
        let mut line = String::new();
        BufReader::new(&self.stream).read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }

    /// Asks to be hung up on when the sandbox ends.
    pub fn watch(mut self) -> io::Result<Self> {
        self.ask(ControlRequest::Watch)?;
        Ok(self)
    }

    /// Waits for that.
    pub fn hung_up_within(&self, patience: Duration) -> bool {
        readable_within(&self.stream, patience)
    }
}

/// Whether there is something to read, or an end, before `patience` is over.
pub fn readable_within(descriptor: &impl AsFd, patience: Duration) -> bool {
    let timeout = Timespec {
        tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: patience.subsec_nanos().into(),
    };
    let mut descriptors = [PollFd::new(descriptor, PollFlags::IN)];
    matches!(poll(&mut descriptors, Some(&timeout)), Ok(1..))
}
