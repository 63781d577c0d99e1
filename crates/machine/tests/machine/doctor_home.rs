//! A prepared folder, broken in one way after the other.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use ionet_machine::Home;
use ionet_machine::doctor::{Finding, Verdict, home, worst};

fn prepared() -> (tempfile::TempDir, Home) {
    let temp = tempfile::tempdir().unwrap();
    let home = Home::at(temp.path().join("worker"));
    home.make().unwrap();
    let key = serde_json::to_string(&vec![7_u8; 64]).unwrap();
    Home::write_new(&home.device_key(), &key).unwrap();
    Home::write_new(&home.config(), "").unwrap();
    Home::write_new(&home.hardware(), "{}").unwrap();
    (temp, home)
}

fn of<'a>(findings: &'a [Finding], check: &str) -> &'a Finding {
    let found = findings.iter().find(|finding| finding.check == check);
    found.unwrap_or_else(|| panic!("no {check} in {findings:?}"))
}

#[test]
fn a_folder_as_init_makes_it_passes() {
    let (_temp, folder) = prepared();
    let findings = home(&folder);
    assert_eq!(worst(&findings), Verdict::Pass, "{findings:?}");
    assert_eq!(findings.len(), 4);
    assert!(findings.iter().all(|finding| finding.cure.is_empty()));
}

type Break = fn(&Home);

#[test]
fn each_fault_is_found_with_its_cure() {
    let table: [(&str, Break, &str, Verdict, &str, &str); 9] = [
        (
            "no folder",
            |home| fs::remove_dir_all(home.path()).unwrap(),
            "home",
            Verdict::Fail,
            "is not there",
            "worker init",
        ),
        (
            "folder open to all",
            |home| set(home.path(), 0o755),
            "home",
            Verdict::Fail,
            "mode …55",
            "chmod 700",
        ),
        (
            "folder of another",
            |home| chown(home.path(), Some(12_345), None).unwrap(),
            "home",
            Verdict::Fail,
            "the user 12345",
            "chown",
        ),
        (
            "no key",
            |home| fs::remove_file(home.device_key()).unwrap(),
            "device-key",
            Verdict::Fail,
            "is not there",
            "backup",
        ),
        (
            "key open to the group",
            |home| set(&home.device_key(), 0o640),
            "device-key",
            Verdict::Fail,
            "mode …40",
            "ionet device rotate",
        ),
        (
            "key cut off",
            |home| fs::write(home.device_key(), "[7,7,7]").unwrap(),
            "device-key",
            Verdict::Fail,
            "holds no keypair",
            "backup",
        ),
        (
            "no configuration",
            |home| fs::remove_file(home.config()).unwrap(),
            "config-file",
            Verdict::Fail,
            "is not there",
            "worker init",
        ),
        (
            "configuration that others write",
            |home| set(&home.config(), 0o666),
            "config-file",
            Verdict::Fail,
            "mode …66",
            "chmod 600",
        ),
        (
            "no record of the hardware",
            |home| fs::remove_file(home.hardware()).unwrap(),
            "hardware-record",
            Verdict::Warn,
            "is not there",
            "revoke",
        ),
    ];
    for (name, break_it, check, verdict, found, cure) in table {
        let (_temp, folder) = prepared();
        break_it(&folder);
        let findings = home(&folder);
        let finding = of(&findings, check);
        assert_eq!(finding.verdict, verdict, "{name}: {finding:?}");
        assert!(finding.found.contains(found), "{name}: {finding:?}");
        assert!(finding.cure.contains(cure), "{name}: {finding:?}");
        let others = findings.iter().filter(|finding| finding.check != check);
        for other in others {
            assert_eq!(other.verdict, Verdict::Pass, "{name}: {other:?}");
        }
    }
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
