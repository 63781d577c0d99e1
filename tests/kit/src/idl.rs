//! The parts of an Anchor IDL which tests need: account names, flags and errors.

use crate::artefacts::read_idl;
use serde_json::Value;

/// One program's interface, read from `target/idl`.
#[derive(Clone, Debug)]
pub struct Idl {
    /// Program name in the IDL, e.g. `io_token`.
    pub program: String,
    /// The program's declared address as base58 text.
    pub address: String,
    /// Instructions in declaration order.
    pub instructions: Vec<IdlInstruction>,
    /// Error codes in ascending order.
    pub errors: Vec<IdlError>,
    /// Event names with their eight-byte discriminators.
    pub events: Vec<(String, Vec<u8>)>,
}

/// One instruction.
#[derive(Clone, Debug)]
pub struct IdlInstruction {
    /// Name in snake case, e.g. `claim_vested`.
    pub name: String,
    /// First bytes of the instruction's data.
    pub discriminator: Vec<u8>,
    /// Accounts in the order in which the instruction takes them.
    pub accounts: Vec<IdlAccount>,
}

/// One account of an instruction, with what the IDL says is checked.
#[derive(Clone, Debug)]
pub struct IdlAccount {
    /// Name in snake case.
    pub name: String,
    /// The account must have signed.
    pub signer: bool,
    /// The account must be writable.
    pub writable: bool,
    /// The address is a constant, program-derived, or stored in another account.
    pub address_is_fixed: bool,
}

/// One error of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdlError {
    /// `Custom` code, from 6000.
    pub code: u32,
    /// Variant name in the program's error enum.
    pub name: String,
    /// Text shown to users.
    pub message: String,
}

impl Idl {
    /// Reads the IDL of `program` (`io_token`, `emission`, …).
    ///
    /// # Panics
    /// When the file is missing or is not an Anchor IDL.
    pub fn load(program: &str) -> Self {
        let value: Value = serde_json::from_str(&read_idl(program))
            .unwrap_or_else(|error| panic!("target/idl/{program}.json is not JSON: {error}"));
        Self {
            program: program.to_owned(),
            address: text(&value, "address"),
            instructions: list(&value, "instructions").map(instruction).collect(),
            errors: list(&value, "errors").map(error).collect(),
            events: list(&value, "events")
                .map(|event| (text(event, "name"), bytes(event, "discriminator")))
                .collect(),
        }
    }

    /// The instruction called `name`.
    ///
    /// # Panics
    /// When the IDL has none of that name; the message lists those it has.
    pub fn instruction(&self, name: &str) -> &IdlInstruction {
        self.instructions
            .iter()
            .find(|candidate| candidate.name == name)
            .unwrap_or_else(|| {
                let known: Vec<_> = self.instructions.iter().map(|known| &known.name).collect();
                panic!(
                    "{} has no instruction {name}; it has {known:?}",
                    self.program
                )
            })
    }

    /// The error called `name`.
    ///
    /// # Panics
    /// When the IDL has none of that name.
    pub fn error(&self, name: &str) -> &IdlError {
        self.errors
            .iter()
            .find(|candidate| candidate.name == name)
            .unwrap_or_else(|| panic!("{} has no error {name}", self.program))
    }

    /// Name of the error with `code`, if the program declares it.
    pub fn error_name(&self, code: u32) -> Option<&str> {
        self.errors
            .iter()
            .find(|error| error.code == code)
            .map(|error| error.name.as_str())
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn bytes(value: &Value, key: &str) -> Vec<u8> {
    list(value, key)
        .map(|byte| u8::try_from(byte.as_u64().unwrap_or_default()).unwrap_or_default())
        .collect()
}

fn instruction(value: &Value) -> IdlInstruction {
    let mut accounts = Vec::new();
    flatten(value, &mut accounts);
    IdlInstruction {
        name: text(value, "name"),
        discriminator: bytes(value, "discriminator"),
        accounts,
    }
}

/// Composite account groups hold a nested list; on the wire they are one flat list.
fn flatten(value: &Value, accounts: &mut Vec<IdlAccount>) {
    for account in list(value, "accounts") {
        if account.get("accounts").is_some() {
            flatten(account, accounts);
        } else {
            accounts.push(IdlAccount {
                name: text(account, "name"),
                signer: flag(account, "signer"),
                writable: flag(account, "writable"),
                address_is_fixed: ["pda", "address", "relations"]
                    .iter()
                    .any(|key| account.get(key).is_some()),
            });
        }
    }
}

fn error(value: &Value) -> IdlError {
    let code = value
        .get("code")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    IdlError {
        code: u32::try_from(code).unwrap_or_default(),
        name: text(value, "name"),
        message: text(value, "msg"),
    }
}
