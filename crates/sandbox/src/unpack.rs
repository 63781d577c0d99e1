//! Unpacks a client's bundle, a `tar.zst`, without trusting it.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, mkdirat, openat, openat2, symlinkat};
use rustix::io::Errno;
use tar::{Archive, Entry, EntryType, PaxExtensions};

/// The most that is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnpackLimits {
    /// Bytes of all files.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: u64,
    /// Bytes unpacked for each byte read, once more than 1 MiB is unpacked.
    pub ratio: u64,
}

impl Default for UnpackLimits {
    /// 64 GiB, a million entries, 200 to one.
    fn default() -> Self {
        Self {
            bytes: 64 << 30,
            entries: 1 << 20,
            ratio: 200,
        }
    }
}

/// What was unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Bytes of all files.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: u64,
}

/// Why a bundle was refused. What was unpacked before is still there, to be deleted.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// An entry is not acceptable.
    #[error("bundle entry {path:?}: {problem}; accepted: {ACCEPTED}")]
    Entry {
        /// Its path in the bundle, with what is not UTF-8 replaced.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// It is too large.
    #[error("bundle: more than {limit} {what}")]
    TooLarge {
        /// The limit.
        limit: u64,
        /// Of what.
        what: &'static str,
    },
    /// It cannot be read, or not be written to the disk.
    #[error("bundle: {0}")]
    Io(#[from] io::Error),
}

const ACCEPTED: &str = "files, folders, and symbolic links that stay within the bundle, each once, \
                        at relative paths without ..";

/// Longest path, and longest header of one.
const LONGEST_PATH: u64 = 4_096;

/// Memory for the decompressor: 2^27 bytes, the most that `zstd -19` asks for without `--long`.
const WINDOW_LOG: u32 = 27;

/// Below this a high ratio is no attack: a bundle of small scripts packs well.
const SMALL: u64 = 1 << 20;

/// Unpacks to the new folder `destination`: nothing in a bundle makes this write elsewhere, fill
/// the disk or the memory. Modes are 0755 and 0644, owner and times are this process's and now.
///
/// # Errors
/// [`UnpackError`] at the first thing that is not acceptable.
pub fn unpack(
    bundle: impl Read,
    destination: &Path,
    limits: &UnpackLimits,
) -> Result<Unpacked, UnpackError> {
    mkdirat(CWD, destination, Mode::from_raw_mode(0o755)).map_err(io::Error::from)?;
    let root = openat(CWD, destination, FOLDER, Mode::empty()).map_err(io::Error::from)?;
    let packed = Rc::new(Cell::new(0));
    let counted = Counted {
        inner: bundle,
        count: Rc::clone(&packed),
    };
    let mut decoder = zstd::stream::read::Decoder::new(counted)?;
    decoder.window_log_max(WINDOW_LOG)?;
    // Everything that comes out counts, also headers and what is between files.
    let bounded = Bounded {
        inner: decoder,
        packed,
        unpacked: 0,
        limits: *limits,
    };
    let mut archive = Archive::new(bounded);
    let mut names = Names::default();
    let mut unpacked = Unpacked::default();
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        if names.take(&mut entry)? {
            continue;
        }
        let path = names.path(&entry)?;
        let link = names.link(&entry)?;
        unpacked.entries += 1;
        if unpacked.entries > limits.entries {
            return Err(UnpackError::TooLarge {
                limit: limits.entries,
                what: "entries",
            });
        }
        if entry.size() > limits.bytes - unpacked.bytes {
            return Err(UnpackError::TooLarge {
                limit: limits.bytes,
                what: "bytes",
            });
        }
        unpacked.bytes += place(&root, &mut entry, &path, link.as_deref())?;
        names = Names::default();
    }
    Ok(unpacked)
}

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);
const NEW_FILE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);
/// A link of the bundle's own is never followed, so none can lead a later entry out.
const BELOW: ResolveFlags = ResolveFlags::BENEATH.union(ResolveFlags::NO_SYMLINKS);

fn refuse(path: &Path, problem: &dyn std::fmt::Display) -> UnpackError {
    UnpackError::Entry {
        path: path.to_string_lossy().into_owned(),
        problem: problem.to_string(),
    }
}

/// Writes one entry. Returns the bytes of a file.
fn place<R: Read>(
    root: &OwnedFd,
    entry: &mut Entry<'_, R>,
    path: &Path,
    link: Option<&Path>,
) -> Result<u64, UnpackError> {
    let plain = plain(path).map_err(|problem| refuse(path, &problem))?;
    let failed = |error: Errno| refuse(path, &io::Error::from(error));
    let kind = entry.header().entry_type();
    if kind == EntryType::Directory {
        return folders(root, &plain).map(|()| 0).map_err(failed);
    }
    if plain.as_os_str().is_empty() {
        return Err(refuse(path, &"the bundle itself is no folder"));
    }
    folders(root, plain.parent().unwrap_or(Path::new(""))).map_err(failed)?;
    match kind {
        EntryType::Regular | EntryType::Continuous => {
            let is_program = entry.header().mode().unwrap_or(0) & 0o100 != 0;
            let mode = Mode::from_raw_mode(if is_program { 0o755 } else { 0o644 });
            let file = openat2(root, &plain, NEW_FILE, mode, BELOW).map_err(failed)?;
            Ok(io::copy(entry, &mut File::from(file))?)
        }
        EntryType::Symlink => {
            let target = link.ok_or_else(|| refuse(path, &"a link to nothing"))?;
            if !stays_within(&plain, target) {
                return Err(refuse(path, &format!("a link to {}", target.display())));
            }
            let parent = folder(root, plain.parent().unwrap_or(Path::new(""))).map_err(failed)?;
            let name = plain.file_name().unwrap_or_default();
            symlinkat(target, parent, name).map_err(failed)?;
            Ok(0)
        }
        EntryType::Link => Err(refuse(
            path,
            &"a hard link (tar --hard-dereference makes none)",
        )),
        EntryType::GNUSparse => Err(refuse(path, &"a sparse file (tar without --sparse)")),
        _ => Err(refuse(
            path,
            &"neither a file, a folder nor a symbolic link",
        )),
    }
}

