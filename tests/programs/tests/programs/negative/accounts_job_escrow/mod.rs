//! Every account of every instruction of job-escrow, spoiled in every way that its constraints
//! exclude.

mod config;
mod deciding;
mod hiring;
mod money;
mod serving;
mod substitutes;
mod together;

use super::tables::{
    AccountCase, CONSTRAINT_DUPLICATE_MUTABLE, CONSTRAINT_MUT, framework, runtime,
};
use ionet_test_kit::negative::Expected;
use solana_instruction::error::InstructionError;

const MUT: Expected = framework(CONSTRAINT_MUT);
const DUPLICATE: Expected = framework(CONSTRAINT_DUPLICATE_MUTABLE);
/// An account that is too short for the type.
const TOO_SMALL: Expected = runtime(InstructionError::AccountDataTooSmall);

/// The tables of all groups of instructions.
const TABLES: [&[AccountCase]; 5] = [
    config::CASES,
    hiring::CASES,
    serving::CASES,
    deciding::CASES,
    money::CASES,
];

pub(super) fn cases() -> Vec<AccountCase> {
    TABLES.concat()
}
