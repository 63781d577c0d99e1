//! io-token: the genesis.

use ionet_core::genesis::{Category, CategoryPlan};

use super::{
    ALLOCATIONS_PER_TRANSACTION, FoundConfig, Grant, HANDED_OVER, OTHER_CLUSTER, Planner, Step,
};
use crate::error::Difference;
use crate::format::io;

impl Planner<'_> {
    /// Creates config and mint, allocates the grants, seals.
    pub(super) fn genesis(&mut self) {
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
