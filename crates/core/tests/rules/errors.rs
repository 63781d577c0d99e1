//! Messages name the field and carry the figure that would be accepted.

use ionet_core::classes::ClassError;
use ionet_core::emission::EmissionError;
use ionet_core::genesis::GenesisError;
use ionet_core::iosd::IosdError;
use ionet_core::oracle::OracleError;
use ionet_core::pricing::PricingError;
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
    let older = OracleError::OlderThanUsed {
        newest_publish_time: 1_800_000_000,
    };
    let older = IosdError::Oracle(older).to_string();
    assert!(older.starts_with("price: ") && older.contains("at least 1800000000"));
    for (error, text) in [
        (IosdError::BelowMinimum { out: 12 }, "worth 12 micro"),
        (IosdError::WindowFull { room: 13 }, "at most 13 micro"),
        (IosdError::WalletWindowFull { room: 14 }, "at most 14 micro"),
        (IosdError::VaultWindowFull { room: 15 }, "at most 15 micro"),
    ] {
        assert!(error.to_string().contains(text), "{error}");
    }
    let bounds = PricingError::PriceOutOfBounds { min: 47, max: 11 };
    assert!(bounds.to_string().contains("47 to 11"));
    let moved = PricingError::MoveTooFar {
        left: 4_711,
        renewed_at: 815,
    };
    assert!(moved.to_string().contains("4711") && moved.to_string().contains("815"));
    let posing = ClassError::PosingPays {
        faster: 7,
        slower: 3,
    };
    assert!(
        posing
            .to_string()
            .contains("class 7 would earn more posing as class 3")
    );
}

#[test]
fn nested_errors_say_where_they_come_from() {
    let terms = GenesisError::Terms(VestingError::CliffOutOfRange);
    assert_eq!(
        terms.to_string(),
        "vesting terms: cliff_months must be 0 to 120"
    );
}
