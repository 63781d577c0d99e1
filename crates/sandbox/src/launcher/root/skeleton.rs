//! An empty root and what is put into it.

use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, fstat, mkdirat, openat2, symlinkat};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, MoveMountFlags, OpenTreeFlags, fsconfig_create,
    fsconfig_set_string, fsmount, fsopen, move_mount, open_tree,
};

use super::READ_ONLY;
use crate::launcher::fault::{Fault, Step};
use crate::sys::mount_setattr;

/// A file system that is mounted nowhere yet.
pub fn file_system(
    kind: &str,
    options: &[(&str, String)],
    attributes: MountAttrFlags,
) -> rustix::io::Result<OwnedFd> {
    let context = fsopen(kind, FsOpenFlags::FSOPEN_CLOEXEC)?;
    for (key, value) in options {
        fsconfig_set_string(&context, *key, value.as_str())?;
    }
    fsconfig_create(&context)?;
    fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, attributes)
}

/// A copy of a mount, or of a part of one, that is mounted nowhere yet.
pub fn clone(from: impl AsFd, path: &Path, recursive: bool) -> rustix::io::Result<OwnedFd> {
    let mut flags = OpenTreeFlags::OPEN_TREE_CLONE
        | OpenTreeFlags::OPEN_TREE_CLOEXEC
        | OpenTreeFlags::AT_SYMLINK_NOFOLLOW
        | OpenTreeFlags::AT_EMPTY_PATH;
    if recursive {
        flags |= OpenTreeFlags::AT_RECURSIVE;
    }
    open_tree(from, path, flags)
}

pub fn attach_at(mount: &OwnedFd, folder: impl AsFd, path: &Path) -> rustix::io::Result<()> {
    let mut flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH;
    if path.as_os_str().is_empty() {
        flags |= MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH;
    }
    move_mount(mount, "", folder, path, flags)
}

fn is_folder(file: impl AsFd) -> rustix::io::Result<bool> {
    Ok(FileType::from_raw_mode(fstat(file)?.st_mode) == FileType::Directory)
}

const WITHIN: ResolveFlags = ResolveFlags::BENEATH.union(ResolveFlags::NO_SYMLINKS);

/// The root being built. Paths in it are relative, and no symbolic link in them is followed: a
/// client's root file system may hold links that lead out.
pub struct Skeleton {
    pub root: OwnedFd,
}

impl Skeleton {
    /// Opens an entry, if it is there.
    pub fn find(&self, path: &Path) -> Result<Option<OwnedFd>, Fault> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match openat2(&self.root, path, flags, Mode::empty(), WITHIN) {
            Ok(entry) => Ok(Some(entry)),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error).at(format!("/{}", path.display())),
        }
    }

    /// Opens a folder, made with those above it where they are missing.
    pub fn folder(&self, path: &Path) -> Result<OwnedFd, Fault> {
        let stage = || format!("make /{}", path.display());
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let mut folder: Option<OwnedFd> = None;
        for component in path.components() {
            let Component::Normal(name) = component else {
                return Err("not a plain path").at(stage());
            };
            let above = folder.as_ref().unwrap_or(&self.root);
            // One step at a time, because the last but one could be a link by now. Of a folder
            // that is there the kernel says so, also where none could be made.
            match mkdirat(above, name, Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error).at(stage()),
            }
            let opened = openat2(above, name, flags, Mode::empty(), WITHIN);
            folder = Some(opened.at(stage())?);
        }
        folder.ok_or("an empty path").at(stage())
    }

    /// Makes a file that nobody writes.
    pub fn file(&self, path: &Path, text: &str, mode: u32) -> Result<(), Fault> {
        let stage = || format!("make /{}", path.display());
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            self.folder(parent)?;
        }
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(mode);
        let file = openat2(&self.root, path, flags, mode, WITHIN).at(stage())?;
        rustix::io::write(&file, text.as_bytes())
            .at(stage())
            .map(drop)
    }

    pub fn link(&self, target: &Path, path: &Path) -> Result<(), Fault> {
        symlinkat(target, &self.root, path).at(format!("link /{}", path.display()))
    }

    /// Mounts at a path, whose folder or file is made where it is missing.
    pub fn attach(&self, mount: &OwnedFd, path: &Path) -> Result<(), Fault> {
        let stage = || format!("mount at /{}", path.display());
        let place = if is_folder(mount).at(stage())? {
            self.folder(path)?
        } else if let Some(place) = self.find(path)? {
            place
        } else {
            self.file(path, "", 0o444)?;
            self.find(path)?.ok_or("missing").at(stage())?
        };
        attach_at(mount, place, Path::new("")).at(stage())
    }

    /// A file or folder of the host.
    pub fn bind(
        &self,
        source: &Path,
        target: &Path,
        attributes: MountAttrFlags,
    ) -> Result<(), Fault> {
        let stage = || format!("bind {} at /{}", source.display(), target.display());
        // Folders come with what is mounted below them; a device node is bound alone.
        let recursive = attributes.contains(MountAttrFlags::MOUNT_ATTR_RDONLY);
        let copy = clone(CWD, source, recursive).at(stage())?;
        mount_setattr(copy.as_fd(), attributes, recursive).at(stage())?;
        self.attach(&copy, target)
    }

    /// An entry of a root file system as it is: a link stays a link. Absent or special ones are
    /// left out.
    pub fn same(&self, source: &Path, target: &Path) -> Result<(), Fault> {
        let Ok(metadata) = fs::symlink_metadata(source) else {
            return Ok(());
        };
        if metadata.is_symlink() {
            let link = fs::read_link(source).at(format!("read {}", source.display()))?;
            if let Some(parent) = target
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
            {
                self.folder(parent)?;
            }
            self.link(&link, target)
        } else if metadata.is_dir() || metadata.is_file() {
            self.bind(source, target, READ_ONLY)
        } else {
            Ok(())
        }
    }
}
