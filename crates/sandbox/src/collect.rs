//! Takes outputs out of a folder that a job could write as it liked.

use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, ResolveFlags, fstat, mkdirat, openat, openat2,
    statat,
};
use serde::{Deserialize, Serialize};

/// Deepest nesting of folders. Each level holds a descriptor open.
const DEEPEST: usize = 32;

/// How many refusals are recorded one by one.
const MOST_REFUSALS: usize = 64;

/// The most that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectLimits {
    /// Bytes.
    pub bytes: u64,
    /// Files and folders.
    pub files: u64,
}

/// What was taken, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// The files, sorted by path.
    pub files: Vec<OutputFile>,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Entries that were left behind: the first 64.
    pub refused: Vec<Refusal>,
    /// Entries that were left behind, all.
    pub refused_count: u64,
    /// Some were left behind because the quota was used up.
    pub over_quota: bool,
}

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OutputFile {
    /// Path within the outputs.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
}

/// An entry that was left behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Path within the output folder, with what is not UTF-8 replaced.
    pub path: String,
    /// Why.
    pub reason: String,
}

impl Collected {
    /// Nothing could be taken.
    pub(crate) fn failed(error: &io::Error) -> Self {
        let mut collected = Self::default();
        collected.refuse(Path::new("."), error);
        collected
    }

    fn refuse(&mut self, path: &Path, reason: &dyn std::fmt::Display) {
        self.refused_count += 1;
        if self.refused.len() < MOST_REFUSALS {
            self.refused.push(Refusal {
                path: path.to_string_lossy().into_owned(),
                reason: reason.to_string(),
            });
        }
    }
}

/// Copies regular files and folders from `source` to the new folder `destination`.
///
/// Nothing that a job can put into a folder makes this read or write elsewhere: names are looked
/// up one at a time, below the folder they are in, through no link and into no other file system;
/// links, devices, pipes, sockets and files with a second name are left behind.
///
/// # Errors
/// When `source` cannot be listed or `destination` not be made. What is wrong with an entry is
/// recorded and the rest is taken.
pub fn collect(
    source: impl AsFd,
    destination: &Path,
    limits: &CollectLimits,
) -> io::Result<Collected> {
    mkdirat(CWD, destination, Mode::RWXU)?;
    let mut walk = Walk {
        limits: *limits,
        entries: 0,
        collected: Collected::default(),
    };
    let source = openat(source, c".", FOLDER, Mode::empty())?;
    let target = openat(CWD, destination, FOLDER, Mode::empty())?;
    walk.folder(&source, &target, Path::new(""), 0)?;
    walk.collected.files.sort();
    Ok(walk.collected)
}

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

/// NONBLOCK: a pipe put in a file's place must not hold us.
const FILE: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

const NEW_FILE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

const BELOW: ResolveFlags = ResolveFlags::BENEATH
    .union(ResolveFlags::NO_SYMLINKS)
    .union(ResolveFlags::NO_MAGICLINKS)
    .union(ResolveFlags::NO_XDEV);

struct Walk {
    limits: CollectLimits,
    entries: u64,
    collected: Collected,
}

/// Why an entry is left behind.
enum Reason {
    Says(&'static str),
    Quota(&'static str),
    Failed(io::Error),
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<rustix::io::Errno> for Reason {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Failed(error.into())
    }
}

impl Walk {
    fn folder(
        &mut self,
        source: &OwnedFd,
        target: &OwnedFd,
        path: &Path,
        depth: usize,
    ) -> io::Result<()> {
        for entry in Dir::read_from(source)? {
            let entry = entry?;
            let name = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            let text = name.to_string_lossy();
            let path = path.join(text.as_ref());
            let taken = match name.to_str() {
                Err(_) => Err(Reason::Says("its name is not UTF-8")),
                Ok(text) if text.chars().any(char::is_control) => {
                    Err(Reason::Says("its name holds control characters"))
                }
                Ok(_) => self.entry(source, target, name, &path, depth),
            };
            match taken {
                Ok(()) => {}
                Err(Reason::Says(reason)) => self.collected.refuse(&path, &reason),
                Err(Reason::Failed(error)) => self.collected.refuse(&path, &error),
                Err(Reason::Quota(reason)) => {
                    self.collected.over_quota = true;
                    self.collected.refuse(&path, &reason);
                }
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        source: &OwnedFd,
        target: &OwnedFd,
        name: &CStr,
        path: &Path,
        depth: usize,
    ) -> Result<(), Reason> {
        self.entries += 1;
        if self.entries > self.limits.files {
            return Err(Reason::Quota("more files than max_files"));
        }
        let status = statat(source, name, AtFlags::SYMLINK_NOFOLLOW)?;
        match FileType::from_raw_mode(status.st_mode) {
            FileType::RegularFile => self.file(source, target, name, path),
            FileType::Directory if depth + 1 >= DEEPEST => {
                Err(Reason::Says("more than 32 folders deep"))
            }
            FileType::Directory => {
                let inner = openat2(
                    source,
                    name,
                    FOLDER | OFlags::NOFOLLOW,
                    Mode::empty(),
                    BELOW,
                )?;
                mkdirat(target, name, Mode::RWXU)?;
                let target = openat2(target, name, FOLDER, Mode::empty(), BELOW)?;
                Ok(self.folder(&inner, &target, path, depth + 1)?)
            }
            FileType::Symlink => Err(Reason::Says("a symbolic link")),
            FileType::Fifo => Err(Reason::Says("a named pipe")),
            FileType::Socket => Err(Reason::Says("a socket")),
            FileType::CharacterDevice | FileType::BlockDevice => Err(Reason::Says("a device")),
            FileType::Unknown => Err(Reason::Says("of an unknown type")),
        }
    }

    fn file(
        &mut self,
        source: &OwnedFd,
        target: &OwnedFd,
        name: &CStr,
        path: &Path,
    ) -> Result<(), Reason> {
        let opened = openat2(source, name, FILE, Mode::empty(), BELOW)?;
        // Again, of what is open: it may have been replaced since.
        let status = fstat(&opened)?;
        if FileType::from_raw_mode(status.st_mode) != FileType::RegularFile {
            return Err(Reason::Says("replaced while it was read"));
        }
        if status.st_nlink != 1 {
            return Err(Reason::Says("a file with a second name"));
        }
        let bytes = u64::try_from(status.st_size).unwrap_or(u64::MAX);
        let left = self.limits.bytes - self.collected.bytes;
        if bytes > left {
            return Err(Reason::Quota("beyond quota_bytes"));
        }
        let mode = Mode::RUSR | Mode::WUSR;
        let mut copy = File::from(openat2(target, name, NEW_FILE, mode, BELOW)?);
        let copied = io::copy(&mut File::from(opened).take(bytes), &mut copy)?;
        self.collected.bytes += copied;
        self.collected.files.push(OutputFile {
            path: path.to_owned(),
            bytes: copied,
        });
        Ok(())
    }
}
