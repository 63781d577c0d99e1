//! Ports that are taken.

use std::net::TcpListener;

use ionet_localnet::{Localnet, LocalnetConfig, LocalnetError, PortUse};

fn taken() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    (listener, port)
}

fn refusal(config: &LocalnetConfig) -> LocalnetError {
    Localnet::start(config).err().expect("refused")
}

#[test]
fn names_the_rpc_port_in_use_and_what_to_do() {
    let (_squatter, port) = taken();
    let error = refusal(&LocalnetConfig {
        rpc_port: port,
        ..LocalnetConfig::on_free_ports()
    });
    assert!(
        matches!(error, LocalnetError::PortInUse { port: p, used_for: PortUse::Rpc } if p == port),
        "{error}"
    );
    let text = error.to_string();
    assert!(
        text.contains(&port.to_string()) && text.contains("--rpc-port"),
        "{text}"
    );
}

#[test]
fn names_the_websocket_port_in_use() {
    let (_squatter, port) = taken();
    let error = refusal(&LocalnetConfig {
        ws_port: port,
        ..LocalnetConfig::on_free_ports()
    });
    assert!(
        matches!(error, LocalnetError::PortInUse { port: p, used_for: PortUse::WebSocket } if p == port),
        "{error}"
    );
}

#[test]
fn refuses_one_port_for_both() {
    let (listener, port) = taken();
    drop(listener);
    let error = refusal(&LocalnetConfig {
        rpc_port: port,
        ws_port: port,
        ..LocalnetConfig::default()
    });
    assert!(
        matches!(error, LocalnetError::SamePort { port: p } if p == port),
        "{error}"
    );
}

#[test]
fn a_second_chain_does_not_share_the_ports_of_the_first() {
    let first = Localnet::start(&LocalnetConfig::on_free_ports()).expect("started");
    let error = refusal(&LocalnetConfig {
        rpc_port: first.rpc_port(),
        ws_port: first.ws_port(),
        ..LocalnetConfig::default()
    });
    assert!(
        matches!(
            error,
            LocalnetError::PortInUse {
                used_for: PortUse::Rpc,
                ..
            }
        ),
        "{error}"
    );
    first.check().expect("the first is not disturbed");
}
