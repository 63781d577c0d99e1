//! Three epochs of emission, computed a second time.

use anyhow::{Result, ensure};
use ionet_core::emission::{EmissionParameters, EmissionState, Preset};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::time::EPOCH_SECONDS;
use serde_json::Value;

use super::chain::Chain;

/// How many epochs the demo lets pass.
const EPOCHS: u16 = 3;

/// Lets the epochs pass and mints them.
pub fn advance(chain: &Chain) -> Result<()> {
    let seconds = EPOCH_SECONDS * i64::from(EPOCHS) + 60;
    chain.ionet(&["localnet", "warp", &format!("{seconds}s")])?;
    chain.ionet(&["emission", "advance"])
}

/// Compares supply and pools with the same rules run here from genesis.
pub fn check(chain: &Chain) -> Result<()> {
    let expected = expected_after_three_epochs()?;
    let supply = chain.json(&["supply"])?;
    let emission = chain.json(&["emission", "status"])?;
    let compute = expected.compute.funded;
    let availability = expected.availability.funded;
    for (what, document, key, amount) in [
        (
            "supply",
            &supply,
            "supply",
            GENESIS_SUPPLY + availability + compute,
        ),
        (
            "availability pool",
            &emission,
            "availability_pool",
            availability,
        ),
        ("compute pool", &emission, "compute_pool", compute),
        ("reserve", &emission, "reserve", 0),
    ] {
        let seen = document
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("nothing");
        ensure!(
            seen == amount.to_string(),
            "{what}: the chain says {seen}, the rule {amount}"
        );
    }
    Ok(())
}

fn expected_after_three_epochs() -> Result<EmissionState> {
    let start = 1;
    let genesis = EmissionState::start(
        start,
        start,
        Preset::Official,
        EmissionParameters::DEFAULT,
        GENESIS_SUPPLY,
    )?;
    let now = start + EPOCH_SECONDS * i64::from(EPOCHS);
    Ok(genesis.advance(GENESIS_SUPPLY, now, EPOCHS)?.state_after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_expects_the_vectors_of_the_first_three_epochs() {
        // floor(333333333333333 / 730) = 456621004566 per epoch, halved without remainder.
        let expected = expected_after_three_epochs().unwrap();
        assert_eq!(expected.availability.funded, 3 * 228_310_502_283);
        assert_eq!(expected.compute.funded, 3 * 228_310_502_283);
        assert_eq!(expected.reserve, 0);
    }
}
