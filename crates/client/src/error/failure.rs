//! From the runtime's error and the logs to the program that failed and what it said.

use solana_address::Address;
use solana_instruction::error::InstructionError;
use solana_transaction_error::TransactionError;

use super::{ClientError, framework};
use crate::logs;
use crate::program::find_program;

impl ClientError {
    /// What a failed transaction means. `programs` are the programs of its instructions, in order:
    /// they tell who failed when there are no logs.
    pub fn from_transaction(
        error: TransactionError,
        logs: Vec<String>,
        programs: &[Address],
    ) -> Self {
        let TransactionError::InstructionError(index, reason) = error else {
            let hint = hint(&error);
            return Self::Transaction { error, hint, logs };
        };
        let failed =
            logs::failed_program(&logs).or_else(|| programs.get(usize::from(index)).copied());
        let program = failed.map_or_else(|| format!("instruction {index}"), |id| name_of(&id));
        let (name, code, message) = describe(failed.as_ref(), &reason);
        Self::Program {
            program,
            name,
            code,
            message,
            logs,
        }
    }
}

fn name_of(id: &Address) -> String {
    find_program(id)
        .map(|program| program.name)
        .or_else(|| framework::well_known_program(id))
        .map_or_else(|| id.to_string(), str::to_owned)
}

/// Name, code and text of an instruction's error.
fn describe(program: Option<&Address>, reason: &InstructionError) -> (String, Option<u32>, String) {
    if let InstructionError::Custom(code) = *reason {
        let (name, message) = custom(program, code);
        return (name.to_owned(), Some(code), message.to_owned());
    }
    let name = format!("{reason:?}");
    let ours = program.and_then(find_program).is_some();
    match framework::builtin(&name).filter(|_| ours) {
        Some((framework_name, message)) => (framework_name.to_owned(), None, message.to_owned()),
        None => (name, None, reason.to_string()),
    }
}

fn custom(program: Option<&Address>, code: u32) -> (&'static str, &'static str) {
    let known = program.and_then(find_program);
    if let Some(error) = known.and_then(|program| program.error(code)) {
        return (error.name, error.message);
    }
    let table = match program {
        Some(id) if known.is_none() => framework::custom_of(id),
        _ => framework::ANCHOR,
    };
    table.iter().find(|error| error.code == code).map_or(
        (
            "Custom",
            "an error this client has no text for; see the logs",
        ),
        |error| (error.name, error.message),
    )
}

