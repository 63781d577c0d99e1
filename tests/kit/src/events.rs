//! Events out of program logs, each with the program that emitted it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ionet_client::generated::Event;
use solana_address::Address;

/// Decodes every `Program data:` line of `logs` whose program is known.
///
/// # Panics
/// When an event of a known program does not decode: then the client is not current.
pub fn decode(logs: &[String]) -> Vec<Event> {
    let mut running: Vec<Address> = Vec::new();
    let mut events = Vec::new();
    for line in logs {
        if let Some(data) = line.strip_prefix("Program data: ") {
            let bytes = STANDARD.decode(data).unwrap_or_default();
            let decoded = running
                .last()
                .and_then(|program| Event::decode(program, &bytes));
            if let Some(event) = decoded {
                events.push(event.expect("an event as the generated client knows it"));
            }
        } else if let Some((program, rest)) = program_line(line) {
            if rest.starts_with("invoke [") {
                running.push(program);
            } else if rest == "success" || rest.starts_with("failed") {
                running.pop();
            }
        }
    }
    events
}

fn program_line(line: &str) -> Option<(Address, &str)> {
    let (program, rest) = line.strip_prefix("Program ")?.split_once(' ')?;
    Some((program.parse().ok()?, rest))
}
