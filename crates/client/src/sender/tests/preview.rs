//! What a preview tells of the accounts that a transaction writes.

use solana_instruction::AccountMeta;
use solana_program_pack::Pack;
use spl_token_interface::state::{Account as TokenAccount, AccountState};

use super::chain::{Accounts, Chain, Transport};
use super::*;

const PAYER: Address = Address::new_from_array([1; 32]);
const MADE: Address = Address::new_from_array([2; 32]);
const CLOSED: Address = Address::new_from_array([3; 32]);
const TOKENS: Address = Address::new_from_array([4; 32]);
const SAME: Address = Address::new_from_array([5; 32]);
const READ: Address = Address::new_from_array([6; 32]);
const MINT: Address = Address::new_from_array([7; 32]);

fn instruction() -> Instruction {
    let writable = [MADE, CLOSED, TOKENS, SAME, MADE];
    let mut accounts: Vec<_> = writable
        .into_iter()
        .map(|address| AccountMeta::new(address, false))
        .collect();
    accounts.push(AccountMeta::new_readonly(READ, true));
    Instruction {
        program_id: Address::new_from_array([9; 32]),
        accounts,
        data: Vec::new(),
    }
}

fn tokens(amount: u64) -> (u64, Address, Vec<u8>) {
    let account = TokenAccount {
        mint: MINT,
        owner: PAYER,
        amount,
        state: AccountState::Initialized,
        ..TokenAccount::default()
    };
    let mut data = vec![0; TokenAccount::LEN];
    account.pack_into_slice(&mut data);
    (2_000, spl_token_interface::ID, data)
}

fn chain() -> Chain {
    let plain = |lamports| (lamports, Address::default(), vec![7; 3]);
    Chain {
        before: Accounts::from([
            (PAYER.to_string(), plain(9_000)),
            (CLOSED.to_string(), plain(500)),
            (TOKENS.to_string(), tokens(70)),
            (SAME.to_string(), plain(1)),
        ]),
        after: Accounts::from([
            (PAYER.to_string(), plain(8_000)),
            (MADE.to_string(), plain(600)),
            (CLOSED.to_string(), plain(0)),
            (TOKENS.to_string(), tokens(40)),
            (SAME.to_string(), plain(1)),
        ]),
        ..Chain::default()
    }
}

#[tokio::test]
async fn each_writable_account_that_changes_is_told_once() {
    let sender = Transport::new(chain()).sender();
    let preview = sender.preview(&[instruction()], &PAYER).await.unwrap();
    let told: Vec<_> = preview
        .changes
        .iter()
        .map(|change| change.address)
        .collect();
    assert_eq!(told, [PAYER, MADE, CLOSED, TOKENS]);
    let rents: Vec<_> = preview
        .changes
        .iter()
        .map(|change| (change.new_account_rent(), change.freed_rent()))
        .collect();
    assert_eq!(
        rents,
        [
            (None, None),
            (Some(600), None),
            (None, Some(500)),
            (None, None)
        ]
    );
    let moved = TokenChange {
        mint: MINT,
        owner: PAYER,
        before: 70,
        after: 40,
    };
    assert_eq!(preview.changes[3].token(), Some(moved));
    assert_eq!(preview.changes[1].token(), None);
    assert_eq!(preview.simulation.units, 5_000);
}

#[tokio::test]
async fn the_fee_is_per_signature_and_by_priority_rounded_up() {
    let plain = Transport::new(chain()).sender();
    let preview = plain.preview(&[instruction()], &PAYER).await.unwrap();
    assert_eq!(preview.fee, 10_000, "payer and one more signer");
    // 5,000 units and a tenth; 5,500 units at 1 millionth of a lamport are less than a lamport.
    let preview = Transport::new(chain())
        .sender()
        .priority_fee(1)
        .preview(&[instruction()], &PAYER)
        .await
        .unwrap();
    assert_eq!(preview.fee, 10_001);
}

#[tokio::test]
async fn what_would_be_refused_has_no_preview() {
    let transport = Transport::new(Chain {
        refusal: Some(json!("AccountNotFound")),
        ..chain()
    });
    let error = transport.sender().preview(&[instruction()], &PAYER).await;
    assert!(error.unwrap_err().to_string().contains("wallet airdrop"));
}
