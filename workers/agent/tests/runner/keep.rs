//! What is granted, what is kept, and what is cleaned up.

use std::{fs, time::Duration};

use ionet_agent::{
    Process,
    runner::{PrepareError, Refusal, Runner as _},
};
use ionet_job_spec::Size;
use ionet_sandbox::LogStream;
use serde_json::json;

use crate::kit::{World, entries, files, marked, now, run, script};

#[tokio::test(flavor = "multi_thread")]
async fn a_gpu_is_granted_once_also_after_a_restart() {
    let world = World::new();
    let spec = script("echo $IONET_GPUS >$IONET_OUTPUT/gpus", |_| {});
    let (mut first, mut second) = (world.lease(&spec).await, world.lease(&spec).await);
    (first.gpus, second.gpus) = (3, 2);
    let runner = world.runner().await;
    runner.prepare(&first).await.expect("prepared");
    assert_eq!(runner.free_gpus(), [3]);
    let busy = PrepareError::Passing("2 GPUs are needed, and 1 of 4 are free".to_owned());
    assert_eq!(runner.prepare(&second).await, Err(busy.clone()));
    let runner = world.runner().await;
    assert_eq!(runner.prepare(&second).await, Err(busy));
    runner.prepare(&first).await.expect("still its own");
    run(&runner, &first).await;
    assert_eq!(
        fs::read_to_string(world.sandboxes()[0].join("outputs/gpus")).expect("an output"),
        "3\n"
    );
    runner.forget(&first).await.expect("forgotten");
    runner.prepare(&second).await.expect("prepared");
    assert_eq!(world.runner().await.free_gpus(), [2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cores_and_memory_are_shared_out_too() {
    let mut world = World::new();
    world.settings.memory = Some(Size::mebibytes(200));
    let few = script("true", |spec| spec["resources"]["cpus"] = json!(6));
    let large = script("true", |_| {});
    let runner = world.runner().await;
    runner
        .prepare(&world.lease(&few).await)
        .await
        .expect("prepared");
    let few = world.lease(&few).await;
    let busy = Refusal::Passing("6 cores are needed, and 2 of 8 are free".to_owned());
    assert_eq!(runner.admit(&few.spec, 1).await, Err(busy));
    let refused = runner.admit(&world.lease(&large).await.spec, 1).await;
    assert!(
        matches!(&refused, Err(Refusal::Passing(reason)) if reason.contains("of memory are needed")),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_and_outputs_stay_for_as_long_as_the_spec_says() {
    let world = World::new();
    let input = world.input("data", b"data");
    let spec = script("echo said; cat data >$IONET_OUTPUT/a", |spec| {
        spec["inputs"] = json!({ "data": input });
        spec["outputs"]["keep"] = json!(7_200);
    });
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    runner.collect(&lease).await.expect("a result");
    // Not forgotten: it stays, however late it is.
    assert_eq!(
        runner
            .sweep(now() + 1_000_000)
            .await
            .expect("swept")
            .removed,
        0
    );
    runner.forget(&lease).await.expect("forgotten");
    assert!(!world.job(&lease).join("inputs").exists());
    assert_eq!(runner.sweep(now() + 7_100).await.expect("swept").removed, 0);
    let readable = runner.files();
    let log = readable.log(&lease.claim, LogStream::Stdout, 0, 10, Duration::ZERO);
    assert_eq!(log.await.expect("a log").bytes, b"said\n");
    assert!(
        readable
            .output(&lease.claim, &"a".parse().expect("a path"))
            .await
            .is_ok()
    );
    let again = runner.prepare(&lease).await;
    assert_eq!(
        again,
        Err(PrepareError::Final("the lease was forgotten".to_owned()))
    );

    assert_eq!(runner.sweep(now() + 7_300).await.expect("swept").removed, 1);
    assert!(readable.status(&lease.claim).await.is_err());
    assert_eq!(entries(&world.home().join("jobs")).len(), 0);
    assert_eq!(world.sandboxes().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn inputs_of_living_leases_stay_when_the_cache_is_trimmed() {
    let mut world = World::new();
    world.settings.cache = Size(0);
    let input = world.input("data", b"data");
    let hash = input["blake3"].as_str().expect("a hash").to_owned();
    let spec = script("true", |spec| spec["inputs"] = json!({ "data": input }));
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    let cached = world.home().join("cache").join(hash);
    runner.sweep(now()).await.expect("swept");
    assert!(cached.exists());
    runner.forget(&lease).await.expect("forgotten");
    runner.sweep(now()).await.expect("swept");
    assert!(!cached.exists());
}

/// The journal is gone, or a lease ended while the agent was down.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_agent_does_not_know_is_ended_and_forgotten() {
    let world = World::new();
    let mark = world.path("mark").display().to_string();
    let spec = script("sleep 300", |spec| {
        spec["run"]["environment"] = json!({ "MARK": mark });
    });
    let (known, unknown, never_ran) = (
        world.lease(&spec).await,
        world.lease(&spec).await,
        world.lease(&spec).await,
    );
    let runner = world.runner().await;
    for lease in [&known, &unknown] {
        runner.prepare(lease).await.expect("prepared");
        runner.launch(lease).await.expect("launched");
    }
    runner.prepare(&never_ran).await.expect("prepared");
    // A sandbox that was prepared when the agent died, and deletions that were broken off.
    for name in [
        "sandboxes/abc",
        "sandboxes/def.removed/outputs",
        "jobs/.removed-x/inputs",
    ] {
        fs::create_dir_all(world.home().join(name)).expect("a folder");
    }

    let runner = world.runner().await;
    runner.reconcile(&[known.claim]).await.expect("reconciled");
    assert_eq!(runner.process(&known).await, Ok(Process::Running));
    assert_eq!(runner.process(&unknown).await, Ok(Process::Exited));
    assert_eq!(world.sandboxes().len(), 2);
    assert!(!world.job(&never_ran).exists());
    assert_eq!(entries(&world.home().join("jobs")).len(), 2);
    runner.forget(&known).await.expect("forgotten");
    assert!(marked(&mark).is_empty());
    assert_eq!(runner.free_gpus().len(), 4);
}

/// A deletion that breaks off is finished, and what is half deleted is never taken for a job.
#[tokio::test(flavor = "multi_thread")]
async fn a_forgetting_that_was_broken_off_is_finished() {
    let world = World::new();
    let spec = script("true", |spec| spec["secrets"] = json!(["TOKEN"]));
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    let _ = runner.prepare(&lease).await;
    let secret = zeroize::Zeroizing::new("value".to_owned());
    runner
        .put_secrets(&lease.claim, [("TOKEN".to_owned(), secret)].into())
        .await
        .expect("taken");
    run(&runner, &lease).await;
    let secrets = fs::read(world.job(&lease).join("secrets.json")).expect("secrets");
    runner.forget(&lease).await.expect("forgotten");
    // As if the agent had died between the mark and the wiping.
    fs::write(world.job(&lease).join("secrets.json"), secrets).expect("written");
    fs::create_dir_all(world.job(&lease).join("inputs/0")).expect("a folder");
    let runner = world.runner().await;
    assert_eq!(runner.free_gpus().len(), 4);
    runner.reconcile(&[]).await.expect("reconciled");
    let left = files(&world.job(&lease));
    assert!(
        !left.iter().any(|path| path.ends_with("secrets.json")),
        "{left:?}"
    );
    assert!(!world.job(&lease).join("inputs").exists());
}
