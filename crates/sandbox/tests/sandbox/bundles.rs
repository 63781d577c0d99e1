//! Bundles that clients send: honest ones, and bombs.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ionet_sandbox::{UnpackLimits, unpack};
use tar::{Builder, EntryType, Header};

const LIMITS: UnpackLimits = UnpackLimits {
    bytes: 8 << 20,
    entries: 50,
    ratio: 100,
};

/// An entry with whatever is asked for in its header: the builder's own checks are passed by.
fn add(tar: &mut Builder<Vec<u8>>, kind: EntryType, path: &str, link: &str, content: &[u8]) {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(0o4755);
    header.set_size(content.len() as u64);
    let fields = header.as_old_mut();
    fields.name[..path.len()].copy_from_slice(path.as_bytes());
    fields.linkname[..link.len()].copy_from_slice(link.as_bytes());
    header.set_cksum();
    tar.append(&header, content).expect("append");
}

fn packed(build: impl FnOnce(&mut Builder<Vec<u8>>)) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    build(&mut tar);
    let tar = tar.into_inner().expect("finish");
    zstd::encode_all(tar.as_slice(), 3).expect("pack")
}

/// What is outside of the folder that is unpacked to must not change.
fn refused(name: &str, bundle: impl Read) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("outside"), "outside").expect("a file");
    let result = unpack(bundle, &folder.path().join("in"), &LIMITS);
    let error = result.expect_err(name).to_string();
    assert_eq!(
        fs::read_dir(folder.path()).expect("the folder").count(),
        2,
        "{name}"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("outside")).expect("outside"),
        "outside"
    );
    error
}

#[test]
fn an_honest_bundle_is_unpacked_without_its_modes() {
    let long = format!("{}/deep.txt", "folder-".repeat(20));
    let bundle = packed(|tar| {
        add(tar, EntryType::Directory, "./", "", b"");
        add(tar, EntryType::Directory, "bin", "", b"");
        add(tar, EntryType::Regular, "bin/run", "", b"#!/bin/sh\n");
        add(tar, EntryType::Symlink, "bin/again", "../bin/run", b"");
        let mut header = Header::new_gnu();
        header.set_size(4);
        header.set_mode(0o600);
        tar.append_data(&mut header, &long, &b"deep"[..])
            .expect("append");
    });
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("in");
    let unpacked = unpack(bundle.as_slice(), &target, &LIMITS).expect("unpack");
    assert_eq!((unpacked.bytes, unpacked.entries), (14, 5));
    assert_eq!(fs::read_to_string(target.join(long)).expect("deep"), "deep");
    let mode = fs::metadata(target.join("bin/run"))
        .expect("run")
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o755, "no setuid");
    let link = fs::read_link(target.join("bin/again")).expect("a link");
    assert_eq!(link, Path::new("../bin/run"));
}

#[test]
fn entries_that_lead_out_or_are_no_files_are_refused() {
    use EntryType::{Block, Char, Fifo, GNUSparse, Link, Regular, Symlink};
    for (kind, path, link) in [
        (Regular, "../outside", ""),
        (Regular, "/tmp/outside", ""),
        (Regular, "a/../../outside", ""),
        (Regular, ".", ""),
        (Symlink, "link", "/etc/passwd"),
        (Symlink, "link", "../outside"),
        (Symlink, "a/link", "../../outside"),
        (Symlink, "link", "a/../../outside"),
        (Link, "link", "../outside"),
        (Link, "link", "/etc/passwd"),
        (Fifo, "pipe", ""),
        (Char, "device", ""),
        (Block, "device", ""),
        (GNUSparse, "sparse", ""),
    ] {
        let bundle = packed(|tar| add(tar, kind, path, link, b""));
        let error = refused(path, bundle.as_slice());
        assert!(
            error.contains(path) && error.contains("accepted: files"),
            "{kind:?} {path}: {error}"
        );
    }
}

#[test]
fn nothing_is_written_through_a_link_or_over_a_file() {
    let through = packed(|tar| {
        add(tar, EntryType::Directory, "a", "", b"");
        add(tar, EntryType::Symlink, "b", "a", b"");
        add(tar, EntryType::Regular, "b/file", "", b"x");
    });
    assert!(refused("through", through.as_slice()).contains("b/file"));
    for second in [EntryType::Regular, EntryType::Symlink] {
        let over = packed(|tar| {
            add(tar, EntryType::Symlink, "a", "c", b"");
            add(tar, second, "a", "d", b"");
        });
        assert!(refused("over", over.as_slice()).contains("exists"));
    }
}

#[test]
fn bombs_are_refused_before_they_fill_anything() {
    let zeros = |length| vec![0; length];
    // A file, and a folder with content, of 64 MiB of zeros in some kibibytes.
    for kind in [EntryType::Regular, EntryType::Directory] {
        let mut header = Header::new_gnu();
        header.set_entry_type(kind);
        header.set_path("zeros").expect("a path");
        header.set_size(64 << 20);
        header.set_cksum();
        let tar = header.as_bytes().chain(std::io::repeat(0).take(64 << 20));
        let bundle = zstd::encode_all(tar, 1).expect("pack");
        assert!(bundle.len() < 16 << 10);
        assert!(refused("zeros", bundle.as_slice()).contains("more than 8388608 bytes"));
    }

    let ratio = packed(|tar| add(tar, EntryType::Regular, "zeros", "", &zeros(4 << 20)));
    assert!(refused("ratio", ratio.as_slice()).contains("more than 100 bytes for each"));

    let mut noise = 1_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (noise >> 56) as u8
    })
    .take(9 << 20)
    .collect();
    let large = packed(|tar| add(tar, EntryType::Regular, "noise", "", &noise));
    assert!(refused("large", large.as_slice()).contains("more than 8388608 bytes"));

    let many = packed(|tar| {
        (0..51).for_each(|number| {
            add(tar, EntryType::Regular, &format!("file-{number}"), "", b"");
        })
    });
    assert!(refused("many", many.as_slice()).contains("more than 50 entries"));

    let name = packed(|tar| add(tar, EntryType::GNULongName, "long", "", &noise[..1 << 20]));
    assert!(refused("name", name.as_slice()).contains("a name of more than"));

    let size = packed(|tar| add(tar, EntryType::XHeader, "pax", "", b"20 size=99999999999\n"));
    assert!(refused("size", size.as_slice()).contains("8 GiB"));
}

#[test]
fn what_is_no_bundle_is_refused() {
    refused("text", &b"not a bundle"[..]);
    let whole = packed(|tar| add(tar, EntryType::Regular, "file", "", b"content"));
    refused("cut", &whole[..whole.len() / 2]);
}
