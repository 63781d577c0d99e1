//! Negative tests by table. What must be in the tables follows from the IDLs: an account
//! or an error that is added without a case makes a test fail.

mod accounts_emission;
mod accounts_io_token;
mod errors_emission;
mod errors_io_token;
pub mod scenarios;

use ionet_test_kit::{
    Call, Chain, Outcome, World,
    call::idl,
    negative::{Expected, Fault, Requirement, check, requirements, spoil},
};
use solana_address::Address;
use solana_instruction::error::InstructionError;
use std::collections::BTreeSet;

/// One spoiled account and the exact error it must give.
struct AccountCase {
    instruction: &'static str,
    account: &'static str,
    fault: Fault,
    /// Which substitute, for [`Fault::Substitute`].
    substitute: Option<(&'static str, fn(&mut World) -> Address)>,
    expected: Expected,
}

/// One error of the program and a call that gives it.
struct ErrorCase {
    error: &'static str,
    /// What is wrong in this case; several cases may give the same error.
    what: &'static str,
    run: fn() -> Outcome,
}

/// An error that no call can give, and why it exists nevertheless.
struct Exemption {
    error: &'static str,
    reason: &'static str,
}

/// The program's own error.
const fn own(name: &'static str) -> Expected {
    Expected::Error(name)
}

/// An error of the framework, of a called program or of the runtime.
const fn runtime(error: InstructionError) -> Expected {
    Expected::Runtime(error)
}

/// `Custom` code of the framework's constraints.
const fn framework(code: u32) -> Expected {
    Expected::Runtime(InstructionError::Custom(code))
}

/// anchor-lang `ErrorCode::ConstraintMut`: passed read-only.
const CONSTRAINT_MUT: u32 = 2000;
/// anchor-lang `ErrorCode::ConstraintDuplicateMutableAccount`.
const CONSTRAINT_DUPLICATE_MUTABLE: u32 = 2040;
/// The wrapper's owner check.
const ILLEGAL_OWNER: Expected = runtime(InstructionError::IllegalOwner);
/// anchor-lang `ErrorCode::ConstraintSeeds`.
const INVALID_SEEDS: Expected = runtime(InstructionError::InvalidSeeds);
/// anchor-lang `ErrorCode::ConstraintSigner`; for a payer also when it is read-only.
const NO_SIGNATURE: Expected = runtime(InstructionError::MissingRequiredSignature);
/// `Program<T>` with the id of another program.
const OTHER_PROGRAM: Expected = runtime(InstructionError::IncorrectProgramId);
/// The runtime refuses the call which would create a read-only account.
const READ_ONLY_IN_CALL: Expected = runtime(InstructionError::PrivilegeEscalation);
/// The runtime refuses the token program's write to an account that is not its own.
const FOREIGN_DATA: Expected = runtime(InstructionError::ExternalAccountDataModified);
/// In a batch the token program checks the owner of each account itself.
const FOREIGN_IN_BATCH: Expected = runtime(InstructionError::IncorrectProgramId);

const fn case(
    instruction: &'static str,
    account: &'static str,
    fault: Fault,
    expected: Expected,
) -> AccountCase {
    AccountCase {
        instruction,
        account,
        fault,
        substitute: None,
        expected,
    }
}

const fn substitute(
    instruction: &'static str,
    account: &'static str,
    name: &'static str,
    make: fn(&mut World) -> Address,
    expected: Expected,
) -> AccountCase {
    AccountCase {
        instruction,
        account,
        fault: Fault::Substitute,
        substitute: Some((name, make)),
        expected,
    }
}

fn run(program: &str, case: &AccountCase) -> Result<(), String> {
    let (mut world, call) = scenarios::correct(program, case.instruction);
    let spoiled = match case.substitute {
        Some((_, make)) => {
            let other = make(&mut world);
            world.chain.impersonate(other);
            call.with_account(case.account, other)
        }
        None => spoil(&mut world.chain, call, case.account, case.fault),
    };
    check(&world.chain.send(spoiled), &case.expected).map_err(|difference| {
        let substitute = case.substitute.map_or("", |(name, _)| name);
        format!(
            "{program}.{}, {} {:?} {substitute}: {difference}",
            case.instruction, case.account, case.fault
        )
    })
}

fn run_all(program: &str, cases: &[AccountCase]) {
    let failures: Vec<_> = cases
        .iter()
        .filter_map(|case| run(program, case).err())
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases differ:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

fn correct_chain(program: &str, instruction: &str) -> (Chain, Call) {
    let (world, call) = scenarios::correct(program, instruction);
    (world.chain, call)
}

/// What the IDL demands and `cases` lack.
fn missing_cases<'a>(
    program: &str,
    cases: impl Iterator<Item = &'a AccountCase>,
) -> Vec<Requirement> {
    let present: BTreeSet<Requirement> = cases
        .map(|case| {
            (
                case.instruction.to_owned(),
                case.account.to_owned(),
                case.fault,
            )
        })
        .collect();
    requirements(program, |instruction| correct_chain(program, instruction))
        .difference(&present)
        .cloned()
        .collect()
}

fn every_account_has_its_cases(program: &str, cases: &[AccountCase]) {
    let missing = missing_cases(program, cases.iter());
    assert!(
        missing.is_empty(),
        "{program}: the IDL demands {} negative cases which are not in the table \
         tests/programs/tests/programs/negative/accounts_{program}.rs: {missing:#?}",
        missing.len()
    );
    // More than the IDL demands is welcome, but it has to name something that exists.
    for case in cases {
        let known = &idl(program).instruction(case.instruction).accounts;
        assert!(
            known.iter().any(|candidate| candidate.name == case.account),
            "{program}.{} has no account {}; remove the case",
            case.instruction,
            case.account
        );
    }
}

/// Names of the program's errors without a case and without an exemption.
fn errors_without_case<'a>(
    program: &str,
    cases: impl Iterator<Item = &'a ErrorCase>,
    exempt: &[Exemption],
) -> Vec<&'static str> {
    let covered: BTreeSet<&str> = cases
        .map(|case| case.error)
        .chain(exempt.iter().map(|one| one.error))
        .collect();
    let errors = idl(program).errors.iter().map(|error| error.name.as_str());
    errors.filter(|name| !covered.contains(name)).collect()
}

