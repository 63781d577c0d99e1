//! The device nodes of a card.

use std::path::{Path, PathBuf};

/// What a job on the card with this minor number needs of `/dev`: the card itself, and what all
/// cards share. A shared node that is not there is left out: CUDA says itself what it misses.
pub fn nodes(dev: &Path, minor: u32) -> Vec<PathBuf> {
    let shared = ["nvidiactl", "nvidia-uvm", "nvidia-uvm-tools"];
    let shared = shared.iter().map(|name| dev.join(name));
    let mut nodes = vec![dev.join(format!("nvidia{minor}"))];
    nodes.extend(shared.filter(|node| node.exists()));
    nodes
}
