//! `cargo xtask keys`: program ids of one's own.
//!
//! A cluster other than the local chain needs program keypairs that its operator
//! holds. This command makes them in a folder outside the tree and rewrites the
//! ids in every text file of the tree. It reads what is there first, so that a
//! second run changes nothing and an interrupted run is simply run again.

mod files;
mod keypair;
mod programs;
mod rewrite;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::workspace::Workspace;
use keypair::KeyFile;
use programs::DeclaredProgram;
use rewrite::Replacement;

/// Makes program keypairs outside the tree and writes their ids everywhere.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the keypairs, outside this repository. Existing ones are used again.
    /// Default: `ionet/program-keys` in the user's configuration folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print what would be made and rewritten, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write nothing; fail unless every keypair exists and every file carries its id.
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
}

/// How far a run may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    DryRun,
    Check,
}

/// One program with the id it has in the tree and the id of its keypair.
struct Assignment {
    program: DeclaredProgram,
    key: KeyFile,
}

impl Assignment {
    fn changes(&self) -> bool {
        self.program.id != self.key.id
    }
}

/// Runs the command on `workspace`.
///
/// # Errors
/// When the folder lies inside the repository, a keypair file is damaged, a file
/// cannot be read or written, or, with `--check`, when tree and keypairs differ.
pub fn run(args: &Args, workspace: &Workspace) -> anyhow::Result<()> {
    let mode = match (args.check, args.dry_run) {
        (true, _) => Mode::Check,
        (false, true) => Mode::DryRun,
        (false, false) => Mode::Write,
    };
    let folder = match &args.out {
        Some(folder) => folder.clone(),
        None => default_folder()?,
    };
    assign_and_rewrite(workspace, &folder, mode)
}

fn assign_and_rewrite(workspace: &Workspace, folder: &Path, mode: Mode) -> anyhow::Result<()> {
    let root = workspace.root.as_path();
    files::refuse_inside(folder, root)?;
    let assignments = assign(programs::declared(workspace)?, folder, mode)?;
    refuse_shared_ids(&assignments)?;
    let replacements: Vec<Replacement> = assignments
        .iter()
        .filter(|assignment| assignment.changes())
        .map(|assignment| Replacement::new(&assignment.program.id, &assignment.key.id))
        .collect::<anyhow::Result<_>>()?;
    let declaring: Vec<&Path> = assignments
        .iter()
        .map(|assignment| assignment.program.source.as_path())
        .collect();
    let changed = rewrite::rewrite_tree(root, &replacements, &declaring, mode == Mode::Write)?;
    report(root, folder, &assignments, &changed, mode)?;
    if mode != Mode::DryRun {
        refuse_stale_anchor_toml(workspace)?;
    }
    Ok(())
}

/// Pairs each program with its keypair, making the missing ones.
fn assign(
    declared: Vec<DeclaredProgram>,
    folder: &Path,
    mode: Mode,
) -> anyhow::Result<Vec<Assignment>> {
    declared
        .into_iter()
        .map(|program| {
            let path = folder.join(format!("{}-keypair.json", program.name));
            let key = if path.exists() {
                keypair::read(&path, mode == Mode::Write)?
            } else {
                match mode {
                    Mode::Write => keypair::create(&path)?,
                    Mode::DryRun => KeyFile::planned(&path, &program.id),
                    Mode::Check => bail!(
                        "{} has no keypair: {} does not exist. `cargo xtask keys --out {}` makes it.",
                        program.name,
                        path.display(),
                        folder.display()
                    ),
                }
            };
            Ok(Assignment { program, key })
        })
        .collect()
}

/// A keypair whose id stands for another program, or for two, would merge two programs
/// into one in the rewritten text, and no later run could tell them apart.
fn refuse_shared_ids(assignments: &[Assignment]) -> anyhow::Result<()> {
    for one in assignments {
        let other = assignments.iter().find(|other| {
            other.program.name != one.program.name
                && (other.key.id == one.key.id || other.program.id == one.key.id)
        });
        if let Some(other) = other {
            bail!(
                "the keypair {} has the id {}, which belongs to {}; each program needs its own. \
                 Move the file away and run the command again: it makes a new one.",
                one.key.path.display(),
                one.key.id,
                other.program.name
            );
        }
    }
    Ok(())
}

/// Rewriting starts from the ids that the sources declare; an `Anchor.toml` edited by
/// hand to hold other ones would keep them.
fn refuse_stale_anchor_toml(workspace: &Workspace) -> anyhow::Result<()> {
    let stale = programs::stale_in_anchor_toml(&workspace.root, &programs::declared(workspace)?)?;
    if !stale.is_empty() {
        bail!("{}\nWrite the declared id there.", stale.join("\n"));
    }
    Ok(())
}

fn report(
    root: &Path,
    folder: &Path,
    assignments: &[Assignment],
    changed: &[rewrite::Changed],
    mode: Mode,
) -> anyhow::Result<()> {
    for Assignment { program, key } in assignments {
        let id = if key.planned {
            "(a new keypair)"
        } else {
            key.id.as_str()
        };
        let verb = match (key.planned, key.created, program.id == key.id) {
            (true, ..) => "would become",
            (_, true, _) => "has a new keypair, id",
            (.., true) => "keeps",
            (.., false) => "takes",
        };
        println!("{:<24} {} {verb} {id}", program.name, program.id);
    }
    for file in changed {
        let path = file.path.strip_prefix(root).unwrap_or(&file.path);
        println!("{:>4} × {}", file.occurrences, path.display());
    }
    let planned = assignments
        .iter()
        .filter(|assignment| assignment.key.planned)
        .count();
    match mode {
        Mode::Check if !changed.is_empty() => bail!(
            "{} files do not carry the ids of the keypairs in {}; `cargo xtask keys --out {}` rewrites them.",
            changed.len(),
            folder.display(),
            folder.display()
        ),
        Mode::Check => println!(
            "All files carry the ids of the keypairs in {}.",
            folder.display()
        ),
        Mode::DryRun => println!(
            "Nothing was written. {planned} keypairs would be made in {}, {} files rewritten \
             for the keypairs already there.",
            folder.display(),
            changed.len()
        ),
        Mode::Write if changed.is_empty() => {
            println!("Every id was in place; nothing was rewritten.");
        }
        Mode::Write => println!(
            "{} files rewritten; the keypairs are in {} (keep a copy: they own the addresses).\n\
             Next: `cargo xtask build-programs`, then deploy with `ionet migrate`.",
            changed.len(),
            folder.display()
        ),
    }
    Ok(())
}

/// `ionet/program-keys` in `$XDG_CONFIG_HOME`, else in `~/.config`.
fn default_folder() -> anyhow::Result<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")))
        .context(
            "neither XDG_CONFIG_HOME nor HOME is set; name the folder of the keypairs with --out DIR",
        )?;
    Ok(config.join("ionet").join("program-keys"))
}
