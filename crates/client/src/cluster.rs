//! Which chain is spoken to.

use std::fmt;
use std::str::FromStr;

use crate::error::ClientError;

/// Port of JSON-RPC on a local chain.
pub const LOCALNET_RPC_PORT: u16 = 8899;

/// A cluster by its well-known name, or any RPC server by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cluster {
    /// A local chain on its default ports.
    Localnet,
    /// Solana's public test cluster.
    Devnet,
    /// Solana itself.
    MainnetBeta,
    /// Any server that speaks Solana's JSON-RPC, without a trailing slash.
    Url(String),
}

impl Cluster {
    /// Address of JSON-RPC over HTTP.
    pub fn rpc_url(&self) -> String {
        match self {
            Self::Localnet => format!("http://127.0.0.1:{LOCALNET_RPC_PORT}"),
            Self::Devnet => "https://api.devnet.solana.com".to_owned(),
            Self::MainnetBeta => "https://api.mainnet-beta.solana.com".to_owned(),
            Self::Url(url) => url.clone(),
        }
    }

    /// Address of the subscriptions' WebSocket: the RPC port plus one where a port is given, as
    /// Solana's own tools have it.
    pub fn ws_url(&self) -> String {
        let rpc = self.rpc_url();
        let ws = rpc.replacen("http", "ws", 1);
        let Some((scheme_and_host, port)) = ws.rsplit_once(':') else {
            return ws;
        };
        match port
            .parse::<u16>()
            .ok()
            .and_then(|port| port.checked_add(1))
        {
            Some(port) => format!("{scheme_and_host}:{port}"),
            None => ws,
        }
    }
}

impl FromStr for Cluster {
    type Err = ClientError;

    fn from_str(text: &str) -> Result<Self, ClientError> {
        match text {
            "localnet" | "localhost" | "l" => Ok(Self::Localnet),
            "devnet" | "d" => Ok(Self::Devnet),
            "mainnet-beta" | "mainnet" | "m" => Ok(Self::MainnetBeta),
            url if has_host(url) => Ok(Self::Url(url.trim_end_matches('/').to_owned())),
            other => Err(ClientError::UnknownCluster {
                given: other.to_owned(),
            }),
        }
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Localnet => formatter.write_str("localnet"),
            Self::Devnet => formatter.write_str("devnet"),
            Self::MainnetBeta => formatter.write_str("mainnet-beta"),
            Self::Url(url) => formatter.write_str(url),
        }
    }
}

fn has_host(url: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .filter_map(|scheme| url.strip_prefix(scheme))
        .any(|rest| !rest.trim_matches('/').is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_give_both_urls() {
        let table = [
            ("localnet", "http://127.0.0.1:8899", "ws://127.0.0.1:8900"),
            (
                "devnet",
                "https://api.devnet.solana.com",
                "wss://api.devnet.solana.com",
            ),
            (
                "mainnet-beta",
                "https://api.mainnet-beta.solana.com",
                "wss://api.mainnet-beta.solana.com",
            ),
            (
                "http://10.0.0.7:9000/",
                "http://10.0.0.7:9000",
                "ws://10.0.0.7:9001",
            ),
            (
                "https://rpc.example/key",
                "https://rpc.example/key",
                "wss://rpc.example/key",
            ),
        ];
        for (text, rpc, ws) in table {
            let cluster: Cluster = text.parse().unwrap();
            assert_eq!(
                (cluster.rpc_url().as_str(), cluster.ws_url().as_str()),
                (rpc, ws)
            );
            assert_eq!(cluster.to_string().parse::<Cluster>().unwrap(), cluster);
        }
    }

    #[test]
    fn other_texts_are_refused_with_what_is_accepted() {
        for text in ["", "testnet1", "http://", "127.0.0.1:8899", "ftp://x"] {
            let error = text.parse::<Cluster>().unwrap_err().to_string();
            assert!(error.contains("localnet, devnet, mainnet-beta"), "{error}");
        }
    }
}
