//! The genesis section: categories and allocations.

use ionet_core::genesis::{Category, CategoryPlan, GenesisError, GenesisPlan, GenesisProgress};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::vesting::{MAX_CLIFF_MONTHS, MAX_PARTS, VestingTerms};
use toml::{Spanned, Value};

use super::Allocation;
use super::amount::Unit;
use super::check::{Checked, holder, number};
use super::raw::{RawAllocation, RawCategory, RawGenesis};
use super::source::Source;
use crate::format::io;

/// The plan of the five categories.
pub(super) fn plan(source: Source<'_>, raw: &RawGenesis) -> Checked<GenesisPlan> {
    let categories = raw.categories.get_ref();
    let plan = GenesisPlan {
        categories: [
            category(source, Category::Seed, &categories.seed)?,
            category(source, Category::SeriesA, &categories.series_a)?,
            category(
                source,
                Category::CoreContributors,
                &categories.core_contributors,
            )?,
            category(
                source,
                Category::ResearchAndEcosystem,
                &categories.research_and_ecosystem,
            )?,
            category(source, Category::Community, &categories.community)?,
        ],
    };
    plan.validate().map_err(|error| {
        let sum: u128 = plan
            .categories
            .iter()
            .map(|category| u128::from(category.amount))
            .sum();
        let problem = match error {
            GenesisError::TotalMismatch => {
                let cap = u128::from(GENESIS_SUPPLY);
                let (difference, side) = if sum > cap {
                    (sum - cap, "too much")
                } else {
                    (cap - sum, "missing")
                };
                format!(
                    "the categories sum to {} IO, {} IO {side}",
                    io(sum),
                    io(difference)
                )
            }
            other => other.to_string(),
        };
        source.error(
            &raw.categories.span(),
            "genesis.categories",
            problem,
            "five amounts above 0 that sum to exactly 500,000,000 IO",
        )
    })?;
    Ok(plan)
}

fn category(source: Source<'_>, category: Category, raw: &RawCategory) -> Checked<CategoryPlan> {
    let field = |name: &str| format!("genesis.categories.{}.{name}", category.name());
    let upfront_bps = number(source, &field("upfront_bps"), &raw.upfront_bps, 0..=10_000)?;
    // Parts may be 0 only when nothing is left to vest.
    let least_parts = u16::from(upfront_bps < 10_000);
    Ok(CategoryPlan {
        amount: positive_amount(source, &field("amount"), &raw.amount)?,
        terms: VestingTerms {
            upfront_bps,
            cliff_months: number(
                source,
                &field("cliff_months"),
                &raw.cliff_months,
                0..=MAX_CLIFF_MONTHS,
            )?,
            parts: number(source, &field("parts"), &raw.parts, least_parts..=MAX_PARTS)?,
        },
    })
}

/// Who receives them: every category in full, to the unit.
pub(super) fn allocations(
    source: Source<'_>,
    plan: &GenesisPlan,
    raw: &RawGenesis,
) -> Checked<Vec<Allocation>> {
    let mut progress = GenesisProgress::default();
    let mut allocations = Vec::with_capacity(raw.allocations.len());
    for (index, raw) in raw.allocations.iter().enumerate() {
        let allocation = allocation(source, index, raw)?;
        progress = progress
            .allocate(plan, allocation.category, allocation.amount)
            .map_err(|_| {
                let category = allocation.category;
                let left = unallocated(plan, &progress, category);
                source.error(
                    &raw.get_ref().amount.span(),
                    &format!("genesis.allocations[{index}].amount"),
                    format!(
                        "{} IO is more than {} has left",
                        io(allocation.amount),
                        category.name()
                    ),
                    format!("at most {} IO", io(left)),
                )
            })?;
        allocations.push(allocation);
    }
    for category in Category::ALL {
        let left = unallocated(plan, &progress, category);
        if left > 0 {
            return Err(source.error(
                &raw.categories.span(),
                "genesis.allocations",
                format!("{} IO of {} go to nobody", io(left), category.name()),
                "allocations that sum to each category's amount",
            ));
        }
    }
    Ok(allocations)
}

/// Base units of a category that go to nobody yet.
fn unallocated(plan: &GenesisPlan, progress: &GenesisProgress, category: Category) -> u64 {
    plan.category(category).amount - progress.allocated[usize::from(category.index())]
}

fn allocation(
    source: Source<'_>,
    index: usize,
    raw: &Spanned<RawAllocation>,
) -> Checked<Allocation> {
    let field = |name: &str| format!("genesis.allocations[{index}].{name}");
    let RawAllocation {
        category: name,
        beneficiary,
        amount,
    } = raw.get_ref();
    let category = Category::ALL
        .into_iter()
        .find(|category| category.name() == name.get_ref());
    let category = category.ok_or_else(|| {
        let names = Category::ALL.map(Category::name).join(", ");
        let problem = format!("{:?} is not a category", name.get_ref());
        source.error(&name.span(), &field("category"), problem, names)
    })?;
    Ok(Allocation {
        category,
        beneficiary: holder(source, &field("beneficiary"), beneficiary)?,
        amount: positive_amount(source, &field("amount"), amount)?,
        line: source.line(raw.span().start),
    })
}

fn positive_amount(source: Source<'_>, field: &str, raw: &Spanned<Value>) -> Checked<u64> {
    let refuse = |problem: String| source.error(&raw.span(), field, problem, Unit::Io.accepted());
    match Unit::Io.base_units(raw.get_ref()) {
        Ok(0) => Err(refuse("0 IO cannot be allocated".to_owned())),
        Ok(amount) => Ok(amount),
        Err(problem) => Err(refuse(problem)),
    }
}
