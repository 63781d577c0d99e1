//! What the tests share: a chain of their own, and its RPC.
#![allow(dead_code)]

use std::time::{Duration, Instant};

use ionet_localnet::{Localnet, LocalnetConfig};
use solana_commitment_config::CommitmentConfig;
use solana_pubkey::Pubkey;
use solana_rpc_client::rpc_client::RpcClient;

pub fn start() -> Localnet {
    Localnet::start(&LocalnetConfig::on_free_ports()).expect("a chain in memory starts")
}

pub fn rpc(chain: &Localnet) -> RpcClient {
    RpcClient::new_with_commitment(chain.rpc_url(), CommitmentConfig::processed())
}

/// Airdrops and waits until the balance shows it.
pub fn airdrop(client: &RpcClient, to: &Pubkey, lamports: u64) {
    let before = client.get_balance(to).expect("balance");
    client.request_airdrop(to, lamports).expect("airdrop");
    eventually("the airdrop arrives", || {
        client.get_balance(to).expect("balance") == before + lamports
    });
}

pub fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "not within 30 s: {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
