//! The client's secrets: opened by the data plane, put here, seen by the job alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
};

use ionet_job_spec::JobSpec;
use zeroize::Zeroizing;

use super::{
    folder::{JobFolder, KEPT, SECRETS},
    inputs::kept_spec,
    local::LocalRunner,
};

/// The most bytes of all values: what Linux takes for an environment, with room for others.
const MOST_BYTES: usize = 1 << 20;

/// Values by the names of their variables.
pub type Secrets = BTreeMap<String, Zeroizing<String>>;

/// Why secrets are not taken.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// There is no such lease, it is over, or its spec was not fetched yet.
    #[error(
        "there is no lease of this claim here that waits for secrets; send them again once the claim is seen"
    )]
    NoLease,
    /// Other names than those of the spec.
    #[error("the spec names the secrets {expected}; these are {found}")]
    OtherNames {
        /// Those of the spec.
        expected: String,
        /// Those that came.
        found: String,
    },
    /// A value that cannot be a variable's.
    #[error("the value of {name} holds a zero byte")]
    ZeroByte {
        /// Its name.
        name: String,
    },
    /// Too long.
    #[error("the values have more than {MOST_BYTES} bytes")]
    TooLong,
    /// This machine's own disk.
    #[error("the secrets could not be written down: {0}")]
    Disk(#[from] io::Error),
}

impl LocalRunner {
    /// Keeps the values of a lease's secrets until it is forgotten: its process gets them as
    /// variables. Values that came before are replaced.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn put_secrets(&self, claim: &[u8; 32], values: Secrets) -> Result<(), SecretsError> {
        let runner = self.clone();
        let claim = *claim;
        let put =
            tokio::task::spawn_blocking(move || put(&runner.machine().folder(&claim), &values));
        put.await.map_err(io::Error::other)?
    }
}

fn put(folder: &JobFolder, values: &Secrets) -> Result<(), SecretsError> {
    let spec = kept_spec(folder)?.filter(|_| !folder.has(KEPT));
    let spec = spec.ok_or(SecretsError::NoLease)?;
    check(&spec, values)?;
    let plain: BTreeMap<&str, &str> = values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let text = Zeroizing::new(serde_json::to_vec(&plain).map_err(io::Error::from)?);
    folder.write_bytes(SECRETS, &text)?;
    // The lease may have been forgotten meanwhile, and forgetting looks once.
    if folder.has(KEPT) {
        folder.delete(SECRETS)?;
        return Err(SecretsError::NoLease);
    }
    Ok(())
}

fn check(spec: &JobSpec, values: &Secrets) -> Result<(), SecretsError> {
    let expected: BTreeSet<&String> = spec.secrets.iter().collect();
    let found: BTreeSet<&String> = values.keys().collect();
    if expected != found {
        let list = |names: BTreeSet<&String>| {
            let names: Vec<_> = names.into_iter().map(String::as_str).collect();
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        };
        return Err(SecretsError::OtherNames {
            expected: list(expected),
            found: list(found),
        });
    }
    if let Some((name, _)) = values.iter().find(|(_, value)| value.contains('\0')) {
        return Err(SecretsError::ZeroByte { name: name.clone() });
    }
    if values.values().map(|value| value.len()).sum::<usize>() > MOST_BYTES {
        return Err(SecretsError::TooLong);
    }
    Ok(())
}

/// The values that a job needs; none when they have not come.
pub fn secrets_of(folder: &JobFolder, spec: &JobSpec) -> io::Result<Option<Secrets>> {
    if spec.secrets.is_empty() {
        return Ok(Some(Secrets::new()));
    }
    let text = match fs::read(folder.path.join(SECRETS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => Zeroizing::new(text?),
    };
    let values: BTreeMap<String, String> = serde_json::from_slice(&text)?;
    let values = values.into_iter();
    Ok(Some(
        values
            .map(|(name, value)| (name, Zeroizing::new(value)))
            .collect(),
    ))
}
