//! Where bytes come from or go to.

use std::{fmt, str::FromStr, sync::Arc};

use url::Url;

use super::written_as_text;

/// An address of an object store: `https://…`, `http://…`, `s3://bucket/key` or `file:///…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(Arc<Url>);

impl Source {
    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether only a machine that holds the file can read it.
    pub fn is_local(&self) -> bool {
        self.0.scheme() == "file"
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = |why: &str| {
            format!(
                "{text:?} {why}; write an address like \"https://host/path\", \"s3://bucket/key\" or \"file:///path\""
            )
        };
        let url = Url::parse(text).map_err(|cause| refused(&format!("is no address ({cause})")))?;
        match url.scheme() {
            "http" | "https" | "s3" if url.has_host() => {}
            "file" if url.to_file_path().is_ok() => {}
            "http" | "https" | "s3" | "file" => return Err(refused("names no place")),
            other => return Err(refused(&format!("has the unknown scheme {other:?}"))),
        }
        // A spec is public, and its hash is on chain for ever.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(
                "holds credentials, and a spec is public: use a secret",
            ));
        }
        Ok(Self(Arc::new(url)))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

written_as_text!(
    Source,
    "^(https?|s3|file)://.+$",
    "https://example.org/train.csv"
);
