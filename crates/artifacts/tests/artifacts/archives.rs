use std::{
    fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

use ionet_artifacts::{Limits, UnpackError, Unpacked, unpack};
use ionet_job_spec::Unpack;
use tar::{Builder, EntryType, Header};
use tempfile::{TempDir, tempdir};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    entries: 100,
};

/// An entry of an archive, its name written as it is.
struct Member {
    kind: EntryType,
    name: &'static str,
    link: &'static str,
    content: &'static [u8],
    mode: u32,
}

fn member(kind: EntryType, name: &'static str, link: &'static str) -> Member {
    Member {
        kind,
        name,
        link,
        content: b"",
        mode: 0o644,
    }
}

fn file(name: &'static str, content: &'static [u8]) -> Member {
    Member {
        content,
        ..member(EntryType::Regular, name, "")
    }
}

/// The bytes of an archive. Names are put in by hand: the library refuses to write bad ones.
fn archive(members: &[Member]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for member in members {
        let mut header = Header::new_gnu();
        header.set_entry_type(member.kind);
        header.set_size(member.content.len() as u64);
        header.set_mode(member.mode);
        let gnu = header.as_gnu_mut().expect("a GNU header");
        gnu.name[..member.name.len()].copy_from_slice(member.name.as_bytes());
        gnu.linkname[..member.link.len()].copy_from_slice(member.link.as_bytes());
        header.set_cksum();
        builder.append(&header, member.content).expect("appended");
    }
    builder.into_inner().expect("an archive")
}

/// A folder with a file outside of the one that is unpacked into.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempdir().expect("a folder");
        fs::create_dir(folder.path().join("into")).expect("a folder");
        fs::write(folder.path().join("outside"), "unharmed").expect("written");
        Self { folder }
    }

    fn target(&self) -> std::path::PathBuf {
        self.folder.path().join("into")
    }

    fn unpack(&self, bytes: &[u8], kind: Unpack, limits: Limits) -> Result<Unpacked, UnpackError> {
        let path = self.folder.path().join("archive");
        fs::write(&path, bytes).expect("written");
        unpack(&path, kind, &self.target(), limits)
    }

    fn is_unharmed(&self) -> bool {
        let outside = fs::read_to_string(self.folder.path().join("outside"));
        let names = fs::read_dir(self.folder.path()).expect("a folder").count();
        outside.is_ok_and(|text| text == "unharmed") && names == 3
    }
}

#[test]
fn a_root_folder_is_unpacked_with_its_links() {
    let members = [
        member(EntryType::Directory, "./", ""),
        member(EntryType::Directory, "usr/", ""),
        Member {
            mode: 0o755,
            ..file("usr/bin/tool", b"#!")
        },
        member(EntryType::Symlink, "bin", "usr/bin"),
        member(EntryType::Symlink, "etc-link", "/etc/hostname"),
        member(EntryType::Link, "usr/again", "usr/bin/tool"),
        file("usr/bin/tool2", b"second"),
    ];
    for (kind, bytes) in [
        (Unpack::Tar, archive(&members)),
        (
            Unpack::TarZst,
            zstd::encode_all(&archive(&members)[..], 3).expect("packed"),
        ),
    ] {
        let place = Place::new();
        let done = place.unpack(&bytes, kind, LIMITS).expect("unpacked");
        assert_eq!(
            done,
            Unpacked {
                bytes: 8,
                entries: 7
            }
        );
        let into = place.target();
        assert_eq!(fs::read(into.join("bin/tool2")).expect("a file"), b"second");
        assert_eq!(fs::read(into.join("usr/again")).expect("a file"), b"#!");
        assert_eq!(
            fs::read_link(into.join("etc-link")).expect("a link"),
            Path::new("/etc/hostname")
        );
        let mode = fs::metadata(into.join("usr/bin/tool"))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o7777, 0o755);
    }
}

/// Nothing outside changes, whatever an archive tries, and the right error names the entry.
#[test]
fn an_archive_writes_nothing_outside_of_its_folder() {
    let cases: Vec<(&str, Vec<Member>)> = vec![
        ("lies outside", vec![file("../outside", b"harm")]),
        ("lies outside", vec![file("a/../../outside", b"harm")]),
        ("lies outside", vec![file("/tmp/ionet-escape", b"harm")]),
        (
            "lies outside",
            vec![member(EntryType::Link, "a", "../outside")],
        ),
        (
            "entry \"a/outside\"",
            vec![
                member(EntryType::Symlink, "a", ".."),
                file("a/outside", b"harm"),
            ],
        ),
        (
            "entry \"a/b/outside\"",
            vec![
                member(EntryType::Directory, "x/", ""),
                member(EntryType::Symlink, "a", "x"),
                member(EntryType::Symlink, "x/b", "../.."),
                file("a/b/outside", b"harm"),
            ],
        ),
        (
            "entry \"a/new/file\"",
            vec![
                member(EntryType::Symlink, "a", "/tmp"),
                file("a/new/file", b"harm"),
            ],
        ),
        (
            "entry \"b\"",
            vec![
                member(EntryType::Symlink, "a", ".."),
                member(EntryType::Link, "b", "a/outside"),
            ],
        ),
        ("neither a file", vec![member(EntryType::Char, "null", "")]),
        ("neither a file", vec![member(EntryType::Block, "disk", "")]),
        ("neither a file", vec![member(EntryType::Fifo, "pipe", "")]),
    ];
    for (expected, members) in cases {
        let place = Place::new();
        let told = place
            .unpack(&archive(&members), Unpack::Tar, LIMITS)
            .expect_err(expected)
            .to_string();
        assert!(told.contains(expected), "{expected}: {told}");
        assert!(place.is_unharmed(), "{expected}: {told}");
    }
    assert!(!Path::new("/tmp/ionet-escape").exists() && !Path::new("/tmp/new").exists());
}

