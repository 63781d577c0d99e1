//! What is missing on the chain: a pure comparison of file and chain.

mod model;
mod step;
#[cfg(test)]
mod tests;

use ionet_core::emission::MAX_START_DELAY_SECONDS;
use ionet_core::genesis::{Category, CategoryPlan};

pub use step::Step;

pub(crate) use model::{Found, FoundConfig, FoundEmission, Grant, Wanted, WantedProgram};

use crate::error::Difference;
use crate::file::{EmissionStart, Start};
use crate::format::io;
use step::preset_name;

/// Allocations per transaction: what fits 1,232 bytes with room to spare.
pub(crate) const ALLOCATIONS_PER_TRANSACTION: usize = 8;

const OTHER_CLUSTER: &str =
    "This cannot be changed any more: write what the chain has, or name another cluster.";
const HANDED_OVER: &str = "If it was changed on purpose, write what the chain has.";

/// The steps that lead from `found` to `wanted`, in order.
///
/// # Errors
/// Every difference that no step can remove.
pub(crate) fn steps(wanted: &Wanted, found: &Found) -> Result<Vec<Step>, Vec<Difference>> {
    let mut plan = Planner {
        wanted,
        found,
        steps: Vec::new(),
        differences: Vec::new(),
    };
    plan.programs();
    plan.genesis();
    plan.emission();
    if plan.differences.is_empty() {
        Ok(plan.steps)
    } else {
        Err(plan.differences)
    }
}

struct Planner<'a> {
    wanted: &'a Wanted,
    found: &'a Found,
    steps: Vec<Step>,
    differences: Vec<Difference>,
}

