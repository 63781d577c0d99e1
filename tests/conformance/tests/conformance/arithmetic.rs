//! Every group of operations on at least 100,000 pairs, host against SVM.

use ionet_conformance_cases::arithmetic::{Group, Pair};
use ionet_conformance_cases::results::Results;
use solana_address::{Address, address};
use solana_instruction::Instruction;

use crate::operands;
use crate::svm::Svm;

pub const PROGRAM: Address = address!("7dASnTRT8pLK6o1h1hnRmVzmacMZDBohCGamRw8VVzbz");
/// Cases of each group.
const CASES: usize = 100_000;
/// Pairs in one transaction.
const BATCH: usize = 400;

const MODE_BATCH: u8 = 0;
const MODE_SINGLE: u8 = 1;
const MODE_REPEAT: u8 = 2;

/// A chain with the arithmetic program.
pub fn chain() -> Svm {
    Svm::with_program("arithmetic_conformance", PROGRAM)
}

fn instruction(mode: u8, group: u8, pairs: &[Pair]) -> Instruction {
    let mut data = vec![mode, group];
    for pair in pairs {
        data.extend(pair.a.to_le_bytes());
        data.extend(pair.b.to_le_bytes());
    }
    Instruction {
        program_id: PROGRAM,
        accounts: vec![],
        data,
    }
}

/// An instruction that repeats an operation.
pub fn repeat(operation: u8, times: u64, pair: Pair) -> Instruction {
    let mut data = vec![MODE_REPEAT, operation];
    data.extend(times.to_le_bytes());
    data.extend(pair.a.to_le_bytes());
    data.extend(pair.b.to_le_bytes());
    Instruction {
        program_id: PROGRAM,
        accounts: vec![],
        data,
    }
}

/// Digest and number of the results that the program computes.
fn on_chain(chain: &mut Svm, group: Group, pairs: &[Pair]) -> (u64, u64) {
    let answer = chain
        .must(instruction(MODE_BATCH, group as u8, pairs))
        .return_data
        .data;
    let word = |at: usize| {
        // The runtime cuts trailing zeros off return data.
        let mut bytes = [0; 8];
        for (byte, value) in bytes.iter_mut().zip(answer.iter().skip(at)) {
            *byte = *value;
        }
        u64::from_le_bytes(bytes)
    };
    (word(0), word(8))
}

fn on_host(group: Group, pairs: &[Pair]) -> (u64, u64) {
    let mut results = Results::EMPTY;
    for &pair in pairs {
        group.evaluate(pair, &mut results);
    }
    (results.digest(), results.count())
}

/// Finds the first result in which host and SVM differ.
fn describe_difference(chain: &mut Svm, group: Group, pairs: &[Pair]) -> String {
    for &pair in pairs {
        if on_chain(chain, group, &[pair]) == on_host(group, &[pair]) {
            continue;
        }
        let mut results = Results::EMPTY;
        group.evaluate(pair, &mut results);
        let mut raw = chain
            .must(instruction(MODE_SINGLE, group as u8, &[pair]))
            .return_data
            .data;
        raw.resize(results.kept().len() * 16, 0);
        let there = raw
            .as_chunks::<16>()
            .0
            .iter()
            .map(|word| u128::from_le_bytes(*word));
        let different = there
            .zip(results.kept())
            .position(|(there, here)| there != *here);
        return format!("{group:?} of {pair:x?}: result {different:?} (none: a later one) differs");
    }
    format!("{group:?}: the batch differs, no single pair does")
}

fn conforms(group: Group) {
    let mut chain = chain();
    let pairs = operands::pairs(CASES);
    let (mut operations, mut units) = (0, 0);
    for batch in pairs.chunks(BATCH) {
        let expected = on_host(group, batch);
        let answer = on_chain(&mut chain, group, batch);
        assert_eq!(
            answer,
            expected,
            "{}",
            describe_difference(&mut chain, group, batch)
        );
        operations += expected.1;
        units += 1;
    }
    println!(
        "{group:?}: {} cases, {operations} results, {units} transactions, 0 differ",
        pairs.len()
    );
    assert!(pairs.len() >= CASES);
}

#[test]
fn unsigned_conforms() {
    conforms(Group::Unsigned);
}

#[test]
fn unsigned_checked_conforms() {
    conforms(Group::UnsignedChecked);
}

#[test]
fn signed_conforms() {
    conforms(Group::Signed);
}

#[test]
fn signed_checked_conforms() {
    conforms(Group::SignedChecked);
}

#[test]
fn comparison_conforms() {
    conforms(Group::Comparison);
}

#[test]
fn conversion_conforms() {
    conforms(Group::Conversion);
}

#[test]
fn text_conforms() {
    conforms(Group::Text);
}

#[test]
fn derived_conforms() {
    conforms(Group::Derived);
}

#[test]
fn word_conforms() {
    conforms(Group::Word);
}

#[test]
fn memory_conforms() {
    conforms(Group::Memory);
}

/// The comparison itself can fail: one changed bit in one operand of a batch shows.
#[test]
fn a_difference_would_be_seen() {
    let mut chain = chain();
    let pairs = &operands::pairs(1)[..BATCH];
    for group in Group::ALL {
        let mut other = pairs.to_vec();
        other[BATCH / 2].a ^= 1;
        assert_ne!(
            on_chain(&mut chain, group, pairs),
            on_host(group, &other),
            "{group:?}"
        );
    }
}

#[test]
fn single_results_are_returned_as_they_are() {
    let mut chain = chain();
    let pair = Pair { a: u128::MAX, b: 7 };
    let answer = chain
        .must(instruction(MODE_SINGLE, Group::Unsigned as u8, &[pair]))
        .return_data;
    let mut results = Results::EMPTY;
    Group::Unsigned.evaluate(pair, &mut results);
    let expected: Vec<u8> = results
        .kept()
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    assert_eq!(answer.data, expected);
}

#[test]
fn malformed_instructions_are_refused() {
    let mut chain = chain();
    let pair = Pair { a: 1, b: 1 };
    let mut short = instruction(MODE_BATCH, 0, &[pair]);
    short.data.pop();
    for bad in [
        instruction(MODE_BATCH, 0, &[]),
        instruction(MODE_BATCH, 10, &[pair]),
        instruction(MODE_SINGLE, 0, &[pair, pair]),
        instruction(9, 0, &[pair]),
        repeat(99, 1, pair),
        short,
    ] {
        let data = bad.data.clone();
        let failed = chain.send(bad).expect_err(&format!("{data:?}"));
        let expected = solana_transaction_error::TransactionError::InstructionError(
            0,
            solana_instruction::error::InstructionError::InvalidInstructionData,
        );
        assert_eq!(failed.err, expected);
    }
}
