//! The network's main job on two operators' machines, as `cargo xtask digits` prepares it.

use std::{path::PathBuf, time::Duration};

use ionet_agent::runner::Runner as _;
use ionet_job_spec::{Blake3, Format, JobSpec, RelativePath};
use ionet_sandbox::LogStream;

use crate::kit::{World, run};

/// What it comes to on every machine. Changes with `examples/digits`.
const RESULT: &str = "17dd287d3d3a810150b285d49464861fa085be39006fcdbd7797c284934b18e6";

fn digits() -> JobSpec {
    let here = std::env::current_exe().expect("this test");
    let target = here.ancestors().nth(3).expect("TARGET/debug/deps/runner");
    let path: PathBuf = target.join("digits").join("digits.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{} ({error}): run `cargo xtask digits` first",
            path.display()
        )
    });
    JobSpec::read(&text, Format::Toml).expect("a spec")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_operators_train_the_same_classifier_to_the_byte() {
    let spec = digits();
    assert_eq!(spec.terms.replicas, 2);
    for world in [World::new(), World::new()] {
        let runner = world.runner().await;
        let lease = world.lease(&spec).await;
        run(&runner, &lease).await;
        let result = runner.collect(&lease).await.expect("a result");

        let files = runner.files();
        let log = files.log(&lease.claim, LogStream::Stdout, 0, 1 << 20, Duration::ZERO);
        let log = log.await.expect("the log");
        let log = String::from_utf8_lossy(&log.bytes).into_owned();
        assert!(log.contains("fold 5 of 5"), "{log}");
        assert!(log.ends_with("accuracy 0.9800\n"), "{log}");
        let manifest = files.manifest(&lease.claim).await.expect("a manifest");
        let names: Vec<&str> = manifest.0.keys().map(RelativePath::as_str).collect();
        assert_eq!(
            names,
            ["confusion-matrix.png", "predictions.csv", "result.json"]
        );
        assert_eq!(Blake3(result).to_string(), RESULT);
    }
}
