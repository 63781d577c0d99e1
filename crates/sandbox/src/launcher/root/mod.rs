//! The root of a sandbox, built from nothing: an empty file system into which each thing that
//! the job may see is mounted by itself.

mod skeleton;

use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, Mode, fstat, unlinkat};
use rustix::mount::{MountAttrFlags, MountPropagationFlags, UnmountFlags, mount_change, unmount};
use rustix::process::{chdir, fchdir, pivot_root};

use super::fault::{Fault, Step};
use super::plan::Plan;
use crate::sandbox::Root;
use crate::sys::mount_setattr;
use skeleton::{Skeleton, attach_at, clone, file_system};

/// What the monitor watches of the root, and what the init still needs.
pub struct Built {
    /// The scratch space.
    pub scratch: OwnedFd,
    /// The output folder.
    pub output: Option<OwnedFd>,
    /// A `/proc` without masks, reachable by this descriptor only.
    pub proc: OwnedFd,
}

/// Where the root is put together, in the sandbox's folder.
pub const STAGING_DIR: &str = "root";

/// The job's devices whatever it asks for.
const PLAIN_DEVICES: [&str; 5] = ["null", "zero", "full", "random", "urandom"];

/// Of the host's `/etc`, what loaders, locales and TLS libraries read.
const SYSTEM_ETC: [&str; 8] = [
    "alternatives",
    "ca-certificates",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "ssl",
];

/// Folders next to `/usr`, or links into it.
const SYSTEM_FOLDERS: [&str; 6] = ["bin", "lib", "lib32", "lib64", "libx32", "sbin"];

/// Written by root they change the machine; the job is not root, and these are read-only besides.
const READ_ONLY_PROC: [&str; 2] = ["sys", "bus"];

/// They tell of the host what a job need not know, or act on it.
const HIDDEN_PROC: [&str; 24] = [
    "acpi",
    "asound",
    "config.gz",
    "fs",
    "interrupts",
    "irq",
    "kallsyms",
    "kcore",
    "key-users",
    "keys",
    "kmsg",
    "kpagecgroup",
    "kpagecount",
    "kpageflags",
    "latency_stats",
    "mdstat",
    "sched_debug",
    "scsi",
    "slabinfo",
    "softirqs",
    "sysrq-trigger",
    "timer_list",
    "timer_stats",
    "vmallocinfo",
];

/// How many cores and memory nodes there are: asked by every C library and array library.
const PLAIN_SYS: [&str; 2] = ["devices/system/cpu", "devices/system/node"];

/// What CUDA needs of `/sys` besides, by prefix: without the PCI devices and the driver's
/// module `cuInit` fails.
const DEVICE_SYS: [&str; 5] = [
    "bus/pci",
    "class/drm",
    "class/infiniband",
    "devices",
    "module/nvidia",
];

const RESTRICTED: MountAttrFlags =
    MountAttrFlags::MOUNT_ATTR_NOSUID.union(MountAttrFlags::MOUNT_ATTR_NODEV);
const READ_ONLY: MountAttrFlags = RESTRICTED.union(MountAttrFlags::MOUNT_ATTR_RDONLY);

/// Builds it and makes it this process's root. Nothing of the host's tree stays reachable.
pub fn build(plan: &Plan) -> Result<Built, Fault> {
    let private = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
    mount_change("/", private).at("keep mounts from the host")?;
    let staging = plan.dir.join(STAGING_DIR);
    let options = [
        ("size", "1048576".to_owned()),
        ("nr_inodes", "4096".to_owned()),
        ("mode", "755".to_owned()),
    ];
    let empty = file_system("tmpfs", &options, RESTRICTED).at("make the root")?;
    attach_at(&empty, CWD, &staging).at("mount the root")?;
    let root = Skeleton { root: empty };

    system(&root, &plan.sandbox.root)?;
    let proc = processes(&root)?;
    kernel_objects(&root, !plan.sandbox.devices.is_empty())?;
    let dev = devices(&root, plan)?;
    let scratch = scratch(&root, plan)?;
    binds(&root, plan)?;
    let output = output(&root, plan)?;
    for mount in [dev.as_fd(), root.root.as_fd()] {
        mount_setattr(mount, MountAttrFlags::MOUNT_ATTR_RDONLY, false)
            .at("make the root read-only")?;
    }
    enter(&root)?;
    Ok(Built {
        scratch,
        output,
        proc,
    })
}

