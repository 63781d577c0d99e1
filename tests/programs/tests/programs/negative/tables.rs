//! Cases as tables, what the IDLs demand of them, and how they run.

use super::scenarios;
use ionet_test_kit::{
    Call, Chain, Outcome, World,
    call::idl,
    negative::{Expected, Fault, Requirement, check, requirements, spoil},
};
use solana_address::Address;
use solana_instruction::error::InstructionError;
use std::collections::BTreeSet;

/// Makes the account that is put in the place of the right one.
pub type Substitute = fn(&mut World) -> Address;

/// One spoiled account and the exact error it must give.
#[derive(Clone)]
pub struct AccountCase {
    pub instruction: &'static str,
    pub account: &'static str,
    pub fault: Fault,
    /// Which substitute, for [`Fault::Substitute`].
    pub substitute: Option<(&'static str, Substitute)>,
    pub expected: Expected,
}

/// One error of the program and a call that gives it.
#[derive(Clone, Copy)]
pub struct ErrorCase {
    pub error: &'static str,
    /// What is wrong in this case; several cases may give the same error.
    pub what: &'static str,
    pub run: fn() -> Outcome,
}

/// An error that no call can give, and why it exists nevertheless.
pub struct Exemption {
    pub error: &'static str,
    pub reason: &'static str,
}

/// A case of `error`, and in words `what` gives it.
pub const fn error_case(
    error: &'static str,
    what: &'static str,
    run: fn() -> Outcome,
) -> ErrorCase {
    ErrorCase { error, what, run }
}

/// Writes `bytes` into an account, for states which no call leads to.
pub fn patch(world: &mut World, address: Address, offset: usize, bytes: &[u8]) {
    let mut account = world.chain.account(&address).expect("an account to change");
    account.data[offset..offset + bytes.len()].copy_from_slice(bytes);
    world.chain.set_account(address, account);
}

/// The program's own error.
pub const fn own(name: &'static str) -> Expected {
    Expected::Error(name)
}

/// An error of the framework, of a called program or of the runtime.
pub const fn runtime(error: InstructionError) -> Expected {
    Expected::Runtime(error)
}

/// `Custom` code of the framework's constraints.
pub const fn framework(code: u32) -> Expected {
    Expected::Runtime(InstructionError::Custom(code))
}

/// anchor-lang `ErrorCode::ConstraintMut`: passed read-only.
pub const CONSTRAINT_MUT: u32 = 2000;
/// anchor-lang `ErrorCode::ConstraintDuplicateMutableAccount`.
pub const CONSTRAINT_DUPLICATE_MUTABLE: u32 = 2040;
/// The wrapper's owner check.
pub const ILLEGAL_OWNER: Expected = runtime(InstructionError::IllegalOwner);
/// anchor-lang `ErrorCode::ConstraintSeeds`.
pub const INVALID_SEEDS: Expected = runtime(InstructionError::InvalidSeeds);
/// anchor-lang `ErrorCode::ConstraintSigner`; for a payer also when it is read-only.
pub const NO_SIGNATURE: Expected = runtime(InstructionError::MissingRequiredSignature);
/// `Program<T>` with the id of another program.
pub const OTHER_PROGRAM: Expected = runtime(InstructionError::IncorrectProgramId);
/// The runtime refuses the call which would create a read-only account.
pub const READ_ONLY_IN_CALL: Expected = runtime(InstructionError::PrivilegeEscalation);
/// The runtime refuses the token program's write to an account that is not its own.
pub const FOREIGN_DATA: Expected = runtime(InstructionError::ExternalAccountDataModified);
/// `TokenError::MintMismatch` of the token program.
pub const OTHER_MINT: Expected = framework(3);
/// `TokenError::OwnerMismatch` of the token program.
pub const NOT_TOKEN_OWNER: Expected = framework(4);
/// An account of the right owner, but of another type.
pub const OTHER_TYPE: Expected = runtime(InstructionError::InvalidAccountData);
/// In a batch the token program checks the owner of each account itself.
pub const FOREIGN_IN_BATCH: Expected = runtime(InstructionError::IncorrectProgramId);

pub const fn case(
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

pub const fn substitute(
    instruction: &'static str,
    account: &'static str,
    name: &'static str,
    make: Substitute,
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

pub fn run(program: &str, case: &AccountCase) -> Result<(), String> {
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

pub fn run_all(program: &str, cases: &[AccountCase]) {
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

pub fn correct_chain(program: &str, instruction: &str) -> (Chain, Call) {
    let (world, call) = scenarios::correct(program, instruction);
    (world.chain, call)
}

/// What the IDL demands and `cases` lack.
pub fn missing_cases<'a>(
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

pub fn every_account_has_its_cases(program: &str, cases: &[AccountCase]) {
    let missing = missing_cases(program, cases.iter());
    let rows: Vec<_> = missing
        .iter()
        .map(|one| proposed_row(program, one))
        .collect();
    assert!(
        missing.is_empty(),
        "{program}: the IDL demands {} negative cases which are not in the table \
         tests/programs/tests/programs/negative/accounts_{program}. What the program returned \
         today, to be judged one by one before it goes there:\n{}",
        missing.len(),
        rows.join("\n")
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

/// A row for a missing case, with the error that came back.
fn proposed_row(program: &str, (instruction, account, fault): &Requirement) -> String {
    let fault_name = format!("{fault:?}");
    if *fault == Fault::Substitute {
        return format!(
            "    substitute({instruction:?}, {account:?}, \"which\", |world| todo, EXPECTED),"
        );
    }
    let (mut world, call) = scenarios::correct(program, instruction);
    let spoiled = spoil(&mut world.chain, call, account, *fault);
    let outcome = world.chain.send(spoiled);
    let expected = match outcome.instruction_error() {
        None => "NOT REFUSED".to_owned(),
        Some(InstructionError::Custom(code)) if *code >= 6000 => {
            format!("own({:?})", outcome.failure())
        }
        Some(InstructionError::Custom(code)) => format!("framework({code})"),
        Some(InstructionError::IllegalOwner) => "ILLEGAL_OWNER".to_owned(),
        Some(InstructionError::InvalidSeeds) => "INVALID_SEEDS".to_owned(),
        Some(InstructionError::MissingRequiredSignature) => "NO_SIGNATURE".to_owned(),
        Some(other) => format!("runtime(InstructionError::{other:?})"),
    };
    format!("    case({instruction:?}, {account:?}, {fault_name}, {expected}),")
}

/// Names of the program's errors without a case and without an exemption.
pub fn errors_without_case<'a>(
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

pub fn every_error_has_a_case(program: &str, cases: &[ErrorCase], exempt: &[Exemption]) {
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

pub fn every_error_is_exact(program: &str, cases: &[ErrorCase]) {
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

pub fn every_scenario_is_correct(program: &str) {
    for instruction in &idl(program).instructions {
        let (mut world, call) = scenarios::correct(program, &instruction.name);
        let _ = world.chain.send(call).ok();
    }
}
