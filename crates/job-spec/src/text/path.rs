//! A path below a folder.

use std::{fmt, path::Path, str::FromStr};

use super::written_as_text;

const MAX_BYTES: usize = 255;

/// A path that stays below the folder it is joined to: `data/train.csv`.
///
/// An operator joins it to a folder of the job and a client to its download folder, so it must
/// not lead out of either: no `..`, no leading `/`, no backslash, no control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

impl RelativePath {
    /// The path as text, parts divided by `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this path or lies below it.
    pub fn contains(&self, other: &Self) -> bool {
        Path::new(&other.0).starts_with(&self.0)
    }
}

impl AsRef<Path> for RelativePath {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl FromStr for RelativePath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = |part: &str| !matches!(part, "" | "." | "..");
        let is_refused = |c: char| c.is_control() || c == '\\';
        if text.len() <= MAX_BYTES && text.split('/').all(is_plain) && !text.contains(is_refused) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{text:?} is not a path below the job's folder; write it like \"data/train.csv\": no `..`, \
             no leading or doubled `/`, no backslash, at most {MAX_BYTES} bytes"
        ))
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

written_as_text!(RelativePath, "^[^/\\\\]+(/[^/\\\\]+)*$", "data/train.csv");
