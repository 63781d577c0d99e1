//! Messages name the field and carry the figure that would be accepted.

use ionet_core::classes::ClassError;
use ionet_core::emission::EmissionError;
use ionet_core::genesis::GenesisError;
use ionet_core::hiring::{BondError, CapacityError};
use ionet_core::iosd::IosdError;
use ionet_core::job::{DisputeError, JobError, ReplicaError};
use ionet_core::oracle::OracleError;
use ionet_core::pricing::PricingError;
use ionet_core::race::{PriorityError, RaceError};
use ionet_core::settlement::SettlementError;
use ionet_core::staking::StakingError;
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
fn job_errors_carry_the_figure_that_would_be_accepted() {
    let texts = [
        (
            JobError::NotEnoughSlots { free: 11 }.to_string(),
            "at most 11",
        ),
        (
            JobError::NotAGranule { granule: 12 }.to_string(),
            "of the granule, 12",
        ),
        (JobError::NotAReplica { gpus: 13 }.to_string(), "must be 13"),
        (
            JobError::MaxSecondsTooShort { seconds: 14 }.to_string(),
            "at least the job's 14",
        ),
        (
            JobError::StartNotOpen { opens_at: 15 }.to_string(),
            "latest at 15",
        ),
        (
            JobError::StartMissed { deadline: 16 }.to_string(),
            "ended at 16",
        ),
        (JobError::TooManyGpus { left: 17 }.to_string(), "at most 17"),
        (JobError::HeldBack { until: 18 }.to_string(), "after 18"),
        (JobError::ClaimsOpen { claims: 19 }.to_string(), "19 claims"),
        (
            ReplicaError::RevealNotOpen { opens_at: 20 }.to_string(),
            "latest at 20",
        ),
        (
            ReplicaError::RevealClosed { closed_at: 21 }.to_string(),
            "ended at 21",
        ),
        (
            ReplicaError::RevealAwaited { closes_at: 22 }.to_string(),
            "until 22",
        ),
        (
            ReplicaError::VerdictAwaited { deadline: 23 }.to_string(),
            "until 23",
        ),
        (
            DisputeError::TooLate { ended_at: 24 }.to_string(),
            "ended at 24",
        ),
        (
            DisputeError::VerdictAwaited { deadline: 25 }.to_string(),
            "until 25",
        ),
        (
            CapacityError::RootTooOld { oldest: 26 }.to_string(),
            "to 26 or later",
        ),
        (
            CapacityError::NotEnoughVerified { idle: 27 }.to_string(),
            "at most 27",
        ),
        (
            CapacityError::NotHired { hired: 28 }.to_string(),
            "at most 28",
        ),
        (
            BondError::NotEnoughSelfStake {
                free: 29,
                needed: 30,
            }
            .to_string(),
            "locks 30",
        ),
    ];
    for (text, figure) in texts {
        assert!(text.contains(figure), "{text}");
    }
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
    let meter = JobError::Meter(SettlementError::NotDark);
    let replica = ReplicaError::Job(meter).to_string();
    assert_eq!(replica, SettlementError::NotDark.to_string());
}

#[test]
fn staking_errors_carry_the_figure_that_would_be_accepted() {
    let texts = [
        (StakingError::NotEnoughShares { held: 31 }, "at most 31"),
        (StakingError::SelfStakeLocked { free: 32 }, "at most 32"),
        (StakingError::LockedByVote { until: 33 }, "after 33"),
        (StakingError::NotReleased { at: 34 }, "from 34 on"),
        (StakingError::ExposureOpen { until: 35 }, "until 35"),
        (StakingError::WrongSlash { next: 36 }, "number 36"),
        (StakingError::AboveCap { most: 37 }, "at most 37"),
        (StakingError::NotExecutable { at: 38 }, "from 38 on"),
    ];
    for (error, figure) in texts {
        assert!(error.to_string().contains(figure), "{error}");
    }
}
