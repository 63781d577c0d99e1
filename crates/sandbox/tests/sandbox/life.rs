//! Start, end, and everything between, also when the agent or the monitor dies.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ionet_sandbox::{
    Driver, End, Handle, JobState, Layer, LogStream, Sandbox, SandboxError, Signal,
};
use rustix::process::{Pid, kill_process};

use crate::agent::{Agent, drive};
use crate::kit::{Kit, sandbox};
use crate::world::{marked_processes, next_id};

fn shell(kit: &Kit, script: &str) -> Sandbox {
    Sandbox {
        argv: ["sh", "-c", script].map(str::to_owned).into(),
        ..kit.sandbox(&[])
    }
}

/// The cgroups of a sandbox, in any hierarchy.
fn cgroups(handle: &Handle) -> Vec<PathBuf> {
    fn search(folder: &Path, name: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if entry.file_name() == name {
                    found.push(entry.path());
                }
                search(&entry.path(), name, found);
            }
        }
    }
    let mut found = Vec::new();
    search(
        Path::new("/sys/fs/cgroup"),
        &format!("ionet-{}", handle.id),
        &mut found,
    );
    found
}

/// Waits until a running job has written this.
fn wait_for_log(kit: &Kit, handle: &Handle, text: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let log = fs::read_to_string(handle.dir.join("stdout.log")).unwrap_or_default();
        if log.contains(text) {
            return;
        }
        assert_eq!(
            kit.driver.attach(handle).expect("attach"),
            JobState::Running,
            "{log}"
        );
        assert!(Instant::now() < deadline, "{log}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ordinary_work_works_for_both_agents() {
    let world = crate::world::World::new();
    for agent in Agent::all() {
        let report = agent.run(
            &world,
            &sandbox(world.folder(), world.mark(), &["ordinary-work"]),
        );
        let outcome = report.outcome.as_ref().expect("an outcome");
        assert_eq!(
            outcome.end,
            End::Exited(0),
            "{agent:?}: {}",
            report.log("stdout.log")
        );
    }
}

#[test]
fn the_end_is_the_programs_own() {
    let kit = Kit::new();
    for (script, end) in [
        ("exit 0", End::Exited(0)),
        ("exit 3", End::Exited(3)),
        ("kill -SEGV $$", End::Signaled(11)),
        ("kill -KILL $$", End::Signaled(9)),
    ] {
        let run = kit.run(&shell(&kit, script));
        assert_eq!(run.outcome.end, end, "{script}: {}", run.story());
    }
}

#[test]
fn logs_arrive_while_the_program_runs() {
    let kit = Kit::new();
    let handle = kit
        .start(&shell(&kit, "echo first; echo other >&2; sleep 60"))
        .expect("start");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let deadline = Instant::now() + Duration::from_secs(20);
    while (stdout.is_empty() || stderr.is_empty()) && Instant::now() < deadline {
        let patience = Some(Duration::from_millis(50));
        // Each wait begins at the beginning.
        stdout.clear();
        stderr.clear();
        let ended = kit
            .driver
            .wait(&handle, patience, &mut |chunk| match chunk.stream {
                LogStream::Stdout => stdout.extend_from_slice(chunk.bytes),
                LogStream::Stderr => stderr.extend_from_slice(chunk.bytes),
            });
        assert_eq!(ended.expect("wait"), None);
    }
    assert_eq!(
        (stdout.as_slice(), stderr.as_slice()),
        (&b"first\n"[..], &b"other\n"[..])
    );
    assert_eq!(kit.driver.kill(&handle).expect("kill").end, End::Killed);
}

#[test]
fn signals_reach_the_program() {
    let kit = Kit::new();
    let script = "trap 'echo caught; exit 5' USR1; echo ready; while :; do sleep 0.05; done";
    let handle = kit.start(&shell(&kit, script)).expect("start");
    wait_for_log(&kit, &handle, "ready");
    kit.driver.signal(&handle, Signal::USR1).expect("signal");
    let run = kit.finish(handle);
    assert_eq!(run.outcome.end, End::Exited(5), "{}", run.story());
    assert_eq!(run.stdout, "ready\ncaught\n");
    let late = kit.driver.signal(&run.handle, Signal::USR1);
    assert!(matches!(late, Err(SandboxError::NotRunning(_))), "{late:?}");
}

#[test]
fn usage_is_told_while_it_runs_and_kept_when_it_has_ended() {
    let kit = Kit::new();
    let script = "head -c 300000 /dev/zero > /out/a; head -c 200000 /dev/zero > /tmp/b; \
                  i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo ready; sleep 60";
    let handle = kit.start(&shell(&kit, script)).expect("start");
    wait_for_log(&kit, &handle, "ready");
    let usage = kit.driver.usage(&handle).expect("usage");
    assert!(
        usage.cpu > Duration::ZERO && usage.wall >= usage.cpu / 2,
        "{usage:?}"
    );
    assert!(
        usage.output_bytes >= 300_000 && usage.scratch_bytes >= 200_000,
        "{usage:?}"
    );
    assert!(usage.peak_memory_bytes >= 500_000, "{usage:?}");
    assert_eq!(usage.log_bytes, 6);
    let outcome = kit.driver.kill(&handle).expect("kill");
    assert!(outcome.usage.wall >= usage.wall && outcome.usage.cpu >= usage.cpu);
    assert_eq!(
        outcome.usage.output_bytes, 300_000,
        "outputs are kept when it is killed"
    );
    let late = kit.driver.usage(&handle);
    assert!(matches!(late, Err(SandboxError::NotRunning(_))), "{late:?}");
}

#[test]
fn killing_takes_the_whole_tree_and_may_be_repeated() {
    let kit = Kit::new();
    let script = "(trap '' TERM HUP; sleep 600) & setsid sleep 600 & echo ready; wait";
    let handle = kit.start(&shell(&kit, script)).expect("start");
    wait_for_log(&kit, &handle, "ready");
    assert!(marked_processes(kit.world.mark()).len() >= 3);
    for _ in 0..2 {
        assert_eq!(kit.driver.kill(&handle).expect("kill").end, End::Killed);
        assert_eq!(marked_processes(kit.world.mark()), Vec::<PathBuf>::new());
    }
    assert_eq!(cgroups(&handle), Vec::<PathBuf>::new());
    kit.driver.remove(&handle).expect("remove");
    assert!(!handle.dir.exists());
    assert_eq!(
        kit.driver.attach(&handle).expect("attach"),
        JobState::Unknown
    );
}

#[test]
fn a_new_agent_finds_the_job_of_one_that_was_killed() {
    let mut kit = Kit::new();
    for agent in Agent::all() {
        let script = "echo ready; trap 'exit 6' TERM; while :; do sleep 0.05; done";
        let errand = agent.errand(&kit.world, &shell(&kit, script), true);
        let printed = drive(agent.command(&kit.world), &errand);
        let handle: Handle = serde_json::from_slice(&printed).expect("a handle");

        assert_eq!(
            kit.driver.attach(&handle).expect("attach"),
            JobState::Running
        );
        wait_for_log(&kit, &handle, "ready");
        assert!(kit.driver.usage(&handle).expect("usage").wall > Duration::ZERO);
        kit.driver.signal(&handle, Signal::TERM).expect("signal");
        let run = kit.finish(handle);
        assert_eq!(
            run.outcome.end,
            End::Exited(6),
            "{agent:?}: {}",
            run.story()
        );
        let state = kit.driver.attach(&run.handle).expect("attach");
        assert_eq!(state, JobState::Ended(Box::new(run.outcome)));
        assert_eq!(cgroups(&run.handle), Vec::<PathBuf>::new());
        kit.world.assert_unharmed();
    }
}

#[test]
fn nothing_outlives_a_monitor_that_is_killed() {
    let mut kit = Kit::new();
    for agent in Agent::all() {
        let script = "setsid sleep 600 & echo ready; wait";
        let errand = agent.errand(&kit.world, &shell(&kit, script), true);
        let printed = drive(agent.command(&kit.world), &errand);
        let handle: Handle = serde_json::from_slice(&printed).expect("a handle");
        wait_for_log(&kit, &handle, "ready");

        let marker = fs::read(handle.dir.join("started.json")).expect("the marker");
        let marker: serde_json::Value = serde_json::from_slice(&marker).expect("JSON");
        let monitor = i32::try_from(marker["pid"].as_i64().expect("a pid")).expect("a pid");
        let monitor = Pid::from_raw(monitor).expect("a pid");
        kill_process(monitor, Signal::KILL).expect("kill the monitor");

        let lost = kit
            .driver
            .wait(&handle, Some(Duration::from_secs(20)), &mut |_| {});
        assert!(
            matches!(lost, Err(SandboxError::Lost(_))),
            "{agent:?}: {lost:?}"
        );
        assert_eq!(kit.driver.attach(&handle).expect("attach"), JobState::Lost);
        assert_eq!(cgroups(&handle), Vec::<PathBuf>::new());
        let deadline = Instant::now() + Duration::from_secs(10);
        while !marked_processes(kit.world.mark()).is_empty() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        kit.world.assert_unharmed();
        kit.driver.remove(&handle).expect("remove");
    }
}

#[test]
fn a_failed_start_leaves_nothing_and_may_be_repeated() {
    let mut kit = Kit::new();
    let id = next_id();
    let good = shell(&kit, "exit 0");
    let mut no_program = good.clone();
    no_program.argv = vec!["/no/such/program".to_owned()];
    let mut no_folder = good.clone();
    no_folder.working_dir = "/no/such/folder".into();
    for (bad, named) in [
        (no_program, "/no/such/program"),
        (no_folder, "/no/such/folder"),
    ] {
        let prepared = kit.driver.prepare(&id, &bad).expect("prepare");
        let handle = prepared.handle().clone();
        let error = kit.driver.spawn(prepared).expect_err("a failure");
        assert!(matches!(&error, SandboxError::Launch { .. }), "{error:?}");
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!(
            kit.driver.attach(&handle).expect("attach"),
            JobState::Prepared
        );
        assert_eq!(cgroups(&handle), Vec::<PathBuf>::new());
    }
    let prepared = kit.driver.prepare(&id, &good).expect("prepare");
    let handle = prepared.handle().clone();
    kit.driver.spawn(prepared).expect("start");
    assert_eq!(kit.finish(handle).outcome.end, End::Exited(0));
    kit.world.assert_unharmed();
}

#[test]
fn a_sandbox_is_started_once() {
    let kit = Kit::new();
    let id = next_id();
    let sandbox = shell(&kit, "exit 0");
    let first = kit.driver.prepare(&id, &sandbox).expect("prepare");
    let second = kit.driver.prepare(&id, &sandbox).expect("prepare again");
    let handle = first.handle().clone();
    kit.driver.spawn(first).expect("start");
    let again = kit.driver.spawn(second);
    assert!(
        matches!(again, Err(SandboxError::AlreadyStarted(_))),
        "{again:?}"
    );
    kit.finish(handle);
    let again = kit.driver.prepare(&id, &sandbox).err();
    assert!(
        matches!(again, Some(SandboxError::AlreadyStarted(_))),
        "{again:?}"
    );
}

#[test]
fn another_drivers_handle_is_refused() {
    let kit = Kit::new();
    let dir = kit.world.folder().join("state/x");
    let handle = Handle {
        driver: "docker".to_owned(),
        id: next_id(),
        dir,
    };
    let error = kit.driver.attach(&handle).expect_err("refused");
    assert!(
        matches!(error, SandboxError::ForeignHandle { .. }),
        "{error}"
    );
}

#[test]
fn a_processor_share_slows_the_job_down() {
    let kit = Kit::new();
    let mut sandbox = kit.sandbox(&["spin"]);
    sandbox.limits.cpu_millis = Some(300);
    sandbox.limits.wall_seconds = 1;
    let usage = kit.run(&sandbox).outcome.usage;
    // Two threads would have taken a second each, or together one where there is one core.
    assert!(usage.cpu < usage.wall.mul_f64(0.6), "{usage:?}");
}

/// In a sandbox no sandbox can be made: that is a machine without user namespaces.
#[test]
fn a_machine_that_cannot_isolate_is_refused_with_a_cure() {
    let kit = Kit::new();
    let mut inner = sandbox(kit.world.folder(), kit.world.mark(), &["sleep", "0"]);
    inner.read_only.clear();
    let errand = serde_json::json!({
        "id": next_id(),
        "state_dir": "/tmp/state",
        "sandbox": inner,
        "leak": null,
        "die": false,
        "without_cgroups": true,
    });
    let mut outer = kit.sandbox(&["drive-here"]);
    outer.argv.push(errand.to_string());
    let run = kit.run(&outer);
    assert_eq!(run.outcome.end, End::Exited(0), "{}", run.story());
    let expected = "this machine cannot give namespaces: make namespaces: ";
    assert!(run.stdout.contains(expected), "{}", run.story());
    assert!(
        run.stdout
            .contains("Run the agent as root, or allow unprivileged"),
        "{}",
        run.story()
    );
}

#[test]
fn a_layer_that_is_required_and_missing_is_refused_and_else_warned_of() {
    let kit = Kit::with(|config| config.without_cgroups = true);
    let mut sandbox = shell(&kit, "exit 0");
    let outcome = kit.run(&sandbox).outcome;
    let layers: Vec<_> = outcome
        .warnings
        .iter()
        .map(|warning| warning.layer)
        .collect();
    assert_eq!(
        layers,
        [Layer::MemoryLimit, Layer::PidsLimit, Layer::CpuShare]
    );
    for layer in layers {
        sandbox.require = vec![layer];
        let error = kit.try_run(&sandbox).err().expect("refused");
        assert!(
            matches!(&error, SandboxError::Unavailable { layer: missing, .. } if *missing == layer)
        );
        assert!(error.to_string().contains("Delegate=yes"), "{error}");
    }
    sandbox.require = vec![Layer::Namespaces, Layer::Seccomp];
    assert_eq!(kit.run(&sandbox).outcome.end, End::Exited(0));
}
