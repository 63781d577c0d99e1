//! The agent's folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use ionet_machine::{Home, Permission, container_of};

#[test]
fn the_folder_and_its_files_are_their_owners_alone() {
    let temp = tempfile::tempdir().unwrap();
    let home = Home::at(temp.path().join("a/worker"));
    assert_eq!(Home::permission(home.path()).unwrap(), Permission::Missing);
    home.make().unwrap();
    home.make().unwrap();
    assert_eq!(Home::permission(home.path()).unwrap(), Permission::Private);
    Home::write_new(&home.config(), "x = 1\n").unwrap();
    assert_eq!(
        Home::permission(&home.config()).unwrap(),
        Permission::Private
    );
    assert_eq!(
        Home::read(&home.config()).unwrap().as_deref(),
        Some("x = 1\n")
    );
    let error = Home::write_new(&home.config(), "y = 1\n").unwrap_err();
    assert!(error.to_string().contains("worker.toml"), "{error}");
    assert_eq!(
        Home::read(&home.config()).unwrap().as_deref(),
        Some("x = 1\n")
    );
    assert_eq!(Home::read(&home.status()).unwrap(), None);
    let mode = |mode| fs::set_permissions(home.config(), fs::Permissions::from_mode(mode));
    for (bits, expected) in [(0o640, 0o040), (0o602, 0o002), (0o644, 0o044)] {
        mode(bits).unwrap();
        let found = Home::permission(&home.config()).unwrap();
        assert_eq!(found, Permission::Open(expected), "{bits:o}");
    }
}

#[test]
fn what_this_runs_in_is_told_by_its_traces() {
    let table = [
        (
            "",
            false,
            false,
            "0::/init.scope\n",
            "Linux version 6.12",
            None,
        ),
        ("", true, false, "", "Linux version 6.12", Some("Docker")),
        (
            "",
            false,
            false,
            "4:memory:/docker/0a1b\n",
            "",
            Some("Docker"),
        ),
        (
            "",
            true,
            false,
            "4:memory:/kubepods/besteffort/x\n",
            "",
            Some("Kubernetes"),
        ),
        ("podman", false, true, "", "", Some("Podman")),
        (
            "systemd-nspawn",
            false,
            false,
            "",
            "",
            Some("systemd-nspawn"),
        ),
        (
            "",
            false,
            false,
            "",
            "Linux version 5.15.153.1-microsoft-standard-WSL2",
            Some("WSL"),
        ),
    ];
    for (named, docker, podman, cgroups, version, expected) in table {
        let found = container_of(named, docker, podman, cgroups, version);
        assert_eq!(found.as_deref(), expected, "{named} {cgroups} {version}");
    }
}
