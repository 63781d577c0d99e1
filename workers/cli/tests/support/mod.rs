//! Running the real binary with a config folder of its own.
#![allow(dead_code)]

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// A user who has never run `ionet`.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The binary, not yet run.
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ionet"));
        command
            .args(arguments)
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env_remove("IONET_URL")
            .env_remove("IONET_KEYPAIR")
            .env_remove("RUST_LOG")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null());
        command
    }

    /// What the binary answers.
    pub fn ionet(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }
}

/// Standard output of a success.
pub fn succeeds(output: Output) -> String {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "failed: {stderr}");
    stdout
}

/// Standard error of a failure.
pub fn fails(output: Output) -> String {
    assert!(
        !output.status.success(),
        "should fail: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// The one JSON object of a success.
pub fn json(output: Output) -> Value {
    let text = succeeds(output);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A running `ionet localnet`, ended with Ctrl-C.
pub struct Network {
    process: Child,
    pub url: String,
    pub up: Value,
}

impl Network {
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        let fixed = ["localnet", "--rpc-port", "0", "--json"];
        let mut command = home.command(fixed.iter().chain(arguments));
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let first = lines
            .next()
            .expect("it comes up: see its error above")
            .expect("UTF-8");
        // The keeper goes on printing: read, so that it never waits.
        std::thread::spawn(move || lines.for_each(drop));
        let up: Value = serde_json::from_str(&first).expect("JSON");
        let url = up["rpc_url"].as_str().expect("an address").to_owned();
        Self { process, url, up }
    }

    pub fn ask(&self, home: &Home, arguments: &[&str]) -> Value {
        json(home.ionet(arguments.iter().chain(&["--json", "--url", &self.url])))
    }

    /// As [`Self::ask`], or what it says when it fails.
    pub fn try_ask(&self, home: &Home, arguments: &[&str]) -> Result<Value, String> {
        let output = home.ionet(arguments.iter().chain(&["--json", "--url", &self.url]));
        if output.status.success() {
            Ok(json(output))
        } else {
            Err(fails(output))
        }
    }

    pub fn refuse(&self, home: &Home, arguments: &[&str]) -> String {
        fails(home.ionet(arguments.iter().chain(&["--url", &self.url])))
    }

    /// Ctrl-C, and a clean end.
    pub fn interrupt(mut self) {
        let pid = self.process.id().to_string();
        let kill = Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .expect("kill");
        assert!(kill.success());
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.process.try_wait().expect("waited") {
                break status;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "it does not end");
            std::thread::sleep(Duration::from_millis(50));
        };
        assert!(status.success(), "{status}");
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // After a panic; a process that has ended cannot be killed, which is fine.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A network with people on it: `client` has IOSD, and each operator `NAME` a verified GPU with the key
/// `NAME-card`.
pub struct Market {
    pub home: Home,
    pub network: Network,
}

/// A class of the local chain's genesis, H100.
const CLASS: &str = "4";

impl Market {
    /// Starts a network without a keeper, on which `operators` offer a GPU each.
    pub fn open(operators: &[&str]) -> Self {
        let home = Home::new();
        let network = Network::start(&home, &["--no-keeper"]);
        let market = Self { home, network };
        market.ask(&["-k", "community", "vesting", "claim", "8"]);
        market.ask(&["-k", "community", "iosd", "mint", "20"]);
        market.ask(&["-k", "community", "client", "register"]);
        for operator in operators {
            let card = format!("{operator}-card");
            for wallet in [operator, card.as_str()] {
                market.wallet(wallet);
            }
            market.ask(&["-k", operator, "operator", "register", "--usd-bps", "3000"]);
            let register = ["device", "register", "--device", &card, "--class", CLASS];
            market.ask(&[&["-k", operator], &register[..]].concat());
            market.ask(&["localnet", "verify", operator, "--class", CLASS]);
        }
        market
    }

    /// Makes a wallet with SOL.
    pub fn wallet(&self, name: &str) {
        self.ask(&["wallet", "new", name]);
        self.ask(&["wallet", "airdrop", "1", "--to", name]);
    }

    /// What a command answers, without being asked back.
    pub fn ask(&self, arguments: &[&str]) -> Value {
        self.network
            .ask(&self.home, &[arguments, &["--yes"]].concat())
    }

    /// What a command says when it fails.
    pub fn refuse(&self, arguments: &[&str]) -> String {
        self.network
            .refuse(&self.home, &[arguments, &["--yes"]].concat())
    }

    /// The address of a wallet.
    pub fn address(&self, wallet: &str) -> String {
        let shown = self.ask(&["wallet", "show", "-k", wallet]);
        shown["address"].as_str().expect("an address").to_owned()
    }

    /// Posts a job of `community` with these more arguments, has it claimed and started by the
    /// operators. Returns its address.
    pub fn hire(&self, post: &[&str], claim: &[&str], operators: &[&str]) -> String {
        // Claims need a price of IO that is fresh after time travel.
        self.ask(&["-k", "keeper", "oracle", "publish", "2.5"]);
        let fixed = ["-k", "community", "job", "post", "--class", CLASS];
        let posted = self.ask(&[&fixed, post, &["--spec-hash", SPEC]].concat());
        let job = posted["job"].as_str().expect("an address").to_owned();
        self.ask(&["-k", "keeper", "job", "seal", &job]);
        for operator in operators {
            let card = format!("{operator}-card");
            self.ask(&[&["job", "claim", &job, "--device", &card], claim].concat());
        }
        for operator in operators {
            let card = format!("{operator}-card");
            self.ask(&["job", "start", &job, "--device", &card]);
        }
        job
    }

    /// Lets time pass.
    pub fn warp(&self, time: &str) {
        self.network.ask(&self.home, &["localnet", "warp", time]);
    }

    /// One look of the keeper.
    pub fn keep(&self) -> Value {
        self.ask(&["-k", "keeper", "keeper", "--once"])
    }

    /// The commands that `job get` says can be typed now.
    pub fn next(&self, job: &str) -> Vec<String> {
        let got = self.ask(&["job", "get", job]);
        let steps = got["next"].as_array().expect("steps");
        let open = steps.iter().filter(|step| step["now"] == true);
        open.map(|step| step["command"].as_str().expect("text").to_owned())
            .collect()
    }
}

/// Arguments, and some more.
pub fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [arguments, more].concat()
}

/// The hash of every job's spec.
pub const SPEC: &str = "abababababababababababababababababababababababababababababababab";
/// A result.
pub const RESULT: &str = "1212121212121212121212121212121212121212121212121212121212121212";
/// Another.
pub const OTHER_RESULT: &str = "3434343434343434343434343434343434343434343434343434343434343434";

/// A number that JSON has as text.
pub fn number(value: &Value) -> u64 {
    value.as_str().expect("text").parse().expect("a number")
}