/// Without `.` at its beginning; refuses what could lead out.
fn plain(path: &Path) -> Result<PathBuf, &'static str> {
    if path.as_os_str().as_encoded_bytes().contains(&0) {
        return Err("its path holds a NUL");
    }
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            _ => return Err("its path is absolute or holds .."),
        }
    }
    Ok(plain)
}

/// By its text alone: other links are not looked at, and none is ever followed here.
fn stays_within(path: &Path, target: &Path) -> bool {
    let mut depth = path.components().count().saturating_sub(1);
    for component in target.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    true
}

fn folder(root: &OwnedFd, path: &Path) -> rustix::io::Result<OwnedFd> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    openat2(root, path, FOLDER, Mode::empty(), BELOW)
}

/// Makes a folder and those above it.
fn folders(root: &OwnedFd, path: &Path) -> rustix::io::Result<()> {
    let mut above = folder(root, Path::new(""))?;
    let mut names: VecDeque<_> = path.iter().collect();
    while let Some(name) = names.pop_front() {
        match mkdirat(&above, name, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error),
        }
        above = folder(&above, Path::new(name))?;
    }
    Ok(())
}

/// Long names, which come as entries of their own before the one they are for. The tar crate
/// would read them into memory however long they claim to be.
#[derive(Default)]
struct Names {
    path: Option<PathBuf>,
    link: Option<PathBuf>,
}

impl Names {
    /// Whether the entry was such a name.
    fn take<R: Read>(&mut self, entry: &mut Entry<'_, R>) -> Result<bool, UnpackError> {
        let kind = entry.header().entry_type();
        let is_name = kind.is_gnu_longname()
            || kind.is_gnu_longlink()
            || kind.is_pax_local_extensions()
            || kind.is_pax_global_extensions();
        if !is_name {
            return Ok(false);
        }
        if entry.size() > 2 * LONGEST_PATH {
            return Err(refuse(
                Path::new("(a header)"),
                &"a name of more than 4,096 bytes",
            ));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if kind.is_gnu_longname() {
            self.path = Some(text(&bytes));
        } else if kind.is_gnu_longlink() {
            self.link = Some(text(&bytes));
        } else if kind.is_pax_local_extensions() {
            self.extensions(&bytes)?;
        }
        Ok(true)
    }

    fn extensions(&mut self, bytes: &[u8]) -> Result<(), UnpackError> {
        for extension in PaxExtensions::new(bytes) {
            let extension = extension?;
            match extension.key_bytes() {
                b"path" => self.path = Some(text(extension.value_bytes())),
                b"linkpath" => self.link = Some(text(extension.value_bytes())),
                // It would replace the length in the header, which was not checked against it.
                b"size" => return Err(refuse(Path::new("(a header)"), &"a file of 8 GiB or more")),
                _ => {}
            }
        }
        Ok(())
    }

    fn path<R: Read>(&self, entry: &Entry<'_, R>) -> io::Result<PathBuf> {
        match &self.path {
            Some(path) => Ok(path.clone()),
            None => Ok(entry.header().path()?.into_owned()),
        }
    }

    fn link<R: Read>(&self, entry: &Entry<'_, R>) -> io::Result<Option<PathBuf>> {
        match &self.link {
            Some(link) => Ok(Some(link.clone())),
            None => Ok(entry
                .header()
                .link_name()?
                .map(std::borrow::Cow::into_owned)),
        }
    }
}

/// Up to the NUL that GNU tar puts at the end.
fn text(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.count.set(self.count.get() + length as u64);
        Ok(length)
    }
}

/// Ends where more comes out than may.
struct Bounded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: UnpackLimits,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.unpacked += length as u64;
        let by_ratio = self
            .packed
            .get()
            .saturating_mul(self.limits.ratio)
            .max(SMALL);
        // Each entry has a header and is filled up to a block.
        let headers = self.limits.entries.saturating_mul(4 * LONGEST_PATH);
        let by_size = self.limits.bytes.saturating_add(headers);
        if self.unpacked > by_ratio {
            return Err(io::Error::other(format!(
                "more than {} bytes for each byte packed",
                self.limits.ratio
            )));
        }
        if self.unpacked > by_size {
            return Err(io::Error::other("more bytes than its files may have"));
        }
        Ok(length)
    }
}
