//! What single operations cost, in compute units.

use ionet_conformance_cases::arithmetic::Pair;
use ionet_conformance_cases::arithmetic::cost::Operation;

use crate::arithmetic::{chain, repeat};
use crate::operands;
use crate::svm::Svm;

/// Repetitions of an operation in one measurement.
const TIMES: u64 = 32;
/// Pairs of operands on which each operation is measured.
const PAIRS: usize = 9_000;
/// A division of two u128 may cost this much.
const DIVISION_LIMIT: u64 = 400;

/// Compute units of `TIMES` repetitions of an operation, with everything around them.
fn units(chain: &mut Svm, operation: Operation, pair: Pair) -> u64 {
    chain
        .must(repeat(operation as u8, TIMES, pair))
        .compute_units_consumed
}

/// Worst and median cost of an operation, above the loop around it.
fn measure(operation: Operation, pairs: &[Pair]) -> (u64, u64) {
    let mut chain = chain();
    let around = units(&mut chain, Operation::Nothing, pairs[0]);
    let mut costs: Vec<u64> = pairs
        .iter()
        .map(|&pair| {
            units(&mut chain, operation, pair)
                .saturating_sub(around)
                .div_ceil(TIMES)
        })
        .collect();
    costs.sort_unstable();
    (costs[costs.len() - 1], costs[costs.len() / 2])
}

#[test]
fn costs_of_operations() {
    let pairs: Vec<Pair> = operands::pairs(4 * PAIRS)
        .into_iter()
        // Dividing by zero ends the program, and the checks before it are not what is measured.
        .filter(|pair| pair.b != 0)
        .step_by(3)
        .collect();
    assert!(pairs.len() >= PAIRS);
    println!(
        "compute units of one operation, worst and median of {} pairs",
        pairs.len()
    );
    for &operation in Operation::ALL {
        let (worst, median) = measure(operation, &pairs);
        println!("{:>18}: {worst:4} {median:4}", operation.label());
        if matches!(
            operation,
            Operation::Divide
                | Operation::Remainder
                | Operation::SignedDivide
                | Operation::SignedRemainder
                | Operation::MultiplyDivide
        ) {
            assert!(
                worst > 10,
                "{}: the measurement sees nothing",
                operation.label()
            );
            assert!(
                worst <= DIVISION_LIMIT,
                "{} costs {worst}",
                operation.label()
            );
        }
    }
}
