use ionet_job_spec::{Artifact, Blake3, Manifest, Outputs, RelativePath};

fn path(text: &str) -> RelativePath {
    text.parse().expect("a path")
}

fn artifact(content: &[u8]) -> Artifact {
    Artifact {
        bytes: content.len() as u64,
        blake3: Blake3(*blake3::hash(content).as_bytes()),
    }
}

fn manifest() -> Manifest {
    let files = [("b.txt", "two"), ("a/x.txt", "one")];
    let entries = files.map(|(name, content)| (path(name), artifact(content.as_bytes())));
    Manifest(entries.into_iter().collect())
}

#[test]
fn a_named_result_is_the_hash_of_that_file() {
    let named = |name| Outputs {
        result: Some(path(name)),
        ..Outputs::default()
    };
    let expected = Blake3(*blake3::hash(b"two").as_bytes());
    assert_eq!(manifest().result_hash(&named("b.txt")), Some(expected));
    assert_eq!(manifest().result_hash(&named("c.txt")), None);
}

#[test]
fn without_a_name_the_result_covers_paths_and_contents() {
    let all = Outputs::default();
    let hash = manifest().result_hash(&all);
    assert!(hash.is_some());
    assert_eq!(hash, manifest().result_hash(&all));
    let mut renamed = manifest();
    let file = renamed.0.remove(&path("b.txt")).expect("a file");
    renamed.0.insert(path("c.txt"), file);
    assert_ne!(renamed.result_hash(&all), hash);
    let mut changed = manifest();
    changed.0.insert(path("b.txt"), artifact(b"three"));
    assert_ne!(changed.result_hash(&all), hash);
    assert_ne!(Manifest::default().result_hash(&all), hash);
}

#[test]
fn the_listing_is_what_b3sum_prints() {
    let listing = manifest().listing();
    let lines: Vec<_> = listing.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].ends_with("  a/x.txt") && lines[1].ends_with("  b.txt"));
    assert_eq!(lines[0].len(), 64 + "  a/x.txt".len());
    assert_eq!(manifest().bytes(), 6);
}
