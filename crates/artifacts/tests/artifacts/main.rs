//! Fetching, keeping, unpacking and uploading, against a real server and hostile archives.

mod archives;
mod caching;
mod fetching;
mod publishing;
mod server;

use ionet_artifacts::Access;
use ionet_job_spec::{Blake3, Input, Size, Unpack};

/// An operator that serves itself.
fn everywhere() -> Access {
    Access {
        local_files: true,
        private_networks: true,
        ..Access::default()
    }
}

/// The input with `content` at `source`.
fn input(source: &str, content: &[u8]) -> Input {
    Input {
        source: source.parse().expect("an address"),
        blake3: Blake3(*blake3::hash(content).as_bytes()),
        bytes: Size(content.len() as u64),
        unpack: Unpack::No,
    }
}

/// Bytes that no compression and no mistake in order leaves unnoticed.
fn content(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new_derive_key("test content")
        .finalize_xof()
        .fill(&mut bytes);
    bytes
}
