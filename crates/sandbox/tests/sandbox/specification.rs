//! What a sandbox may ask for.

use ionet_sandbox::{Driver, Endpoint, Network, Sandbox, SandboxError};
use serde_json::{Value, json};

use crate::kit::Kit;
use crate::world::next_id;

/// The field that is named, where it is in the specification, and what is wrong with it.
fn cases() -> Vec<(&'static str, &'static str, Value)> {
    let bind = |source: &str, target: &str| json!([{"source": source, "target": target}]);
    let kit_and = |source: &str, target: &str| json!([{"source": "/usr", "target": "/kit"}, {"source": source, "target": target}]);
    vec![
        ("argv", "/argv", json!([])),
        ("argv", "/argv", json!([""])),
        ("argv[1]", "/argv", json!(["sh", "a\0b"])),
        ("env.A=B", "/env", json!({"A=B": "x"})),
        ("env.", "/env", json!({"": "x"})),
        ("env.A", "/env", json!({"A": "\0"})),
        ("working_dir", "/working_dir", json!("tmp")),
        ("working_dir", "/working_dir", json!("/tmp/../etc")),
        ("scratch_bytes", "/scratch_bytes", json!(0)),
        ("scratch_bytes", "/scratch_bytes", json!(1_u64 << 40)),
        ("output.quota_bytes", "/output/quota_bytes", json!(0)),
        (
            "output.quota_bytes",
            "/output/quota_bytes",
            json!(1_u64 << 40),
        ),
        ("output.max_files", "/output/max_files", json!(0)),
        ("output.path", "/output/path", json!("/")),
        ("output.path", "/output/path", json!("/proc/out")),
        ("output.path", "/output/path", json!("/tmp/out")),
        ("limits.memory_bytes", "/limits/memory_bytes", json!(1)),
        ("limits.cpu_millis", "/limits/cpu_millis", json!(0)),
        ("limits.cpu_seconds", "/limits/cpu_seconds", json!(0)),
        ("limits.pids", "/limits/pids", json!(0)),
        ("limits.wall_seconds", "/limits/wall_seconds", json!(0)),
        ("limits.open_files", "/limits/open_files", json!(3)),
        ("limits.log_bytes", "/limits/log_bytes", json!(u64::MAX)),
        ("root", "/root", json!({"directory": "/"})),
        ("root", "/root", json!({"directory": "/no/such/folder"})),
        ("root", "/root", json!({"directory": "/etc/passwd"})),
        (
            "inputs[0].source",
            "/inputs",
            bind("/no/such/file", "/data"),
        ),
        ("inputs[0].source", "/inputs", bind("etc", "/data")),
        ("inputs[0].source", "/inputs", bind("/run", "/data")),
        ("inputs[0].source", "/inputs", bind("/proc/self", "/data")),
        ("inputs[0].source", "/inputs", bind("/etc/../dev", "/data")),
        ("read_only[1].source", "/read_only", kit_and("/", "/host")),
        ("read_only[1].target", "/read_only", kit_and("/etc", "/kit")),
        ("read_only[1].target", "/read_only", kit_and("/etc", "/out")),
        (
            "read_only[1].target",
            "/read_only",
            kit_and("/etc", "/dev/x"),
        ),
        (
            "read_only[1].target",
            "/read_only",
            kit_and("/etc", "/a/../b"),
        ),
        ("devices[0]", "/devices", json!(["/dev/kmsg"])),
        ("devices[0]", "/devices", json!(["/dev/nvidia0/../mem"])),
        ("devices[0]", "/devices", json!(["/dev/nvidia250"])),
        ("network.proxy", "/network", json!({"proxy": []})),
    ]
}

#[test]
fn a_refusal_names_the_field_and_what_is_accepted() {
    let kit = Kit::new();
    let good = serde_json::to_value(kit.sandbox(&["sleep", "0"])).expect("JSON");
    for (field, place, value) in cases() {
        let mut sandbox = good.clone();
        *sandbox.pointer_mut(place).expect("the field") = value.clone();
        let sandbox: Sandbox = serde_json::from_value(sandbox).expect("a sandbox");
        match kit.driver.prepare(&next_id(), &sandbox).err() {
            Some(SandboxError::Invalid {
                field: named,
                accepted,
                ..
            }) => {
                assert_eq!(named, field, "{value}");
                assert!(!accepted.is_empty(), "{value}");
            }
            other => panic!("{field} {value}: {other:?}"),
        }
    }
}

#[test]
fn a_device_of_the_operators_own_list_is_granted() {
    let kit = Kit::with(|config| config.extra_devices = vec!["/dev/tty".into()]);
    let mut sandbox = kit.sandbox(&[]);
    sandbox.argv = ["sh", "-c", "[ -c /dev/tty ] && echo there"]
        .map(str::to_owned)
        .into();
    assert_eq!(kit.run(&sandbox).stdout, "");
    sandbox.devices = vec!["/dev/tty".into()];
    assert_eq!(kit.run(&sandbox).stdout, "there\n");
}

#[test]
fn a_specification_is_read_from_json_with_defaults_and_without_unknown_fields() {
    let text = r#"{
        "root": "system", "scratch_bytes": 65536, "argv": ["true"],
        "limits": {"memory_bytes": 16777216, "pids": 1, "wall_seconds": 1, "open_files": 16, "log_bytes": 1024},
        "network": {"proxy": ["PyPI.org.:443", "[2001:db8::1]:80"]}
    }"#;
    let sandbox: Sandbox = serde_json::from_str(text).expect("a sandbox");
    let Network::Proxy(hosts) = &sandbox.network else {
        panic!("{sandbox:?}")
    };
    let hosts: Vec<_> = hosts.iter().map(ToString::to_string).collect();
    assert_eq!(hosts, ["pypi.org:443", "[2001:db8::1]:80"]);
    assert_eq!(sandbox.working_dir.display().to_string(), "/tmp");
    let written = serde_json::to_string(&sandbox).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Sandbox>(&written).expect("a sandbox"),
        sandbox
    );
    let unknown = text.replace("argv", "arguments");
    assert!(serde_json::from_str::<Sandbox>(&unknown).is_err());
}

#[test]
fn endpoints_are_a_host_and_a_port() {
    for text in [
        "pypi.org",
        "pypi.org:0",
        "pypi.org:65536",
        ":443",
        "py/pi:443",
        "*.org:443",
        "2001:db8::1:443",
        "user@host:80",
        "[::1]",
        "a b:80",
        "http://a:80",
    ] {
        let error = text.parse::<Endpoint>().expect_err(text);
        assert!(error.contains("HOST:PORT"), "{error}");
    }
}

#[test]
fn ids_are_plain() {
    for text in ["a", "job-1", "0123456789abcdef"] {
        assert!(text.parse::<ionet_sandbox::SandboxId>().is_ok(), "{text}");
    }
    let long = "a".repeat(65);
    for text in ["", "A", "a/b", "..", "a b", "a\0", long.as_str()] {
        assert!(text.parse::<ionet_sandbox::SandboxId>().is_err(), "{text}");
    }
}
