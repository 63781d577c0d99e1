//! A copy of this repository's tree to work on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::keys::{Mode, assign_and_rewrite, files, programs};
use crate::workspace::Workspace;

/// A copy of the tree as a git checkout of its own, and a folder for the keypairs.
pub(super) struct Copy {
    _folder: TempDir,
    pub(super) workspace: Workspace,
    pub(super) keys: PathBuf,
}

impl Copy {
    pub(super) fn of_this_repository() -> Self {
        let origin = Workspace::locate()
            .expect("the tests run inside the repository")
            .root;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("tree");
        for path in files::of_tree(&origin).unwrap() {
            let target = root.join(path.strip_prefix(&origin).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(&path, &target).unwrap();
        }
        git(&root, &["init", "--quiet"]);
        git(&root, &["add", "--all"]);
        let keys = folder.path().join("config").join("keys");
        Self {
            _folder: folder,
            workspace: Workspace { root },
            keys,
        }
    }

    pub(super) fn run(&self, mode: Mode) -> anyhow::Result<()> {
        assign_and_rewrite(&self.workspace, &self.keys, mode)
    }

    pub(super) fn ids(&self) -> BTreeMap<String, String> {
        let declared = programs::declared(&self.workspace).unwrap();
        declared
            .into_iter()
            .map(|program| (program.name, program.id))
            .collect()
    }

    pub(super) fn texts(&self) -> BTreeMap<PathBuf, String> {
        files::of_tree(&self.workspace.root)
            .unwrap()
            .into_iter()
            .filter_map(|path| Some((path.clone(), files::text(&path).unwrap()?)))
            .collect()
    }

    pub(super) fn files_with(&self, id: &str) -> Vec<String> {
        let root = &self.workspace.root;
        self.texts()
            .iter()
            .filter(|(_, text)| text.contains(id))
            .map(|(path, _)| path.strip_prefix(root).unwrap().display().to_string())
            .collect()
    }
}

pub(super) fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

/// The id as IDLs write it inside PDA seeds, white space removed.
pub(super) fn byte_list(id: &str) -> String {
    let bytes = bs58::decode(id).into_vec().unwrap();
    bytes
        .iter()
        .map(u8::to_string)
        .collect::<Vec<_>>()
        .join(",")
}