fn hint(error: &TransactionError) -> &'static str {
    match error {
        TransactionError::AccountNotFound | TransactionError::InsufficientFundsForFee => {
            "the fee payer has no SOL: fund it (`ionet wallet airdrop` on a local chain)"
        }
        TransactionError::InsufficientFundsForRent { .. } => {
            "an account would be left with less SOL than its rent: fund the payer"
        }
        TransactionError::ProgramAccountNotFound => {
            "the program is not deployed on this cluster: run the migrations, or choose another \
             cluster with --url"
        }
        TransactionError::BlockhashNotFound => "its blockhash expired: send it again",
        TransactionError::SignatureFailure | TransactionError::MissingSignatureForFee => {
            "a required signature is missing or does not belong to the message"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::{PROGRAMS, emission, io_token, iosd, price_feed};

    fn custom_error(program: Address, code: u32) -> ClientError {
        let error = TransactionError::InstructionError(0, InstructionError::Custom(code));
        ClientError::from_transaction(error, Vec::new(), &[program])
    }

    #[test]
    fn every_error_of_every_program_has_its_name_code_and_text() {
        let mut checked = 0;
        for program in PROGRAMS {
            for text in program.errors {
                let printed = custom_error(program.id, text.code).to_string();
                let expected = format!(
                    "{} refused: {} ({}): {}",
                    program.name, text.name, text.code, text.message
                );
                assert_eq!(printed, expected);
                assert!(!text.message.is_empty(), "{}.{}", program.name, text.name);
                checked += 1;
            }
        }
        assert!(checked > PROGRAMS.len(), "{checked} errors");
    }

    /// The generated enum of a program has what its table has.
    macro_rules! agrees {
        ($program:ident, $errors:ident) => {
            assert_eq!($errors::ALL.len(), $program::PROGRAM.errors.len());
            for error in $errors::ALL {
                let text = $program::PROGRAM.error(error.code()).unwrap();
                assert_eq!((text.name, text.message), (error.name(), error.message()));
                assert_eq!($errors::from_code(error.code()), Some(error));
            }
            assert_eq!($errors::from_code(5_999), None);
        };
    }

    #[test]
    fn the_generated_enums_agree_with_the_tables() {
        use crate::generated::emission::errors::EmissionError;
        use crate::generated::io_token::errors::IoTokenError;
        use crate::generated::iosd::errors::IosdError;
        use crate::generated::price_feed::errors::PriceFeedError;
        agrees!(emission, EmissionError);
        agrees!(io_token, IoTokenError);
        agrees!(iosd, IosdError);
        agrees!(price_feed, PriceFeedError);
    }

    #[test]
    fn an_error_passed_on_by_a_caller_is_the_callees() {
        let cap = io_token::errors::IoTokenError::CapExceeded;
        let logs = vec![
            format!("Program {} invoke [1]", emission::PROGRAM.id),
            format!("Program {} invoke [2]", io_token::PROGRAM.id),
            format!(
                "Program {} failed: custom program error: {:#x}",
                io_token::PROGRAM.id,
                cap.code()
            ),
            format!(
                "Program {} failed: custom program error: {:#x}",
                emission::PROGRAM.id,
                cap.code()
            ),
        ];
        let error = TransactionError::InstructionError(0, InstructionError::Custom(cap.code()));
        let error = ClientError::from_transaction(error, logs.clone(), &[emission::PROGRAM.id]);
        assert!(
            error
                .to_string()
                .starts_with("io_token refused: CapExceeded"),
            "{error}"
        );
        assert_eq!(error.logs(), logs);
    }

    #[test]
    fn errors_of_the_framework_are_named_for_our_programs_only() {
        let table = [
            (InstructionError::Custom(2012), "ConstraintAddress (2012)"),
            (
                InstructionError::MissingRequiredSignature,
                "ConstraintSigner:",
            ),
            (InstructionError::IllegalOwner, "ConstraintOwner:"),
            (InstructionError::InvalidSeeds, "ConstraintSeeds:"),
            (InstructionError::Custom(77), "Custom (77)"),
        ];
        for (reason, expected) in table {
            let error = TransactionError::InstructionError(0, reason.clone());
            let ours =
                ClientError::from_transaction(error.clone(), Vec::new(), &[io_token::PROGRAM.id]);
            assert!(ours.to_string().contains(expected), "{ours}");
            let other = ClientError::from_transaction(
                error,
                Vec::new(),
                &[Address::new_from_array([9; 32])],
            );
            assert!(!other.to_string().contains("Constraint"), "{other}");
        }
    }

    #[test]
    fn the_token_and_system_programs_errors_are_named() {
        let token = custom_error(spl_token_interface::ID, 1).to_string();
        assert!(
            token.starts_with("spl_token refused: InsufficientFunds (1)"),
            "{token}"
        );
        let system = custom_error(solana_sdk_ids::system_program::ID, 1).to_string();
        assert!(
            system.starts_with("system refused: ResultWithNegativeLamports (1)"),
            "{system}"
        );
    }

    #[test]
    fn a_payer_without_sol_is_told_to_get_some() {
        let error =
            ClientError::from_transaction(TransactionError::AccountNotFound, Vec::new(), &[]);
        assert!(
            error.to_string().contains("ionet wallet airdrop"),
            "{error}"
        );
        let error = ClientError::from_transaction(TransactionError::AccountInUse, Vec::new(), &[]);
        assert!(!error.to_string().ends_with("; "), "{error}");
    }
}
