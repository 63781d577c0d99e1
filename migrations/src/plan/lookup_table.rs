//! The address lookup table.

use super::{Planner, Step};
use crate::error::Difference;

/// Most addresses that one transaction appends: what fits 1,232 bytes with room to spare.
const ADDRESSES_PER_TRANSACTION: usize = 24;

/// Most addresses that a table holds.
const MAX_ADDRESSES: usize = 256;

impl Planner<'_> {
    /// Makes the table and appends what it lacks; what else it has does no harm.
    pub(super) fn lookup_table(&mut self) {
        let present = self.found.lookup_table.as_ref();
        let present = present.map_or_else(
            || {
                self.steps.push(Step::CreateLookupTable);
                &[][..]
            },
            |table| &table.addresses,
        );
        let missing: Vec<_> = self
            .wanted
            .fixed_addresses
            .iter()
            .filter(|address| !present.contains(address))
            .copied()
            .collect();
        let total = present.len() + missing.len();
        if total > MAX_ADDRESSES {
            self.differences.push(Difference {
                field: "number of fixed addresses".to_owned(),
                file: format!("{} more", missing.len()),
                chain: format!("a lookup table of {} of at most 256", present.len()),
                remedy: "Name a new admin wallet, which gets a new table, or list fewer mints.",
            });
        }
        for addresses in missing.chunks(ADDRESSES_PER_TRANSACTION) {
            self.steps.push(Step::ExtendLookupTable {
                addresses: addresses.to_vec(),
            });
        }
    }
}
