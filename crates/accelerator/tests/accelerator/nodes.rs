//! What a job on a card is given of `/dev`.

use std::path::{Path, PathBuf};

use ionet_accelerator::cuda::nodes;

#[test]
fn a_job_gets_its_own_card_and_what_all_share() {
    let folder = std::env::temp_dir().join(format!("ionet-nodes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["nvidia0", "nvidia3", "nvidiactl", "nvidia-uvm"] {
        std::fs::write(folder.join(name), "").unwrap();
    }
    let expected: Vec<PathBuf> = ["nvidia3", "nvidiactl", "nvidia-uvm"]
        .iter()
        .map(|name| folder.join(name))
        .collect();
    assert_eq!(nodes(&folder, 3), expected);
    std::fs::remove_dir_all(&folder).unwrap();
    // The card's own node stays in the list when it is missing, so that its absence is seen.
    let missing = Path::new("/dev/none");
    assert_eq!(nodes(missing, 0), [missing.join("nvidia0")]);
}
