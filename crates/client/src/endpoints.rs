//! Several RPC servers of one cluster: which of them is asked.
//!
//! They are asked in the order in which they were named. A server that does not answer, or is
//! behind, is left alone for a while, longer each time; when all are, the one that comes back first
//! is asked all the same.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use crate::{cluster::Cluster, error::ClientError};

/// How long one question may take. A server that hangs must not hold up the others for long.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a server is left alone after its first failure in a row; twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// Doublings of the pause: at most some four minutes.
const MOST_DOUBLINGS: u32 = 7;

/// The servers of one cluster, and how they fare.
pub struct Endpoints {
    servers: Vec<Server>,
    newest_slot: AtomicU64,
}

struct Server {
    rpc: Arc<RpcClient>,
    health: Mutex<Health>,
}

/// How a server fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Health {
    failures: u32,
    rests_until: Option<Instant>,
    trouble: Option<String>,
}

/// How a server fares, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointHealth {
    /// Its address.
    pub url: String,
    /// Questions in a row that it did not answer.
    pub failures: u32,
    /// What its last trouble was; none while it is well.
    pub trouble: Option<String>,
}

impl Endpoints {
    /// Servers in the order of preference, asked at `confirmed`.
    pub fn new<'a>(clusters: impl IntoIterator<Item = &'a Cluster>) -> Self {
        let servers = clusters.into_iter().map(|cluster| Server {
            rpc: Arc::new(RpcClient::new_with_timeout_and_commitment(
                cluster.rpc_url(),
                REQUEST_TIMEOUT,
                CommitmentConfig::confirmed(),
            )),
            health: Mutex::default(),
        });
        Self {
            servers: servers.collect(),
            newest_slot: AtomicU64::new(0),
        }
    }

    /// Asks one server after the other until one answers. A question must change nothing.
    ///
    /// # Errors
    /// The answer that is an error about the question itself, or the trouble of the last server.
    pub async fn ask<T, A>(
        &self,
        question: impl Fn(Arc<RpcClient>) -> A + Send,
    ) -> Result<T, ClientError>
    where
        A: Future<Output = Result<T, ClientError>> + Send,
    {
        let mut last = ClientError::Unreachable {
            url: String::new(),
            reason: "no RPC server is named".to_owned(),
        };
        for server in self.in_order() {
            match question(server.rpc.clone()).await {
                Err(error) if is_the_servers(&error) => {
                    server.failed(&error);
                    last = error;
                }
                answer => {
                    server.answered();
                    return answer;
                }
            }
        }
        Err(last)
    }

    /// The server to send through now. What it does not answer is told by [`Self::failed`].
    ///
    /// # Errors
    /// [`ClientError::Unreachable`] when no server is named.
    pub fn best(&self) -> Result<Arc<RpcClient>, ClientError> {
        let first = self.in_order().into_iter().next();
        first
            .map(|server| server.rpc.clone())
            .ok_or_else(|| ClientError::Unreachable {
                url: String::new(),
                reason: "no RPC server is named".to_owned(),
            })
    }

    /// Tells that a server failed, when `error` says so.
    pub fn failed(&self, rpc: &Arc<RpcClient>, error: &ClientError) {
        if !is_the_servers(error) {
            return;
        }
        let server = self.servers.iter().find(|one| Arc::ptr_eq(&one.rpc, rpc));
        if let Some(server) = server {
            server.failed(error);
        }
    }

    /// The newest slot that any server showed.
    pub fn newest_slot(&self) -> u64 {
        self.newest_slot.load(Ordering::Relaxed)
    }

    /// Notes that a server showed `slot`, and refuses it when it is before `seen`, which was
    /// [`Self::newest_slot`] when the question was asked.
    ///
    /// Attack and accident prevented: on an old state a claim that was made looks as if it were
    /// gone, and what belongs to it would be thrown away.
    ///
    /// # Errors
    /// [`ClientError::Behind`].
    pub fn saw(&self, rpc: &RpcClient, slot: u64, seen: u64) -> Result<(), ClientError> {
        self.newest_slot.fetch_max(slot, Ordering::Relaxed);
        if slot < seen {
            return Err(ClientError::Behind {
                url: rpc.url(),
                slot,
                seen,
            });
        }
        Ok(())
    }

    /// How the servers fare, in the order of preference.
    pub fn health(&self) -> Vec<EndpointHealth> {
        let of = |server: &Server| {
            let health = server.health();
            EndpointHealth {
                url: server.rpc.url(),
                failures: health.failures,
                trouble: health.trouble,
            }
        };
        self.servers.iter().map(of).collect()
    }

    /// The servers that do not rest, in the order of preference, then the others, the first to come
    /// back first.
    fn in_order(&self) -> Vec<&Server> {
        let now = Instant::now();
        let mut servers: Vec<_> = self
            .servers
            .iter()
            .map(|server| {
                (
                    server.health().rests_until.filter(|until| *until > now),
                    server,
                )
            })
            .collect();
        servers.sort_by_key(|(rests_until, _)| *rests_until);
        servers.into_iter().map(|(_, server)| server).collect()
    }
}

