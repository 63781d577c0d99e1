//! The client's secrets.

use std::{collections::BTreeMap, fs};

use ionet_agent::runner::{PrepareError, RunError, Runner as _, SecretsError};
use serde_json::json;
use zeroize::Zeroizing;

use crate::kit::{World, files, marked, mode, run, script};

const VALUE: &str = "a-secret-that-nobody-else-may-see";

fn values(names: &[&str]) -> BTreeMap<String, Zeroizing<String>> {
    let value = |name: &&str| ((*name).to_owned(), Zeroizing::new(VALUE.to_owned()));
    names.iter().map(value).collect()
}

fn holds_the_value(path: &std::path::Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    text.windows(VALUE.len())
        .any(|window| window == VALUE.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_for_its_secrets_and_they_go_with_the_lease() {
    let world = World::new();
    let spec = script(
        "printf %s \"$TOKEN\" | tr a-z n-za-m >$IONET_OUTPUT/turned",
        |spec| {
            spec["secrets"] = json!(["TOKEN"]);
        },
    );
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    let early = runner.put_secrets(&lease.claim, values(&["TOKEN"])).await;
    assert!(matches!(early, Err(SecretsError::NoLease)));
    let waiting = "waiting for the client's secrets".to_owned();
    assert_eq!(
        runner.prepare(&lease).await,
        Err(PrepareError::Passing(waiting.clone()))
    );
    assert_eq!(runner.launch(&lease).await, Err(RunError::Passing(waiting)));
    for names in [&[][..], &["OTHER"], &["TOKEN", "OTHER"]] {
        let refused = runner.put_secrets(&lease.claim, values(names)).await;
        assert!(
            matches!(refused, Err(SecretsError::OtherNames { .. })),
            "{names:?}"
        );
    }
    runner
        .put_secrets(&lease.claim, values(&["TOKEN"]))
        .await
        .expect("taken");
    assert_eq!(mode(&world.job(&lease).join("secrets.json")), 0o600);

    // A restart can launch.
    drop(runner);
    let runner = world.runner().await;
    run(&runner, &lease).await;
    runner.collect(&lease).await.expect("a result");
    let turned = fs::read_to_string(world.sandboxes()[0].join("outputs/turned"));
    assert_eq!(
        turned.expect("an output"),
        "n-frperg-gung-abobql-ryfr-znl-frr"
    );
    let with_value: Vec<_> = files(&world.home())
        .into_iter()
        .filter(|path| holds_the_value(path))
        .collect();
    assert_eq!(with_value, [world.job(&lease).join("secrets.json")]);

    runner.forget(&lease).await.expect("forgotten");
    assert!(
        !files(&world.home())
            .iter()
            .any(|path| holds_the_value(path))
    );
    let late = runner.put_secrets(&lease.claim, values(&["TOKEN"])).await;
    assert!(matches!(late, Err(SecretsError::NoLease)));
    assert!(
        !files(&world.home())
            .iter()
            .any(|path| holds_the_value(path))
    );
}

/// Neither in a command line nor in the environment of any process outside of the sandbox.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_job_sees_them() {
    let world = World::new();
    let value = world.path("a-value").display().to_string();
    let spec = script("sleep 300", |spec| spec["secrets"] = json!(["TOKEN"]));
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    let _ = runner.prepare(&lease).await;
    let values = [("TOKEN".to_owned(), Zeroizing::new(value.clone()))].into();
    runner
        .put_secrets(&lease.claim, values)
        .await
        .expect("taken");
    runner.prepare(&lease).await.expect("prepared");
    runner.launch(&lease).await.expect("launched");
    let seeing = marked(&value);
    assert!(!seeing.is_empty());
    for process in seeing {
        let status = fs::read_to_string(process.join("status")).expect("a status");
        let namespaces = status
            .lines()
            .find(|line| line.starts_with("NSpid:"))
            .expect("a line");
        assert_eq!(
            namespaces.split_whitespace().count(),
            3,
            "{process:?} is outside: {namespaces}"
        );
    }
    runner.stop(&lease).await.expect("stopped");
}
