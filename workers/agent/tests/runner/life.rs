//! From a spec to a result, also when the agent dies in between.

use std::time::Duration;

use ionet_agent::{
    Process,
    runner::{LocalRunner, LogPart, Runner as _, Stage},
};
use ionet_job_spec::{Artifact, Blake3, Manifest};
use ionet_sandbox::LogStream;
use serde_json::json;

use crate::kit::{World, archive, ended, entries, kill_monitor, marked, now, run, script};

fn hash(bytes: &[u8]) -> Blake3 {
    Blake3(*blake3::hash(bytes).as_bytes())
}

/// A job with a file, a program and an archive as inputs, and the hash that its result must have.
fn upper_case(world: &World) -> (ionet_job_spec::JobSpec, Blake3) {
    let bundle = archive(&[
        ("bin/upper", b"#!/bin/sh\ntr a-z A-Z\n", 0o700),
        ("more/text.txt", b"from the bundle\n", 0o600),
    ]);
    let mut packed = world.input(
        "bundle.tar.zst",
        &zstd::encode_all(&bundle[..], 3).expect("packed"),
    );
    packed["unpack"] = json!("tar-zst");
    let spec = script(
        "cat data/words.txt kit/more/text.txt | kit/bin/upper >$IONET_OUTPUT/words.txt
         mkdir $IONET_OUTPUT/more; ./size data/words.txt >$IONET_OUTPUT/more/size.txt
         echo said; echo told >&2; test \"$GREETING\" = hello; test \"$(pwd)\" = /job",
        |spec| {
            spec["inputs"] = json!({
                "data/words.txt": world.input("words", b"some words\n"),
                "size": world.input("size", b"#!/bin/sh\nwc -c <\"$1\"\n"),
                "kit": packed,
            });
            spec["run"]["environment"] = json!({ "GREETING": "hello" });
        },
    );
    let artifact = |bytes: &[u8]| Artifact {
        bytes: bytes.len() as u64,
        blake3: hash(bytes),
    };
    let expected = Manifest(
        [
            ("more/size.txt", artifact(b"11\n")),
            ("words.txt", artifact(b"SOME WORDS\nFROM THE BUNDLE\n")),
        ]
        .map(|(path, artifact)| (path.parse().expect("a path"), artifact))
        .into(),
    );
    let result = expected.result_hash(&spec.outputs).expect("a hash");
    (spec, result)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_gives_the_result_that_its_spec_determines() {
    let world = World::new();
    let (spec, expected) = upper_case(&world);
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    assert_eq!(runner.process(&lease).await, Ok(Process::None));
    run(&runner, &lease).await;
    assert_eq!(runner.process(&lease).await, Ok(Process::Exited));
    assert_eq!(runner.collect(&lease).await, Ok(expected.0));
    assert_eq!(runner.collect(&lease).await, Ok(expected.0));

    let files = runner.files();
    let status = files.status(&lease.claim).await.expect("a status");
    assert_eq!((status.launches, status.result), (1, Some(expected)));
    assert!(matches!(status.stage, Stage::Ended { .. }));
    for (stream, text) in [(LogStream::Stdout, "said\n"), (LogStream::Stderr, "told\n")] {
        let log = files
            .log(&lease.claim, stream, 0, 100, Duration::ZERO)
            .await
            .expect("a log");
        assert_eq!((log.bytes.as_slice(), log.is_last), (text.as_bytes(), true));
    }
}

/// Each call is another life of the agent: only the disk and the sandbox remember.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_between_any_two_calls_changes_nothing() {
    let world = World::new();
    let (spec, expected) = upper_case(&world);
    let lease = world.lease(&spec).await;
    for _ in 0..2 {
        world
            .runner()
            .await
            .prepare(&lease)
            .await
            .expect("prepared");
    }
    for _ in 0..2 {
        world.runner().await.launch(&lease).await.expect("launched");
        ended(&world.runner().await, &lease).await;
    }
    for _ in 0..2 {
        assert_eq!(world.runner().await.collect(&lease).await, Ok(expected.0));
    }
    for _ in 0..2 {
        world.runner().await.stop(&lease).await.expect("stopped");
    }
    for _ in 0..2 {
        world
            .runner()
            .await
            .forget(&lease)
            .await
            .expect("forgotten");
    }
    for _ in 0..2 {
        world
            .runner()
            .await
            .sweep(now() + 3_700)
            .await
            .expect("swept");
    }
    assert_eq!(entries(&world.home().join("jobs")).len(), 0);
    assert_eq!(world.sandboxes().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_process_is_found_again_and_not_started_twice() {
    let world = World::new();
    let spec = script("echo $$ >$IONET_OUTPUT/run; echo up; sleep 300", |_| {});
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    runner.launch(&lease).await.expect("launched");
    drop(runner);

    let runner = world.runner().await;
    assert_eq!(runner.process(&lease).await, Ok(Process::Running));
    runner.launch(&lease).await.expect("it runs");
    let status = runner.files().status(&lease.claim).await.expect("a status");
    assert_eq!(status.launches, 1);
    assert!(matches!(status.stage, Stage::Running { usage: Some(_) }));
    let log = first_words(&runner, &lease).await;
    assert_eq!((log.bytes.as_slice(), log.is_last), (&b"up\n"[..], false));
    runner.stop(&lease).await.expect("stopped");
    assert_eq!(runner.process(&lease).await, Ok(Process::Exited));
    // It has worked for all of its time: what it left is the result.
    assert!(runner.collect(&lease).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_ends_the_whole_tree() {
    let world = World::new();
    let mark = world.path("mark").display().to_string();
    let spec = script(
        "setsid sleep 301 & (sleep 302 & sleep 303) & sh -c 'trap \"\" TERM INT HUP; echo ready; sleep 304; sleep 305' & wait",
        |spec| spec["run"]["environment"] = json!({ "MARK": mark }),
    );
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    runner.launch(&lease).await.expect("launched");
    assert_eq!(first_words(&runner, &lease).await.bytes, b"ready\n");
    assert!(marked(&mark).len() >= 4, "{:?}", marked(&mark));
    runner.stop(&lease).await.expect("stopped");
    assert_eq!(marked(&mark), Vec::<std::path::PathBuf>::new());
}

/// The monitor is killed, as by a crash of the machine: how it ended is not known, and it is
/// launched anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_process_is_launched_anew() {
    let world = World::new();
    let spec = script("echo once; sleep 300", |_| {});
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    runner.launch(&lease).await.expect("launched");
    kill_monitor(&world.sandboxes()[0]);
    while runner.process(&lease).await == Ok(Process::Running) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(runner.process(&lease).await, Ok(Process::None));
    assert!(runner.collect(&lease).await.is_err());
    relaunch(&runner, &lease).await;
    assert_eq!(world.sandboxes().len(), 1);
}

/// What the process has written to its standard output, once there is something.
async fn first_words(runner: &LocalRunner, lease: &ionet_agent::Lease) -> LogPart {
    let patience = Duration::from_secs(20);
    let files = runner.files();
    let log = files.log(&lease.claim, LogStream::Stdout, 0, 100, patience);
    log.await.expect("a log")
}

async fn relaunch(runner: &LocalRunner, lease: &ionet_agent::Lease) {
    runner.launch(lease).await.expect("launched");
    assert_eq!(runner.process(lease).await, Ok(Process::Running));
    let log = first_words(runner, lease).await;
    assert_eq!((log.launch, log.bytes.as_slice()), (2, &b"once\n"[..]));
    runner.stop(lease).await.expect("stopped");
}
