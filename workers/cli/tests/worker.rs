//! A machine becomes a worker: `init` and `doctor` on a local chain, with the processor.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use support::{Home, Network};

struct Worker {
    user: Home,
    network: Network,
    folder: PathBuf,
    stores: String,
}

impl Worker {
    fn new() -> Self {
        let user = Home::new();
        let network = Network::start(&user, &["--no-keeper"]);
        for arguments in [
            &["wallet", "new", "owner"][..],
            &["wallet", "airdrop", "1", "--to", "owner"],
        ] {
            network.ask(&user, arguments);
        }
        let folder = user.path().join("worker");
        let specs = user.path().join("specs");
        fs::create_dir(&specs).expect("a folder");
        let stores = format!("file://{}", specs.display());
        Self {
            user,
            network,
            folder,
            stores,
        }
    }

    fn run(&self, command: &str, more: &[&str]) -> Output {
        let folder = self.folder.to_str().expect("UTF-8");
        let fixed = ["worker", command, "--home", folder, "--json", "--yes"];
        let url = ["--url", &self.network.url];
        self.user.ionet([&fixed[..], &url[..], more].concat())
    }

    fn init(&self, more: &[&str]) -> Value {
        let stores = ["--spec-store", &self.stores];
        support::json(self.run("init", &[&stores, more].concat()))
    }

    /// The verdict of a check; the worst, where there are several.
    fn verdict(&self, check: &str) -> String {
        let output = self.run("doctor", &[]);
        let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let failed = value["verdict"] == "fail";
        assert_eq!(output.status.success(), !failed, "{value:#}");
        let findings = value["findings"].as_array().expect("findings");
        let of = findings.iter().filter(|finding| finding["check"] == check);
        let verdicts = of.map(|finding| finding["verdict"].as_str().expect("text"));
        let rank = |verdict: &&str| ["pass", "warn", "fail"].iter().position(|it| it == verdict);
        let worst = verdicts.max_by_key(rank);
        worst
            .unwrap_or_else(|| panic!("no {check}: {value:#}"))
            .to_owned()
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn a_machine_is_registered_once_and_doctor_finds_what_is_wrong() {
    let worker = Worker::new();
    let looked = worker.init(&["-k", "owner", "--dry-run"]);
    assert_eq!(looked["signature"], Value::Null, "{looked:#}");
    assert_eq!(worker.verdict("device"), "fail", "nothing was registered");

    let made = worker.init(&["-k", "owner"]);
    assert!(made["signature"].is_string(), "{made:#}");
    assert_eq!(made["did"].as_array().expect("a list").len(), 4, "{made:#}");
    assert_eq!(made["device"], looked["device"], "the key stays");
    assert_eq!(mode(&worker.folder), 0o700);
    for file in ["device.json", "worker.toml", "hardware.json"] {
        assert_eq!(mode(&worker.folder.join(file)), 0o600, "{file}");
    }
    let key = worker.folder.join("device.json");
    let balance = worker.network.ask(
        &worker.user,
        &[
            "wallet",
            "balance",
            made["device"].as_str().expect("an address"),
        ],
    );
    assert_eq!(balance["lamports"], 100_000_000, "{balance:#}");

    // Again, also without the owner's wallet, does nothing.
    let again = worker.init(&[]);
    assert_eq!(again["did"], Value::Array(Vec::new()), "{again:#}");
    assert_eq!(again["device"], made["device"]);

    // Registered, and without stake and measured GPUs it cannot claim.
    for (check, verdict) in [
        ("home", "pass"),
        ("device-key", "pass"),
        ("config", "pass"),
        ("kernel", "pass"),
        ("kernel-in-sandbox", "pass"),
        ("rpc", "pass"),
        ("balance", "pass"),
        ("device", "pass"),
        ("hardware", "pass"),
        ("operator", "pass"),
        ("stake", "fail"),
        ("capacity", "warn"),
        ("spec-stores", "pass"),
        ("data-plane", "warn"),
    ] {
        assert_eq!(worker.verdict(check), verdict, "{check}");
    }
    let class = made["class"].as_str().expect("a name");
    let verify = ["localnet", "verify", "owner", "--class", class, "--yes"];
    worker.network.ask(&worker.user, &verify);
    assert_eq!(worker.verdict("stake"), "pass");
    assert_eq!(worker.verdict("capacity"), "pass");

    let open = |bits| fs::set_permissions(&key, fs::Permissions::from_mode(bits)).expect("mode");
    open(0o644);
    assert_eq!(worker.verdict("device-key"), "fail");
    open(0o600);
    let config = worker.folder.join("worker.toml");
    let text = fs::read_to_string(&config).expect("text");
    fs::write(&config, text.replace("gpus = 1", "gpus = 2")).expect("written");
    assert_eq!(worker.verdict("device"), "fail", "more than was registered");
    fs::write(
        &config,
        text.replace(&worker.network.url, "http://127.0.0.1:1"),
    )
    .expect("written");
    assert_eq!(worker.verdict("rpc"), "fail");
    fs::write(&config, text.replace(&worker.stores, "file:///none")).expect("written");
    assert_eq!(worker.verdict("spec-stores"), "fail");
    fs::write(&config, "[chain\n").expect("written");
    assert_eq!(worker.verdict("config"), "fail");
    fs::write(&config, &text).expect("written");
    let record = fs::read_to_string(worker.folder.join("hardware.json")).expect("text");
    let other = record
        .replacen("machine ", "machine of another ", 1)
        .replacen("card ", "card X", 1);
    fs::write(worker.folder.join("hardware.json"), other).expect("written");
    assert_eq!(worker.verdict("hardware"), "fail");
    worker.network.interrupt();
}
