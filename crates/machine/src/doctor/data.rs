//! Where specs come from, and where clients reach this machine.

use std::net::SocketAddr;

use super::Finding;

/// What was tried.
#[derive(Clone, Debug, Default)]
pub struct DataFacts {
    /// Each spec store of the configuration, and why it cannot be reached if so.
    pub stores: Vec<(String, Result<(), String>)>,
    /// Where the data plane listens; `None` when it is off.
    pub listen: Option<SocketAddr>,
    /// What became of that.
    pub port: Option<Port>,
    /// The address that is published, and why it cannot be reached from here if so.
    pub public: Option<(SocketAddr, Result<(), String>)>,
}

/// The port of the data plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Port {
    /// Nobody uses it.
    Free,
    /// Somebody answers there: the agent, when it runs.
    Answers,
    /// It cannot be had.
    Refused(String),
}

/// Spec stores and data plane. `agent_runs` is whether the agent itself holds the port.
pub fn data(facts: &DataFacts, agent_runs: bool) -> Vec<Finding> {
    let mut findings = stores(&facts.stores);
    findings.push(port(facts, agent_runs));
    if let Some((address, reached)) = &facts.public {
        findings.push(public(*address, reached, agent_runs));
    }
    findings
}

fn stores(stores: &[(String, Result<(), String>)]) -> Vec<Finding> {
    if stores.is_empty() {
        let found = "no spec store is configured, so no job can be read";
        let cure = "Name one in `spec_stores` of [jobs] in worker.toml";
        return vec![Finding::fail("spec-stores", found, cure)];
    }
    let one_works = stores.iter().any(|(_, reached)| reached.is_ok());
    let findings = stores.iter().map(|(store, reached)| match reached {
        Ok(()) => Finding::pass("spec-stores", format!("{store} answers")),
        Err(reason) => {
            let found = format!("{store}: {reason}");
            let cure = "Check the address and, for a bucket, its settings; jobs whose specs are only there are not taken";
            if one_works {
                Finding::warn("spec-stores", found, cure)
            } else {
                Finding::fail("spec-stores", found, cure)
            }
        }
    });
    findings.collect()
}

fn port(facts: &DataFacts, agent_runs: bool) -> Finding {
    let Some(listen) = facts.listen else {
        let cure = "Set `listen` and `public` of [data_plane] in worker.toml";
        let found =
            "the data plane is off: clients cannot fetch logs and results, nor deliver secrets";
        return Finding::warn("data-plane", found, cure);
    };
    match &facts.port {
        Some(Port::Answers) if agent_runs => {
            Finding::pass("data-plane", format!("the agent answers at {listen}"))
        }
        Some(Port::Answers) => Finding::fail(
            "data-plane",
            format!("{listen} is taken by another program"),
            format!(
                "End it (`ss -ltnp 'sport = :{}'`), or set another `listen` of [data_plane]",
                listen.port()
            ),
        ),
        Some(Port::Free) if agent_runs => Finding::fail(
            "data-plane",
            format!("the agent runs, and nobody answers at {listen}"),
            "Restart the agent: worker.toml has changed since it started",
        ),
        Some(Port::Refused(reason)) => Finding::fail(
            "data-plane",
            format!("{listen} cannot be listened at: {reason}"),
            "Use an address of this machine and a port above 1,023",
        ),
        Some(Port::Free) | None => Finding::pass("data-plane", format!("{listen} is free")),
    }
}

fn public(address: SocketAddr, reached: &Result<(), String>, agent_runs: bool) -> Finding {
    if address.ip().is_unspecified() || address.port() == 0 {
        let cure = "Set `public` of [data_plane] to the address that clients use";
        return Finding::fail("public-address", format!("{address} is no address"), cure);
    }
    match reached {
        Ok(()) => Finding::pass("public-address", format!("{address} answers")),
        Err(_) if !agent_runs => Finding::pass(
            "public-address",
            format!("{address} is published; it is tried while the agent runs"),
        ),
        Err(reason) => Finding::warn(
            "public-address",
            format!("{address} cannot be reached from here: {reason}"),
            "Forward the port on the router and open the firewall. Some routers cannot be reached from inside by \
             their outer address: try from another network",
        ),
    }
}
