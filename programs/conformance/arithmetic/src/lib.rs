//! Test-only program: does arithmetic on operands from the instruction and returns the results.
//!
//! Never deployed outside tests. `tests/conformance` runs it in an SVM and compares it with the
//! same code on the host.
//!
//! Instruction data: mode (one byte), group or operation (one byte), then
//!
//! - mode 0: pairs of operands (32 bytes each). Returns the digest of all results and their
//!   number (two u64, little endian).
//! - mode 1: one pair. Returns its first results as they are (16 bytes each).
//! - mode 2: a count (u64, little endian) and one pair. Repeats an operation, to measure it.

use ionet_sbf_builtins as _;

use ionet_conformance_cases::arithmetic::{Group, Pair, cost::Operation};
use ionet_conformance_cases::results::Results;
use pinocchio::{AccountView, Address, ProgramResult, cpi::set_return_data, error::ProgramError};
use solana_address::declare_id;

declare_id!("7dASnTRT8pLK6o1h1hnRmVzmacMZDBohCGamRw8VVzbz");

pinocchio::entrypoint!(process);

/// Returns digest and number of results.
const BATCH: u8 = 0;
/// Returns the results of one pair.
const SINGLE: u8 = 1;
/// Repeats one operation.
const REPEAT: u8 = 2;

/// Handles one instruction.
///
/// # Errors
/// `InvalidInstructionData` when the data is not as described above.
pub fn process(_program: &Address, _accounts: &mut [AccountView], data: &[u8]) -> ProgramResult {
    match data {
        [BATCH, group, pairs @ ..] => batch(group_of(*group)?, pairs),
        [SINGLE, group, pair @ ..] => single(group_of(*group)?, pair),
        [REPEAT, operation, rest @ ..] => repeat(*operation, rest),
        _ => Err(ProgramError::InvalidInstructionData),
    }
}

fn group_of(number: u8) -> Result<Group, ProgramError> {
    Group::from_number(number).ok_or(ProgramError::InvalidInstructionData)
}

fn batch(group: Group, pairs: &[u8]) -> ProgramResult {
    let mut results = Results::EMPTY;
    let (pairs, rest) = pairs.as_chunks::<{ Pair::LENGTH }>();
    if pairs.is_empty() || !rest.is_empty() {
        return Err(ProgramError::InvalidInstructionData);
    }
    for pair in pairs {
        group.evaluate(Pair::from_bytes(pair), &mut results);
    }
    let mut answer = [0; 16];
    let (digest, count) = answer.split_at_mut(8);
    digest.copy_from_slice(&results.digest().to_le_bytes());
    count.copy_from_slice(&results.count().to_le_bytes());
    set_return_data(&answer);
    Ok(())
}

fn single(group: Group, pair: &[u8]) -> ProgramResult {
    if pair.len() != Pair::LENGTH {
        return Err(ProgramError::InvalidInstructionData);
    }
    let mut results = Results::EMPTY;
    group.evaluate(Pair::from_bytes(pair), &mut results);
    let mut answer = [0; 16 * ionet_conformance_cases::results::KEPT];
    let (slots, _) = answer.as_chunks_mut::<16>();
    for (slot, value) in slots.iter_mut().zip(results.kept()) {
        *slot = value.to_le_bytes();
    }
    let length = results.kept().len().saturating_mul(16);
    set_return_data(answer.get(..length).unwrap_or(&answer));
    Ok(())
}

fn repeat(operation: u8, rest: &[u8]) -> ProgramResult {
    let operation =
        Operation::from_number(operation).ok_or(ProgramError::InvalidInstructionData)?;
    let (times, pair) = rest
        .split_first_chunk::<8>()
        .ok_or(ProgramError::InvalidInstructionData)?;
    operation.repeat(Pair::from_bytes(pair), u64::from_le_bytes(*times));
    Ok(())
}
