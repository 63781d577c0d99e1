//! The programs of the tree and the ids they declare.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::files;
use crate::workspace::Workspace;

/// A program as its source declares it.
pub(super) struct DeclaredProgram {
    /// The crate's name with underscores, as in `target/deploy/NAME.so`.
    pub(super) name: String,
    /// The id in base58.
    pub(super) id: String,
    /// The file with `declare_id!`. It is rewritten last: as long as it holds the old
    /// id, an interrupted run can be continued.
    pub(super) source: PathBuf,
}

/// Every program of the programs workspace with its id.
pub(super) fn declared(workspace: &Workspace) -> anyhow::Result<Vec<DeclaredProgram>> {
    let tree = files::of_tree(&workspace.root)?;
    workspace
        .programs()?
        .into_iter()
        .map(|program| {
            let (source, id) = declaration(&tree, &program.dir)?;
            Ok(DeclaredProgram {
                name: program.name,
                id,
                source,
            })
        })
        .collect()
}

/// The one file of a program's folder that declares its id.
fn declaration(tree: &[PathBuf], folder: &Path) -> anyhow::Result<(PathBuf, String)> {
    let mut found: Option<(PathBuf, String)> = None;
    let sources = tree
        .iter()
        .filter(|path| path.starts_with(folder) && path.extension().is_some_and(|e| e == "rs"));
    for source in sources {
        let Some(text) = files::text(source)? else {
            continue;
        };
        let Some(id) = declared_id(&text) else {
            continue;
        };
        require_address(id, source)?;
        if let Some((other, _)) = &found {
            bail!(
                "both {} and {} declare an id; a program has one.",
                other.display(),
                source.display()
            );
        }
        found = Some((source.clone(), id.to_owned()));
    }
    found.with_context(|| format!("no `declare_id!(\"…\");` below {}", folder.display()))
}

/// The text inside `declare_id!("…")`, comments left aside.
fn declared_id(source: &str) -> Option<&str> {
    source.lines().map(str::trim_start).find_map(|line| {
        let line = line.strip_prefix("anchor_lang::").unwrap_or(line);
        let argument = line.strip_prefix("declare_id!(\"")?;
        argument.split_once('"').map(|(id, _)| id)
    })
}

fn require_address(id: &str, source: &Path) -> anyhow::Result<()> {
    let length = bs58::decode(id).into_vec().map(|bytes| bytes.len());
    if length != Ok(32) {
        bail!(
            "{} declares {id:?}, which is not a program id. Accepted: 32 bytes in base58.",
            source.display()
        );
    }
    Ok(())
}

/// Entries of `Anchor.toml` that name a program of the tree with another id.
pub(super) fn stale_in_anchor_toml(
    root: &Path,
    declared: &[DeclaredProgram],
) -> anyhow::Result<Vec<String>> {
    let path = root.join("Anchor.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let table: toml::Table =
        toml::from_str(&text).with_context(|| format!("{} is not valid TOML", path.display()))?;
    let clusters = table.get("programs").and_then(toml::Value::as_table);
    let mut stale = Vec::new();
    for (cluster, entries) in clusters.into_iter().flatten() {
        for program in declared {
            let id = entries.get(&program.name).and_then(toml::Value::as_str);
            if let Some(id) = id.filter(|id| *id != program.id) {
                stale.push(format!(
                    "Anchor.toml, [programs.{cluster}] {}: is {id}, the source declares {}",
                    program.name, program.id
                ));
            }
        }
    }
    Ok(stale)
}
