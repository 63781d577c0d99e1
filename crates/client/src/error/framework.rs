//! Errors that our programs' IDLs do not list: Anchor's wrappers, the token and system programs.

use solana_address::Address;
use solana_sdk_ids::{bpf_loader_upgradeable, system_program};

use crate::program::ErrorText;

const fn text(code: u32, name: &'static str, message: &'static str) -> ErrorText {
    ErrorText {
        code,
        name,
        message,
    }
}

/// Custom codes of anchor-lang 2.0.0-rc.2 (`ErrorCode`); it numbers them as 1.x does.
pub(super) const ANCHOR: &[ErrorText] = &[
    text(
        2000,
        "ConstraintMut",
        "an account that the program writes was not passed as writable",
    ),
    text(
        2001,
        "ConstraintHasOne",
        "an account does not belong to the account that refers to it",
    ),
    text(
        2003,
        "ConstraintRaw",
        "a condition on an account does not hold",
    ),
    text(
        2005,
        "ConstraintRentExempt",
        "an account holds less SOL than its rent",
    ),
    text(
        2007,
        "ConstraintExecutable",
        "an account that must be a program is not executable",
    ),
    text(
        2011,
        "ConstraintClose",
        "an account cannot be closed into the given receiver",
    ),
    text(
        2012,
        "ConstraintAddress",
        "an account is not the one the program expects at this place",
    ),
    text(
        2013,
        "ConstraintZero",
        "an account that must be unused already holds data",
    ),
    text(
        2019,
        "ConstraintSpace",
        "an account does not have the length its type needs",
    ),
    text(
        2020,
        "ConstraintAccountIsNone",
        "an optional account that this call needs was left out",
    ),
    text(
        2040,
        "ConstraintDuplicateMutableAccount",
        "the same writable account was passed twice",
    ),
    text(
        2500,
        "RequireViolated",
        "a condition of the program does not hold",
    ),
    text(
        2501,
        "RequireEqViolated",
        "two values that must be equal differ",
    ),
    text(
        2502,
        "RequireKeysEqViolated",
        "two addresses that must be equal differ",
    ),
    text(
        2503,
        "RequireNeqViolated",
        "two values that must differ are equal",
    ),
    text(
        2504,
        "RequireKeysNeqViolated",
        "two addresses that must differ are equal",
    ),
    text(
        2505,
        "RequireGtViolated",
        "a value is not greater than its bound",
    ),
    text(2506, "RequireGteViolated", "a value is less than its bound"),
    text(
        4103,
        "InvalidPodValue",
        "an account or argument holds bytes that are no value of its type",
    ),
];

/// Custom codes of the SPL Token program.
const TOKEN: &[ErrorText] = &[
    text(
        0,
        "NotRentExempt",
        "a token account holds less SOL than its rent",
    ),
    text(
        1,
        "InsufficientFunds",
        "the token account holds less than the amount",
    ),
    text(2, "InvalidMint", "the mint is not valid"),
    text(3, "MintMismatch", "the token account is of another mint"),
    text(
        4,
        "OwnerMismatch",
        "the signer does not own the token account",
    ),
    text(5, "FixedSupply", "the mint's supply is fixed"),
    text(6, "AlreadyInUse", "the account is initialised already"),
    text(
        9,
        "UninitializedState",
        "the token account or mint is not initialised",
    ),
    text(
        10,
        "NativeNotSupported",
        "not possible with a wrapped SOL account",
    ),
    text(
        11,
        "NonNativeHasBalance",
        "a token account can be closed only when it is empty",
    ),
    text(
        12,
        "InvalidInstruction",
        "the token program does not know this instruction",
    ),
    text(
        13,
        "InvalidState",
        "the account is in a state that does not allow this",
    ),
    text(14, "Overflow", "the amount overflows"),
    text(
        15,
        "AuthorityTypeNotSupported",
        "this kind of authority does not exist here",
    ),
    text(16, "MintCannotFreeze", "the mint has no freeze authority"),
    text(17, "AccountFrozen", "the token account is frozen"),
    text(
        18,
        "MintDecimalsMismatch",
        "the decimals given are not the mint's",
    ),
];

/// Custom codes of the system program.
const SYSTEM: &[ErrorText] = &[
    text(
        0,
        "AccountAlreadyInUse",
        "an account with this address exists already",
    ),
    text(
        1,
        "ResultWithNegativeLamports",
        "the payer holds less SOL than is needed: fund it",
    ),
    text(
        2,
        "InvalidProgramId",
        "the account cannot be given to this program",
    ),
    text(
        3,
        "InvalidAccountDataLength",
        "the account would be too large",
    ),
    text(
        5,
        "AddressWithSeedMismatch",
        "the address is not derived from the given seed",
    ),
];

/// What a runtime error means when one of our programs returns it: anchor-lang 2.0.0-rc.2 maps
/// several of its own errors to the runtime's. By the runtime's name.
const BUILTIN: &[(&str, &str, &str)] = &[
    (
        "MissingRequiredSignature",
        "ConstraintSigner",
        "an account that must sign did not",
    ),
    (
        "InvalidSeeds",
        "ConstraintSeeds",
        "an account is not at the address derived from its seeds",
    ),
    (
        "IllegalOwner",
        "ConstraintOwner",
        "an account belongs to another program than expected",
    ),
    (
        "NotEnoughAccountKeys",
        "AccountNotEnoughKeys",
        "too few accounts were passed",
    ),
    (
        "InvalidInstructionData",
        "InstructionDidNotDeserialize",
        "the program does not know this instruction or its arguments; use client and program of the \
         same release",
    ),
    (
        "IncorrectProgramId",
        "IncorrectProgramId",
        "an account is not the program expected here",
    ),
    (
        "UninitializedAccount",
        "UninitializedAccount",
        "an account is not initialised; run the migrations",
    ),
    (
        "InvalidAccountData",
        "InvalidAccountData",
        "an account holds data of another type than expected",
    ),
    (
        "AccountDataTooSmall",
        "AccountDataTooSmall",
        "an account is shorter than its type needs",
    ),
    (
        "InvalidArgument",
        "InvalidArgument",
        "an account or argument has a value that is not accepted here",
    ),
];

/// The framework's name and text for a runtime error of one of our programs.
pub(super) fn builtin(runtime_name: &str) -> Option<(&'static str, &'static str)> {
    BUILTIN
        .iter()
        .find(|(name, _, _)| *name == runtime_name)
        .map(|(_, name, message)| (*name, *message))
}

/// The custom errors of a program that is not ours.
pub(super) fn custom_of(program: &Address) -> &'static [ErrorText] {
    match *program {
        spl_token_interface::ID => TOKEN,
        system_program::ID => SYSTEM,
        _ => &[],
    }
}

/// The name of a program that every cluster has.
pub(super) fn well_known_program(program: &Address) -> Option<&'static str> {
    match *program {
        spl_token_interface::ID => Some("spl_token"),
        system_program::ID => Some("system"),
        bpf_loader_upgradeable::ID => Some("the upgradeable loader"),
        _ => None,
    }
}
