//! An object in a store.

use std::time::Duration;

use ionet_job_spec::Source;
use object_store::{
    ObjectStore, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    http::HttpBuilder,
    local::LocalFileSystem,
    path::Path,
};

use crate::{Access, ArtifactError, access::Connector};

/// How often and how long one request is tried.
const RETRIES: usize = 4;
const RETRY_TIMEOUT: Duration = Duration::from_mins(1);

/// A store and the name of an object in it.
pub(crate) struct Place {
    pub store: Box<dyn ObjectStore>,
    pub path: Path,
}

impl Place {
    /// The object that `source` names.
    pub fn of(source: &Source, access: &Access) -> Result<Self, ArtifactError> {
        access.check(source)?;
        Self::open(source, access).map_err(ArtifactError::store(source))
    }

    fn open(source: &Source, access: &Access) -> object_store::Result<Self> {
        let url = source.url();
        let connector = Connector {
            private_networks: access.private_networks,
        };
        match url.scheme() {
            "file" => Ok(Self {
                store: Box::new(LocalFileSystem::new()),
                path: Path::from_url_path(url.path())?,
            }),
            "s3" => {
                let builder = AmazonS3Builder::new()
                    .with_url(url.as_str())
                    .with_retry(retries())
                    .with_http_connector(connector);
                Ok(Self {
                    store: Box::new(with_settings(builder, access)?.build()?),
                    path: Path::from_url_path(url.path())?,
                })
            }
            _ => {
                // The folder is the store, so that a signature in the query goes with every
                // request.
                let mut folder = url.clone();
                let name = url.path_segments().and_then(|mut parts| parts.next_back());
                if let Ok(mut parts) = folder.path_segments_mut() {
                    parts.pop();
                }
                Ok(Self {
                    store: Box::new(
                        HttpBuilder::new()
                            .with_url(folder)
                            .with_retry(retries())
                            .with_http_connector(connector)
                            .build()?,
                    ),
                    path: Path::from_url_path(name.unwrap_or_default())?,
                })
            }
        }
    }
}

fn with_settings(
    mut builder: AmazonS3Builder,
    access: &Access,
) -> object_store::Result<AmazonS3Builder> {
    let is_signed = access.s3.contains_key("access_key_id");
    builder = builder.with_skip_signature(!is_signed);
    for (name, value) in &access.s3 {
        builder = builder.with_config(name.parse::<AmazonS3ConfigKey>()?, value);
    }
    Ok(builder)
}

fn retries() -> RetryConfig {
    RetryConfig {
        max_retries: RETRIES,
        retry_timeout: RETRY_TIMEOUT,
        ..RetryConfig::default()
    }
}

/// The place of `name` below a folder, whether or not the folder is written with a slash.
pub fn below(folder: &Source, name: &str) -> Source {
    let mut url = folder.url().clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(name.split('/'));
    }
    // The scheme and host are those of a valid source, and a path was only made longer.
    url.as_str().parse().unwrap_or_else(|_| folder.clone())
}
