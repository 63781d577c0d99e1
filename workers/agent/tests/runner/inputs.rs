//! Inputs that are not what the spec says, or not there.

use std::fs;

use ionet_agent::{
    Process,
    runner::{PrepareError, RunError, Runner as _},
};
use ionet_job_spec::{JobSpec, Size};
use serde_json::{Value, json};

use crate::kit::{World, archive, files, lease, run, script};

fn with_input(input: &Value) -> JobSpec {
    script("cat data >$IONET_OUTPUT/data", |spec| {
        spec["inputs"] = json!({ "data": input });
    })
}

/// An operator that skips inputs cannot launch, whatever it calls first.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_launched_without_its_inputs() {
    let world = World::new();
    let input = world.input("data", b"right");
    let spec = with_input(&input);
    let lease = world.lease(&spec).await;
    fs::remove_file(world.path("store/data")).expect("removed");
    let runner = world.runner().await;
    let refused = runner.launch(&lease).await;
    assert!(
        matches!(&refused, Err(RunError::Passing(cause)) if cause.contains("input data")),
        "{refused:?}"
    );
    assert_eq!(runner.process(&lease).await, Ok(Process::None));
    assert_eq!(world.sandboxes().len(), 0);

    // It comes while there is time to start.
    fs::write(world.path("store/data"), b"right").expect("written");
    run(&runner, &lease).await;
    assert!(runner.collect(&lease).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_with_another_hash_or_length_is_refused_for_good() {
    let world = World::new();
    for (content, said) in [
        (&b"wrong"[..], "another file than the spec's"),
        (&b"right and more"[..], "longer than the 5 bytes"),
        (&b"righ"[..], "has 4 bytes"),
    ] {
        let input = world.input("data", b"right");
        let spec = with_input(&input);
        let lease = world.lease(&spec).await;
        fs::write(world.path("store/data"), content).expect("written");
        let runner = world.runner().await;
        let refused = runner.prepare(&lease).await;
        assert!(
            matches!(&refused, Err(PrepareError::Final(reason)) if reason.contains(said) && reason.contains("input data")),
            "{refused:?}"
        );
        assert!(matches!(
            runner.launch(&lease).await,
            Err(RunError::Final(_))
        ));
        assert_eq!(world.sandboxes().len(), 0);
    }
}

/// Between prepare and launch somebody cleaned up the cache.
#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_went_missing_is_fetched_again_before_a_launch() {
    let world = World::new();
    let input = world.input("data", b"right");
    let lease = world.lease(&with_input(&input)).await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    for file in files(&world.home().join("cache")) {
        fs::remove_file(file).expect("removed");
    }
    run(&runner, &lease).await;
    assert!(runner.collect(&lease).await.is_ok());
}

fn bundle(world: &World, members: &[(&str, &[u8], u32)]) -> Value {
    let mut input = world.input("bundle.tar", &archive(members));
    input["unpack"] = json!("tar");
    input
}

/// Files of an archive are not forced to the disk: after a crash of the machine they may be empty.
#[tokio::test(flavor = "multi_thread")]
async fn archives_are_unpacked_again_after_the_machine_went_down() {
    let world = World::new();
    let lease = world
        .lease(&with_input(&bundle(&world, &[("a", b"right", 0o600)])))
        .await;
    let runner = world.runner().await;
    runner.prepare(&lease).await.expect("prepared");
    let inputs = world.job(&lease).join("inputs");
    fs::write(inputs.join("0/a"), b"").expect("written");
    runner.prepare(&lease).await.expect("prepared");
    assert_eq!(fs::read(inputs.join("0/a")).expect("a file"), b"");
    fs::write(inputs.join("boot"), b"another").expect("written");
    runner.prepare(&lease).await.expect("prepared");
    assert_eq!(fs::read(inputs.join("0/a")).expect("a file"), b"right");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_bomb_is_refused_and_leaves_nothing() {
    let mut world = World::new();
    world.settings.unpacked = Size(1_000);
    let zeros = vec![0; 1_001];
    let lease = world
        .lease(&with_input(&bundle(&world, &[("a", &zeros, 0o644)])))
        .await;
    let refused = world.runner().await.prepare(&lease).await;
    assert!(
        matches!(&refused, Err(PrepareError::Final(reason)) if reason.contains("more than 1000 bytes")),
        "{refused:?}"
    );
    let left = files(&world.job(&lease).join("inputs"));
    assert_eq!(left.len(), 1, "{left:?}");
}

/// This machine's shell and what it is linked to, by their paths below the root.
fn shell_and_libraries() -> Vec<(String, Vec<u8>)> {
    let listed = std::process::Command::new("ldd")
        .arg("/bin/sh")
        .output()
        .expect("ldd");
    let listed = String::from_utf8(listed.stdout).expect("text");
    let libraries = listed
        .split_whitespace()
        .filter(|word| word.starts_with('/'));
    let paths = libraries.chain(["/bin/sh"]);
    let read = |path: &str| {
        (
            path.trim_start_matches('/').to_owned(),
            fs::read(path).expect("a file"),
        )
    };
    paths.map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clients_root_folder_takes_the_place_of_the_standard_one() {
    let world = World::new();
    let shell = shell_and_libraries();
    let mut members = vec![("etc/own", &b"mine\n"[..], 0o600)];
    members.extend(
        shell
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice(), 0o700)),
    );
    let root = bundle(&world, &members);
    let spec = script("read line </etc/own; echo $line >/output/line", |spec| {
        spec["inputs"] = json!({ "root": root });
        spec["run"]["root"] = json!("root");
        spec["run"]["command"][0] = json!("/bin/sh");
        spec["outputs"]["result"] = json!("line");
    });
    let lease = world.lease(&spec).await;
    let runner = world.runner().await;
    run(&runner, &lease).await;
    assert_eq!(
        runner.collect(&lease).await,
        Ok(*blake3::hash(b"mine\n").as_bytes())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spec_is_waited_for_and_must_be_the_one_on_chain() {
    let world = World::new();
    let runner = world.runner().await;
    let spec = script("true", |_| {});
    let unpublished = lease(spec.hash().0);
    assert!(matches!(
        runner.prepare(&unpublished).await,
        Err(PrepareError::Passing(_))
    ));

    // Other bytes under the name of the hash.
    let other = script("false", |_| {});
    let named = format!("specs/{}.json", spec.hash());
    fs::write(world.path(&named), other.canonical()).expect("written");
    let refused = runner.prepare(&unpublished).await;
    assert!(refused.is_err(), "{refused:?}");
    assert!(!world.job(&unpublished).join("spec.json").exists());

    // The right job in another form: its hash on chain is not the job's.
    let mut text = spec.canonical();
    text.push(b'\n');
    let hash = *blake3::hash(&text).as_bytes();
    let named = format!("specs/{}.json", blake3::Hash::from_bytes(hash).to_hex());
    fs::write(world.path(&named), text).expect("written");
    let refused = runner.prepare(&lease(hash)).await;
    assert!(
        matches!(&refused, Err(PrepareError::Final(reason)) if reason.contains("canonical")),
        "{refused:?}"
    );
}