/// The same two entries, unpacked as `tar` would do without care, do write outside: the attack
/// is real.
#[test]
fn the_attack_by_a_link_works_on_a_careless_reader() {
    let place = Place::new();
    symlink("..", place.target().join("a")).expect("a link");
    fs::write(place.target().join("a/outside"), "harm").expect("written");
    assert!(!place.is_unharmed());
}

#[test]
fn a_later_entry_replaces_a_link_and_does_not_write_through_it() {
    let place = Place::new();
    let members = [
        member(EntryType::Symlink, "a", "../outside"),
        file("a", b"harm"),
    ];
    place
        .unpack(&archive(&members), Unpack::Tar, LIMITS)
        .expect("unpacked");
    assert!(place.is_unharmed());
    assert_eq!(fs::read(place.target().join("a")).expect("a file"), b"harm");
}

#[test]
fn set_user_id_bits_are_dropped() {
    let place = Place::new();
    let members = [Member {
        mode: 0o6755,
        ..file("su", b"#!")
    }];
    place
        .unpack(&archive(&members), Unpack::Tar, LIMITS)
        .expect("unpacked");
    let mode = fs::metadata(place.target().join("su"))
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o755);
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 19).expect("an encoder");
    let mut header = Header::new_gnu();
    let length = 4_u64 << 30;
    header.set_path("bomb").expect("a path");
    header.set_size(length);
    header.set_mode(0o644);
    header.set_cksum();
    encoder.write_all(header.as_bytes()).expect("written");
    let zeros = vec![0; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&zeros).expect("written");
    }
    let bytes = encoder.finish().expect("packed");
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    let place = Place::new();
    let error = place
        .unpack(&bytes, Unpack::TarZst, LIMITS)
        .expect_err("a bomb");
    assert!(
        matches!(error, UnpackError::TooManyBytes { bytes: 1_048_576 }),
        "{error}"
    );
    let written = fs::metadata(place.target().join("bomb"))
        .expect("a file")
        .len();
    assert!(written <= LIMITS.bytes + 1, "{written}");
}

#[test]
fn many_entries_stop_at_the_limit() {
    let members: Vec<_> = (0..101).map(|_| file("same", b"")).collect();
    let error = Place::new()
        .unpack(&archive(&members), Unpack::Tar, LIMITS)
        .expect_err("too many");
    assert!(
        matches!(error, UnpackError::TooManyEntries { entries: 100 }),
        "{error}"
    );
}

#[test]
fn what_is_no_archive_is_told() {
    for kind in [Unpack::Tar, Unpack::TarZst] {
        let error = Place::new()
            .unpack(&[7; 2_000], kind, LIMITS)
            .expect_err("no archive");
        assert!(matches!(error, UnpackError::Unreadable { .. }), "{error}");
    }
    let cut = &archive(&[file("a", b"0123456789")])[..515];
    let error = Place::new()
        .unpack(cut, Unpack::Tar, LIMITS)
        .expect_err("cut off");
    assert!(
        matches!(
            error,
            UnpackError::Entry { .. } | UnpackError::Unreadable { .. }
        ),
        "{error}"
    );
}

/// What is unpacked is read by another user, who owns none of it and must not change it.
#[test]
fn everybody_may_read_what_is_unpacked_and_nobody_else_may_write() {
    let place = Place::new();
    let members = [
        Member {
            mode: 0o600,
            ..file("folder/private", b"text")
        },
        Member {
            mode: 0o6777,
            ..file("folder/program", b"#!")
        },
    ];
    place
        .unpack(&archive(&members), Unpack::Tar, LIMITS)
        .expect("unpacked");
    for (name, expected) in [
        ("folder", 0o755),
        ("folder/private", 0o644),
        ("folder/program", 0o755),
    ] {
        let found = fs::metadata(place.target().join(name)).expect(name);
        assert_eq!(found.permissions().mode() & 0o7777, expected, "{name}");
    }
}

/// Folders that are nested deeper than a path is long can hardly be deleted, and a deletion that
/// walks into them may run out of descriptors.
#[test]
fn folders_are_not_nested_without_end() {
    let deep = "a/".repeat(128) + "file";
    let mut header = Header::new_ustar();
    header.set_size(0);
    let mut builder = Builder::new(Vec::new());
    builder
        .append_data(&mut header, deep, &b""[..])
        .expect("appended");
    let place = Place::new();
    let refused = place.unpack(
        &builder.into_inner().expect("an archive"),
        Unpack::Tar,
        LIMITS,
    );
    assert!(
        matches!(refused, Err(UnpackError::TooDeep { .. })),
        "{refused:?}"
    );

    // By way of a link that stays inside.
    let place = Place::new();
    let members = [
        member(EntryType::Directory, "a/a/a", ""),
        member(EntryType::Symlink, "l", "a/a/a"),
        member(EntryType::Directory, "l/a/a/a", ""),
    ];
    let refused = place.unpack(&archive(&members), Unpack::Tar, LIMITS);
    assert!(
        matches!(refused, Err(UnpackError::Entry { .. })),
        "{refused:?}"
    );
    assert!(!place.target().join("a/a/a/a").exists());

    // Folders that no entry names count too.
    let place = Place::new();
    let few = Limits {
        entries: 3,
        ..LIMITS
    };
    let refused = place.unpack(&archive(&[file("a/b/c/d/file", b"")]), Unpack::Tar, few);
    assert!(
        matches!(refused, Err(UnpackError::Entry { .. })),
        "{refused:?}"
    );
}
