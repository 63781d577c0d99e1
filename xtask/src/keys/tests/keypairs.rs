//! Keypair files.

use std::fs;
use std::path::Path;

use crate::keys::keypair;

#[cfg(unix)]
#[test]
fn keypairs_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys").join("p-keypair.json");
    let key = keypair::create(&path).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(keypair::read(&path, false).is_err());
    assert_eq!(keypair::read(&path, true).unwrap().id, key.id);
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn damaged_keypairs_are_named_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p-keypair.json");
    let intact = keypair::create(&path).unwrap();
    let json = fs::read_to_string(&path).unwrap();
    let mut bytes: Vec<u8> = serde_json::from_str(&json).unwrap();
    assert_eq!(bs58::encode(&bytes[32..]).into_string(), intact.id);
    bytes[40] ^= 1;
    for text in [
        String::new(),
        json[..50].to_owned(),
        serde_json::to_string(&bytes).unwrap(),
    ] {
        fs::write(&path, &text).unwrap();
        let error = keypair::read(&path, true)
            .err()
            .expect("refused")
            .to_string();
        assert!(
            error.contains("p-keypair.json is not a Solana keypair"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
