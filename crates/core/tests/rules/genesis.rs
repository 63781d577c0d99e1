//! The genesis plan and its allocation.

use ionet_core::genesis::{Category, CategoryPlan, GenesisError, GenesisPlan, GenesisProgress};
use ionet_core::supply::{GENESIS_SUPPLY, IO_UNIT, SUPPLY_CAP};
use ionet_core::vesting::{VestingError, VestingTerms};

const PLAN: GenesisPlan = GenesisPlan::OFFICIAL;

fn changed(category: usize, change: impl FnOnce(&mut CategoryPlan)) -> GenesisPlan {
    let mut plan = PLAN;
    change(&mut plan.categories[category]);
    plan
}

#[test]
fn official_plan_is_the_published_one() {
    assert_eq!(PLAN.validate(), Ok(()));
    let terms = |upfront_bps, cliff_months, parts| VestingTerms {
        upfront_bps,
        cliff_months,
        parts,
    };
    let expected = [
        // (IO, share of the cap in per mille, terms); the community grows to 50 % by emission
        (Category::Seed, 100_000_000, Some(125), terms(0, 12, 24)),
        (Category::SeriesA, 81_600_000, Some(102), terms(0, 12, 24)),
        (
            Category::CoreContributors,
            90_400_000,
            Some(113),
            terms(0, 12, 36),
        ),
        (
            Category::ResearchAndEcosystem,
            128_000_000,
            Some(160),
            terms(1_000, 0, 48),
        ),
        (Category::Community, 100_000_000, None, terms(1_000, 0, 48)),
    ];
    for (category, io, per_mille, terms) in expected {
        let plan = PLAN.category(category);
        assert_eq!(
            *plan,
            CategoryPlan {
                amount: io * IO_UNIT,
                terms
            },
            "{}",
            category.name()
        );
        assert_eq!(*plan, PLAN.categories[usize::from(category.index())]);
        if let Some(share) = per_mille {
            assert_eq!(plan.amount, SUPPLY_CAP / 1_000 * share);
        }
    }
}

#[test]
fn categories_and_indices_match() {
    for (index, category) in (0u8..).zip(Category::ALL) {
        assert_eq!(category.index(), index);
        assert_eq!(Category::from_index(index), Ok(category));
    }
    for index in [5, 6, u8::MAX] {
        assert_eq!(
            Category::from_index(index),
            Err(GenesisError::UnknownCategory)
        );
    }
    let names = Category::ALL.map(Category::name);
    assert_eq!(
        names,
        [
            "seed",
            "series_a",
            "core_contributors",
            "research_and_ecosystem",
            "community"
        ]
    );
}

#[test]
fn a_plan_must_sum_to_the_genesis_supply() {
    let cases = [
        (changed(0, |c| c.amount += 1), GenesisError::TotalMismatch),
        (changed(4, |c| c.amount -= 1), GenesisError::TotalMismatch),
        (changed(2, |c| c.amount = 0), GenesisError::ZeroAmount),
        (changed(1, |c| c.amount = u64::MAX), GenesisError::Overflow),
        (
            changed(3, |c| c.terms.upfront_bps = 10_001),
            GenesisError::Terms(VestingError::UpfrontOutOfRange),
        ),
        (
            changed(4, |c| c.terms.parts = 241),
            GenesisError::Terms(VestingError::PartsOutOfRange),
        ),
    ];
    for (plan, error) in cases {
        assert_eq!(plan.validate(), Err(error));
    }
}

#[test]
fn another_split_of_the_same_sum_is_accepted() {
    let mut plan = PLAN;
    plan.categories[0].amount -= 7;
    plan.categories[4].amount += 7;
    assert_eq!(plan.validate(), Ok(()));
}

#[test]
fn allocations_fill_each_category_to_the_unit() {
    for category in Category::ALL {
        let index = usize::from(category.index());
        let planned = PLAN.category(category).amount;
        let none = GenesisProgress::default();
        let nearly = none.allocate(&PLAN, category, planned - 1).unwrap();
        assert_eq!(nearly.allocated[index], planned - 1);
        assert_eq!(
            nearly.allocated.iter().sum::<u64>(),
            planned - 1,
            "only {}",
            category.name()
        );
        let overfilled = Err(GenesisError::CategoryOverfilled);
        assert_eq!(nearly.allocate(&PLAN, category, 2), overfilled);
        assert_eq!(nearly.allocate(&PLAN, category, u64::MAX), overfilled);
        let full = nearly.allocate(&PLAN, category, 1).unwrap();
        assert_eq!(full.allocated[index], planned);
        assert_eq!(full.allocate(&PLAN, category, 1), overfilled);
        assert_eq!(
            none.allocate(&PLAN, category, 0),
            Err(GenesisError::ZeroAmount)
        );
    }
}

#[test]
fn complete_only_when_every_category_is() {
    let mut progress = GenesisProgress::default();
    for category in Category::ALL {
        assert_eq!(
            progress.check_complete(&PLAN),
            Err(GenesisError::Incomplete)
        );
        let planned = PLAN.category(category).amount;
        progress = progress.allocate(&PLAN, category, planned).unwrap();
    }
    assert_eq!(progress.check_complete(&PLAN), Ok(()));
    assert_eq!(progress.allocated.iter().sum::<u64>(), GENESIS_SUPPLY);
    for index in 0..Category::COUNT {
        let mut less = progress;
        less.allocated[index] -= 1;
        assert_eq!(less.check_complete(&PLAN), Err(GenesisError::Incomplete));
        let mut more = progress;
        more.allocated[index] += 1;
        assert_eq!(
            more.check_complete(&PLAN),
            Err(GenesisError::CategoryOverfilled)
        );
    }
}