/// Old and new root end up on top of each other; the old one is taken off.
fn enter(root: &Skeleton) -> Result<(), Fault> {
    fchdir(&root.root).at("enter the root")?;
    pivot_root(".", ".").at("pivot_root")?;
    unmount(".", UnmountFlags::DETACH).at("let go of the host's root")?;
    chdir("/").at("enter the root")
}

/// The system's folders: each entry of a root file system by itself, so that ours fit between.
fn system(root: &Skeleton, source: &Root) -> Result<(), Fault> {
    match source {
        Root::System => {
            root.bind(Path::new("/usr"), Path::new("usr"), READ_ONLY)?;
            for name in SYSTEM_FOLDERS {
                root.same(&Path::new("/").join(name), Path::new(name))?;
            }
            for name in SYSTEM_ETC {
                root.same(&Path::new("/etc").join(name), &Path::new("etc").join(name))?;
            }
            accounts(root)
        }
        Root::Directory(directory) => {
            let entries = fs::read_dir(directory).at(format!("root {}", directory.display()))?;
            for entry in entries {
                let name = entry.at("root")?.file_name();
                let ours = ["dev", "proc", "sys", "tmp", "run"];
                if !ours.iter().any(|own| name == *own) {
                    root.same(&directory.join(&name), Path::new(&name))?;
                }
            }
            root.folder(Path::new("run")).map(drop)
        }
    }
}

/// Files that say who the job is and that there are no name servers.
fn accounts(root: &Skeleton) -> Result<(), Fault> {
    let files = [
        (
            "etc/passwd",
            "root:x:0:0:root:/:/bin/false\njob:x:1000:1000:job:/tmp:/bin/sh\n",
        ),
        ("etc/group", "root:x:0:\njob:x:1000:\n"),
        ("etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n"),
        (
            "etc/nsswitch.conf",
            "passwd: files\ngroup: files\nhosts: files\n",
        ),
        ("etc/resolv.conf", ""),
    ];
    for (path, text) in files {
        root.file(Path::new(path), text, 0o444)?;
    }
    root.folder(Path::new("var"))?;
    root.folder(Path::new("run"))?;
    root.link(Path::new("/tmp"), Path::new("var/tmp"))
}

/// `/proc` of this PID namespace, masked. Returns one without masks that is mounted nowhere.
fn processes(root: &Skeleton) -> Result<OwnedFd, Fault> {
    let attributes = RESTRICTED | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    let proc = file_system("proc", &[], attributes).at("make /proc")?;
    root.attach(&proc, Path::new("proc"))?;
    for name in READ_ONLY_PROC {
        let path = Path::new("proc").join(name);
        if let Some(entry) = root.find(&path)? {
            let copy = clone(&entry, Path::new(""), false).at(format!("/proc/{name}"))?;
            mount_setattr(copy.as_fd(), READ_ONLY, true).at(format!("/proc/{name}"))?;
            attach_at(&copy, entry, Path::new("")).at(format!("/proc/{name}"))?;
        }
    }
    // An empty file that cannot be opened and an empty folder, mounted over what is hidden.
    let mask = Path::new(".masked");
    let empty = Path::new(".empty");
    root.file(mask, "", 0)?;
    root.folder(empty)?;
    for name in HIDDEN_PROC {
        let path = Path::new("proc").join(name);
        let Some(entry) = root.find(&path)? else {
            continue;
        };
        let mode = fstat(&entry).at(format!("/proc/{name}"))?.st_mode;
        if !Mode::from_raw_mode(mode).intersects(Mode::RWXG | Mode::RWXO) {
            // Only root may open it, and no job is the host's root. A mount more costs time.
            continue;
        }
        let is_folder = FileType::from_raw_mode(mode) == FileType::Directory;
        let cover = if is_folder { empty } else { mask };
        let copy = clone(&root.root, cover, false).at("copy a mask")?;
        mount_setattr(copy.as_fd(), READ_ONLY, false).at("protect a mask")?;
        attach_at(&copy, entry, Path::new("")).at(format!("hide /proc/{name}"))?;
    }
    unlinkat(&root.root, mask, AtFlags::empty()).at("put away the mask")?;
    unlinkat(&root.root, empty, AtFlags::REMOVEDIR).at("put away the mask")?;
    file_system("proc", &[], attributes).at("make /proc")
}

