//! What a transaction did: result, compute units, logs and events.

use crate::{call::idl, events};
use ionet_client::generated::Event;
use litesvm::types::{FailedTransactionMetadata, TransactionMetadata};
use solana_instruction::error::InstructionError;
use solana_transaction_error::TransactionError;

/// Result of one call.
#[derive(Clone, Debug)]
#[must_use]
pub struct Outcome {
    /// Program of the call, for messages.
    pub program: &'static str,
    /// Instruction of the call, for messages.
    pub instruction: &'static str,
    /// `Ok`, or the runtime's error.
    pub result: Result<(), TransactionError>,
    /// Compute units of the instruction alone.
    pub compute_units: u64,
    /// Program logs.
    pub logs: Vec<String>,
    /// Events in the order of emission, those of called programs included.
    pub events: Vec<Event>,
}

impl Outcome {
    pub(crate) fn new(
        program: &'static str,
        instruction: &'static str,
        overhead: u64,
        sent: Result<TransactionMetadata, FailedTransactionMetadata>,
    ) -> Self {
        let (result, meta) = match sent {
            Ok(meta) => (Ok(()), meta),
            Err(failed) => (Err(failed.err), failed.meta),
        };
        let events = events::decode(&meta.logs);
        Self {
            program,
            instruction,
            result,
            compute_units: meta.compute_units_consumed.saturating_sub(overhead),
            logs: meta.logs,
            events,
        }
    }

    /// Whether the transaction succeeded.
    pub fn is_ok(&self) -> bool {
        self.result.is_ok()
    }

    /// Asserts success and hands the outcome on.
    ///
    /// # Panics
    /// With the error's name and the logs.
    pub fn ok(self) -> Self {
        assert!(
            self.is_ok(),
            "{}.{} was expected to succeed but failed with {}\n{}",
            self.program,
            self.instruction,
            self.failure(),
            self.logs.join("\n")
        );
        self
    }

    /// Asserts that the program's own error `name` was returned.
    ///
    /// # Panics
    /// When another error, or none, came back.
    pub fn fails_with(&self, name: &str) {
        let code = idl(self.program).error(name).code;
        self.fails_as(&InstructionError::Custom(code));
    }

    /// Asserts that the first instruction failed with exactly `error`.
    ///
    /// # Panics
    /// When another error, or none, came back.
    pub fn fails_as(&self, error: &InstructionError) {
        let expected = TransactionError::InstructionError(0, error.clone());
        assert!(
            self.result.as_ref() == Err(&expected),
            "{}.{}: expected {} but got {}\n{}",
            self.program,
            self.instruction,
            describe(self.program, error),
            self.failure(),
            self.logs.join("\n")
        );
    }

    /// The instruction error of a failed call.
    pub fn instruction_error(&self) -> Option<&InstructionError> {
        match &self.result {
            Err(TransactionError::InstructionError(_, error)) => Some(error),
            _ => None,
        }
    }

    /// The failure in words: the program's error name where it has one.
    pub fn failure(&self) -> String {
        match &self.result {
            Ok(()) => "success".to_owned(),
            Err(TransactionError::InstructionError(_, error)) => describe(self.program, error),
            Err(other) => format!("{other:?}"),
        }
    }
}

/// `error` in words, with the name from the program's IDL for its own codes.
pub fn describe(program: &str, error: &InstructionError) -> String {
    match error {
        InstructionError::Custom(code) => match idl(program).error_name(*code) {
            Some(name) => name.to_owned(),
            None => format!("Custom({code})"),
        },
        other => format!("{other:?}"),
    }
}
