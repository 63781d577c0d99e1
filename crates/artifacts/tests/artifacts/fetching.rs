use std::{fs, sync::atomic::Ordering};

use ionet_artifacts::{Access, ArtifactError, fetch};
use ionet_job_spec::{Blake3, Size};
use tempfile::tempdir;

use crate::{
    content, everywhere, input,
    server::{Manner, Server},
};

fn quiet(_: u64) {}

#[tokio::test]
async fn an_input_arrives_as_the_spec_says() {
    let bytes = content(300_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let to = folder.path().join("input");
    let seen = std::sync::Mutex::new(Vec::new());
    let note = |at| seen.lock().expect("a lock").push(at);
    fetch(&input(&server.address, &bytes), &to, &everywhere(), &note)
        .await
        .expect("fetched");
    assert_eq!(fs::read(&to).expect("a file"), bytes);
    let seen = seen.into_inner().expect("a lock");
    assert!(seen.is_sorted() && seen.first() == Some(&0) && seen.last() == Some(&300_000));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[tokio::test]
async fn a_transfer_that_breaks_off_goes_on_where_it_stopped() {
    let bytes = content(1_000_000);
    let server = Server::start(bytes.clone(), Manner::BreaksOffAfter(400_000)).await;
    let folder = tempdir().expect("a folder");
    let to = folder.path().join("input");
    fetch(&input(&server.address, &bytes), &to, &everywhere(), &quiet)
        .await
        .expect("fetched");
    assert_eq!(fs::read(&to).expect("a file"), bytes);
    let requests = server.requests();
    assert_eq!(
        requests
            .iter()
            .filter(|head| head.contains("range: bytes="))
            .count(),
        requests.len() - 1
    );
    assert!(
        requests
            .last()
            .expect("one")
            .contains("range: bytes=800000-"),
        "{requests:?}"
    );
}

#[tokio::test]
async fn what_an_earlier_program_fetched_is_not_fetched_again() {
    let bytes = content(500_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let to = folder.path().join("input");
    fs::write(folder.path().join("input.partial"), &bytes[..450_000]).expect("written");
    fetch(&input(&server.address, &bytes), &to, &everywhere(), &quiet)
        .await
        .expect("fetched");
    assert_eq!(fs::read(&to).expect("a file"), bytes);
    assert!(server.requests()[0].contains("range: bytes=450000-"));
}

#[tokio::test]
async fn another_content_is_refused_and_not_kept() {
    let bytes = content(1_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let to = folder.path().join("input");
    let mut other = input(&server.address, &bytes);
    other.blake3 = Blake3([7; 32]);
    let error = fetch(&other, &to, &everywhere(), &quiet)
        .await
        .expect_err("other content");
    assert!(
        matches!(error, ArtifactError::OtherContent { .. }),
        "{error}"
    );

    let mut shorter = input(&server.address, &bytes);
    shorter.bytes = Size(999);
    let error = fetch(&shorter, &to, &everywhere(), &quiet)
        .await
        .expect_err("too long");
    assert!(
        matches!(error, ArtifactError::TooLong { bytes: 999, .. }),
        "{error}"
    );

    let mut longer = input(&server.address, &bytes);
    longer.bytes = Size(1_001);
    let error = fetch(&longer, &to, &everywhere(), &quiet)
        .await
        .expect_err("too short");
    assert!(
        matches!(error, ArtifactError::TooShort { found: 1_000, .. }),
        "{error}"
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[tokio::test]
async fn what_is_not_there_is_told_at_once() {
    let server = Server::start(Vec::new(), Manner::Missing).await;
    let folder = tempdir().expect("a folder");
    let missing = input(&server.address, b"something");
    let error = fetch(&missing, &folder.path().join("x"), &everywhere(), &quiet)
        .await
        .expect_err("missing");
    assert!(matches!(error, ArtifactError::Store { .. }), "{error}");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

/// The operator's own network and files: by number, by name, by a redirect.
#[tokio::test]
async fn a_spec_does_not_reach_into_the_operators_network() {
    let server = Server::start(content(10), Manner::Whole).await;
    let redirecting = Server::start(content(10), Manner::Redirects(server.address.clone())).await;
    let by_name = server.address.replace("127.0.0.1", "localhost");
    let folder = tempdir().expect("a folder");
    let secret = folder.path().join("secret");
    fs::write(&secret, content(10)).expect("written");
    let own_file = format!("file://{}", secret.display());
    let metadata = "http://169.254.169.254/latest/meta-data/".to_owned();
    for place in [
        server.address.clone(),
        by_name,
        own_file,
        metadata,
        "http://[::1]:80/x".to_owned(),
    ] {
        let asked = input(&place, &content(10));
        let to = folder.path().join("stolen");
        let error = fetch(&asked, &to, &Access::default(), &quiet)
            .await
            .expect_err(&place);
        assert!(
            matches!(error, ArtifactError::Refused { .. }),
            "{place}: {error:?}"
        );
        assert!(!to.exists(), "{place}");
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
    // The same server is reached by who allows it, over the redirect too.
    let asked = input(&redirecting.address, &content(10));
    let to = folder.path().join("fetched");
    fetch(&asked, &to, &everywhere(), &quiet)
        .await
        .expect("allowed");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_empty_input_is_an_input() {
    let server = Server::start(Vec::new(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let to = folder.path().join("input");
    fetch(&input(&server.address, b""), &to, &everywhere(), &quiet)
        .await
        .expect("fetched");
    assert_eq!(fs::read(&to).expect("a file"), b"");
}