impl Server {
    fn health(&self) -> Health {
        let health = self.health.lock();
        health.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answered(&self) {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner) = Health::default();
    }

    fn failed(&self, error: &ClientError) {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = FIRST_PAUSE * 2_u32.pow(health.failures.min(MOST_DOUBLINGS));
        health.failures = health.failures.saturating_add(1);
        health.rests_until = Some(Instant::now() + pause);
        health.trouble = Some(error.to_string());
    }
}

/// Whether another server may do better.
fn is_the_servers(error: &ClientError) -> bool {
    matches!(
        error,
        ClientError::Unreachable { .. }
            | ClientError::Rpc { .. }
            | ClientError::Behind { .. }
            | ClientError::Stalled { .. }
            | ClientError::TransactionUnknown { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Endpoints {
        let clusters = ["http://one.test", "http://two.test", "http://three.test"]
            .map(|url| url.parse::<Cluster>().unwrap());
        Endpoints::new(&clusters)
    }

    fn down(url: String) -> ClientError {
        ClientError::Unreachable {
            url,
            reason: "refused".to_owned(),
        }
    }

    #[tokio::test]
    async fn the_next_server_is_asked_and_the_failed_one_rests() {
        let endpoints = three();
        let asked = Mutex::new(Vec::new());
        let first_is_down = |rpc: Arc<RpcClient>| {
            asked.lock().unwrap().push(rpc.url());
            async move {
                if rpc.url().contains("one") {
                    return Err(down(rpc.url()));
                }
                Ok(rpc.url())
            }
        };
        for _ in 0..2 {
            let answer = endpoints.ask(first_is_down).await.unwrap();
            assert_eq!(answer, "http://two.test");
        }
        let expected = ["http://one.test", "http://two.test", "http://two.test"];
        assert_eq!(*asked.lock().unwrap(), expected);
        let health = endpoints.health();
        assert_eq!((health[0].failures, health[1].failures), (1, 0));
        assert!(health[0].trouble.as_ref().unwrap().contains("refused"));
    }

    #[tokio::test]
    async fn when_all_are_down_each_is_asked_and_the_last_trouble_told() {
        let endpoints = three();
        for round in 1..=3 {
            let error = endpoints
                .ask(|rpc| async move { Err::<(), _>(down(rpc.url())) })
                .await
                .unwrap_err();
            assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
            let failures: Vec<_> = endpoints.health().iter().map(|one| one.failures).collect();
            assert_eq!(failures, [round; 3]);
        }
        // The first to come back is asked first, and is well again when it answers.
        let back = endpoints.ask(|rpc| async move { Ok(rpc.url()) }).await;
        let back = back.unwrap();
        let well = endpoints.health().into_iter().find(|one| one.url == back);
        assert_eq!(well.unwrap().trouble, None);
    }

    #[tokio::test]
    async fn an_answer_about_the_question_itself_is_the_answer() {
        let endpoints = three();
        let error = endpoints
            .ask(|_| async {
                Err::<(), _>(ClientError::AccountMissing {
                    kind: "Job",
                    address: solana_address::Address::default(),
                })
            })
            .await
            .unwrap_err();
        assert!(matches!(error, ClientError::AccountMissing { .. }));
        assert!(endpoints.health().iter().all(|one| one.failures == 0));
    }

    #[test]
    fn an_answer_from_before_what_was_seen_is_refused() {
        let endpoints = three();
        let rpc = endpoints.best().unwrap();
        endpoints.saw(&rpc, 100, endpoints.newest_slot()).unwrap();
        let seen = endpoints.newest_slot();
        let error = endpoints.saw(&rpc, 99, seen).unwrap_err();
        assert!(error.to_string().contains("behind"), "{error}");
        // A question that was under way when a newer answer came is none of it.
        endpoints.saw(&rpc, 120, 100).unwrap();
        endpoints.saw(&rpc, 110, 100).unwrap();
        assert_eq!(endpoints.newest_slot(), 120);
        endpoints.failed(&rpc, &error);
        assert_eq!(endpoints.health()[0].failures, 1);
        assert_eq!(endpoints.best().unwrap().url(), "http://two.test");
    }
}
