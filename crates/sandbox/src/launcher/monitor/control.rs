//! What the agent asks of a running monitor.

use std::fs::{self, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::time::Duration;

use rustix::process::{Signal, pidfd_send_signal};
use serde::{Deserialize, Serialize};

use super::Monitor;
use super::files::CONTROL_SOCKET;
use crate::{End, Usage};

/// What the agent asks.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlRequest {
    /// End it.
    Kill,
    /// Send the program this signal.
    Signal(i32),
    /// Say what it uses.
    Usage,
    /// Keep this connection open until the end.
    Watch,
}

/// What the monitor answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlReply {
    /// As asked.
    Done,
    /// What it uses.
    Usage(Usage),
    /// Not possible.
    Refused(String),
}

/// In the current folder.
pub fn listen() -> io::Result<UnixListener> {
    let _ = fs::remove_file(CONTROL_SOCKET);
    let listener = UnixListener::bind(CONTROL_SOCKET)?;
    fs::set_permissions(CONTROL_SOCKET, Permissions::from_mode(0o600))?;
    Ok(listener)
}

impl Monitor {
    /// Only the agent's user can connect: the folder is closed to others.
    pub fn serve(&mut self) {
        let Ok((stream, _)) = self.control.accept() else {
            return;
        };
        if let Ok(true) = self.answer(&stream) {
            self.watchers.push(stream);
        }
    }

    /// Whether the connection is to stay.
    fn answer(&mut self, stream: &UnixStream) -> io::Result<bool> {
        let patience = Some(Duration::from_secs(1));
        stream.set_read_timeout(patience)?;
        stream.set_write_timeout(patience)?;
        let mut line = String::new();
        BufReader::new(stream.take(1_024)).read_line(&mut line)?;
        let request = serde_json::from_str(&line)?;
        let reply = match request {
            ControlRequest::Usage => ControlReply::Usage(self.usage()),
            ControlRequest::Watch => ControlReply::Done,
            ControlRequest::Kill => {
                self.finish(End::Killed);
                ControlReply::Done
            }
            ControlRequest::Signal(number) => self.signal(number),
        };
        let mut text = serde_json::to_vec(&reply)?;
        text.push(b'\n');
        (&mut &*stream).write_all(&text)?;
        Ok(matches!(request, ControlRequest::Watch))
    }

    fn signal(&self, number: i32) -> ControlReply {
        let (Some(program), Some(signal)) = (&self.program, Signal::from_named_raw(number)) else {
            return ControlReply::Refused(format!("signal {number}"));
        };
        match pidfd_send_signal(program, signal) {
            Ok(()) => ControlReply::Done,
            Err(error) => ControlReply::Refused(error.to_string()),
        }
    }
}
