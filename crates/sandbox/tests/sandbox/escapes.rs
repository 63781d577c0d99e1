//! Attempts to get out, to reach the host, or to take more than was given: each by a root agent
//! and by an ordinary user's, each with the same attempt outside of a sandbox as its control, so
//! that a refusal is the sandbox's and not the machine's.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use ionet_sandbox::{End, Limit, Sandbox};

use crate::agent::{Agent, Report};
use crate::kit::{sandbox, story};
use crate::world::{NOBODY, World, is_root, marked_processes};

/// How an attempt has to end in a sandbox.
enum Expect {
    /// Every variant of it is refused, and the program says so.
    Refused,
    /// The sandbox is ended at this limit.
    EndedAt(Limit),
    /// It ends by itself, having run into this limit.
    Touched(Limit),
    /// It gets its way, and this holds afterwards.
    Holds(fn(&Report)),
}

/// What the same attempt does outside.
enum Control {
    /// It gets through, whoever tries.
    Through,
    /// It gets through for root.
    ForRoot,
    /// It gets through for an ordinary user; what root could do anyway proves nothing.
    ForNobody,
    /// It is still at it after this time.
    StillRunning(Duration),
    /// Its parent, a shell, is killed.
    KillsShell,
    /// A process of its own outlives it.
    LeavesDaemon,
    /// It cannot be shown, for this reason.
    None(&'static str),
}

use Control::{
    ForNobody, ForRoot, KillsShell, LeavesDaemon, None as NoControl, StillRunning, Through,
};
use Expect::{EndedAt, Holds, Refused, Touched};

/// One test for each row.
macro_rules! attempts {
    ($($name:ident: $arguments:expr, $expect:expr, $control:expr;)*) => {
        $(#[test]
        fn $name() {
            attempt(&$arguments, &$expect, &$control, |_| {});
        })*

        #[test]
        fn there_are_at_least_thirty() {
            assert!([$(stringify!($name)),*].len() >= 30);
        }
    };
}

attempts! {
    // More than was given
    fork_bomb: ["fork-bomb"], Touched(Limit::Pids), Through;
    memory_fill: ["fill-memory", "100"], EndedAt(Limit::Memory), Through;
    scratch_fill: ["fill-disk", "/tmp"], Touched(Limit::Scratch), Through;
    shared_memory_fill: ["fill-disk", "/dev/shm"], Touched(Limit::Scratch), Through;
    output_flood: ["fill-disk", "/out"], Touched(Limit::Output), NoControl("no /out on the host");
    output_of_many_files: ["fill-files", "/out"], Refused, NoControl("no /out on the host");
    log_flood: ["fill-log"], Holds(logs_are_bounded), NoControl("it is refused nothing");
    daemon_left_behind: ["daemon"], Holds(|_| {}), LeavesDaemon;
    real_time_priority: ["priority"], Refused, ForRoot;

    // The host's files
    home_of_the_host: ["read", "{home}/secret.txt", "/root/.bashrc", "/etc/shadow", "/etc/hostname"], Refused, Through;
    chroot: ["chroot"], Refused, ForRoot;
    mount: ["mount"], Refused, ForRoot;
    file_handles: ["files-by-handle"], Refused, ForRoot;
    device_nodes: ["devices"], Refused, ForRoot;
    sys_files: ["sys-files"], Refused, ForRoot;
    kernel_files: ["kernel-files"], Refused, ForRoot;
    cgroup_escape: ["cgroup"], Refused, ForRoot;
    tricks_with_outputs: ["output-tricks", "/out", "{home}/secret.txt"], Holds(outputs_are_honest), NoControl("the tricks are on the collector");

    // Other processes
    ptrace: ["ptrace"], Refused, Through;
    process_memory: ["process-memory"], Refused, Through;
    kill_by_pid: ["kill", "{decoy}"], Refused, ForRoot;
    kill_the_agent: ["kill", "{pid}"], Refused, NoControl("it would kill the tests");
    kill_the_parent: ["kill-parent"], Refused, KillsShell;
    process_1: ["process-1"], Refused, ForRoot;
    host_processes: ["host-processes"], Refused, Through;
    joining_namespaces: ["set-namespace"], Refused, ForRoot;
    nested_namespaces: ["namespaces"], Refused, Through;

    // More rights
    setuid: ["run-setuid", "{kit}/setuid"], Refused, ForNobody;
    core_dump: ["core-dump"], Refused, Through;

    // The kernel
    keyrings: ["keys"], Refused, Through;
    bpf: ["bpf"], Refused, ForRoot;
    perf_event_open: ["perf"], Refused, ForRoot;
    io_uring: ["io-uring"], Refused, Through;
    userfaultfd: ["userfaultfd"], Refused, ForRoot;
    clock_setting: ["clock"], Refused, Through;
    reboot_and_modules: ["machine"], Refused, ForRoot;
    kernel_log: ["kernel-log"], Refused, ForRoot;
    terminal_input: ["type-into-terminal"], Refused, Through;
    other_calling_convention: ["x32"], Refused, NoControl("this kernel may lack it");

    // The network and its like
    raw_sockets: ["raw-sockets"], Refused, ForRoot;
    socket_families: ["socket-families"], Refused, Through;
    host_over_loopback: ["connect", "127.0.0.1:{port}"], Refused, Through;
    metadata_service: ["connect", "169.254.169.254:80", "[fd00:ec2::254]:80", "100.100.100.200:80", "168.63.129.16:80"], Refused, NoControl("this machine may be in no cloud");
    unix_socket_of_the_host: ["unix-socket", "{home}/daemon.sock"], Refused, Through;
    abstract_socket: ["abstract-socket", "{mark}"], Refused, Through;
    shared_memory_file: ["shared-memory", "{mark}"], Refused, Through;
    system_v_memory: ["system-v-memory", "{key}"], Refused, Through;

    // What the agent leaves lying around
    environment_of_the_agent: ["environment", "AGENT_SECRET"], Refused, Through;
}

#[test]
fn wall_clock_time() {
    let short = |sandbox: &mut Sandbox| sandbox.limits.wall_seconds = 1;
    let control = StillRunning(Duration::from_millis(1_500));
    attempt(&["sleep", "60"], &EndedAt(Limit::WallTime), &control, short);
}

#[test]
fn processor_time() {
    let short = |sandbox: &mut Sandbox| sandbox.limits.cpu_seconds = Some(1);
    let control = StillRunning(Duration::from_millis(1_500));
    attempt(&["spin"], &EndedAt(Limit::CpuTime), &control, short);
}

/// On the host only the tests' own folder is written to.
#[test]
fn read_only_root() {
    let folders = [
        "write", "/", "/usr", "/usr/bin", "/etc", "/kit", "/dev", "/sys", "/proc", "/var", "/run",
    ];
    attempt(&folders, &Refused, &NoControl("shown here by hand"), |_| {});
    let world = World::new();
    let arguments = ["write", &world.tell("{kit}")].map(str::to_owned);
    assert_through(&mut world.control(&arguments));
}

/// The agent of the tests leaves the secret open in a descriptor that children inherit.
#[test]
fn descriptors_of_the_agent() {
    attempt(
        &["descriptors"],
        &Refused,
        &NoControl("shown here by hand"),
        |_| {},
    );
    let world = World::new();
    let abuser = world.tell("{kit}/ionet-sandbox-abuser");
    let arguments = [
        "leak-a-descriptor",
        &world.tell("{home}/secret.txt"),
        &abuser,
        "descriptors",
    ];
    let status = world
        .control(&arguments.map(str::to_owned))
        .status()
        .expect("run");
    assert_eq!(status.code(), Some(0), "the control");
}

fn attempt(arguments: &[&str], expect: &Expect, control: &Control, change: fn(&mut Sandbox)) {
    let mut world = World::new();
    for agent in Agent::all() {
        let told: Vec<String> = arguments.iter().map(|text| world.tell(text)).collect();
        // Inside, the kit is where it is bound.
        let kit = world.tell("{kit}");
        let told: Vec<String> = told.iter().map(|text| text.replace(&kit, "/kit")).collect();
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let mut sandbox = sandbox(world.folder(), world.mark(), &told);
        change(&mut sandbox);
        let report = agent.run(&world, &sandbox);
        judge(agent, &report, expect);
        world.assert_unharmed();
    }
    show(&mut world, arguments, control);
}

fn judge(agent: Agent, report: &Report, expect: &Expect) {
    let outcome = match &report.outcome {
        Ok(outcome) => outcome,
        // A machine that cannot isolate must not run jobs, and must say what would help. That
        // is the right answer of the driver, and no test of it.
        Err(error) => panic!(
            "{agent:?} ran nothing, so nothing was tested: {error}\n{:?}",
            report.probe
        ),
    };
    let story = || {
        let said = story(
            outcome,
            &report.log("stdout.log"),
            &report.log("stderr.log"),
        );
        format!("{agent:?}: {said}")
    };
    match expect {
        Refused => assert_eq!(outcome.end, End::Exited(77), "{}", story()),
        EndedAt(limit) => assert_eq!(outcome.end, End::Limit(*limit), "{}", story()),
        Touched(limit) => {
            assert_eq!(outcome.end, End::Exited(77), "{}", story());
            assert!(outcome.touched.contains(limit), "{}", story());
        }
        Holds(check) => check(report),
    }
}

fn show(world: &mut World, arguments: &[&str], control: &Control) {
    // What is inside at /tmp and /dev/shm is outside a folder of the world's.
    let outside = |text: &&str| match *text {
        "/tmp" | "/dev/shm" => world.folder().join("home").display().to_string(),
        "/kit" => world.tell("{kit}"),
        text => world.tell(text),
    };
    let told: Vec<String> = arguments.iter().map(outside).collect();
    let mut command = world.control(&told);
    command.env("AGENT_SECRET", "x");
    match control {
        NoControl(reason) => println!("no control: {reason}"),
        ForRoot | ForNobody if !is_root() => {
            panic!("the control of this attempt needs root: run the tests as root");
        }
        Through | ForRoot => assert_through(&mut command),
        ForNobody => assert_through(command.uid(NOBODY).gid(NOBODY)),
        StillRunning(time) => {
            let mut child = command.spawn().expect("run");
            std::thread::sleep(*time);
            assert!(
                child.try_wait().expect("wait").is_none(),
                "the control has ended"
            );
            child.kill().expect("kill");
            child.wait().expect("wait");
        }
        LeavesDaemon => assert_leaves_daemon(&mut command, &format!("{}-control", world.mark())),
        KillsShell => {
            use std::os::unix::process::ExitStatusExt;
            let script = format!(
                "{} kill-parent; exit 0",
                world.tell("{kit}/ionet-sandbox-abuser")
            );
            let status = Command::new("sh")
                .args(["-c", &script])
                .status()
                .expect("run");
            assert_eq!(status.signal(), Some(9), "the control");
        }
    }
    world.replace_decoy();
    world.assert_unharmed();
}

fn assert_leaves_daemon(command: &mut Command, mark: &str) {
    // Not its pipes: the daemon would hold them.
    let status = command
        .env("MARK", mark)
        .stdout(Stdio::null())
        .status()
        .expect("run");
    assert_eq!(status.code(), Some(0), "the control");
    let left = marked_processes(mark);
    assert_eq!(left.len(), 1, "the control left {left:?}");
    for process in left {
        let pid = process
            .file_name()
            .and_then(|pid| pid.to_str()?.parse().ok());
        let pid = pid.and_then(rustix::process::Pid::from_raw).expect("a pid");
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).expect("kill");
    }
}

