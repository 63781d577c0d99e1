//! job-escrow: roles, what it reads, parameters, mints and their shards.

use super::{FoundEscrow, HANDED_OVER, OTHER_CLUSTER, Planner, Step};
use crate::error::Difference;
use crate::format::hex;

/// Shards that one transaction opens: what fits 1,232 bytes with room to spare.
const SHARDS_PER_TRANSACTION: usize = 4;

impl Planner<'_> {
    /// Creates the config, lists the mints and opens their shards.
    pub(super) fn escrow(&mut self) {
        let found = self.found.escrow.as_ref();
        match found {
            None => self.steps.push(Step::InitializeEscrow),
            Some(config) => self.escrow_config(config),
        }
        let listed = found.map_or(&[][..], |config| &config.mints);
        for (index, (name, mint)) in (0_u8..).zip(self.wanted.mints()) {
            match listed.get(usize::from(index)) {
                // IOSD is listed from the beginning.
                None if index == 0 => {}
                None => self.steps.push(Step::ListMint {
                    index,
                    name: name.clone(),
                }),
                Some(chain) => {
                    let field = format!("mint {index} of job-escrow ({name})");
                    self.same(&field, &mint, chain, OTHER_CLUSTER);
                }
            }
            self.shards(index, &name);
        }
        let wanted = self.wanted.dollars.len();
        if listed.len() > wanted + 1 {
            let chain = listed.len() - 1;
            self.same("number of dollars", &wanted, &chain, HANDED_OVER);
        }
    }

    fn shards(&mut self, index: u8, name: &str) {
        let open = self.found.shards.get(usize::from(index));
        let missing: Vec<u8> = (0_u8..)
            .zip(open.into_iter().flatten())
            .filter(|(_, open)| !**open)
            .map(|(number, _)| number)
            .collect();
        for numbers in missing.chunks(SHARDS_PER_TRANSACTION) {
            self.steps.push(Step::OpenShards {
                index,
                name: name.to_owned(),
                numbers: numbers.to_vec(),
            });
        }
    }

    fn escrow_config(&mut self, config: &FoundEscrow) {
        let wanted = self.wanted;
        let tag = "cluster.tag (of job-escrow)";
        self.same(tag, &wanted.tag, &config.tag, OTHER_CLUSTER);
        self.epochs("job-escrow", config.epoch_zero);
        let escrow = &wanted.escrow;
        let roles = [
            ("roles.admin (of job-escrow)", wanted.admin),
            ("roles.guardian (of job-escrow)", wanted.guardian),
            ("escrow.treasury", escrow.treasury),
            ("escrow.verifiers", escrow.verifiers),
        ];
        for ((field, file), chain) in roles.into_iter().zip(config.roles) {
            self.same(field, &file, &chain, HANDED_OVER);
        }
        self.what_is_read(config);
        let (file, chain) = (&escrow.rules, &config.rules);
        let race = (file.weights, file.priority) == (chain.weights, chain.priority);
        self.rules(
            "escrow.max_age_seconds or max_confidence_bps",
            file.price == chain.price,
        );
        self.rules("escrow.race", race);
        self.rules("escrow.split", file.joint == chain.joint);
    }

    fn what_is_read(&mut self, config: &FoundEscrow) {
        let (escrow, oracle) = (&self.wanted.escrow, &self.wanted.oracle);
        let verification = "escrow.verification_program";
        for (field, file, chain) in [
            (
                "escrow.staking_program",
                escrow.staking_program,
                config.staking_program,
            ),
            (
                verification,
                escrow.verification_program,
                config.verification_program,
            ),
            (
                "oracle.owner (of job-escrow)",
                oracle.owner,
                config.price_program,
            ),
        ] {
            self.same(field, &file, &chain, OTHER_CLUSTER);
        }
        let (file, chain) = (hex(&oracle.io.id), hex(&config.io_feed_id));
        let field = "oracle.io.feed_id (of job-escrow)";
        self.same(field, &file, &chain, OTHER_CLUSTER);
    }

    fn rules(&mut self, field: &str, same: bool) {
        if !same {
            self.differences.push(Difference {
                field: field.to_owned(),
                file: "its values".to_owned(),
                chain: "others".to_owned(),
                remedy: HANDED_OVER,
            });
        }
    }
}
