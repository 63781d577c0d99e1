//! The path of a field: `inputs."train.csv".bytes`, `network.allow[2]`.

use std::fmt;

use serde_path_to_error::{Path, Segment};

/// A part of a field's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field of a table.
    Key(String),
    /// An element of a list, from 0.
    Index(usize),
}

/// A field's path from the top of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field(pub Vec<Step>);

impl Field {
    /// The field `key` at the top of the file.
    pub fn top(key: &str) -> Self {
        Self::default().key(key)
    }

    /// This field's part `key`.
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// This field's element `index`.
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl From<&Path> for Field {
    fn from(path: &Path) -> Self {
        let steps = path.iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        Self(steps.collect())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => {
                    let is_bare = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
                    f.write_str(if position > 0 { "." } else { "" })?;
                    if key.chars().all(is_bare) {
                        f.write_str(key)?;
                    } else {
                        write!(f, "{key:?}")?;
                    }
                }
            }
        }
        Ok(())
    }
}
