//! Replaces ids in every text file of the tree.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::files;

/// One id and what takes its place, in the two forms in which ids are written.
pub(super) struct Replacement {
    old_text: String,
    new_text: String,
    old_bytes: Vec<String>,
    new_bytes: Vec<String>,
}

/// A file that held old ids.
pub(super) struct Changed {
    /// The file.
    pub(super) path: PathBuf,
    /// How many ids were replaced in it.
    pub(super) occurrences: usize,
}

impl Replacement {
    /// Replaces the base58 id `old` by `new`.
    pub(super) fn new(old: &str, new: &str) -> anyhow::Result<Self> {
        Ok(Self {
            old_text: old.to_owned(),
            new_text: new.to_owned(),
            old_bytes: decimals(old)?,
            new_bytes: decimals(new)?,
        })
    }

    fn apply(&self, text: &str) -> (String, usize) {
        let texts = text.matches(&self.old_text).count();
        let replaced = text.replace(&self.old_text, &self.new_text);
        let (replaced, lists) = self.apply_to_byte_lists(&replaced);
        (replaced, texts + lists)
    }

    /// IDLs write an id inside PDA seeds as a list of 32 numbers.
    fn apply_to_byte_lists(&self, text: &str) -> (String, usize) {
        let mut output = String::with_capacity(text.len());
        let mut rest = text;
        let mut count = 0;
        while let Some(found) = rest.find(self.old_bytes[0].as_str()) {
            let starts_number =
                !rest[..found].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let list = starts_number
                .then(|| numbers(&rest[found..], &self.old_bytes))
                .flatten();
            if let Some(spans) = list {
                output.push_str(&rest[..found]);
                let mut position = found;
                for ((start, end), new) in spans.into_iter().zip(&self.new_bytes) {
                    output.push_str(&rest[position..found + start]);
                    output.push_str(new);
                    position = found + end;
                }
                rest = &rest[position..];
                count += 1;
            } else {
                let next = found + self.old_bytes[0].len();
                output.push_str(&rest[..next]);
                rest = &rest[next..];
            }
        }
        output.push_str(rest);
        (output, count)
    }
}

/// Where each of `expected` stands in `text`, when `text` starts with exactly these
/// numbers, separated by commas and white space.
fn numbers(text: &str, expected: &[String]) -> Option<Vec<(usize, usize)>> {
    let mut position = 0;
    let mut spans = Vec::with_capacity(expected.len());
    for (index, number) in expected.iter().enumerate() {
        if index > 0 {
            let after = text[position..]
                .trim_start()
                .strip_prefix(',')?
                .trim_start();
            position = text.len() - after.len();
        }
        let after = text[position..].strip_prefix(number.as_str())?;
        if after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        spans.push((position, position + number.len()));
        position += number.len();
    }
    Some(spans)
}

fn decimals(id: &str) -> anyhow::Result<Vec<String>> {
    let bytes = bs58::decode(id)
        .into_vec()
        .with_context(|| format!("{id} is not base58"))?;
    Ok(bytes.iter().map(ToString::to_string).collect())
}

/// Applies `replacements` to all files of the tree and to built IDLs, the `declaring`
/// files last. Without `write`, only tells what would change.
pub(super) fn rewrite_tree(
    root: &Path,
    replacements: &[Replacement],
    declaring: &[&Path],
    write: bool,
) -> anyhow::Result<Vec<Changed>> {
    let mut paths = files::of_tree(root)?;
    paths.extend(built_idls(root)?);
    // False sorts before true: what declares an id comes last.
    paths.sort_by_key(|path| declaring.contains(&path.as_path()));
    let mut changed = Vec::new();
    for path in paths {
        if let Some(file) = rewrite_file(path, replacements, write)? {
            changed.push(file);
        }
    }
    Ok(changed)
}

fn rewrite_file(
    path: PathBuf,
    replacements: &[Replacement],
    write: bool,
) -> anyhow::Result<Option<Changed>> {
    let Some(text) = files::text(&path)? else {
        return Ok(None);
    };
    let mut new_text = text.clone();
    let mut occurrences = 0;
    for replacement in replacements {
        let (replaced, count) = replacement.apply(&new_text);
        new_text = replaced;
        occurrences += count;
    }
    if occurrences == 0 {
        return Ok(None);
    }
    if write {
        files::replace(&path, &new_text)?;
    }
    Ok(Some(Changed { path, occurrences }))
}

/// IDLs are build products that git ignores; clients are rendered from them.
fn built_idls(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let folder = root.join("target").join("idl");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in
        std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?
    {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
