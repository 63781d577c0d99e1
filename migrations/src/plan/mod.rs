//! What is missing on the chain: a pure comparison of file and chain.

mod cluster;
mod dollars;
mod emission;
mod escrow;
mod io_token;
mod iosd;
mod lookup_table;
mod model;
mod oracle;
mod programs;
mod registry;
mod step;
#[cfg(test)]
mod tests;

pub use step::Step;

pub(crate) use model::{
    EscrowRules, Found, FoundConfig, FoundDollar, FoundEmission, FoundEscrow, FoundFeed, FoundIosd,
    FoundRegistry, FoundTable, Grant, SHARDS, Wanted, WantedDollar, WantedEscrow, WantedFeed,
    WantedOracle, WantedProgram,
};

use crate::error::Difference;

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
    plan.cluster();
    plan.programs();
    plan.genesis();
    plan.emission();
    plan.oracle();
    plan.iosd();
    plan.dollars();
    plan.registry();
    plan.escrow();
    plan.lookup_table();
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
