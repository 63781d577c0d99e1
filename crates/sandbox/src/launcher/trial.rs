//! Finds out what this machine can isolate, by doing it.

use std::os::fd::AsFd;

use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsmount, fsopen};
use rustix::process::{WaitOptions, getegid, geteuid, waitpid};
use rustix::thread::set_no_new_privs;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Step};
use super::message::{self, Message};
use super::monitor::NAMESPACES;
use super::{boundary, filter, identity};
use crate::sys::{self, Cloned};

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trial {
    /// Why namespaces cannot be had, if so.
    pub namespaces: Result<(), String>,
    /// Why seccomp cannot be had, if so.
    pub seccomp: Result<(), String>,
    /// The version of Landlock's interface, or why there is none.
    pub landlock: Result<u32, String>,
}

/// Restricts this process on the way, so it is the last thing that it does.
pub fn run() -> Trial {
    let namespaces = namespaces().map_err(|fault| fault.to_string());
    if let Err(error) = set_no_new_privs(true) {
        let reason = format!("no_new_privs: {error}");
        return Trial {
            namespaces,
            seccomp: Err(reason.clone()),
            landlock: Err(reason),
        };
    }
    let landlock = boundary::restrict(&[]).and_then(|version| match version {
        0 => Err("the kernel has no Landlock, or it is switched off".to_owned()),
        version => Ok(version),
    });
    Trial {
        namespaces,
        seccomp: filter::apply(),
        landlock,
    }
}

fn namespaces() -> Result<(), Fault> {
    let (ours, theirs) = message::pair().at("socket")?;
    let root = geteuid().is_root();
    let ids = (geteuid().as_raw(), getegid().as_raw());
    let mut flags = NAMESPACES;
    if !root {
        flags |= libc::CLONE_NEWUSER;
    }
    match sys::clone3(flags.cast_unsigned().into(), None).at("make namespaces")? {
        Cloned::Child => {
            let told = match within(root, ids) {
                Ok(()) => Message::Started,
                Err(fault) => Message::Failed(fault),
            };
            let sent = message::send(&theirs, &told, &[]);
            std::process::exit(i32::from(sent.is_err()))
        }
        Cloned::Parent { pid, .. } => {
            drop(theirs);
            let told = message::receive(&ours).at("hear from the namespaces");
            // Only to bury it; what matters it has told.
            let _ = waitpid(Some(pid), WaitOptions::empty());
            match told? {
                Some((Message::Started, _)) => Ok(()),
                Some((Message::Failed(fault), _)) => Err(fault),
                _ => Err("it died").at("enter namespaces"),
            }
        }
    }
}

/// What a sandbox needs of its namespaces: Ubuntu's `AppArmor` lets them be made, then refuses this.
fn within(root: bool, (uid, gid): (u32, u32)) -> Result<(), Fault> {
    if !root {
        identity::map_self(uid, gid)?;
    }
    sys::unshare(libc::CLONE_NEWCGROUP).at("enter a cgroup namespace")?;
    for kind in ["tmpfs", "proc"] {
        let context = fsopen(kind, FsOpenFlags::FSOPEN_CLOEXEC).at(format!("open a {kind}"))?;
        fsconfig_create(&context).at(format!("make a {kind}"))?;
        let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NODEV;
        let mount = fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, attributes);
        let mount = mount.at(format!("mount a {kind}"))?;
        sys::mount_setattr(mount.as_fd(), MountAttrFlags::MOUNT_ATTR_RDONLY, true)
            .at(format!("protect a {kind}"))?;
    }
    sys::unshare(libc::CLONE_NEWUSER).at("enter the job's user namespace")
}
