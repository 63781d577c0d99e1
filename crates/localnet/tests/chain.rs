//! Starting, serving, stopping.

mod support;

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use ionet_localnet::{Localnet, LocalnetConfig, SLOT_MILLISECONDS};
use solana_keypair::Keypair;
use solana_native_token::LAMPORTS_PER_SOL;
use solana_signer::Signer;
use support::{airdrop, eventually, rpc, start};

#[test]
fn serves_rpc_and_produces_slots() {
    let chain = start();
    let client = rpc(&chain);
    client.get_health().expect("healthy");
    let first = client.get_slot().expect("slot");
    std::thread::sleep(Duration::from_millis(SLOT_MILLISECONDS * 5));
    let passed = client.get_slot().expect("slot") - first;
    assert!((3..=7).contains(&passed), "{passed} slots in the time of 5");
    chain.check().expect("still running");
    chain.stop().expect("a clean stop");
}

#[test]
fn gives_sol_away() {
    let chain = start();
    let client = rpc(&chain);
    let wallet = Keypair::new().pubkey();
    airdrop(&client, &wallet, 3 * LAMPORTS_PER_SOL);
    airdrop(&client, &wallet, LAMPORTS_PER_SOL);
    assert_eq!(
        client.get_balance(&wallet).expect("balance"),
        4 * LAMPORTS_PER_SOL
    );
}

#[test]
fn serves_websockets_on_the_next_port() {
    let chain = start();
    assert_eq!(chain.ws_port(), chain.rpc_port() + 1);
    let mut socket = TcpStream::connect(("127.0.0.1", chain.ws_port())).expect("connected");
    write!(
        socket,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .expect("sent");
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).expect("answered");
    assert_eq!(&answer, b"HTTP/1.1 101");
}

#[test]
fn stop_frees_the_ports_for_the_next_chain() {
    let chain = start();
    let client = rpc(&chain);
    client.get_slot().expect("slot");
    let config = LocalnetConfig {
        rpc_port: chain.rpc_port(),
        ws_port: chain.ws_port(),
        ..LocalnetConfig::default()
    };
    chain.stop().expect("a clean stop");
    client.get_slot().expect_err("nobody answers any more");
    let next = Localnet::start(&config).expect("the ports are free");
    assert_eq!(next.rpc_port(), config.rpc_port);
    eventually("the next chain answers", || client.get_slot().is_ok());
}

#[test]
fn chains_run_side_by_side() {
    let (one, other) = (start(), start());
    let wallet = Keypair::new().pubkey();
    airdrop(&rpc(&one), &wallet, LAMPORTS_PER_SOL);
    assert_eq!(
        rpc(&other).get_balance(&wallet).expect("balance"),
        0,
        "chains share nothing"
    );
}
