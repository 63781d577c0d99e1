//! The host around a sandbox, with things in it that a job must not reach. All of them are open
//! to everybody on the host, so that only the sandbox stands between.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use ionet_sandbox::SandboxId;

/// The user that is nobody in particular.
pub const NOBODY: u32 = 65_534;

/// What the host's secret says.
const SECRET: &str = "the host's own";

pub struct World {
    folder: tempfile::TempDir,
    mark: String,
    decoy: Child,
    memory: Child,
    key: u32,
    _listeners: (TcpListener, UnixListener, UnixListener),
    port: u16,
    shared: PathBuf,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("ionet-sandbox-")
            .tempdir()
            .expect("a folder");
        let mark = next_id().to_string();
        open(folder.path(), 0o755);
        let folders = [
            ("kit", 0o755),
            ("home", 0o777),
            ("scratch", 0o777),
            ("state-of-nobody", 0o700),
        ];
        for (name, mode) in folders {
            fs::create_dir(folder.path().join(name)).expect("a folder");
            open(&folder.path().join(name), mode);
        }
        install(&folder.path().join("kit"));
        if is_root() {
            chown(
                folder.path().join("state-of-nobody"),
                Some(NOBODY),
                Some(NOBODY),
            )
            .expect("chown");
        }
        fs::write(folder.path().join("home/secret.txt"), SECRET).expect("a file");
        open(&folder.path().join("home/secret.txt"), 0o666);
        let shared = Path::new("/dev/shm").join(&mark);
        fs::write(&shared, SECRET).expect("a file in /dev/shm");
        open(&shared, 0o644);

        let tcp = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = tcp.local_addr().expect("an address").port();
        let socket = folder.path().join("home/daemon.sock");
        let unix = UnixListener::bind(&socket).expect("a socket");
        open(&socket, 0o777);
        let name = SocketAddr::from_abstract_name(&mark).expect("a name");
        let abstract_socket = UnixListener::bind_addr(&name).expect("an abstract socket");

        let key = std::process::id().wrapping_mul(1_000) + COUNTER.fetch_add(1, Ordering::Relaxed);
        let key = key & 0x7fff_ffff;
        let abuser = folder.path().join("kit/ionet-sandbox-abuser");
        let mut memory = Command::new(abuser)
            .args(["hold-shared-memory", &key.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("hold shared memory");
        let mut line = String::new();
        let said = memory.stdout.take().expect("its output");
        BufReader::new(said)
            .read_line(&mut line)
            .expect("an answer");
        assert_eq!(line, "held\n");
        Self {
            folder,
            mark,
            decoy: decoy(),
            memory,
            key,
            _listeners: (tcp, unix, abstract_socket),
            port,
            shared,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// In the environment of every process of this world's sandboxes, and of no other. Also the
    /// name of the abstract socket and of the file in `/dev/shm`.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// What an attempt is told: where the host's things are.
    pub fn tell(&self, text: &str) -> String {
        text.replace("{home}", &self.folder().join("home").display().to_string())
            .replace("{kit}", &self.folder().join("kit").display().to_string())
            .replace("{mark}", &self.mark)
            .replace("{pid}", &std::process::id().to_string())
            .replace("{decoy}", &self.decoy.id().to_string())
            .replace("{port}", &self.port.to_string())
            .replace("{key}", &self.key.to_string())
    }

    /// A control may have killed it.
    pub fn replace_decoy(&mut self) {
        let _ = self.decoy.kill();
        let _ = self.decoy.wait();
        self.decoy = decoy();
    }

    /// Panics when a job has changed anything.
    pub fn assert_unharmed(&mut self) {
        let secret = fs::read_to_string(self.folder().join("home/secret.txt"));
        assert_eq!(secret.expect("the secret"), SECRET);
        assert_eq!(
            fs::read_to_string(&self.shared).expect("the shared file"),
            SECRET
        );
        let home: Vec<_> = fs::read_dir(self.folder().join("home"))
            .expect("home")
            .collect();
        assert_eq!(home.len(), 2, "{home:?}");
        assert!(
            self.decoy.try_wait().expect("the decoy").is_none(),
            "the decoy is dead"
        );
        assert!(
            self.memory.try_wait().expect("the holder").is_none(),
            "the holder is dead"
        );
        assert_eq!(
            marked_processes(&self.mark),
            Vec::<PathBuf>::new(),
            "left behind"
        );
        assert!(!self.has_mounts(), "a mount was left behind");
    }

    fn has_mounts(&self) -> bool {
        let mounts = fs::read_to_string("/proc/self/mountinfo").expect("mountinfo");
        mounts.contains(&self.folder().display().to_string())
    }

    /// Runs an attempt on the host.
    pub fn control(&self, arguments: &[String]) -> Command {
        let mut command = Command::new(self.folder().join("kit/ionet-sandbox-abuser"));
        command
            .args(arguments)
            .current_dir(self.folder().join("home"))
            .env("CONTROL", "1")
            .env("TMPDIR", self.folder().join("scratch"))
            .stdin(Stdio::null());
        command
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.decoy.kill();
        let _ = self.decoy.wait();
        drop(self.memory.stdin.take());
        let _ = self.memory.wait();
        let _ = fs::remove_file(&self.shared);
        // Deleting would walk into what is mounted there, were it the host's root.
        if self.has_mounts() {
            self.folder.disable_cleanup(true);
            eprintln!("kept for its mounts: {}", self.folder.path().display());
        }
    }
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

pub fn next_id() -> SandboxId {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("test-{}-{number}", std::process::id())
        .parse()
        .expect("an id")
}

/// Processes of the host with a mark in their environment.
pub fn marked_processes(mark: &str) -> Vec<PathBuf> {
    let processes = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .map(|entry| entry.path());
    let text = format!("MARK={mark}\0");
    let has_mark = |path: &PathBuf| {
        let environment = fs::read(path.join("environ")).unwrap_or_default();
        environment
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    processes.filter(has_mark).collect()
}

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn open(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set the mode");
}

fn decoy() -> Child {
    Command::new("sleep").arg("600").spawn().expect("a decoy")
}

/// The tests' program, and one that is root's with the setuid bit where that can be made.
fn install(folder: &Path) {
    let program = env!("CARGO_BIN_EXE_ionet-sandbox-abuser");
    let installed = folder.join("ionet-sandbox-abuser");
    if fs::hard_link(program, &installed).is_err() {
        fs::copy(program, &installed).expect("copy");
    }
    if is_root() {
        fs::copy(program, folder.join("setuid")).expect("copy");
        open(&folder.join("setuid"), 0o4755);
    }
}
