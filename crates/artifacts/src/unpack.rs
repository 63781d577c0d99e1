//! Unpacking archives that strangers made.

use std::{
    io::{self, BufReader, Read},
    os::unix::fs::PermissionsExt as _,
    path::{Component, Path, PathBuf},
};

use cap_std::{
    ambient_authority,
    fs::{Dir, OpenOptions, OpenOptionsExt as _, Permissions},
};
use ionet_job_spec::Unpack;
use tar::{Archive, Entry, EntryType};

use crate::UnpackError;

/// The most memory that Zstandard may take, as a power of two: 128 MiB. More is a trick.
const MAX_WINDOW_LOG: u32 = 27;
/// Deeper ones are refused: no program writes them, and they are hard to delete.
const DEEPEST: usize = 128;
/// Who reads a file is another user than who unpacks it. Set-user-id, set-group-id and sticky
/// bits, and rights to write, are of no use to it.
const FILE: u32 = 0o644;
const PROGRAM: u32 = 0o755;
const FOLDER: u32 = 0o755;

/// What may come out of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: u64,
}

/// What came out of an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Bytes of all files together.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: u64,
}

/// Unpacks `archive` into the folder `into`, which exists and is empty.
///
/// Nothing is written outside of it, whatever names and links the archive holds: every path is
/// resolved below the open folder. Links may point anywhere, as a root folder's do; they are
/// never followed out of the folder. Owners are not kept.
///
/// # Errors
/// [`UnpackError`]. What was written before stays.
pub fn unpack(
    archive: &Path,
    kind: Unpack,
    into: &Path,
    limits: Limits,
) -> Result<Unpacked, UnpackError> {
    let unreadable = |cause| UnpackError::Unreadable { cause };
    let file = BufReader::new(std::fs::File::open(archive).map_err(unreadable)?);
    let folder = Dir::open_ambient_dir(into, ambient_authority()).map_err(unreadable)?;
    let reader: Box<dyn Read> = match kind {
        Unpack::TarZst => {
            let mut decoder = zstd::Decoder::with_buffer(file).map_err(unreadable)?;
            decoder.window_log_max(MAX_WINDOW_LOG).map_err(unreadable)?;
            Box::new(decoder)
        }
        Unpack::Tar | Unpack::No => Box::new(file),
    };
    let mut unpacking = Unpacking {
        folder,
        limits,
        done: Unpacked::default(),
        folders: 0,
        last_folder: PathBuf::new(),
    };
    for entry in Archive::new(reader).entries().map_err(unreadable)? {
        unpacking.entry(entry.map_err(unreadable)?)?;
    }
    Ok(unpacking.done)
}

struct Unpacking {
    folder: Dir,
    limits: Limits,
    done: Unpacked,
    /// Folders that no entry names by itself.
    folders: u64,
    last_folder: PathBuf,
}

impl Unpacking {
    fn entry<R: Read>(&mut self, mut entry: Entry<'_, R>) -> Result<(), UnpackError> {
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if self.done.entries >= self.limits.entries {
            return Err(UnpackError::TooManyEntries {
                entries: self.limits.entries,
            });
        }
        self.done.entries += 1;
        let at = |cause| UnpackError::Entry {
            name: name.clone(),
            cause,
        };
        let path = entry.path().map_err(at)?.into_owned();
        let path = plain(&path).ok_or_else(|| UnpackError::Outside { name: name.clone() })?;
        // The folder itself, as `tar -C root .` writes it.
        if path.as_os_str().is_empty() {
            return Ok(());
        }
        if path.components().count() > DEEPEST {
            return Err(UnpackError::TooDeep { name });
        }
        if let Some(parent) = path.parent() {
            self.folders(parent).map_err(at)?;
        }
        match entry.header().entry_type() {
            EntryType::Directory => self.folders(&path).map_err(at),
            EntryType::Symlink => {
                let target = entry.link_name().map_err(at)?.unwrap_or_default();
                self.replace(&path).map_err(at)?;
                self.folder.symlink_contents(target, &path).map_err(at)
            }
            EntryType::Link => {
                let target = entry.link_name().map_err(at)?.unwrap_or_default();
                let target =
                    plain(&target).ok_or_else(|| UnpackError::Outside { name: name.clone() })?;
                self.replace(&path).map_err(at)?;
                self.folder
                    .hard_link(target, &self.folder, &path)
                    .map_err(at)
            }
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                self.replace(&path).map_err(at)?;
                self.file(&mut entry, &path, &name)
            }
            // Extended headers are read by the archive's reader already.
            EntryType::XGlobalHeader | EntryType::XHeader => Ok(()),
            _ => Err(UnpackError::SpecialFile { name }),
        }
    }

    /// Opens the way to a folder. Through no link, also where one stays inside: with links that
    /// lead to links, folders could be nested deeper than anybody can delete.
    fn folders(&mut self, path: &Path) -> io::Result<()> {
        if path.as_os_str().is_empty() || path == self.last_folder {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folders(parent)?;
        }
        match self.folder.symlink_metadata(path) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(io::Error::other("it lies in what is no folder")),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                self.folders += 1;
                if self.folders > self.limits.entries {
                    return Err(io::Error::other("more folders than entries are allowed"));
                }
                self.folder.create_dir(path)?;
                let permissions = Permissions::from_std(std::fs::Permissions::from_mode(FOLDER));
                self.folder.set_permissions(path, permissions)?;
            }
            Err(cause) => return Err(cause),
        }
        path.clone_into(&mut self.last_folder);
        Ok(())
    }

    /// A later entry takes the place of an earlier one, and never writes through it.
    fn replace(&self, path: &Path) -> io::Result<()> {
        match self.folder.remove_file(path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(()),
        }
    }

    fn file<R: Read>(
        &mut self,
        entry: &mut Entry<'_, R>,
        path: &Path,
        name: &str,
    ) -> Result<(), UnpackError> {
        let at = |cause| UnpackError::Entry {
            name: name.to_owned(),
            cause,
        };
        let mode = entry.header().mode().unwrap_or(FILE);
        let mode = if mode & 0o111 == 0 { FILE } else { PROGRAM };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = self.folder.open_with(path, &options).map_err(at)?;
        let left = self.limits.bytes.saturating_sub(self.done.bytes);
        // One byte more than allowed shows that there is more.
        let copied = io::copy(&mut entry.take(left.saturating_add(1)), &mut file).map_err(at)?;
        if copied > left {
            return Err(UnpackError::TooManyBytes {
                bytes: self.limits.bytes,
            });
        }
        self.done.bytes += copied;
        let permissions = Permissions::from_std(std::fs::Permissions::from_mode(mode));
        file.set_permissions(permissions).map_err(at)
    }
}

/// A path of plain names, without `.`; `None` when it is absolute or holds `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let plain = parts.map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    plain.collect()
}
