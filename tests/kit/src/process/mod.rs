//! Default-correct calls, one file per program, one function per instruction.
//!
//! Names, order, flags and discriminators come from the IDL, so that a call can be
//! spoiled by account name; the generated client is held against these in a test.

pub mod emission;
pub mod io_token;
pub mod iosd;
pub mod job_escrow;
pub mod local_stand_in;
pub mod price_feed;
pub mod registry;

use crate::{
    ProgramUnderTest,
    call::{Call, idl},
};
use borsh::BorshSerialize;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

/// Builds `program.instruction` from its accounts by name and its arguments in order.
fn call(
    program: ProgramUnderTest,
    instruction: &'static str,
    accounts: &[(&str, Address)],
    arguments: &impl BorshSerialize,
) -> Call {
    let description = idl(program.name).instruction(instruction);
    let metas = description
        .accounts
        .iter()
        .map(|account| {
            let given = accounts.iter().find(|(name, _)| *name == account.name);
            let (_, address) = given.unwrap_or_else(|| {
                panic!(
                    "{}.{instruction} takes an account {} which the kit does not know: \
                     add it to process/{}.rs",
                    program.name, account.name, program.name
                )
            });
            AccountMeta {
                pubkey: *address,
                is_signer: account.signer,
                is_writable: account.writable,
            }
        })
        .collect();
    let mut data = description.discriminator.clone();
    arguments.serialize(&mut data).expect("writing to memory");
    Call::new(
        program.name,
        instruction,
        Instruction {
            program_id: program.id,
            accounts: metas,
            data,
        },
    )
}
