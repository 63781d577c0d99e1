//! One instruction with its account names, so that a test can spoil exactly one thing.

use crate::idl::Idl;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use std::{collections::HashMap, sync::LazyLock};

/// IDLs of the programs under test, read once.
static IDLS: LazyLock<HashMap<&'static str, Idl>> = LazyLock::new(|| {
    crate::PROGRAMS
        .iter()
        .map(|program| (program.name, Idl::load(program.name)))
        .collect()
});

/// The IDL of `program`.
///
/// # Panics
/// When `program` is not one of [`crate::PROGRAMS`].
pub fn idl(program: &str) -> &'static Idl {
    IDLS.get(program)
        .unwrap_or_else(|| panic!("{program} is not a program of this repository"))
}

/// An instruction ready to send, addressed by IDL names.
#[derive(Clone, Debug)]
pub struct Call {
    /// Program name, e.g. `io_token`.
    pub program: &'static str,
    /// Instruction name in the IDL, e.g. `claim_vested`.
    pub instruction: &'static str,
    /// What is sent.
    pub raw: Instruction,
    /// Compute-unit limit to ask for; `None` is the cluster's default of 200,000.
    pub compute_limit: Option<u32>,
}

impl Call {
    /// Names the accounts of `raw` by the IDL.
    ///
    /// # Panics
    /// When the number of accounts or the discriminator differs from the IDL:
    /// then the generated client is not current (`cargo xtask clients`).
    pub fn new(program: &'static str, instruction: &'static str, raw: Instruction) -> Self {
        let description = idl(program).instruction(instruction);
        assert_eq!(
            raw.accounts.len(),
            description.accounts.len(),
            "{program}.{instruction}: number of accounts in the generated client and in the IDL; \
             run cargo xtask clients"
        );
        assert!(
            raw.data.starts_with(&description.discriminator),
            "{program}.{instruction}: discriminator in the generated client and in the IDL; \
             run cargo xtask clients"
        );
        Self {
            program,
            instruction,
            raw,
            compute_limit: None,
        }
    }

    /// Asks for a compute-unit limit other than the default.
    #[must_use]
    pub fn with_compute_limit(mut self, units: u32) -> Self {
        self.compute_limit = Some(units);
        self
    }

    /// Address of the account called `name`.
    pub fn account(&self, name: &str) -> Address {
        self.raw.accounts[self.position(name)].pubkey
    }

    /// Flags and address of the account called `name`.
    pub fn meta_mut(&mut self, name: &str) -> &mut AccountMeta {
        let position = self.position(name);
        &mut self.raw.accounts[position]
    }

    /// Puts another account in the place of `name`.
    #[must_use]
    pub fn with_account(mut self, name: &str, address: Address) -> Self {
        self.meta_mut(name).pubkey = address;
        self
    }

    /// Sends `name` without its signature.
    #[must_use]
    pub fn without_signature(mut self, name: &str) -> Self {
        self.meta_mut(name).is_signer = false;
        self
    }

    /// Sends `name` read-only.
    #[must_use]
    pub fn read_only(mut self, name: &str) -> Self {
        self.meta_mut(name).is_writable = false;
        self
    }

    /// Leaves out the last account.
    #[must_use]
    pub fn without_last_account(mut self) -> Self {
        self.raw.accounts.pop();
        self
    }

    /// Cuts the instruction's data to its first `length` bytes.
    #[must_use]
    pub fn with_data_cut_to(mut self, length: usize) -> Self {
        self.raw.data.truncate(length);
        self
    }

    fn position(&self, name: &str) -> usize {
        let accounts = &idl(self.program).instruction(self.instruction).accounts;
        accounts
            .iter()
            .position(|account| account.name == name)
            .unwrap_or_else(|| {
                let known: Vec<_> = accounts.iter().map(|known| &known.name).collect();
                panic!(
                    "{}.{} has no account {name}; it has {known:?}",
                    self.program, self.instruction
                )
            })
    }
}
