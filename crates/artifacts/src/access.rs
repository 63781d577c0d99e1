//! Where an operator lets a stranger's spec reach.

use std::{collections::BTreeMap, error::Error, net::SocketAddr, time::Duration};

use ionet_job_spec::Source;
use ionet_public_address::is_public;
use object_store::{
    ClientOptions,
    client::{HttpClient, HttpConnector},
};
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};
use url::Host;

use crate::ArtifactError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A transfer that stands still for so long is begun again where it stopped.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: usize = 5;

/// Which places may be reached. By default those of the public internet only, without any
/// credentials of the operator.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Whether `file:` addresses are read. They name the operator's own files, so only an
    /// operator that serves itself allows them: on a local chain, or for results.
    pub local_files: bool,
    /// Whether addresses of private networks are reached: the operator's own services, its
    /// router, a cloud's metadata service.
    pub private_networks: bool,
    /// Settings of the S3 client, such as `endpoint`, `region` and keys. Without a key, requests
    /// are not signed: a spec must not borrow the operator's rights.
    pub s3: BTreeMap<String, String>,
}

impl Access {
    /// Whether `place` may be reached, as far as its text tells.
    ///
    /// # Errors
    /// [`ArtifactError::Refused`] with the rule.
    pub fn check(&self, place: &Source) -> Result<(), ArtifactError> {
        let refused = |reason| ArtifactError::Refused {
            place: place.clone(),
            reason,
        };
        if place.is_local() && !self.local_files {
            return Err(refused(
                "it is a file of this machine; an operator that serves only itself can allow local files",
            ));
        }
        // A bucket's name is no host.
        let is_http = matches!(place.url().scheme(), "http" | "https");
        if is_http && !self.private_networks && is_private_host(place.url().host().as_ref()) {
            return Err(refused(
                "it is an address of a private network; an operator can allow private networks",
            ));
        }
        Ok(())
    }
}

/// Whether a host given as numbers is not of the public internet.
fn is_private_host(host: Option<&Host<&str>>) -> bool {
    match host {
        Some(Host::Ipv4(address)) => !is_public((*address).into()),
        Some(Host::Ipv6(address)) => !is_public((*address).into()),
        Some(Host::Domain(_)) => false,
        None => true,
    }
}

/// Makes HTTP clients that keep to an [`Access`].
#[derive(Debug)]
pub(crate) struct Connector {
    pub private_networks: bool,
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            // A proxy would resolve names itself, out of this program's sight.
            .no_proxy()
            .redirect(redirects(self.private_networks));
        if !self.private_networks {
            builder = builder.dns_resolver(PublicNames.into());
        }
        let client = builder
            .build()
            .map_err(|cause| object_store::Error::Generic {
                store: "HTTP",
                source: Box::new(cause),
            })?;
        Ok(HttpClient::new(client))
    }
}

/// A redirect to an address given as numbers does not pass the resolver.
fn redirects(private_networks: bool) -> redirect::Policy {
    redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > MAX_REDIRECTS {
            attempt.error(Refusal("it redirects more than five times"))
        } else if !private_networks && is_private_host(attempt.url().host().as_ref()) {
            attempt.error(Refusal(
                "it redirects into a private network; an operator can allow private networks",
            ))
        } else {
            attempt.follow()
        }
    })
}

/// Resolves names, and gives only addresses of the public internet: checked after the name was
/// resolved and used as checked, so that a second answer cannot differ from the first.
#[derive(Debug)]
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|one| is_public(one.ip())).collect();
            if public.is_empty() {
                let refused = Refusal(
                    "its name leads into a private network; an operator can allow private networks",
                );
                return Err(refused.into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

/// A place that is refused only once it is known where it leads.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{0}; refused")]
pub(crate) struct Refusal(pub &'static str);

impl Refusal {
    /// The refusal that an error stems from, through all the layers that wrapped it.
    pub fn behind(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(refusal) = error.downcast_ref::<Self>() {
                return Some(*refusal);
            }
            cause = error.source();
        }
        None
    }
}
