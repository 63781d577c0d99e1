//! What this machine does not run, and why.

use ionet_agent::runner::{PrepareError, Refusal, Runner as _};
use ionet_job_spec::Size;
use serde_json::{Value, json};

use crate::kit::{World, script};

/// The refusal must be the same before the claim and after it.
async fn refused(world: &World, gpus: u32, said: &str, change: impl FnOnce(&mut Value)) {
    let spec = script("true", change);
    let runner = world.runner().await;
    let mut lease = world.lease(&spec).await;
    let before = runner.admit(&lease.spec, gpus).await;
    let Err(Refusal::Final(reason)) = before else {
        panic!("{said}: {before:?}");
    };
    assert!(reason.contains(said), "{reason}");
    lease.gpus = gpus;
    assert_eq!(
        runner.prepare(&lease).await,
        Err(PrepareError::Final(reason))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_machine_lacks_is_said_before_and_after_a_claim() {
    let mut world = World::new();
    world.settings.memory = Some(Size::gibibytes(1));
    refused(&world, 5, "5 GPUs of 4", |_| {}).await;
    refused(&world, 1, "resources.cpus is 9", |spec| {
        spec["resources"]["cpus"] = json!(9);
    })
    .await;
    refused(&world, 1, "offers 1.0 GiB", |spec| {
        spec["resources"]["scratch"] = json!(900 << 20);
    })
    .await;
    let image = world.input("image", b"an image");
    refused(&world, 1, "no container engine", |spec| {
        spec["inputs"] = json!({ "image": image });
        spec["run"] = json!({ "kind": "container", "image": "image" });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_does_not_allow_is_said_before_and_after_a_claim() {
    let mut world = World::new();
    world.settings.egress = false;
    refused(&world, 1, "network.allow", |spec| {
        spec["network"] = json!({ "allow": ["pypi.org:443"] });
    })
    .await;
    let input = world.input("data", b"data");
    world.access.local_files = false;
    let runner = world.runner().await;
    for change in [
        json!({ "inputs": { "data": input } }),
        json!({ "outputs": { "upload": "file:///tmp/x" } }),
    ] {
        let spec = script("true", |spec| {
            for (key, value) in change.as_object().expect("fields") {
                spec[key] = value.clone();
            }
        });
        let refused = runner.admit(&world.lease(&spec).await.spec, 1).await;
        assert!(
            matches!(&refused, Err(Refusal::Final(reason)) if reason.contains("a file of this machine")),
            "{refused:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_before_anything_is_fetched() {
    let mut world = World::new();
    world.settings.keep_free = Size::gibibytes(1 << 20);
    let input = world.input("data", b"data");
    let spec = script("true", |spec| spec["inputs"] = json!({ "data": input }));
    let lease = world.lease(&spec).await;
    let refused = world.runner().await.prepare(&lease).await;
    assert!(
        matches!(&refused, Err(PrepareError::Passing(cause)) if cause.contains("disk")),
        "{refused:?}"
    );
    assert_eq!(crate::kit::entries(&world.home().join("cache")).len(), 0);
}