/// `/sys`, of which only what is needed is there.
fn kernel_objects(root: &Skeleton, with_devices: bool) -> Result<(), Fault> {
    let sys = nothing(RESTRICTED).at("make /sys")?;
    root.attach(&sys, Path::new("sys"))?;
    let parts: &[&str] = if with_devices {
        &DEVICE_SYS
    } else {
        &PLAIN_SYS
    };
    for part in parts {
        for source in with_prefix(&Path::new("/sys").join(part)) {
            let target = source.strip_prefix("/").unwrap_or(&source).to_owned();
            root.bind(
                &source,
                &target,
                READ_ONLY | MountAttrFlags::MOUNT_ATTR_NOEXEC,
            )?;
        }
    }
    mount_setattr(sys.as_fd(), READ_ONLY, false).at("protect /sys")
}

/// The entries next to `path` whose names begin like its own: `module/nvidia` is a family.
fn with_prefix(path: &Path) -> Vec<PathBuf> {
    let (Some(parent), Some(prefix)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let family = prefix == "nvidia";
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let alike = |name: &std::ffi::OsStr| {
        name == prefix || family && name.as_bytes().starts_with(prefix.as_bytes())
    };
    entries
        .filter(|entry| alike(&entry.file_name()))
        .map(|entry| entry.path())
        .collect()
}

fn devices(root: &Skeleton, plan: &Plan) -> Result<OwnedFd, Fault> {
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    let options = [
        ("size", "65536".to_owned()),
        ("nr_inodes", "512".to_owned()),
        ("mode", "755".to_owned()),
    ];
    let dev = file_system("tmpfs", &options, attributes).at("make /dev")?;
    root.attach(&dev, Path::new("dev"))?;
    let common = PLAIN_DEVICES.map(|name| Path::new("/dev").join(name));
    for device in common.iter().chain(&plan.sandbox.devices) {
        let target = device.strip_prefix("/").unwrap_or(device);
        root.bind(device, target, attributes)?;
    }
    for (name, target) in [
        ("fd", ""),
        ("stdin", "/0"),
        ("stdout", "/1"),
        ("stderr", "/2"),
    ] {
        let target = format!("/proc/self/fd{target}");
        root.link(Path::new(&target), &Path::new("dev").join(name))?;
    }
    Ok(dev)
}

/// One file system behind `/tmp` and `/dev/shm`, so that one size bounds both.
fn scratch(root: &Skeleton, plan: &Plan) -> Result<OwnedFd, Fault> {
    let (uid, gid) = plan.identity.while_mounting();
    let bytes = plan.sandbox.scratch_bytes;
    let scratch = memory(bytes, bytes / 1_024, uid, gid).at("make the scratch space")?;
    root.attach(&scratch, Path::new("tmp"))?;
    root.link(Path::new("/tmp"), Path::new("dev/shm"))?;
    Ok(scratch)
}

fn output(root: &Skeleton, plan: &Plan) -> Result<Option<OwnedFd>, Fault> {
    let Some(output) = &plan.sandbox.output else {
        return Ok(None);
    };
    let (uid, gid) = plan.identity.while_mounting();
    // The folder itself is one more.
    let output_fd = memory(output.quota_bytes, output.max_files + 1, uid, gid);
    let output_fd = output_fd.at("make the output folder")?;
    mount_setattr(output_fd.as_fd(), MountAttrFlags::MOUNT_ATTR_NOEXEC, false)
        .at("make the output folder")?;
    root.attach(&output_fd, relative(&output.path))?;
    Ok(Some(output_fd))
}

fn binds(root: &Skeleton, plan: &Plan) -> Result<(), Fault> {
    for bind in plan.sandbox.read_only.iter().chain(&plan.sandbox.inputs) {
        root.bind(&bind.source, relative(&bind.target), READ_ONLY)?;
    }
    Ok(())
}

fn relative(path: &Path) -> &Path {
    path.strip_prefix("/").unwrap_or(path)
}

/// A file system in memory that the job owns.
fn memory(bytes: u64, files: u64, uid: u32, gid: u32) -> rustix::io::Result<OwnedFd> {
    let options = [
        ("size", bytes.to_string()),
        ("nr_inodes", files.max(16).to_string()),
        ("mode", "700".to_owned()),
        ("uid", uid.to_string()),
        ("gid", gid.to_string()),
    ];
    file_system("tmpfs", &options, RESTRICTED)
}

/// An empty folder.
fn nothing(attributes: MountAttrFlags) -> rustix::io::Result<OwnedFd> {
    let options = [
        ("size", "65536".to_owned()),
        ("nr_inodes", "256".to_owned()),
        ("mode", "755".to_owned()),
    ];
    file_system("tmpfs", &options, attributes)
}
