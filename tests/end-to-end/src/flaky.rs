//! A network between client and chain that loses what real ones lose.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It passes, and so does the answer.
    None,
    /// It never arrives: the connection breaks.
    LoseRequest,
    /// It arrives, and its answer is lost.
    LoseAnswer,
}

/// A proxy in front of a chain's RPC.
pub struct FlakyRpc {
    port: u16,
    sends: Arc<AtomicUsize>,
}

impl FlakyRpc {
    /// Passes everything on to `upstream` (`http://HOST:PORT`), except that the n-th
    /// `sendTransaction`, from 0, meets `fault(n)`.
    ///
    /// # Panics
    /// When no port is free.
    pub fn start(upstream: &str, fault: fn(usize) -> Fault) -> Self {
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its port").port();
        let sends = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&sends);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (upstream, counter) = (upstream.clone(), Arc::clone(&counter));
                thread::spawn(move || {
                    // A broken connection is what this is for.
                    let _broken = serve(&client, &upstream, fault, &counter);
                });
            }
        });
        Self { port, sends }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many `sendTransaction` requests came.
    pub fn sends(&self) -> usize {
        self.sends.load(Ordering::SeqCst)
    }
}

/// One request and its answer; then the connection ends.
fn serve(
    client: &TcpStream,
    upstream: &str,
    fault: fn(usize) -> Fault,
    sends: &AtomicUsize,
) -> std::io::Result<()> {
    let body = read_body(client)?;
    let is_send = body
        .windows(17)
        .any(|window| window == b"\"sendTransaction\"");
    let fault = if is_send {
        fault(sends.fetch_add(1, Ordering::SeqCst))
    } else {
        Fault::None
    };
    if fault == Fault::LoseRequest {
        return client.shutdown(Shutdown::Both);
    }
    let mut server = TcpStream::connect(upstream)?;
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {upstream}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    server.write_all(head.as_bytes())?;
    server.write_all(&body)?;
    let answer = read_body(&server)?;
    if fault == Fault::LoseAnswer {
        return client.shutdown(Shutdown::Both);
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.len()
    );
    let mut client = client;
    client.write_all(head.as_bytes())?;
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Write)
}

/// The body of an HTTP message with a `Content-Length`.
fn read_body(stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}
