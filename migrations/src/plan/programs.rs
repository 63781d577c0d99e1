//! The programs themselves.

use super::{Planner, Step};
use crate::error::Difference;

impl Planner<'_> {
    /// Deploys what is missing; what is there must be the same build.
    pub(super) fn programs(&mut self) {
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
            // The initialize instructions accept nobody else.
            if !self.is_initialised(wanted.name)
                && found.upgrade_authority != Some(self.wanted.admin)
            {
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

    fn is_initialised(&self, program: &str) -> bool {
        match program {
            "io_token" => self.found.config.is_some(),
            "emission" => self.found.emission.is_some(),
            "iosd" => self.found.iosd.is_some(),
            "registry" => self.found.registry.is_some(),
            "job_escrow" => self.found.escrow.is_some(),
            // The oracle and the stand-in of a local chain ask for the upgrade authority each time.
            _ => false,
        }
    }
}
