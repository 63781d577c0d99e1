//! The way out, for jobs that have one.

use std::fs;

use ionet_sandbox::{Driver, End, Network};

use crate::kit::Kit;
use crate::world::World;

fn proxies_for(port: &str) -> usize {
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let is_ours = |environment: Vec<u8>| {
        let text = String::from_utf8_lossy(&environment).into_owned();
        text.contains("IONET_PROXY_POLICY") && text.contains(port)
    };
    processes
        .filter(|entry| fs::read(entry.path().join("environ")).is_ok_and(is_ours))
        .count()
}

#[test]
fn only_listed_hosts_at_public_or_excepted_addresses_are_reached() {
    let world = World::new();
    let port = world.tell("{port}");
    let server = world.tell("127.0.0.1:{port}");
    let mut kit = Kit::in_world(world, |config| {
        config.private_exceptions = vec![server.parse().expect("an address")];
    });
    let listed = [
        &server,
        "metadata.google.internal:80",
        "169.254.169.254:80",
        "[::1]:80",
        "localhost:22",
        "10.0.0.1:443",
    ];
    let network = Network::Proxy(
        listed
            .iter()
            .map(|text| text.parse().expect("an endpoint"))
            .collect(),
    );

    // What is listed and excepted is reached by the proxy, and by nothing else.
    let mut sandbox = kit.sandbox(&["ask-proxy", &server]);
    sandbox.network = network.clone();
    let run = kit.run(&sandbox);
    assert_eq!(run.outcome.end, End::Exited(0), "{}", run.story());
    sandbox.argv[1] = "connect".to_owned();
    let run = kit.run(&sandbox);
    assert_eq!(run.outcome.end, End::Exited(77), "{}", run.story());

    // What is listed and points inside is not, and neither is what is not listed.
    let others = [
        "metadata.google.internal:80",
        "169.254.169.254:80",
        "[::1]:80",
        "localhost:22",
        "10.0.0.1:443",
    ];
    let unlisted = format!("localhost:{port}");
    let mut arguments = vec!["ask-proxy", &unlisted, "example.org:443", "127.0.0.1:1"];
    arguments.extend(others);
    let mut sandbox = kit.sandbox(&arguments);
    sandbox.network = network;
    let run = kit.run(&sandbox);
    assert_eq!(run.outcome.end, End::Exited(77), "{}", run.story());
    assert_eq!(run.stdout.matches("403").count(), 7, "{}", run.story());
    assert_eq!(proxies_for(&port), 0, "a proxy was left behind");
    kit.world.assert_unharmed();
}

#[test]
fn the_proxy_runs_while_the_job_does() {
    let kit = Kit::new();
    let port = kit.world.tell("{port}");
    let mut sandbox = kit.sandbox(&["sleep", "60"]);
    sandbox.network = Network::Proxy(vec![
        format!("example.org:{port}").parse().expect("an endpoint"),
    ]);
    let handle = kit.start(&sandbox).expect("start");
    assert_eq!(proxies_for(&port), 1);
    kit.driver.kill(&handle).expect("kill");
    assert_eq!(proxies_for(&port), 0);
}

#[test]
fn without_a_network_there_is_no_proxy() {
    let kit = Kit::new();
    let run = kit.run(&kit.sandbox(&["ask-proxy", "example.org:443"]));
    assert_eq!(run.outcome.end, End::Exited(77), "{}", run.story());
    assert!(
        run.stdout.contains("refused"),
        "nobody listens: {}",
        run.story()
    );
}