impl Planner<'_> {
    fn programs(&mut self) {
        for (wanted, found) in self.wanted.programs.iter().zip(&self.found.programs) {
            let Some(found) = found else {
                self.steps.push(Step::Deploy {
                    program: wanted.name,
                    id: wanted.id,
                    bytes: wanted.elf.len(),
                });
                continue;
            };
            if !found.is(&wanted.elf) {
                self.differences.push(Difference {
                    field: format!("programs.{}.path", wanted.name),
                    file: format!("a build of {} bytes", wanted.elf.len()),
                    chain: format!("another one of {} bytes", found.bytes.len()),
                    remedy: "Build the release that is deployed, or upgrade the program with its upgrade authority.",
                });
            }
            let initialised = match wanted.name {
                "emission" => self.found.emission.is_some(),
                _ => self.found.config.is_some(),
            };
            // The initialize instructions accept nobody else.
            if !initialised && found.upgrade_authority != Some(self.wanted.admin) {
                let chain = found
                    .upgrade_authority
                    .map_or("nobody".to_owned(), |a| a.to_string());
                self.differences.push(Difference {
                    field: format!("roles.admin (upgrade authority of {})", wanted.name),
                    file: self.wanted.admin.to_string(),
                    chain,
                    remedy: "Name the wallet that deployed the program as admin.",
                });
            }
        }
    }

    fn genesis(&mut self) {
        let wanted = self.wanted;
        let Some(config) = &self.found.config else {
            self.steps.push(Step::InitializeIoToken);
            self.allocations(0);
            self.steps.push(Step::SealGenesis);
            return;
        };
        self.same("roles.admin", &wanted.admin, &config.admin, HANDED_OVER);
        self.same(
            "roles.guardian",
            &wanted.guardian,
            &config.guardian,
            HANDED_OVER,
        );
        for category in Category::ALL {
            let (file, chain) = (
                wanted.plan.category(category),
                config.plan.category(category),
            );
            if file != chain {
                self.differences.push(Difference {
                    field: format!("genesis.categories.{}", category.name()),
                    file: category_text(file),
                    chain: category_text(chain),
                    remedy: OTHER_CLUSTER,
                });
            }
        }
        self.existing_grants(config);
        if !config.sealed {
            self.allocations(config.grants.len());
            self.steps.push(Step::SealGenesis);
        }
    }

    fn existing_grants(&mut self, config: &FoundConfig) {
        let wanted = &self.wanted.grants;
        if config.grants.len() > wanted.len()
            || (config.sealed && config.grants.len() < wanted.len())
        {
            self.same(
                "number of genesis.allocations",
                &wanted.len(),
                &config.grants.len(),
                OTHER_CLUSTER,
            );
        }
        for (index, (file, chain)) in wanted.iter().zip(&config.grants).enumerate() {
            let Some(chain) = chain else { continue };
            // Once vesting runs, a beneficiary may hand over: then only the grant itself counts.
            let same_holder = config.sealed || file.beneficiary == chain.beneficiary;
            if !same_holder || (file.category, file.amount) != (chain.category, chain.amount) {
                self.differences.push(Difference {
                    field: format!("genesis.allocations[{index}]"),
                    file: grant_text(file),
                    chain: grant_text(chain),
                    remedy: OTHER_CLUSTER,
                });
            }
        }
    }

    fn allocations(&mut self, first: usize) {
        let of = self.wanted.grants.len();
        let mut start = first;
        while start < of {
            let end = of.min(start + ALLOCATIONS_PER_TRANSACTION);
            let amount = self.wanted.grants[start..end]
                .iter()
                .map(|grant| grant.amount)
                .sum();
            self.steps.push(Step::Allocate {
                indices: start..end,
                of,
                amount,
            });
            start = end;
        }
    }

    fn emission(&mut self) {
        let EmissionStart {
            start,
            preset,
            parameters,
        } = self.wanted.emission;
        let Some(state) = &self.found.emission else {
            self.check_start(start);
            self.steps.push(Step::InitializeEmission { start, preset });
            return;
        };
        self.same(
            "roles.admin (of emission)",
            &self.wanted.admin,
            &state.admin,
            HANDED_OVER,
        );
        let (file, chain) = (preset_name(preset), preset_name(state.preset));
        self.same("emission.preset", &file, &chain, OTHER_CLUSTER);
        if let Start::At(at) = start {
            self.same("emission.start", &at, &state.start_time, OTHER_CLUSTER);
        }
        let field = "emission.availability_bps";
        self.same(
            field,
            &parameters.availability_bps,
            &state.parameters.availability_bps,
            HANDED_OVER,
        );
        let (file, chain) = (
            parameters.claim_window_epochs,
            state.parameters.claim_window_epochs,
        );
        self.same("emission.claim_window_epochs", &file, &chain, HANDED_OVER);
    }

    fn check_start(&mut self, start: Start) {
        let now = self.found.time;
        let latest = now.saturating_add(MAX_START_DELAY_SECONDS);
        if let Start::At(at) = start
            && !(now..=latest).contains(&at)
        {
            self.differences.push(Difference {
                field: "emission.start".to_owned(),
                file: at.to_string(),
                chain: format!("is at {now} (unix seconds)"),
                remedy: "Name a time from the chain's present to 366 days later, or \"now\".",
            });
        }
    }

    fn same<T: PartialEq + ToString>(
        &mut self,
        field: &str,
        file: &T,
        chain: &T,
        remedy: &'static str,
    ) {
        if file != chain {
            self.differences.push(Difference {
                field: field.to_owned(),
                file: file.to_string(),
                chain: chain.to_string(),
                remedy,
            });
        }
    }
}

fn category_text(plan: &CategoryPlan) -> String {
    format!(
        "{} IO, {} bps upfront, cliff of {} months, {} parts",
        io(plan.amount),
        plan.terms.upfront_bps,
        plan.terms.cliff_months,
        plan.terms.parts
    )
}

fn grant_text(grant: &Grant) -> String {
    format!(
        "{} IO of {} for {}",
        io(grant.amount),
        grant.category.name(),
        grant.beneficiary
    )
}
