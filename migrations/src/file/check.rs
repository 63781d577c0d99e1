//! From the raw file to a [`Migration`] that the programs would accept.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use ionet_core::emission::{EmissionParameters, Preset};
use ionet_core::emission::{
    MAX_AVAILABILITY_BPS, MAX_CLAIM_WINDOW_EPOCHS, MIN_AVAILABILITY_BPS, MIN_CLAIM_WINDOW_EPOCHS,
};
use ionet_core::genesis::{Category, CategoryPlan, GenesisError, GenesisPlan, GenesisProgress};
use ionet_core::supply::GENESIS_SUPPLY;
use ionet_core::vesting::{MAX_CLIFF_MONTHS, MAX_PARTS, VestingTerms};
use solana_pubkey::Pubkey;
use toml::{Spanned, Value};

use super::raw::{RawAllocation, RawCategory, RawEmission, RawFile, RawGenesis, RawProgram};
use super::source::{FileError, Source};
use super::{Allocation, EmissionStart, Holder, Migration, ProgramArtefact, amount, start};
use crate::format::io;

type Checked<T> = Result<T, FileError>;

/// The longest wallet name; shorter than any base58 address with a typing error in it.
const MAX_WALLET_NAME: usize = 31;

pub(super) fn parse(source: Source<'_>) -> Checked<Migration> {
    let raw: RawFile = toml::from_str(source.text).map_err(|error| source.syntax(&error))?;
    let plan = plan(source, &raw.genesis)?;
    Ok(Migration {
        path: source.path.to_owned(),
        url: url(source, &raw.cluster.url)?,
        programs: vec![
            program(source, "io_token", &raw.programs.io_token)?,
            program(source, "emission", &raw.programs.emission)?,
        ],
        admin: admin(source, &raw.roles.admin)?,
        guardian: holder(source, "roles.guardian", &raw.roles.guardian)?,
        allocations: allocations(source, &plan, &raw.genesis)?,
        emission: emission(source, &raw.emission)?,
        plan,
    })
}

fn url(source: Source<'_>, raw: &Spanned<String>) -> Checked<String> {
    let url = raw.get_ref();
    if url.starts_with("http://") || url.starts_with("https://") {
        return Ok(url.clone());
    }
    Err(source.error(
        &raw.span(),
        "cluster.url",
        format!("{url:?} is not an RPC address"),
        "an address such as http://127.0.0.1:8899 or https://api.devnet.solana.com",
    ))
}

fn program(source: Source<'_>, name: &'static str, raw: &RawProgram) -> Checked<ProgramArtefact> {
    let id = raw.id.get_ref().parse().map_err(|_| {
        source.error(
            &raw.id.span(),
            &format!("programs.{name}.id"),
            format!("{:?} is not a program id", raw.id.get_ref()),
            "32 bytes in base58, as `declare_id!` in the program's source has them",
        )
    })?;
    let folder = source.path.parent().unwrap_or(Path::new("."));
    Ok(ProgramArtefact {
        name,
        id,
        path: folder.join(raw.path.get_ref()),
    })
}

fn admin(source: Source<'_>, raw: &Spanned<String>) -> Checked<Holder> {
    match holder(source, "roles.admin", raw)? {
        Holder::Address(_) => Err(source.error(
            &raw.span(),
            "roles.admin",
            "an address alone cannot sign",
            "the name of a wallet; its keypair signs deployment and genesis",
        )),
        wallet @ Holder::Wallet(_) => Ok(wallet),
    }
}

fn holder(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<Holder> {
    let text = raw.get_ref();
    if let Ok(address) = text.parse::<Pubkey>() {
        if address == Pubkey::default() {
            return Err(source.error(
                &raw.span(),
                field,
                "the default address belongs to nobody",
                "an address somebody holds the key of",
            ));
        }
        return Ok(Holder::Address(address));
    }
    let is_name = text.len() <= MAX_WALLET_NAME
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if is_name {
        return Ok(Holder::Wallet(text.clone()));
    }
    Err(source.error(
        &raw.span(),
        field,
        format!("{text:?} is neither an address nor a wallet's name"),
        "32 bytes in base58, or a name of lower-case letters, digits and dashes that starts with \
         a letter, at most 31 characters",
    ))
}

fn plan(source: Source<'_>, raw: &RawGenesis) -> Checked<GenesisPlan> {
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

fn allocations(
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

fn emission(source: Source<'_>, raw: &RawEmission) -> Checked<EmissionStart> {
    let start = start::parse(raw.start.get_ref()).map_err(|problem| {
        source.error(
            &raw.start.span(),
            "emission.start",
            problem,
            start::ACCEPTED,
        )
    })?;
    let preset = match raw.preset.get_ref().as_str() {
        "official" => Preset::Official,
        "literal" => Preset::Literal,
        other => {
            let problem = format!("{other:?} is not a preset");
            let accepted = "\"official\" or \"literal\"";
            return Err(source.error(&raw.preset.span(), "emission.preset", problem, accepted));
        }
    };
    let parameters = EmissionParameters {
        availability_bps: number(
            source,
            "emission.availability_bps",
            &raw.availability_bps,
            MIN_AVAILABILITY_BPS..=MAX_AVAILABILITY_BPS,
        )?,
        claim_window_epochs: number(
            source,
            "emission.claim_window_epochs",
            &raw.claim_window_epochs,
            MIN_CLAIM_WINDOW_EPOCHS..=MAX_CLAIM_WINDOW_EPOCHS,
        )?,
    };
    Ok(EmissionStart {
        start,
        preset,
        parameters,
    })
}

fn positive_amount(source: Source<'_>, field: &str, raw: &Spanned<Value>) -> Checked<u64> {
    let refuse = |problem: String| source.error(&raw.span(), field, problem, amount::ACCEPTED);
    match amount::base_units(raw.get_ref()) {
        Ok(0) => Err(refuse("0 IO cannot be allocated".to_owned())),
        Ok(amount) => Ok(amount),
        Err(problem) => Err(refuse(problem)),
    }
}

fn number(
    source: Source<'_>,
    field: &str,
    raw: &Spanned<i64>,
    range: RangeInclusive<u16>,
) -> Checked<u16> {
    let span: Range<usize> = raw.span();
    u16::try_from(*raw.get_ref())
        .ok()
        .filter(|value| range.contains(value))
        .ok_or_else(|| {
            source.error(
                &span,
                field,
                format!("is {}", raw.get_ref()),
                format!("{} to {}", range.start(), range.end()),
            )
        })
}
