//! Which negative tests an IDL demands, and how a correct call is spoiled in one point.

use crate::{Call, Chain, Outcome, call::idl, outcome::describe, tokens::TOKEN_2022_PROGRAM};
use solana_address::Address;
use solana_instruction::error::InstructionError;
use solana_sdk_ids::{stake, system_program};
use std::collections::BTreeSet;

/// One way to spoil one account of a correct call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The signature is missing.
    Unsigned,
    /// Somebody else signs.
    OtherSigner,
    /// Passed read-only.
    ReadOnly,
    /// A byte-for-byte copy of the account (same owner, same data) at another address; for a
    /// program another program.
    OtherAddress,
    /// The right address, with the same data, owned by another program.
    ForeignOwner,
    /// Another existing account, chosen by the test: for accounts whose address is not fixed.
    Substitute,
}

/// A negative test that must exist: instruction, account, fault.
pub type Requirement = (String, String, Fault);

/// What a spoiled call must return.
#[derive(Clone, Debug)]
pub enum Expected {
    /// The program's own error of this name.
    Error(&'static str),
    /// An error of the framework's wrappers, of a called program or of the runtime.
    Runtime(InstructionError),
    /// None: anyone may be this account, a payer of rent say.
    Success,
}

/// Every requirement of `program`, given a chain and a correct call per instruction.
///
/// - a signer: the signature is missing; somebody else signs
/// - a writable account: passed read-only
/// - a fixed address (constant, derived or stored): a copy at another address
/// - an existing account with data: another owner
/// - any other account: a substitute of the test's choice
pub fn requirements(
    program: &str,
    correct: impl Fn(&str) -> (Chain, Call),
) -> BTreeSet<Requirement> {
    let mut required = BTreeSet::new();
    for instruction in &idl(program).instructions {
        let (chain, call) = correct(&instruction.name);
        for account in &instruction.accounts {
            let mut need = |fault| {
                required.insert((instruction.name.clone(), account.name.clone(), fault));
            };
            if account.signer {
                need(Fault::Unsigned);
                need(Fault::OtherSigner);
            }
            if account.writable {
                need(Fault::ReadOnly);
            }
            if account.address_is_fixed {
                need(Fault::OtherAddress);
            } else if !account.signer {
                need(Fault::Substitute);
            }
            let on_chain = chain.account(&call.account(&account.name));
            if on_chain.is_some_and(|found| !found.executable && !found.data.is_empty()) {
                need(Fault::ForeignOwner);
            }
        }
    }
    required
}

/// Spoils `account` of `call` with `fault`; a substitute is put in by the test itself.
///
/// # Panics
/// For [`Fault::Substitute`].
pub fn spoil(chain: &mut Chain, call: Call, account: &str, fault: Fault) -> Call {
    let address = call.account(account);
    match fault {
        Fault::Unsigned => call.without_signature(account),
        Fault::OtherSigner => {
            let other = chain.wallet("somebody else");
            call.with_account(account, other)
        }
        Fault::ReadOnly => call.read_only(account),
        Fault::OtherAddress => {
            let other = twin(chain, &address);
            chain.impersonate(other);
            call.with_account(account, other)
        }
        Fault::ForeignOwner => {
            let mut moved = chain
                .account(&address)
                .expect("an account with an owner to change");
            moved.owner = stake::ID;
            chain.set_account(address, moved);
            call
        }
        Fault::Substitute => panic!("{account}: the test chooses the substitute itself"),
    }
}

/// A copy of the account at `address` at an address of its own. For a program another
/// program; for an account that does not exist an address where none exists either.
pub fn twin(chain: &mut Chain, address: &Address) -> Address {
    match chain.account(address) {
        Some(account) if account.executable || *address == system_program::ID => TOKEN_2022_PROGRAM,
        Some(account) => {
            let copy = chain.wallet(&format!("copy of {address}"));
            chain.set_account(copy, account);
            copy
        }
        None => {
            let empty = chain.wallet(&format!("nothing like {address}"));
            chain.set_account(empty, solana_account::Account::default());
            empty
        }
    }
}

/// Whether `outcome` is the expected failure, and otherwise what came instead.
///
/// # Errors
/// Text with the expected and the actual result.
pub fn check(outcome: &Outcome, expected: &Expected) -> Result<(), String> {
    let error = match expected {
        Expected::Error(name) => InstructionError::Custom(idl(outcome.program).error(name).code),
        Expected::Runtime(error) => error.clone(),
        Expected::Success if outcome.is_ok() => return Ok(()),
        Expected::Success => return Err(format!("expected success, got {}", outcome.failure())),
    };
    if outcome.instruction_error() == Some(&error) {
        return Ok(());
    }
    let wanted = describe(outcome.program, &error);
    Err(format!("expected {wanted}, got {}", outcome.failure()))
}
