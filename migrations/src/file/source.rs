//! The text of a migration file, and errors that point into it.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// What is wrong in a migration file, where, and what would be accepted there.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// 1-based line; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// The field's full name, for example `genesis.categories.seed.parts`; empty when the
    /// text is not TOML at all.
    pub field: String,
    /// What was found.
    pub problem: String,
    /// What to write instead.
    pub accepted: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.problem)?;
        if !self.accepted.is_empty() {
            write!(f, ". Accepted: {}", self.accepted)?;
        }
        Ok(())
    }
}

/// The file's name and text.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// The 1-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    /// An error about one field.
    pub(super) fn error(
        &self,
        span: &Range<usize>,
        field: &str,
        problem: impl Into<String>,
        accepted: impl Into<String>,
    ) -> FileError {
        FileError {
            path: self.path.to_owned(),
            line: Some(self.line(span.start)),
            field: field.to_owned(),
            problem: problem.into(),
            accepted: accepted.into(),
        }
    }

    /// An error of the TOML parser: syntax, unknown and missing fields, wrong types.
    pub(super) fn syntax(&self, error: &toml::de::Error) -> FileError {
        let line = error.span().map(|span| self.line(span.start));
        let text = line
            .and_then(|line| self.text.lines().nth(line - 1))
            .map(str::trim);
        let problem = match text {
            Some(text) if !text.is_empty() => format!("{} (at `{text}`)", error.message()),
            _ => error.message().to_owned(),
        };
        FileError {
            path: self.path.to_owned(),
            line,
            field: String::new(),
            problem,
            accepted: String::new(),
        }
    }
}
