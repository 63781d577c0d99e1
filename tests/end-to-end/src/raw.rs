//! JSON-RPC as `curl` would speak it: an HTTP request over a socket, and nothing of the clients
//! under test. What this shows, any other client sees.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A cluster's JSON-RPC.
#[derive(Clone, Debug)]
pub struct RawRpc {
    url: String,
}

impl RawRpc {
    /// The cluster at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into() }
    }

    /// Calls `method` and returns its `result`.
    ///
    /// # Panics
    /// When the server does not answer, or with an error.
    pub fn call(&self, method: &str, params: &Value) -> Value {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let answer = match self.url.strip_prefix("http://") {
            Some(host) => post(host, &request.to_string()),
            None => curl(&self.url, &request.to_string()),
        };
        let mut answer: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{method}: {error} in {answer:?}"));
        assert!(answer.get("error").is_none(), "{method} gave {answer}");
        answer["result"].take()
    }

    /// Base units of all tokens of a mint.
    pub fn token_supply(&self, mint: &str) -> u64 {
        let supply = self.call(
            "getTokenSupply",
            &json!([mint, { "commitment": "confirmed" }]),
        );
        assert_eq!(supply["value"]["decimals"], 8);
        amount(&supply["value"]["amount"])
    }

    /// Base units in a token account.
    pub fn token_balance(&self, account: &str) -> u64 {
        let params = json!([account, { "commitment": "confirmed" }]);
        amount(&self.call("getTokenAccountBalance", &params)["value"]["amount"])
    }

    /// What the token program says about a mint.
    pub fn mint(&self, mint: &str) -> Value {
        let params = json!([mint, { "commitment": "confirmed", "encoding": "jsonParsed" }]);
        self.call("getAccountInfo", &params)["value"]["data"]["parsed"]["info"].take()
    }

    /// The data of an account; empty when there is none.
    pub fn account_data(&self, address: &str) -> Vec<u8> {
        let params = json!([address, { "commitment": "confirmed", "encoding": "base64" }]);
        let account = self.call("getAccountInfo", &params);
        let text = account["value"]["data"][0].as_str().unwrap_or_default();
        STANDARD.decode(text).expect("base64")
    }

    /// How many transactions `address` took part in.
    pub fn transactions(&self, address: &str) -> usize {
        let params = json!([address, { "commitment": "confirmed" }]);
        let signatures = self.call("getSignaturesForAddress", &params);
        signatures.as_array().map_or(0, Vec::len)
    }
}

fn amount(value: &Value) -> u64 {
    let text = value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is not an amount"));
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?} is not an amount: {error}"))
}

fn post(host: &str, body: &str) -> String {
    let host = host.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap_or_else(|error| panic!("{host}: {error}"));
    stream
        .set_read_timeout(Some(TIMEOUT))
        .expect("a timeout can be set");
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream
        .write_all(request.as_bytes())
        .expect("the request is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the answer is text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(!head.to_ascii_lowercase().contains("chunked"), "{head}");
    body.to_owned()
}

fn curl(url: &str, body: &str) -> String {
    let output = Command::new("curl")
        .args([
            "--silent",
            "--show-error",
            "--fail",
            "--header",
            "Content-Type: application/json",
        ])
        .args(["--data", body, url])
        .output()
        .unwrap_or_else(|error| panic!("curl is needed for {url}: {error}"));
    assert!(
        output.status.success(),
        "{url}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("the answer is text")
}
