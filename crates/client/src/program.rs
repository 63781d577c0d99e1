//! What the generated code says about a program as a whole.

use solana_address::Address;

/// A program: its id, and the tables that turn bytes and codes into names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    /// The program's address.
    pub id: Address,
    /// Its name in the IDL, for example `io_token`.
    pub name: &'static str,
    /// Its custom errors, by code.
    pub errors: &'static [ErrorText],
    /// Its instructions.
    pub instructions: &'static [InstructionName],
}

/// One custom error of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorText {
    /// The code the program returns.
    pub code: u32,
    /// The error's name in the IDL, for example `CapExceeded`.
    pub name: &'static str,
    /// What it means and what to do, from the IDL.
    pub message: &'static str,
}

/// One instruction of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionName {
    /// The first bytes of its data.
    pub discriminator: [u8; 8],
    /// Its name in the IDL, for example `claim_vested`.
    pub name: &'static str,
}

impl Program {
    /// The error with `code`, if it is one of this program's own.
    pub fn error(&self, code: u32) -> Option<&'static ErrorText> {
        self.errors.iter().find(|error| error.code == code)
    }

    /// The name of the instruction with that data.
    pub fn instruction_name(&self, data: &[u8]) -> Option<&'static str> {
        let discriminator = data.first_chunk::<8>()?;
        self.instructions
            .iter()
            .find(|instruction| instruction.discriminator == *discriminator)
            .map(|instruction| instruction.name)
    }
}

/// The program with that id, among those this client knows.
pub fn find_program(id: &Address) -> Option<&'static Program> {
    crate::generated::PROGRAMS
        .into_iter()
        .find(|program| program.id == *id)
}

/// An account type of a program.
pub trait ProgramAccount: Sized {
    /// Its name in the IDL, for example `EmissionState`.
    const NAME: &'static str;
    /// The program that owns accounts of this type.
    const PROGRAM_ID: Address;
    /// The first bytes of its data.
    const DISCRIMINATOR: [u8; 8];
    /// Its length in bytes, discriminator included.
    const LEN: usize;

    /// Reads the fields. Checks neither owner nor discriminator; see [`crate::accounts::decode`].
    ///
    /// # Errors
    /// When the data is too short or holds a value that its type does not have.
    fn decode_bytes(data: &[u8]) -> Result<Self, std::io::Error>;
}
