//! Joins two connections.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// How long nothing may come from one side.
const IDLE: Duration = Duration::from_mins(5);

/// Passes bytes both ways until both sides have ended, or one has failed.
pub fn join(client: &TcpStream, server: &TcpStream) {
    std::thread::scope(|scope| {
        scope.spawn(|| pass(client, server));
        pass(server, client);
    });
}

fn pass(mut from: &TcpStream, mut to: &TcpStream) {
    let timed = from
        .set_read_timeout(Some(IDLE))
        .and(to.set_write_timeout(Some(IDLE)));
    let mut buffer = vec![0; 32 * 1024];
    let ended = timed.is_ok()
        && loop {
            match from.read(&mut buffer) {
                Ok(0) => break true,
                Ok(length)
                    if to
                        .write_all(buffer.get(..length).unwrap_or_default())
                        .is_ok() => {}
                _ => break false,
            }
        };
    if ended {
        // The other direction may still have something to say.
        let _ = to.shutdown(Shutdown::Write);
    } else {
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }
}