fn assert_through(command: &mut Command) {
    let output = command.output().expect("run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        output.status.code(),
        Some(0),
        "the control was refused too: {said}"
    );
}

fn logs_are_bounded(report: &Report) {
    let outcome = report.outcome.as_ref().expect("an outcome");
    assert!(outcome.touched.contains(&Limit::Logs), "{outcome:?}");
    for (name, summary) in [
        ("stdout.log", outcome.stdout),
        ("stderr.log", outcome.stderr),
    ] {
        assert!(summary.written > 64 << 20, "{name}: {summary:?}");
        let log = report.log(name);
        assert!(log.len() < (64 << 10) + 64, "{name}: {}", log.len());
        assert!(log.contains("the very end"), "{name}");
        assert!(log.contains("bytes not kept]"), "{name}");
    }
}

fn outputs_are_honest(report: &Report) {
    let outputs = &report.outcome.as_ref().expect("an outcome").outputs;
    let files: Vec<_> = outputs
        .files
        .iter()
        .map(|file| file.path.display().to_string())
        .collect();
    assert_eq!(
        files,
        ["honest.txt", "inner/file.txt", "sparse"],
        "{outputs:#?}"
    );
    let refused = |name: &str| outputs.refused.iter().any(|refusal| refusal.path == name);
    for name in [
        "link",
        "link-to-root",
        "link-up",
        "once",
        "twice",
        "pipe",
        "line\nbreak",
    ] {
        assert!(refused(name), "{name}: {outputs:#?}");
    }
    let kept = std::fs::read_dir(report.dir.join("outputs")).expect("the outputs");
    let kept: Vec<_> = kept.map(|entry| entry.expect("an entry")).collect();
    assert!(
        kept.iter().all(|entry| {
            let kind = entry.file_type().expect("a type");
            kind.is_file() || kind.is_dir()
        }),
        "{kept:?}"
    );
}
