//! Messages name the field and carry the figure that would be accepted.

use ionet_core::emission::EmissionError;
use ionet_core::genesis::GenesisError;
use ionet_core::race::{PriorityError, RaceError};
use ionet_core::supply::SupplyError;
use ionet_core::vesting::VestingError;

#[test]
fn figures_reach_the_message() {
    let cap = SupplyError::CapExceeded { room: 4_711 };
    assert!(cap.to_string().contains("at most 4711 base units"));
    let supply = EmissionError::Supply(cap).to_string();
    assert!(supply.starts_with("supply: ") && supply.contains("4711"));
    let window = EmissionError::ClaimWindowOpen {
        closes_at_epoch: 815,
    };
    assert!(window.to_string().contains("at least 815"));
    let early = RaceError::TooEarly { from_elapsed: 17 };
    assert!(early.to_string().contains("from 17 slots"));
    let waiting = PriorityError::Waiting { until_slot: 4_712 };
    assert!(waiting.to_string().contains("from slot 4712"));
}

#[test]
fn nested_errors_say_where_they_come_from() {
    let terms = GenesisError::Terms(VestingError::CliffOutOfRange);
    assert_eq!(
        terms.to_string(),
        "vesting terms: cliff_months must be 0 to 120"
    );
}