fn every_error_has_a_case(program: &str, cases: &[ErrorCase], exempt: &[Exemption]) {
    let missing = errors_without_case(program, cases.iter(), exempt);
    assert!(
        missing.is_empty(),
        "{program}: no negative case gives {missing:?}; add one to \
         tests/programs/tests/programs/negative/errors_{program}.rs"
    );
    for name in cases
        .iter()
        .map(|case| case.error)
        .chain(exempt.iter().map(|one| one.error))
    {
        // Panics when the program has no such error any more.
        let _ = idl(program).error(name);
    }
    for exemption in exempt {
        assert!(
            exemption.reason.len() > 30,
            "{}: say why no call gives it",
            exemption.error
        );
        assert!(
            cases.iter().all(|case| case.error != exemption.error),
            "{} has a case, so it needs no exemption",
            exemption.error
        );
    }
}

fn every_error_is_exact(program: &str, cases: &[ErrorCase]) {
    let failures: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let outcome = (case.run)();
            assert_eq!(
                outcome.program, program,
                "{} ends in a call of {program}",
                case.what
            );
            let difference = check(&outcome, &own(case.error)).err()?;
            Some(format!("{} ({}): {difference}", case.error, case.what))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} cases differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn every_scenario_is_correct(program: &str) {
    for instruction in &idl(program).instructions {
        let (mut world, call) = scenarios::correct(program, &instruction.name);
        let _ = world.chain.send(call).ok();
    }
}

/// Without this, a case could fail for a reason that has nothing to do with its fault.
#[test]
fn the_calls_which_are_spoiled_succeed_when_left_alone() {
    every_scenario_is_correct("io_token");
    every_scenario_is_correct("emission");
}

#[test]
fn io_token_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("io_token", accounts_io_token::CASES);
}

#[test]
fn emission_refuses_every_spoiled_account_with_the_exact_error() {
    run_all("emission", accounts_emission::CASES);
}

#[test]
fn no_account_constraint_is_without_a_negative_test() {
    every_account_has_its_cases("io_token", accounts_io_token::CASES);
    every_account_has_its_cases("emission", accounts_emission::CASES);
}

#[test]
fn io_token_gives_each_of_its_errors() {
    every_error_is_exact("io_token", errors_io_token::CASES);
}

#[test]
fn emission_gives_each_of_its_errors() {
    every_error_is_exact("emission", errors_emission::CASES);
}

#[test]
fn no_error_is_without_a_negative_test() {
    every_error_has_a_case("io_token", errors_io_token::CASES, errors_io_token::EXEMPT);
    every_error_has_a_case("emission", errors_emission::CASES, errors_emission::EXEMPT);
}

/// The two tests above notice what is missing: any case that the IDL demands, and any error.
#[test]
fn a_case_that_is_taken_out_is_missed() {
    let cases = accounts_io_token::CASES;
    for taken in cases
        .iter()
        .filter(|case| case.substitute.is_none())
        .step_by(17)
    {
        let rest = cases.iter().filter(|case| !std::ptr::eq(*case, taken));
        let missed = (
            taken.instruction.to_owned(),
            taken.account.to_owned(),
            taken.fault,
        );
        assert_eq!(missing_cases("io_token", rest), [missed]);
    }
    let cases = errors_emission::CASES;
    for taken in cases.iter().step_by(7) {
        let rest = cases.iter().filter(|case| case.error != taken.error);
        let missed = errors_without_case("emission", rest, errors_emission::EXEMPT);
        assert_eq!(missed, [taken.error]);
    }
}

/// Leaving the last account out, or cutting the data by a byte, is refused before any
/// constraint is looked at.
#[test]
fn short_calls_are_refused_by_the_framework() {
    for program in ["io_token", "emission"] {
        for instruction in &idl(program).instructions {
            let (world, call) = scenarios::correct(program, &instruction.name);
            let outcome = world
                .chain
                .clone()
                .send(call.clone().without_last_account());
            #[allow(deprecated)] // The framework still returns it.
            outcome.fails_as(&InstructionError::NotEnoughAccountKeys);

            let length = call.raw.data.len();
            let outcome = world.chain.clone().send(call.with_data_cut_to(length - 1));
            outcome.fails_as(&InstructionError::InvalidInstructionData);
        }
    }
}
