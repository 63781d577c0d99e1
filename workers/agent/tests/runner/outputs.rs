//! Outputs: what is taken, what is not, and where they go.

use std::{fs, io::Read as _, os::unix::fs::symlink, time::Duration};

use ionet_agent::runner::{FilesError, RunError, Runner as _, Upload};
use ionet_sandbox::LogStream;
use serde_json::json;

use crate::kit::{World, files, now, run, script};

#[tokio::test(flavor = "multi_thread")]
async fn the_named_file_is_the_result() {
    let world = World::new();
    let spec = script(
        "echo one >$IONET_OUTPUT/a; date +%N >$IONET_OUTPUT/b",
        |spec| {
            spec["outputs"]["result"] = json!("a");
        },
    );
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    assert_eq!(
        runner.collect(&lease).await,
        Ok(*blake3::hash(b"one\n").as_bytes())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_program_has_no_result_and_its_last_words_are_told() {
    let world = World::new();
    for (text, said) in [
        (
            "echo fine >$IONET_OUTPUT/a; echo 'no such column' >&2; exit 3",
            vec!["exit code 3", "no such column"],
        ),
        (
            "printf 'evil \\033[2J' >&2; kill -SEGV $$",
            vec!["signal 11", "evil \\u{1b}[2J"],
        ),
        (
            "head -c 400000000 /dev/zero | tail -c 399999999 | wc -c",
            vec!["limit: memory"],
        ),
        (
            "echo fine >$IONET_OUTPUT/a; truncate -s 100M $IONET_OUTPUT/holes",
            vec!["more than outputs.most"],
        ),
        ("echo fine >$IONET_OUTPUT/other", vec!["left no file a"]),
    ] {
        let spec = script(text, |spec| spec["outputs"]["result"] = json!("a"));
        let lease = world.lease(&spec).await;
        let runner = world.runner().await;
        run(&runner, &lease).await;
        let failed = runner.collect(&lease).await;
        let Err(RunError::Final(reason)) = &failed else {
            panic!("{text}: {failed:?}");
        };
        assert!(
            said.iter().all(|said| reason.contains(said)),
            "{text}: {reason}"
        );
        assert_eq!(runner.collect(&lease).await, failed);
        let status = runner.files().status(&lease.claim).await.expect("a status");
        assert_eq!(status.failure.as_ref(), Some(reason));
        runner.forget(&lease).await.expect("forgotten");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_not_there_fails_for_good() {
    let world = World::new();
    let spec = script("", |spec| {
        spec["run"]["command"] = json!(["/no/such/program"]);
    });
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    let refused = runner.launch(&lease).await;
    assert!(
        matches!(&refused, Err(RunError::Final(reason)) if reason.contains("/no/such/program")),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_files_of_the_output_folder_are_taken_and_read() {
    let world = World::new();
    let spec = script(
        "cd $IONET_OUTPUT; echo good >good; ln -s /etc/passwd link; ln good twice; mkdir d; ln -s ../../../.. d/up
         echo odd >'back\\slash'; mkfifo pipe; cp good only; rm twice",
        |_| {},
    );
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    runner.collect(&lease).await.expect("a result");
    let readable = runner.files();
    let manifest = readable.manifest(&lease.claim).await.expect("a list");
    let paths: Vec<_> = manifest
        .0
        .keys()
        .map(ionet_job_spec::RelativePath::as_str)
        .collect();
    assert_eq!(paths, ["good", "only"]);
    let read = |path: &str| {
        let (readable, claim) = (readable.clone(), lease.claim);
        let path = path.parse().expect("a path");
        async move { readable.output(&claim, &path).await }
    };
    let mut text = String::new();
    let mut good = read("good").await.expect("an output");
    good.file.read_to_string(&mut text).expect("read");
    assert_eq!((text.as_str(), good.artifact.bytes), ("good\n", 5));
    for path in ["link", "d/up/etc/passwd", "pipe", "outcome.json", "absent"] {
        assert!(
            matches!(read(path).await, Err(FilesError::NotThere(_))),
            "{path}"
        );
    }
    // Somebody with access to the folder makes a listed file a link out of it.
    let outputs = world.sandboxes()[0].join("outputs");
    fs::remove_file(outputs.join("only")).expect("removed");
    symlink("/etc/passwd", outputs.join("only")).expect("a link");
    assert!(read("only").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_stay_within_their_bounds() {
    let world = World::new();
    let spec = script(
        "yes | head -c 3000000; head -c 9000000 /dev/zero >$IONET_OUTPUT/big || echo refused >&2",
        |_| {},
    );
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    runner.collect(&lease).await.expect("a result");
    let readable = runner.files();
    let manifest = readable.manifest(&lease.claim).await.expect("a list");
    assert_eq!(manifest.bytes(), 4 << 20);
    let mut kept = 0;
    loop {
        let log = readable.log(
            &lease.claim,
            LogStream::Stdout,
            kept,
            10_000,
            Duration::ZERO,
        );
        let log = log.await.expect("a log");
        assert_eq!(log.offset, kept);
        kept += log.bytes.len() as u64;
        if log.is_last {
            break;
        }
    }
    assert!((60_000..70_000).contains(&kept), "{kept}");
    let said = readable.log(&lease.claim, LogStream::Stderr, 0, 10_000, Duration::ZERO);
    assert!(String::from_utf8_lossy(&said.await.expect("a log").bytes).ends_with("refused\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_uploaded_and_tried_again_when_a_store_fails() {
    let world = World::new();
    let spec = script("echo one >$IONET_OUTPUT/a", |spec| {
        spec["outputs"]["upload"] = json!(world.source("uploads/here").to_string());
    });
    // A file where the folder should be.
    fs::write(world.path("uploads"), b"").expect("written");
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    assert_eq!(runner.sweep(now()).await.expect("swept").uploaded, 0);
    runner
        .collect(&lease)
        .await
        .expect("a result, whatever the store does");
    assert_eq!(runner.sweep(now()).await.expect("swept").uploaded, 0);
    let status = runner.files().status(&lease.claim).await.expect("a status");
    assert!(
        matches!(status.upload, Some(Upload::Failed { tries: 1, .. })),
        "{status:?}"
    );

    fs::remove_file(world.path("uploads")).expect("removed");
    assert_eq!(
        runner.sweep(now()).await.expect("swept").uploaded,
        0,
        "too early"
    );
    assert_eq!(runner.sweep(now() + 31).await.expect("swept").uploaded, 1);
    assert_eq!(runner.sweep(now() + 99).await.expect("swept").uploaded, 0);
    let mut names: Vec<_> = files(&world.path("uploads"));
    names.sort();
    let folder = world
        .path("uploads/here")
        .join(bs58::encode(lease.claim).into_string());
    assert_eq!(names, [folder.join("a"), folder.join("manifest.json")]);
}

/// What lies in a store before the reveal could be committed to by an operator that did no work.
#[tokio::test(flavor = "multi_thread")]
async fn a_replicas_outputs_are_uploaded_only_when_its_claim_is_over() {
    let world = World::new();
    let spec = script("echo one >$IONET_OUTPUT/a", |spec| {
        spec["outputs"]["upload"] = json!(world.source("uploads").to_string());
        spec["terms"]["verification"] = json!("replicate");
        spec["terms"]["replicas"] = json!(3);
        spec["terms"]["partial_fill"] = json!("fail");
    });
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    runner.collect(&lease).await.expect("a result");
    assert_eq!(runner.sweep(now()).await.expect("swept").uploaded, 0);
    assert!(!world.path("uploads").exists());
    runner.forget(&lease).await.expect("forgotten");
    assert_eq!(runner.sweep(now()).await.expect("swept").uploaded, 1);
}
