//! Every transaction that clients build fits a packet of the network.
//!
//! Each program's file lists its transactions, as clients send them and at their largest. One that
//! only programs send is named in [`BY_PROGRAMS_ONLY`]; what is in neither list fails the test.

mod emission;
mod io_token;
mod iosd;
mod job_escrow;
mod local_stand_in;
mod lookup_table;
mod price_feed;
mod registry;

use std::collections::BTreeSet;
use std::sync::Arc;

use ionet_client::generated::PROGRAMS;
use ionet_client::program::find_program;
use ionet_client::sender::Format;
use ionet_client::{MAX_TRANSACTION_BYTES, TransactionSender};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

/// Instructions that accept no caller but another program.
const BY_PROGRAMS_ONLY: [&str; 1] = ["io_token.mint_emission"];

/// What one transaction is made of.
type Transaction = (&'static str, Vec<Instruction>);

fn transactions() -> Vec<Transaction> {
    [
        io_token::transactions(),
        emission::transactions(),
        iosd::transactions(),
        job_escrow::transactions(),
        local_stand_in::transactions(),
        lookup_table::transactions(),
        price_feed::transactions(),
        registry::transactions(),
    ]
    .concat()
}

/// An address that no other number has.
fn address(number: u8) -> Address {
    Address::new_from_array([number; 32])
}

/// With a price for compute, which is an instruction more.
fn sender(format: Format) -> TransactionSender {
    let rpc = RpcClient::new_mock("succeeds".to_owned());
    TransactionSender::with_rpc(Arc::new(rpc))
        .format(format)
        .priority_fee(u64::MAX)
}

/// `program.instruction` of every instruction of ours in it.
fn names(instructions: &[Instruction]) -> Vec<String> {
    instructions
        .iter()
        .filter_map(|instruction| {
            let program = find_program(&instruction.program_id)?;
            let name = program.instruction_name(&instruction.data).unwrap();
            Some(format!("{}.{name}", program.name))
        })
        .collect()
}

/// The signer that pays; a wallet that does nothing else where no account has to sign.
fn payer(instructions: &[Instruction]) -> Address {
    let mut accounts = instructions
        .iter()
        .flat_map(|instruction| &instruction.accounts);
    accounts
        .find(|account| account.is_signer)
        .map_or(address(255), |account| account.pubkey)
}

#[test]
fn every_transaction_fits_a_packet() {
    for format in [Format::V0, Format::Legacy] {
        let sender = sender(format);
        for (name, instructions) in transactions() {
            let size = sender.size(&instructions, &payer(&instructions));
            let size = size.unwrap_or_else(|error| panic!("{name}, {format:?}: {error}"));
            println!("{size:>5} bytes {format:?}: {name}");
            assert!(size <= MAX_TRANSACTION_BYTES, "{name}");
        }
    }
}

#[test]
fn every_instruction_is_in_a_transaction() {
    let listed: BTreeSet<String> = transactions()
        .iter()
        .flat_map(|(_, instructions)| names(instructions))
        .collect();
    for program in PROGRAMS {
        for instruction in program.instructions {
            let name = format!("{}.{}", program.name, instruction.name);
            let by_programs = BY_PROGRAMS_ONLY.contains(&name.as_str());
            assert!(
                listed.contains(&name) != by_programs,
                "{name}: list a transaction with it, or name it in BY_PROGRAMS_ONLY, and not both"
            );
        }
    }
}
