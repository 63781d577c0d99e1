//! What the init tells the monitor, with descriptors.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};
use serde::{Deserialize, Serialize};

use super::Fault;

/// A step of the init's life.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The root is built. Descriptors: scratch, then outputs and the proxy's listener if asked for.
    Built,
    /// The program runs. Descriptor: the program's process.
    Started,
    /// Nothing runs.
    Failed(Fault),
    /// The program returned this code.
    Exited(i32),
    /// This signal ended it.
    Signaled(i32),
}

/// More than any message has.
const LARGEST: usize = 16 * 1024;
const MOST_DESCRIPTORS: usize = 3;

/// The two ends: each message arrives whole or not at all.
pub fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let flags = SocketFlags::CLOEXEC;
    Ok(socketpair(
        AddressFamily::UNIX,
        SocketType::SEQPACKET,
        flags,
        None,
    )?)
}

/// Fails when the monitor is gone.
pub fn send<Fd: AsFd>(socket: Fd, message: &Message, descriptors: &[OwnedFd]) -> io::Result<()> {
    let text = serde_json::to_vec(message).map_err(io::Error::other)?;
    let borrowed: Vec<_> = descriptors.iter().map(AsFd::as_fd).collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !borrowed.is_empty() && !control.push(SendAncillaryMessage::ScmRights(&borrowed)) {
        return Err(io::Error::other("too many descriptors"));
    }
    let text = text.get(..LARGEST).unwrap_or(&text);
    sendmsg(
        socket,
        &[IoSlice::new(text)],
        &mut control,
        SendFlags::NOSIGNAL,
    )?;
    Ok(())
}

/// `None` when the init is gone.
pub fn receive<Fd: AsFd>(socket: Fd) -> io::Result<Option<(Message, Vec<OwnedFd>)>> {
    let mut text = vec![0; LARGEST];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = recvmsg(
        socket,
        &mut [IoSliceMut::new(&mut text)],
        &mut control,
        RecvFlags::CMSG_CLOEXEC,
    )?;
    if received.bytes == 0 {
        return Ok(None);
    }
    let descriptors = control
        .drain()
        .filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(descriptors) => Some(descriptors),
            _ => None,
        })
        .flatten()
        .collect();
    text.truncate(received.bytes);
    let message = serde_json::from_slice(&text).map_err(io::Error::other)?;
    Ok(Some((message, descriptors)))
}
