use std::{collections::BTreeSet, fs, sync::Arc, time::Duration};

use ionet_artifacts::{Access, Cache};
use tempfile::tempdir;

use crate::{
    content, everywhere, input,
    server::{Manner, Server},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_input_is_fetched_once_for_all_who_ask() {
    let bytes = content(2_000_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let cache = Arc::new(Cache::open(folder.path()).await.expect("a cache"));
    let asked = Arc::new(input(&server.address, &bytes));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (cache, asked) = (Arc::clone(&cache), Arc::clone(&asked));
            tokio::spawn(async move { cache.input(&asked, &everywhere(), &|_| {}).await })
        })
        .collect();
    for task in tasks {
        let path = task.await.expect("a task").expect("fetched");
        assert_eq!(fs::read(path).expect("a file"), bytes);
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_file_that_was_cut_is_fetched_again() {
    let bytes = content(1_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let cache = Cache::open(folder.path()).await.expect("a cache");
    let asked = input(&server.address, &bytes);
    let path = cache
        .input(&asked, &everywhere(), &|_| {})
        .await
        .expect("fetched");
    fs::write(&path, &bytes[..10]).expect("cut");
    let again = cache
        .input(&asked, &everywhere(), &|_| {})
        .await
        .expect("fetched");
    assert_eq!(fs::read(again).expect("a file"), bytes);
    assert_eq!(server.requests().len(), 2);
}

/// Otherwise a spec could learn which files the operator has.
#[tokio::test]
async fn a_refused_place_is_refused_though_its_content_is_there() {
    let bytes = content(1_000);
    let server = Server::start(bytes.clone(), Manner::Whole).await;
    let folder = tempdir().expect("a folder");
    let cache = Cache::open(folder.path()).await.expect("a cache");
    let asked = input(&server.address, &bytes);
    cache
        .input(&asked, &everywhere(), &|_| {})
        .await
        .expect("fetched");
    let refused = cache.input(&asked, &Access::default(), &|_| {}).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn trimming_keeps_what_is_in_use_and_what_was_used_last() {
    let folder = tempdir().expect("a folder");
    let cache = Cache::open(folder.path().join("cache"))
        .await
        .expect("a cache");
    let mut inputs = Vec::new();
    for length in [1_000, 1_001, 1_002, 1_003] {
        let bytes = content(length);
        let file = folder.path().join(length.to_string());
        fs::write(&file, &bytes).expect("written");
        let asked = input(&format!("file://{}", file.display()), &bytes);
        cache
            .input(&asked, &everywhere(), &|_| {})
            .await
            .expect("fetched");
        inputs.push(asked);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // The second is the oldest but one, and used again.
    cache
        .input(&inputs[1], &everywhere(), &|_| {})
        .await
        .expect("there");
    let in_use = BTreeSet::from([inputs[0].blake3]);
    let removed = cache.trim(2_100, &in_use).await.expect("trimmed");
    assert_eq!(removed, 1_002 + 1_003);
    let left = |index: usize| {
        folder
            .path()
            .join("cache")
            .join(inputs[index].blake3.to_string())
            .exists()
    };
    assert_eq!([0, 1, 2, 3].map(left), [true, true, false, false]);
}
