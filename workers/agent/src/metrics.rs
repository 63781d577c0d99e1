//! What the agent tells Prometheus, on an address of its own machine.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use ionet_accelerator::{CardId, Telemetry};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The `[metrics]` section of `worker.toml`. Without an address nothing is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsSettings {
    /// Where `GET /metrics` is answered: an address of this machine itself, such as
    /// `127.0.0.1:9464`.
    pub listen: Option<SocketAddr>,
}

/// Why the metrics cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// They would be for everybody to read.
    #[error(
        "metrics.listen: {0} is reached from outside; accepted is an address of this machine itself, such as \
         127.0.0.1:9464 (put a reverse proxy with a password in front to reach it from elsewhere)"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be had.
    #[error("metrics.listen: {address}: {source}; is another agent running, or is the port taken?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfState {
    state: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfStep {
    step: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfMint {
    mint: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfCard {
    card: String,
}

/// A number with fractions.
type Real = Gauge<f64, AtomicU64>;

/// What the agent counted and saw. Shared by everything in it that has something to tell.
pub struct Metrics {
    registry: Registry,
    leases: Family<OfState, Gauge>,
    steps: Family<OfStep, Counter>,
    errors: Family<OfStep, Counter>,
    earned: Family<OfMint, Real>,
    balance: Real,
    chain_lag: Real,
    chain_slot: Gauge,
    cards: Cards,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("ionet_worker");
        let leases = Family::<OfState, Gauge>::default();
        let steps = Family::<OfStep, Counter>::default();
        let errors = Family::<OfStep, Counter>::default();
        let earned = Family::<OfMint, Real>::default();
        let (balance, chain_lag, chain_slot) = (Real::default(), Real::default(), Gauge::default());
        registry.register("leases", "Leases by state", leases.clone());
        registry.register("steps", "Steps of leases that were done", steps.clone());
        registry.register("errors", "Steps of leases that failed", errors.clone());
        let help = "Booked for the operator so far, by mint";
        registry.register_with_unit(
            "earned",
            help,
            Unit::Other("dollars".into()),
            earned.clone(),
        );
        let help = "Of the device's key, which pays for transactions";
        registry.register_with_unit("balance", help, Unit::Other("sol".into()), balance.clone());
        let help = "This machine's clock less the chain's";
        registry.register_with_unit("chain_lag", help, Unit::Seconds, chain_lag.clone());
        registry.register("chain_slot", "Slot of the last look", chain_slot.clone());
        let cards = Cards::register(registry.sub_registry_with_prefix("card"));
        Self {
            registry,
            leases,
            steps,
            errors,
            earned,
            balance,
            chain_lag,
            chain_slot,
            cards,
        }
    }

    /// How many leases there are of each state now. States that are not named have none.
    pub fn leases(&self, by_state: &BTreeMap<String, u64>) {
        self.leases.clear();
        for (state, count) in by_state {
            let label = OfState {
                state: state.clone(),
            };
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            self.leases.get_or_create(&label).set(count);
        }
    }

    /// A step of a lease was done.
    pub fn step_done(&self, step: &str) {
        self.steps.get_or_create(&of_step(step)).inc();
    }

    /// A step of a lease failed.
    pub fn step_failed(&self, step: &str) {
        self.errors.get_or_create(&of_step(step)).inc();
    }

    /// What is booked for the operator in a mint, micro-dollars.
    pub fn earned(&self, mint: u8, micro_dollars: u64) {
        let label = OfMint {
            mint: mint.to_string(),
        };
        self.earned
            .get_or_create(&label)
            .set(scaled(micro_dollars, 1e6));
    }

    /// Lamports of the device's key.
    pub fn balance(&self, lamports: u64) {
        self.balance.set(scaled(lamports, 1e9));
    }

    /// A look at the chain: how many seconds its clock is behind this machine's, and its slot.
    pub fn chain(&self, lag_seconds: i64, slot: u64) {
        let lag = i32::try_from(lag_seconds).unwrap_or(i32::MAX);
        self.chain_lag.set(f64::from(lag));
        self.chain_slot.set(i64::try_from(slot).unwrap_or(i64::MAX));
    }

    /// How a card is. What it does not tell is not told.
    pub fn card(&self, card: &CardId, telemetry: &Telemetry) {
        self.cards.set(card, telemetry);
    }

    /// A card does not answer: its last numbers are not repeated.
    pub fn card_lost(&self, card: &CardId) {
        self.cards.set(card, &Telemetry::default());
    }

    /// All of it, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// Answers `GET /metrics` until the future is dropped.
    ///
    /// # Errors
    /// [`MetricsError`], before anything is answered.
    pub async fn serve(self: Arc<Self>, address: SocketAddr) -> Result<(), MetricsError> {
        let listener = listen(address).await?;
        loop {
            // A connection that failed while it was accepted is no reason to stop.
            if let Ok((stream, _)) = listener.accept().await {
                let metrics = self.clone();
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(PATIENCE, metrics.answer(stream)).await;
                });
            } else {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }

    async fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut request = [0; 4_096];
        let mut length = 0;
        let end = loop {
            let free = request.get_mut(length..).unwrap_or_default();
            let read = stream.read(free).await?;
            length += read;
            let known = request.get(..length).unwrap_or_default();
            if known.windows(4).any(|part| part == b"\r\n\r\n") {
                break known;
            }
            if read == 0 {
                return Ok(());
            }
        };
        let (status, kind, body) = if end.starts_with(b"GET /metrics ") {
            ("200 OK", CONTENT_TYPE, self.text())
        } else {
            ("404 Not Found", "text/plain", "see /metrics\n".to_owned())
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        stream.shutdown().await
    }
}

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(10);

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

async fn listen(address: SocketAddr) -> Result<TcpListener, MetricsError> {
    if !address.ip().is_loopback() {
        return Err(MetricsError::NotLoopback(address));
    }
    let listener = TcpListener::bind(address).await;
    listener.map_err(|source| MetricsError::Listen { address, source })
}

fn of_step(step: &str) -> OfStep {
    OfStep {
        step: step.to_owned(),
    }
}

/// Rounding to 53 bits does no harm to a plot.
#[allow(clippy::cast_precision_loss)]
fn scaled(units: u64, unit: f64) -> f64 {
    units as f64 / unit
}

/// One family for each thing that a card tells.
struct Cards {
    temperature: Family<OfCard, Real>,
    power: Family<OfCard, Real>,
    power_limit: Family<OfCard, Real>,
    utilisation: Family<OfCard, Real>,
    memory_used: Family<OfCard, Real>,
    memory: Family<OfCard, Real>,
    throttled: Family<OfCard, Real>,
}

impl Cards {
    fn register(registry: &mut Registry) -> Self {
        let mut family = |name: &str, help: &str, unit: Option<Unit>| {
            let family = Family::<OfCard, Real>::default();
            match unit {
                Some(unit) => registry.register_with_unit(name, help, unit, family.clone()),
                None => registry.register(name, help, family.clone()),
            }
            family
        };
        let watts = || Some(Unit::Other("watts".into()));
        Self {
            temperature: family("temperature", "Of the chip", Some(Unit::Celsius)),
            power: family("power", "Drawn now", watts()),
            power_limit: family("power_limit", "Allowed by the driver", watts()),
            utilisation: family(
                "utilisation",
                "Time in which something ran",
                Some(Unit::Ratios),
            ),
            memory_used: family("memory_used", "Memory in use", Some(Unit::Bytes)),
            memory: family("memory", "All memory", Some(Unit::Bytes)),
            throttled: family("throttled", "1 while something holds the card back", None),
        }
    }

    fn set(&self, card: &CardId, telemetry: &Telemetry) {
        let label = OfCard {
            card: card.to_string(),
        };
        let set = |family: &Family<OfCard, Real>, value: Option<f64>| match value {
            Some(value) => {
                family.get_or_create(&label).set(value);
            }
            None => {
                family.remove(&label);
            }
        };
        let thousandth = |value: Option<u32>| value.map(|value| f64::from(value) / 1e3);
        let bytes = |mib: Option<u64>| mib.map(|mib| scaled(mib, 1.0 / 1_048_576.0));
        let percent = telemetry.utilisation_percent;
        let throttled = telemetry.throttled_by.as_ref();
        set(&self.temperature, telemetry.temperature_c.map(f64::from));
        set(&self.power, thousandth(telemetry.power_mw));
        set(&self.power_limit, thousandth(telemetry.power_limit_mw));
        set(
            &self.utilisation,
            percent.map(|percent| f64::from(percent) / 100.0),
        );
        set(&self.memory_used, bytes(telemetry.memory_used_mib));
        set(&self.memory, bytes(telemetry.memory_mib));
        let held_back = |by: &Vec<String>| f64::from(u8::from(!by.is_empty()));
        set(&self.throttled, throttled.map(held_back));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, start: &str) -> Option<String> {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(start).map(str::to_owned))
    }

    #[test]
    fn each_thing_has_its_line() {
        let metrics = Metrics::new();
        metrics.leases(&BTreeMap::from([
            ("running".to_owned(), 2),
            ("held".to_owned(), 1),
        ]));
        metrics.leases(&BTreeMap::from([("running".to_owned(), 1)]));
        metrics.step_done("claim");
        metrics.step_done("claim");
        metrics.step_failed("heartbeat");
        metrics.earned(1, 2_500_000);
        metrics.balance(1_500_000_000);
        metrics.chain(-3, 77);
        let text = metrics.text();
        for (start, value) in [
            (r#"ionet_worker_leases{state="running"} "#, Some("1")),
            (r#"ionet_worker_leases{state="held"} "#, None),
            (r#"ionet_worker_steps_total{step="claim"} "#, Some("2")),
            (r#"ionet_worker_errors_total{step="heartbeat"} "#, Some("1")),
            (r#"ionet_worker_earned_dollars{mint="1"} "#, Some("2.5")),
            ("ionet_worker_balance_sol ", Some("1.5")),
            ("ionet_worker_chain_lag_seconds ", Some("-3.0")),
            ("ionet_worker_chain_slot ", Some("77")),
        ] {
            assert_eq!(line(&text, start).as_deref(), value, "{start}\n{text}");
        }
    }

    #[test]
    fn what_a_card_does_not_tell_is_not_told() {
        let metrics = Metrics::new();
        let card: CardId = "GPU-7".parse().unwrap();
        metrics.card(
            &card,
            &Telemetry {
                temperature_c: Some(61),
                power_mw: Some(312_500),
                power_limit_mw: None,
                utilisation_percent: Some(97),
                memory_used_mib: Some(1_024),
                memory_mib: Some(81_559),
                throttled_by: Some(vec!["power limit".to_owned()]),
            },
        );
        let text = metrics.text();
        for (name, value) in [
            ("temperature_celsius", Some("61.0")),
            ("power_watts", Some("312.5")),
            ("power_limit_watts", None),
            ("utilisation_ratios", Some("0.97")),
            ("memory_used_bytes", Some("1073741824.0")),
            ("throttled", Some("1.0")),
        ] {
            let start = format!(r#"ionet_worker_card_{name}{{card="GPU-7"}} "#);
            assert_eq!(line(&text, &start).as_deref(), value, "{start}\n{text}");
        }
        metrics.card_lost(&card);
        assert!(
            !metrics.text().contains("GPU-7"),
            "old numbers are not repeated"
        );
    }

    #[tokio::test]
    async fn only_this_machine_is_answered_and_only_about_metrics() {
        let outside: SocketAddr = "0.0.0.0:0".parse().unwrap();
        let error = Arc::new(Metrics::new()).serve(outside).await.unwrap_err();
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
        let first = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let taken = first.local_addr().unwrap();
        let error = Arc::new(Metrics::new()).serve(taken).await.unwrap_err();
        assert!(error.to_string().contains("port taken"), "{error}");
        drop(first);
        let server = tokio::spawn(Arc::new(Metrics::new()).serve(taken));
        let right = ask(taken, "GET /metrics HTTP/1.1\r\n\r\n").await;
        assert!(right.starts_with("HTTP/1.1 200 OK\r\n"), "{right}");
        assert!(right.ends_with("# EOF\n"), "{right}");
        let other = ask(taken, "GET / HTTP/1.1\r\n\r\n").await;
        assert!(other.starts_with("HTTP/1.1 404"), "{other}");
        let endless = ask(taken, &"x".repeat(8_192)).await;
        assert_eq!(endless, "", "a request without an end is dropped");
        server.abort();
    }

    async fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = loop {
            match TcpStream::connect(address).await {
                Ok(stream) => break stream,
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        };
        // The other end may hang up before it has read all.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }
}
