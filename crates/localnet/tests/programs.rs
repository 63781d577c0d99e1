//! Placing programs at declared ids. The program is the chain's own memo
//! program, read over RPC: a genuine ELF that succeeds on UTF-8 and logs it.

mod support;

use std::time::Duration;

use ionet_localnet::{Localnet, LocalnetConfig, LocalnetError, Placement};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_loader_v3_interface::{get_program_data_address, state::UpgradeableLoaderState};
use solana_message::Message;
use solana_pubkey::Pubkey;
use solana_rpc_client::rpc_client::RpcClient;
use solana_rpc_client_api::client_error;
use solana_sdk_ids::bpf_loader_upgradeable;
use solana_signer::Signer;
use solana_transaction::Transaction;
use support::{airdrop, rpc, start};

const MEMO: Pubkey = Pubkey::from_str_const("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const OLD_MEMO: Pubkey = Pubkey::from_str_const("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");

fn elf(client: &RpcClient, id: &Pubkey) -> Vec<u8> {
    client.get_account_data(id).expect("a program of the chain")
}

/// Calls `id` with `data` in a transaction that must confirm.
fn call(client: &RpcClient, payer: &Keypair, id: Pubkey, data: &[u8]) -> client_error::Result<()> {
    let instruction = Instruction::new_with_bytes(id, data, vec![]);
    let message = Message::new(&[instruction], Some(&payer.pubkey()));
    let mut transaction = Transaction::new_unsigned(message);
    transaction.sign(&[payer], client.get_latest_blockhash()?);
    client.send_and_confirm_transaction(&transaction).map(drop)
}

fn payer(client: &RpcClient) -> Keypair {
    let payer = Keypair::new();
    airdrop(client, &payer.pubkey(), 1_000_000_000);
    payer
}

#[test]
fn a_placed_program_runs_and_proves_its_upgrade_authority() {
    let chain = start();
    let client = rpc(&chain);
    let (id, authority, payer) = (Pubkey::new_unique(), Pubkey::new_unique(), payer(&client));
    let memo = elf(&client, &MEMO);
    call(&client, &payer, id, b"before").expect_err("there is no program yet");

    let placed = chain
        .place_program(id, memo.clone(), authority)
        .expect("placed");
    assert_eq!(placed, Placement::Created);
    call(&client, &payer, id, b"hello").expect("it runs");
    call(&client, &payer, id, &[0xff, 0xfe]).expect_err("it is the memo program: UTF-8 only");

    let program = client.get_account(&id).expect("the program account");
    assert!(program.executable);
    assert_eq!(program.owner, bpf_loader_upgradeable::ID);
    let data = client
        .get_account(&get_program_data_address(&id))
        .expect("the ProgramData account");
    assert_eq!(data.owner, bpf_loader_upgradeable::ID);
    let (state, placed) = data
        .data
        .split_at(UpgradeableLoaderState::size_of_programdata_metadata());
    let state: UpgradeableLoaderState = wincode::deserialize(state).expect("a loader state");
    let UpgradeableLoaderState::ProgramData {
        upgrade_authority_address,
        ..
    } = state
    else {
        panic!("not a ProgramData account: {state:?}")
    };
    assert_eq!(upgrade_authority_address, Some(authority));
    assert_eq!(placed, memo);
}

#[test]
fn placing_again_changes_nothing_and_another_program_replaces() {
    let chain = start();
    let client = rpc(&chain);
    let (id, authority, payer) = (Pubkey::new_unique(), Pubkey::new_unique(), payer(&client));
    let (memo, old_memo) = (elf(&client, &MEMO), elf(&client, &OLD_MEMO));
    assert!(
        old_memo.len() > memo.len(),
        "the replacement below is shorter"
    );
    let place = |elf: &[u8], authority| {
        chain
            .place_program(id, elf.to_vec(), authority)
            .expect("placed")
    };
    assert_eq!(place(&old_memo, authority), Placement::Created);
    assert_eq!(place(&old_memo, authority), Placement::Unchanged);
    assert_eq!(place(&memo, authority), Placement::Replaced);
    let data = client
        .get_account_data(&get_program_data_address(&id))
        .expect("data");
    let metadata = UpgradeableLoaderState::size_of_programdata_metadata();
    assert_eq!(
        data.len(),
        metadata + memo.len(),
        "nothing of the longer one is left"
    );
    call(&client, &payer, id, b"hello").expect("the new one runs");
    assert_eq!(
        place(&memo, Pubkey::new_unique()),
        Placement::Replaced,
        "another authority"
    );
}

#[test]
fn refuses_what_is_not_a_program() {
    let chain = start();
    let id = Pubkey::new_unique();
    let error = chain
        .place_program(id, b"not an ELF".to_vec(), Pubkey::new_unique())
        .expect_err("refused");
    assert!(
        matches!(&error, LocalnetError::Program { program, .. } if *program == id.to_string()),
        "{error}"
    );
    assert!(error.to_string().contains("build-programs"), "{error}");
    chain.check().expect("the chain goes on");
}

#[test]
fn programs_survive_a_graceful_stop() {
    let dir = tempfile::TempDir::new().expect("a folder");
    let config = LocalnetConfig::on_free_ports().with_state_dir(dir.path());
    let (id, authority) = (Pubkey::new_unique(), Pubkey::new_unique());
    let chain = Localnet::start(&config).expect("a new folder");
    let memo = elf(&rpc(&chain), &MEMO);
    chain
        .place_program(id, memo.clone(), authority)
        .expect("placed");
    chain.stop().expect("a graceful stop");

    let chain = Localnet::start(&config).expect("the same folder");
    let client = rpc(&chain);
    let payer = payer(&client);
    call(&client, &payer, id, b"still here").expect("it runs");
    let placed = chain.place_program(id, memo, authority).expect("placed");
    assert_eq!(placed, Placement::Unchanged);
    // Surfpool drops its cache now and then and reads the store again.
    std::thread::sleep(Duration::from_millis(500));
    call(&client, &payer, id, b"and on").expect("it runs");
}
