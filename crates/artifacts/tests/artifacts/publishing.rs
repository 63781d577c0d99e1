use std::fs;

use ionet_artifacts::{Access, ArtifactError, SpecStore, upload};
use ionet_job_spec::{Artifact, Blake3, Format, JobSpec, Manifest, Source};
use tempfile::{TempDir, tempdir};

use crate::{content, everywhere};

const SPEC: &str = "version = 1\nname = \"x\"\nterms = { class = \"cpu\", duration = 600 }\nrun = { kind = \"process\", command = [\"true\"] }\n";

fn address(folder: &TempDir) -> Source {
    format!("file://{}", folder.path().display())
        .parse()
        .expect("an address")
}

#[tokio::test]
async fn a_published_spec_is_found_by_its_hash() {
    let (empty, folder) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    let spec = JobSpec::read(SPEC, Format::Toml).expect("a spec");
    let publisher = SpecStore::new([address(&folder)], everywhere());
    let hash = publisher.publish(&spec).await.expect("published");
    assert_eq!(publisher.publish(&spec).await.expect("again"), spec.hash());
    let reader = SpecStore::new([address(&empty), address(&folder)], everywhere());
    assert_eq!(reader.find(hash).await.expect("found"), spec);

    let missing = reader.find(Blake3([1; 32])).await.expect_err("missing");
    assert!(matches!(missing, ArtifactError::NoSpec { .. }), "{missing}");
    let nowhere = SpecStore::new([], Access::default())
        .find(hash)
        .await
        .expect_err("nowhere");
    assert!(matches!(nowhere, ArtifactError::NoSpecStore), "{nowhere}");
}

#[tokio::test]
async fn a_store_that_lies_is_found_out() {
    let folder = tempdir().expect("a folder");
    let store = SpecStore::new([address(&folder)], everywhere());
    let spec = JobSpec::read(SPEC, Format::Toml).expect("a spec");
    let hash = store.publish(&spec).await.expect("published");
    let file = folder.path().join(format!("{hash}.json"));
    let other = fs::read_to_string(&file)
        .expect("a file")
        .replace("true", "evil");
    fs::write(&file, other).expect("written");
    let error = store
        .find(hash)
        .await
        .expect_err("another spec")
        .to_string();
    assert!(error.contains("hashes to"), "{error}");

    // The client posted the hash of something that is no spec.
    let text = b"{}";
    let hash = Blake3(*blake3::hash(text).as_bytes());
    fs::write(folder.path().join(format!("{hash}.json")), text).expect("written");
    let error = store.find(hash).await.expect_err("no spec");
    assert!(matches!(error, ArtifactError::NotASpec { .. }), "{error}");
}

#[tokio::test]
async fn a_result_is_uploaded_with_its_manifest_last() {
    let (from, to) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    fs::create_dir(from.path().join("deep")).expect("a folder");
    let mut manifest = Manifest::default();
    // The second takes several parts.
    for (name, length) in [("a.txt", 10), ("deep/big", 40 << 20)] {
        let bytes = content(length);
        fs::write(from.path().join(name), &bytes).expect("written");
        let artifact = Artifact {
            bytes: bytes.len() as u64,
            blake3: Blake3(*blake3::hash(&bytes).as_bytes()),
        };
        manifest.0.insert(name.parse().expect("a path"), artifact);
    }
    for _ in 0..2 {
        upload(
            &manifest,
            from.path(),
            &address(&to),
            &everywhere(),
            &|_| {},
        )
        .await
        .expect("uploaded");
    }
    let put = fs::read(to.path().join("deep/big")).expect("a file");
    assert_eq!(put, content(40 << 20));
    let listed = fs::read(to.path().join("manifest.json")).expect("a file");
    let listed: Manifest = serde_json::from_slice(&listed).expect("a manifest");
    assert_eq!(listed, manifest);
}

#[tokio::test]
async fn a_result_with_a_missing_file_has_no_manifest() {
    let (from, to) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    let mut manifest = Manifest::default();
    let artifact = Artifact {
        bytes: 1,
        blake3: Blake3([0; 32]),
    };
    manifest.0.insert("gone".parse().expect("a path"), artifact);
    let refused = upload(
        &manifest,
        from.path(),
        &address(&to),
        &everywhere(),
        &|_| {},
    )
    .await;
    assert!(matches!(refused, Err(ArtifactError::Disk { .. })));
    assert!(!to.path().join("manifest.json").exists());
}
