//! A `LiteSVM` chain with one program on it.

use std::fs;

use litesvm::LiteSVM;
use litesvm::types::{FailedTransactionMetadata, TransactionMetadata};
use solana_account::Account;
use solana_address::Address;
use solana_compute_budget::compute_budget::ComputeBudget;
use solana_instruction::Instruction;
use solana_message::{Message, VersionedMessage};
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;

/// Compute units of one transaction. Far above a cluster's limit, so that hundreds of cases fit
/// in one transaction; the virtual machine counts the same units.
const COMPUTE_UNITS: u64 = 400_000_000;

/// A chain whose transactions need no signatures.
pub struct Svm {
    svm: LiteSVM,
    /// Pays for everything and signs.
    pub payer: Address,
}

impl Svm {
    /// A chain with the built program `name` at `id`.
    pub fn with_program(name: &str, id: Address) -> Self {
        let path = format!(
            "{}/../../target/deploy/{name}.so",
            env!("CARGO_MANIFEST_DIR")
        );
        let program = fs::read(&path).unwrap_or_else(|error| {
            panic!("{path}: {error}; build it first: cargo xtask build-programs")
        });
        let budget = ComputeBudget {
            compute_unit_limit: COMPUTE_UNITS,
            ..ComputeBudget::new_with_defaults(true)
        };
        let mut svm = LiteSVM::new()
            .with_compute_budget(budget)
            .with_sigverify(false)
            .with_blockhash_check(false)
            .with_transaction_history(0);
        svm.add_program(id, &program).unwrap();
        let mut chain = Self {
            svm,
            payer: Address::default(),
        };
        chain.payer = chain.wallet(1);
        chain
    }

    /// A wallet with lamports; the same number is the same address.
    pub fn wallet(&mut self, number: u8) -> Address {
        let address = Address::new_from_array([number; 32]);
        let account = Account::new(1_000_000_000_000, 0, &solana_sdk_ids::system_program::ID);
        self.svm.set_account(address, account).unwrap();
        address
    }

    /// Sends one instruction.
    pub fn send(
        &mut self,
        instruction: Instruction,
    ) -> Result<TransactionMetadata, Box<FailedTransactionMetadata>> {
        let blockhash = self.svm.latest_blockhash();
        let message = Message::new_with_blockhash(&[instruction], Some(&self.payer), &blockhash);
        let signers = usize::from(message.header.num_required_signatures);
        let transaction = VersionedTransaction {
            signatures: vec![Signature::default(); signers],
            message: VersionedMessage::Legacy(message),
        };
        self.svm.send_transaction(transaction).map_err(Box::new)
    }

    /// Sends one instruction that must succeed.
    pub fn must(&mut self, instruction: Instruction) -> TransactionMetadata {
        self.send(instruction)
            .unwrap_or_else(|failed| panic!("{:?}\n{}", failed.err, failed.meta.logs.join("\n")))
    }

    /// The account at `address`.
    pub fn account(&self, address: &Address) -> Account {
        self.svm
            .get_account(address)
            .unwrap_or_else(|| panic!("{address} does not exist"))
    }

    /// Lamports that make `length` bytes rent exempt.
    pub fn rent_exempt(&self, length: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(length)
    }
}
