//! `keys` on a copy of this repository's own tree.

mod keypairs;
mod tree;

use std::collections::BTreeMap;
use std::fs;

use super::rewrite::Replacement;
use super::{Mode, assign_and_rewrite, keypair};
use tree::{Copy, byte_list, git};

#[test]
fn every_id_is_replaced_everywhere_and_a_second_run_changes_nothing() {
    let copy = Copy::of_this_repository();
    let old = copy.ids();
    let places: BTreeMap<String, Vec<String>> = old
        .iter()
        .map(|(name, id)| (name.clone(), copy.files_with(id)))
        .collect();
    assert!(
        old.contains_key("io_token") && old.contains_key("emission"),
        "{old:?}"
    );
    let before = copy.texts();

    copy.run(Mode::Write).unwrap();

    let new = copy.ids();
    for (name, old_id) in &old {
        assert_ne!(old_id, &new[name]);
        assert_eq!(
            copy.files_with(old_id),
            Vec::<String>::new(),
            "old id of {name} remains"
        );
        assert_eq!(
            copy.files_with(&new[name]),
            places[name],
            "the new id of {name} is where the old was"
        );
        let key = keypair::read(&copy.keys.join(format!("{name}-keypair.json")), false).unwrap();
        assert_eq!(key.id, new[name]);
    }
    let after = copy.texts();
    for (path, text) in &after {
        let condensed: String = text.split_whitespace().collect();
        for id in old.values() {
            assert!(
                !condensed.contains(&byte_list(id)),
                "{} holds {id} as bytes",
                path.display()
            );
        }
    }
    let rewritten = before
        .iter()
        .filter(|(path, text)| after[*path] != **text)
        .count();
    assert!(rewritten >= old.len(), "{rewritten} files were rewritten");

    copy.run(Mode::Check).unwrap();
    copy.run(Mode::Write).unwrap();
    assert_eq!(copy.texts(), after, "a second run changed something");
}

#[test]
fn ids_reach_each_kind_of_place() {
    let copy = Copy::of_this_repository();
    copy.run(Mode::Write).unwrap();
    let ids = copy.ids();
    for (name, expected) in [
        ("io_token", ["Anchor.toml", "programs/io-token/src/lib.rs"]),
        ("emission", ["Anchor.toml", "programs/emission/src/lib.rs"]),
    ] {
        let places = copy.files_with(&ids[name]);
        for path in expected {
            assert!(
                places.iter().any(|place| place == path),
                "{path} lacks {name}: {places:?}"
            );
        }
        for folder in ["crates/client/src", "clients/ts", "migrations"] {
            assert!(
                places.iter().any(|place| place.starts_with(folder)),
                "nothing in {folder} carries the id of {name}: {places:?}"
            );
        }
    }
}

#[test]
fn an_interrupted_run_is_continued() {
    let copy = Copy::of_this_repository();
    let old = copy.ids();
    // What a kill leaves behind: one keypair made, part of the files rewritten, the
    // prepared half of the next file beside it.
    let key = keypair::create(&copy.keys.join("io_token-keypair.json")).unwrap();
    let anchor = copy.workspace.root.join("Anchor.toml");
    let text = fs::read_to_string(&anchor).unwrap();
    fs::write(&anchor, text.replace(&old["io_token"], &key.id)).unwrap();
    fs::write(copy.keys.join(".emission-keypair.json.unfinished"), "[1,2,").unwrap();
    assert!(copy.run(Mode::Check).is_err());

    copy.run(Mode::Write).unwrap();

    assert_eq!(
        copy.ids()["io_token"],
        key.id,
        "the keypair made before is used"
    );
    for id in old.values() {
        assert_eq!(copy.files_with(id), Vec::<String>::new());
    }
    copy.run(Mode::Check).unwrap();
}

#[test]
fn a_dry_run_writes_nothing() {
    let copy = Copy::of_this_repository();
    let before = copy.texts();
    copy.run(Mode::DryRun).unwrap();
    assert_eq!(copy.texts(), before);
    assert!(!copy.keys.exists());
}

#[test]
fn check_fails_without_keypairs_and_on_a_stale_anchor_toml() {
    let copy = Copy::of_this_repository();
    let error = copy.run(Mode::Check).unwrap_err().to_string();
    assert!(
        error.contains("has no keypair") && error.contains("cargo xtask keys"),
        "{error}"
    );

    let stranger = copy.ids()["io_token"].clone();
    copy.run(Mode::Write).unwrap();
    let anchor = copy.workspace.root.join("Anchor.toml");
    let text = fs::read_to_string(&anchor).unwrap();
    fs::write(&anchor, text.replace(&copy.ids()["io_token"], &stranger)).unwrap();
    let error = copy.run(Mode::Check).unwrap_err().to_string();
    assert!(
        error.contains("Anchor.toml, [programs.localnet] io_token"),
        "{error}"
    );
}

#[test]
fn a_folder_inside_the_tree_is_refused() {
    let copy = Copy::of_this_repository();
    let root = &copy.workspace.root;
    for inside in [
        root.clone(),
        root.join("target/keys"),
        root.join("new/keys"),
    ] {
        let error = assign_and_rewrite(&copy.workspace, &inside, Mode::Write).unwrap_err();
        assert!(
            error.to_string().contains("lies inside the repository"),
            "{error}"
        );
        assert!(!root.join("new").exists());
    }
    let around = root.join("..").join("tree").join("keys");
    assert!(assign_and_rewrite(&copy.workspace, &around, Mode::Write).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_into_the_tree_is_refused() {
    let copy = Copy::of_this_repository();
    let link = copy.keys.with_file_name("link");
    fs::create_dir_all(copy.keys.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(&copy.workspace.root, &link).unwrap();
    let error = assign_and_rewrite(&copy.workspace, &link.join("keys"), Mode::Write).unwrap_err();
    assert!(
        error.to_string().contains("lies inside the repository"),
        "{error}"
    );
}

#[test]
fn one_keypair_cannot_serve_two_programs() {
    let copy = Copy::of_this_repository();
    let before = copy.texts();
    keypair::create(&copy.keys.join("io_token-keypair.json")).unwrap();
    fs::copy(
        copy.keys.join("io_token-keypair.json"),
        copy.keys.join("emission-keypair.json"),
    )
    .unwrap();
    let error = copy.run(Mode::Write).unwrap_err().to_string();
    assert!(error.contains("each program needs its own"), "{error}");
    assert_eq!(copy.texts(), before);
}

#[test]
fn ids_in_byte_lists_are_replaced_too() {
    let old = bs58::encode([7_u8; 32]).into_string();
    let new = bs58::encode([9_u8; 32]).into_string();
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"]);
    let list = |byte: &str, separator: &str| vec![byte; 32].join(separator);
    let text = format!(
        "[17, {}]\n[\n{}\n] {} \"{old}\"",
        list("7", ", "),
        list("7", ",\n  "),
        list("7", ";")
    );
    fs::write(folder.path().join("idl.json"), &text).unwrap();
    let replacement = Replacement::new(&old, &new).unwrap();

    let changed = super::rewrite::rewrite_tree(folder.path(), &[replacement], &[], true).unwrap();

    assert_eq!(changed[0].occurrences, 3);
    let expected = format!(
        "[17, {}]\n[\n{}\n] {} \"{new}\"",
        list("9", ", "),
        list("9", ",\n  "),
        list("7", ";")
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("idl.json")).unwrap(),
        expected
    );
}
