//! The real self-test, in the real sandbox and bare.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ionet_accelerator::{Accelerator, Card, Cpu};
use ionet_machine::{Machine, Trial, Work};

const PROGRAM: &str = env!("CARGO_BIN_EXE_ionet-self-test");

fn processor() -> Card {
    Cpu::new().probe().unwrap().remove(0)
}

#[test]
fn the_processor_computes_bare_and_in_the_sandbox() {
    let temp = tempfile::tempdir().unwrap();
    let trial = Trial::new(PROGRAM, temp.path());
    let card = processor();
    for work in [
        Work::SelfTest,
        Work::Product {
            size: 128,
            rounds: 3,
        },
    ] {
        let bare = trial.bare(&card.id, work).unwrap();
        let sandboxed = trial.sandboxed(&card, work).unwrap();
        assert_eq!(bare.product, sandboxed.product, "{work:?}");
        assert_eq!(bare.product.is_empty(), work == Work::SelfTest);
        assert!(bare.whole >= bare.kernel && sandboxed.processor > std::time::Duration::ZERO);
    }
    assert_eq!(
        fs::read_dir(temp.path()).unwrap().count(),
        0,
        "nothing is left"
    );
}

#[test]
fn a_card_without_a_driver_is_a_failure_with_its_cure_and_no_crash() {
    let temp = tempfile::tempdir().unwrap();
    let trial = Trial::new(PROGRAM, temp.path());
    let mut card = processor();
    card.id = "GPU-00000000-0000-0000-0000-000000000000".parse().unwrap();
    for error in [
        trial.bare(&card.id, Work::SelfTest).unwrap_err(),
        trial.sandboxed(&card, Work::SelfTest).unwrap_err(),
    ] {
        let text = error.to_string();
        // With a driver and a card: that there is no such card.
        assert!(
            text.contains("NVIDIA's driver") || text.contains("no card"),
            "{text}"
        );
    }
    card.nodes = vec!["/dev/nvidia99".into()];
    let error = trial
        .sandboxed(&card, Work::SelfTest)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("/dev/nvidia99 is not a character device"),
        "{error}"
    );
}

#[test]
fn a_program_that_says_nothing_is_a_failure() {
    let temp = tempfile::tempdir().unwrap();
    let program = temp.path().join("silent");
    fs::write(&program, "#!/bin/sh\necho 'no such option' >&2\nexit 3\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let trial = Trial::new(&program, temp.path());
    let error = trial
        .bare(&processor().id, Work::SelfTest)
        .unwrap_err()
        .to_string();
    assert!(error.contains("exit status: 3; no such option"), "{error}");
    let missing = Trial::new(temp.path().join("none"), temp.path());
    let error = missing.bare(&processor().id, Work::SelfTest).unwrap_err();
    assert!(
        error.to_string().contains("could not be started"),
        "{error}"
    );
}

#[test]
fn this_machine_is_probed() {
    let temp = tempfile::tempdir().unwrap();
    let (machine, accelerator) = Machine::probe(temp.path(), Path::new(PROGRAM));
    assert!(machine.threads > 0 && machine.memory_mib > 0, "{machine:?}");
    assert_eq!(machine.kind, accelerator.kind());
    assert!(!machine.cards.is_empty());
    let probe = machine.sandbox.as_ref().unwrap();
    assert!(
        probe.namespaces.is_ok() && probe.seccomp.is_ok(),
        "{probe:?}"
    );
    let json = serde_json::to_value(&machine).unwrap();
    assert!(json["disk"]["Ok"]["free_mib"].as_u64() > Some(0), "{json}");
    let none = Machine::probe(temp.path(), Path::new("/none")).0;
    assert!(none.sandbox.unwrap_err().contains("/none"));
}
