//! A small HTTP server that can break off, count and redirect.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// How the server answers.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Serves the whole object, or the range that is asked for.
    Whole,
    /// Breaks every answer off after so many bytes.
    BreaksOffAfter(usize),
    /// Says that there is no such object.
    Missing,
    /// Sends elsewhere.
    Redirects(String),
}

/// The server, which stops when it is dropped.
pub struct Server {
    pub address: String,
    pub requests: Arc<Mutex<Vec<String>>>,
    pub connections: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Serves `content` under every name.
    pub async fn start(content: Vec<u8>, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let (seen, counted) = (Arc::clone(&requests), Arc::clone(&connections));
        let content = Arc::new(content);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (content, manner) = (Arc::clone(&content), manner.clone());
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    let _ = answer(stream, &content, &manner, &seen).await;
                });
            }
        });
        Self {
            address: format!("http://127.0.0.1:{port}/object"),
            requests,
            connections,
            task,
        }
    }

    /// The heads of all requests.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("a lock").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    mut stream: TcpStream,
    content: &[u8],
    manner: &Manner,
    seen: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    seen.lock().expect("a lock").push(head.clone());
    let from = head
        .split("range: bytes=")
        .nth(1)
        .and_then(|rest| rest.split('-').next()?.parse::<usize>().ok());
    let reply = match (manner, from) {
        (Manner::Missing, _) => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n".to_owned(),
        (Manner::Redirects(to), _) => {
            format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n")
        }
        (_, Some(from)) => format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{}/{}\r\nContent-Length: {}\r\n",
            content.len() - 1,
            content.len(),
            content.len() - from
        ),
        (_, None) => format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", content.len()),
    };
    let reply =
        format!("{reply}Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nConnection: close\r\n\r\n");
    stream.write_all(reply.as_bytes()).await?;
    let is_body =
        matches!(manner, Manner::Whole | Manner::BreaksOffAfter(_)) && !head.starts_with("head");
    if is_body {
        let rest = content.get(from.unwrap_or(0)..).unwrap_or_default();
        let sent = match manner {
            Manner::BreaksOffAfter(bytes) => rest.get(..*bytes).unwrap_or(rest),
            _ => rest,
        };
        stream.write_all(sent).await?;
    }
    stream.shutdown().await
}
