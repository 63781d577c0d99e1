//! The dollar mints and their buy-and-burn vaults.

use super::{Planner, Step};
use crate::error::Difference;

impl Planner<'_> {
    /// Makes the mints of a local chain, and every mint's vault.
    pub(super) fn dollars(&mut self) {
        for (dollar, found) in self.wanted.dollars.iter().zip(&self.found.dollars) {
            let name = || dollar.name.clone();
            match dollar.issuer {
                Some(_) if !found.mint => self.steps.push(Step::CreateDollar { name: name() }),
                None if !found.mint => self.differences.push(Difference {
                    field: format!("mint of {}", dollar.name),
                    file: dollar.mint.to_string(),
                    chain: "no mint of the classic token program with 6 decimals there".to_owned(),
                    remedy: "Name the mint of a dollar token.",
                }),
                _ => {}
            }
            if !found.vault {
                self.steps.push(Step::ListVault { name: name() });
            }
        }
    }
}
