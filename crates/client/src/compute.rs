//! How many compute units a transaction asks for.
//!
//! `bench/compute-units.json` has what each instruction was measured to use; it is part of this
//! crate, and a test of the programs fails when it is no longer true. What is not in it is
//! simulated.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use solana_instruction::Instruction;

use crate::program::find_program;

/// Most units a transaction may use.
pub const MAX_UNITS: u32 = 1_400_000;

/// Units of one instruction of the compute budget program; a transaction has up to two.
const BUDGET_INSTRUCTION_UNITS: u64 = 150;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The file is part of the binary, and the test below reads it the same way: an unreadable one
    // never gets here, and an empty table only means that every limit is simulated.
    Table::parse(include_str!("../../../bench/compute-units.json")).unwrap_or_default()
});

/// Compute units of one instruction, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// In the usual case.
    pub typical: u64,
    /// In the worst case that was found.
    pub worst: u64,
}

/// Measured units by `program.instruction`, names as in the IDLs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(BTreeMap<String, Units>);

impl Table {
    /// The table this crate was built with.
    pub fn built_in() -> &'static Self {
        &TABLE
    }

    /// Reads the table's JSON text.
    ///
    /// # Errors
    /// When it is not an object of `{"typical": n, "worst": n}`.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json).map(Self)
    }

    /// The entry of `instruction`; `None` when its program or name is unknown or not measured.
    pub fn units(&self, instruction: &Instruction) -> Option<Units> {
        let program = find_program(&instruction.program_id)?;
        let name = program.instruction_name(&instruction.data)?;
        self.0.get(&format!("{}.{name}", program.name)).copied()
    }

    /// The sum of the instructions' worst cases; `None` when one of them has no entry.
    fn worst(&self, instructions: &[Instruction]) -> Option<u64> {
        instructions
            .iter()
            .map(|instruction| self.units(instruction).map(|units| units.worst))
            .sum()
    }

    /// The compute unit limit of a transaction of `instructions` that used `simulated` units.
    ///
    /// From the table, plus a tenth; never less than the simulation plus a tenth, which knows what
    /// no table does: how far this transaction's addresses must be searched.
    pub fn limit(&self, instructions: &[Instruction], simulated: u64) -> u32 {
        let measured = self.worst(instructions).map_or(0, |worst| {
            worst.saturating_add(2 * BUDGET_INSTRUCTION_UNITS)
        });
        let units = measured.max(simulated);
        let with_margin = units.saturating_add(units.div_ceil(10));
        u32::try_from(with_margin)
            .unwrap_or(MAX_UNITS)
            .min(MAX_UNITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::PROGRAMS;
    use solana_address::Address;

    fn instruction(name: &str) -> Instruction {
        let (program, name) = name.split_once('.').unwrap();
        let program = PROGRAMS
            .into_iter()
            .find(|known| known.name == program)
            .unwrap();
        let data = program
            .instructions
            .iter()
            .find(|known| known.name == name)
            .unwrap()
            .discriminator;
        Instruction {
            program_id: program.id,
            accounts: Vec::new(),
            data: data.to_vec(),
        }
    }

    fn table() -> Table {
        Table::parse(
            r#"{"emission.advance": {"typical": 6000, "worst": 7000},
                "io_token.burn": {"typical": 100, "worst": 200}}"#,
        )
        .unwrap()
    }

    #[test]
    fn the_limit_is_the_worst_case_of_all_instructions_and_a_tenth() {
        let both = [
            instruction("emission.advance"),
            instruction("io_token.burn"),
        ];
        assert_eq!(table().limit(&both, 5_000), 7_500 + 750);
        assert_eq!(table().limit(&both[..1], 0), 7_300 + 730);
    }

    #[test]
    fn what_the_table_lacks_is_taken_from_the_simulation() {
        let unmeasured = [
            instruction("emission.advance"),
            instruction("io_token.pause"),
        ];
        assert_eq!(table().limit(&unmeasured, 5_001), 5_001 + 501);
        let foreign = Instruction {
            program_id: Address::default(),
            accounts: Vec::new(),
            data: vec![],
        };
        assert_eq!(table().limit(&[foreign], 1_000), 1_100);
    }

    #[test]
    fn a_simulation_above_the_table_wins_and_the_maximum_holds() {
        assert_eq!(
            table().limit(&[instruction("emission.advance")], 10_000),
            11_000
        );
        assert_eq!(table().limit(&[], u64::MAX), MAX_UNITS);
    }

    #[test]
    fn the_built_in_table_is_readable_and_names_only_known_instructions() {
        let table = Table::parse(include_str!("../../../bench/compute-units.json")).unwrap();
        assert_eq!(Table::built_in(), &table);
        let ours = |name: &str| {
            PROGRAMS
                .iter()
                .any(|known| name.starts_with(&format!("{}.", known.name)))
        };
        for (name, units) in table.0.iter().filter(|(name, _)| ours(name)) {
            assert_eq!(table.units(&instruction(name)), Some(*units), "{name}");
            assert!(units.typical <= units.worst, "{name}");
        }
    }
}
