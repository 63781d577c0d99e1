//! As whom the job runs, and the giving up of every right.

use std::fs;
use std::io;

use rustix::process::{DumpableBehavior, Gid, Uid, getegid, geteuid, set_dumpable_behavior};
use rustix::thread::{
    CapabilitiesSecureBits, CapabilitySet, CapabilitySets, clear_ambient_capability_set,
    remove_capability_from_bounding_set, set_capabilities, set_capabilities_secure_bits,
    set_no_new_privs, set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Step};
use crate::sys;

/// The job's user and group inside the sandbox.
pub const JOB_ID: u32 = 1_000;

/// First user id for jobs on the host: a range that no distribution, container engine or
/// systemd gives out.
const FIRST_HOST_ID: u32 = 1_900_000_000;

/// As whom the job runs, on the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The agent is root and the job gets a user of its own.
    pub privileged: bool,
    /// User on the host.
    pub uid: u32,
    /// Group on the host.
    pub gid: u32,
}

impl Identity {
    /// For a root agent a user of the job's own, picked by its name; else the agent's user.
    pub fn of(name: &str) -> Self {
        if !geteuid().is_root() {
            return Self {
                privileged: false,
                uid: geteuid().as_raw(),
                gid: getegid().as_raw(),
            };
        }
        // FNV-1a: two jobs with one user are still apart by their namespaces.
        let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let wanted = FIRST_HOST_ID + hash % (1 << 24);
        // In a container the range may not be mapped; `nobody` always is.
        let id = if is_mapped(wanted) { wanted } else { 65_534 };
        Self {
            privileged: true,
            uid: id,
            gid: id,
        }
    }

    /// The ids by which the init knows the job's user while it mounts.
    pub fn while_mounting(self) -> (u32, u32) {
        if self.privileged {
            (self.uid, self.gid)
        } else {
            (JOB_ID, JOB_ID)
        }
    }
}

fn is_mapped(id: u32) -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    map.lines().any(|line| {
        let mut numbers = line
            .split_whitespace()
            .filter_map(|text| text.parse::<u64>().ok());
        let (Some(first), Some(_), Some(count)) = (numbers.next(), numbers.next(), numbers.next())
        else {
            return false;
        };
        (first..first.saturating_add(count)).contains(&u64::from(id))
    })
}

/// In a new user namespace: makes the one user of the outer namespace, `uid`, the job's user.
pub fn map_self(uid: u32, gid: u32) -> Result<(), Fault> {
    fs::write("/proc/self/setgroups", "deny").at("deny setgroups")?;
    fs::write("/proc/self/gid_map", format!("{JOB_ID} {gid} 1")).at("map the group")?;
    fs::write("/proc/self/uid_map", format!("{JOB_ID} {uid} 1")).at("map the user")
}

/// Becomes the job's user in a user namespace that owns nothing: the mounts, the network and
/// the processes of the sandbox belong to the namespace outside of it, so that even with every
/// capability inside none of them could be changed.
///
/// `proc` is a `/proc` without masks, where further user namespaces are switched off.
pub fn become_job(identity: Identity, proc: &impl std::os::fd::AsFd) -> Result<(), Fault> {
    let (uid, gid) = identity.while_mounting();
    if identity.privileged {
        let (user, group) = (Uid::from_raw(uid), Gid::from_raw(gid));
        set_thread_groups(&[]).at("drop the groups")?;
        set_thread_res_gid(group, group, group).at("change the group")?;
        set_thread_res_uid(user, user, user).at("change the user")?;
        // Changing the user made /proc/self root's, and the maps are written there.
        set_dumpable_behavior(DumpableBehavior::Dumpable).at("own /proc/self")?;
    }
    sys::unshare(libc::CLONE_NEWUSER).at("enter the job's user namespace")?;
    map_self(uid, gid)?;
    forbid_namespaces(proc).at("forbid user namespaces")?;
    give_up_capabilities()?;
    // Now the job, which has the same user, can look into none of the init's files in /proc.
    set_dumpable_behavior(DumpableBehavior::NotDumpable).at("hide the init")
}

/// The second lock on namespaces, behind the filter of system calls.
fn forbid_namespaces(proc: &impl std::os::fd::AsFd) -> io::Result<()> {
    use rustix::fs::{Mode, OFlags, openat};
    let flags = OFlags::WRONLY | OFlags::CLOEXEC;
    let limit = openat(proc, "sys/user/max_user_namespaces", flags, Mode::empty())?;
    rustix::io::write(limit, b"0")?;
    Ok(())
}

fn give_up_capabilities() -> Result<(), Fault> {
    let locked = CapabilitiesSecureBits::NO_ROOT
        | CapabilitiesSecureBits::NO_ROOT_LOCKED
        | CapabilitiesSecureBits::NO_SETUID_FIXUP
        | CapabilitiesSecureBits::NO_SETUID_FIXUP_LOCKED
        | CapabilitiesSecureBits::KEEP_CAPS_LOCKED
        | CapabilitiesSecureBits::NO_CAP_AMBIENT_RAISE
        | CapabilitiesSecureBits::NO_CAP_AMBIENT_RAISE_LOCKED;
    set_capabilities_secure_bits(locked).at("lock the secure bits")?;
    for bit in 0..64 {
        match remove_capability_from_bounding_set(CapabilitySet::from_bits_retain(1 << bit)) {
            Ok(()) => {}
            // Past the last one that this kernel knows.
            Err(rustix::io::Errno::INVAL) => break,
            Err(error) => return Err(error).at("empty the bounding set"),
        }
    }
    clear_ambient_capability_set().at("clear the ambient capabilities")?;
    let none = CapabilitySets {
        effective: CapabilitySet::empty(),
        permitted: CapabilitySet::empty(),
        inheritable: CapabilitySet::empty(),
    };
    set_capabilities(None, none).at("drop the capabilities")?;
    set_no_new_privs(true).at("set no_new_privs")
}
