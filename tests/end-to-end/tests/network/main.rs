//! The network over RPC: deployment, genesis, emission, vesting, and what goes wrong.

mod emission;
mod failures;
mod genesis;
mod keeper;
mod market;
mod own_keys;
mod vesting;

/// Names and texts that an error must have.
fn assert_says(error: &impl ToString, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in {text:?}");
    }
}
