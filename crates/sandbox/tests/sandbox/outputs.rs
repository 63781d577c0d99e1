//! The collector of outputs, on folders that change under it and in every shape.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use ionet_sandbox::{CollectLimits, Collected, collect};

fn take(source: &Path, destination: &Path, bytes: u64, files: u64) -> Collected {
    let source = File::open(source).expect("the folder");
    collect(&source, destination, &CollectLimits { bytes, files }).expect("collect")
}

fn names(collected: &Collected) -> Vec<String> {
    collected
        .files
        .iter()
        .map(|file| file.path.display().to_string())
        .collect()
}

#[test]
fn files_and_folders_are_taken_with_private_modes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, target) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir_all(source.join("a/b")).expect("a folder");
    fs::write(source.join("a/b/deep"), "deep").expect("a file");
    fs::write(source.join("top"), "top!").expect("a file");
    fs::set_permissions(source.join("top"), fs::Permissions::from_mode(0o4777)).expect("set");
    let collected = take(&source, &target, 100, 100);
    assert_eq!(names(&collected), ["a/b/deep", "top"]);
    assert_eq!((collected.bytes, collected.refused_count), (8, 0));
    assert_eq!(
        fs::read_to_string(target.join("a/b/deep")).expect("deep"),
        "deep"
    );
    let mode = fs::metadata(target.join("top"))
        .expect("top")
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o600);
}

#[test]
fn the_quota_is_of_apparent_sizes_and_of_entries() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("in");
    fs::create_dir(&source).expect("a folder");
    fs::write(source.join("small"), "12345").expect("a file");
    File::create(source.join("hole"))
        .and_then(|file| file.set_len(1 << 40))
        .expect("a hole");
    let collected = take(&source, &folder.path().join("out"), 10, 100);
    assert_eq!(names(&collected), ["small"]);
    assert!(collected.over_quota);
    let collected = take(&source, &folder.path().join("none"), 10, 1);
    assert!(
        collected.over_quota && collected.files.len() <= 1,
        "{collected:?}"
    );
}

#[test]
fn an_existing_destination_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = File::open(folder.path()).expect("the folder");
    let limits = CollectLimits { bytes: 1, files: 1 };
    assert!(collect(&source, folder.path(), &limits).is_err());
}

/// A job could do this only through a driver that collects while it runs.
#[test]
fn a_name_that_turns_into_a_link_is_never_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, secret) = (folder.path().join("in"), folder.path().join("secret"));
    fs::create_dir(&source).expect("a folder");
    fs::create_dir(&secret).expect("a folder");
    fs::write(secret.join("file"), "the secret").expect("a file");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (name, file) = (source.join("name"), source.join("file"));
            while !stop.load(Ordering::Relaxed) {
                let _ = fs::create_dir(&name).and_then(|()| fs::write(name.join("file"), "own"));
                let _ = fs::write(&file, "own");
                let _ = fs::remove_file(&file).and_then(|()| symlink(secret.join("file"), &file));
                let _ = fs::remove_dir_all(&name).and_then(|()| symlink(&secret, &name));
                let _ = fs::remove_file(&name);
                let _ = fs::remove_file(&file);
            }
        });
        for round in 0..300 {
            let target = folder.path().join(format!("out-{round}"));
            let collected = take(&source, &target, 1_000, 100);
            for file in &collected.files {
                let text = fs::read_to_string(target.join(&file.path)).expect("a file");
                assert!("own".starts_with(&text), "{text}");
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
