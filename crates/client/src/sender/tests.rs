//! The sender against a chain that loses transactions, expires blockhashes and refuses.

mod chain;
mod preview;

use serde_json::json;
use solana_instruction::AccountMeta;

use super::*;
use crate::generated::io_token;
use crate::generated::io_token::errors::IoTokenError;
use chain::{Chain, Transport};

fn burn(holder: &Keypair) -> Vec<Instruction> {
    let accounts = io_token::instructions::Burn {
        holder: holder.pubkey(),
        config: io_token::pdas::find_config_pda().0,
        mint: io_token::pdas::find_mint_pda().0,
        source: Address::new_from_array([5; 32]),
        token_program: Address::new_from_array([6; 32]),
    };
    vec![accounts.instruction(io_token::instructions::BurnInstructionArgs { amount: 7 })]
}

async fn send(transport: &Transport) -> Result<Confirmed, ClientError> {
    let payer = Keypair::new();
    transport.sender().send(&burn(&payer), &payer, &[]).await
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_lands_is_confirmed_with_one_signature() {
    let transport = Transport::default();
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!(chain.seen.len(), 1);
    assert_eq!(chain.seen[0].0, confirmed.signature.to_string());
}

#[tokio::test(start_paused = true)]
async fn an_expired_transaction_is_signed_again_with_a_fresh_blockhash() {
    let transport = Transport::new(Chain {
        lost: 2,
        ..Chain::default()
    });
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!((chain.seen.len(), chain.blockhashes), (3, 3));
    assert_eq!(chain.seen[2].0, confirmed.signature.to_string());
    assert_eq!(chain.landed.len(), 1, "executed once");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded() {
    let transport = Transport::new(Chain {
        lost: usize::MAX / 2,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err();
    assert!(
        matches!(
            error,
            ClientError::Expired {
                attempts: DEFAULT_ATTEMPTS,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(transport.chain().seen.len(), DEFAULT_ATTEMPTS as usize);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_found_after_its_last_height_is_not_sent_twice() {
    // The question for the height that says "expired" comes first; its block has the transaction.
    let transport = Transport::new(Chain {
        late: 1,
        ..Chain::default()
    });
    let confirmed = send(&transport).await.unwrap();
    let chain = transport.chain();
    assert_eq!(chain.seen.len(), 1);
    assert_eq!(confirmed.slot, 11);
}

#[tokio::test(start_paused = true)]
async fn a_pending_transaction_is_broadcast_again() {
    let transport = Transport::new(Chain {
        stopped: true,
        lost: 1,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Stalled { height: 0, .. }),
        "{error}"
    );
    let broadcasts = transport.chain().seen[0].1;
    assert!(
        (29..=32).contains(&broadcasts),
        "{broadcasts} in a minute, every 2 s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_breaks_for_a_moment_is_survived() {
    let transport = Transport::new(Chain {
        unanswered: 5,
        ..Chain::default()
    });
    send(&transport).await.unwrap();
    assert_eq!(transport.chain().seen.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_stays_broken_is_reported() {
    let transport = Transport::new(Chain {
        unanswered: u32::MAX,
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err().to_string();
    assert!(
        error.contains("http://chain.test") && error.contains("ionet localnet"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_simulation_is_not_sent() {
    let code = IoTokenError::AmountZero.code();
    let refusal = json!({"InstructionError": [1, {"Custom": code}]});
    let transport = Transport::new(Chain {
        refusal: Some(refusal),
        ..Chain::default()
    });
    let error = send(&transport).await.unwrap_err().to_string();
    assert!(error.starts_with("io_token refused: AmountZero"), "{error}");
    assert_eq!(transport.chain().seen.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_failure_on_chain_names_the_program_and_brings_the_logs() {
    let code = IoTokenError::WrongTokenMint.code();
    let chain = Chain {
        failure: Some(json!({"InstructionError": [1, {"Custom": code}]})),
        logs: vec!["Program log: Instruction: burn".to_owned()],
        ..Chain::default()
    };
    let error = send(&Transport::new(chain)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("io_token refused: WrongTokenMint"),
        "{error}"
    );
    assert_eq!(error.logs(), ["Program log: Instruction: burn"]);
}

#[test]
fn both_formats_carry_limit_price_and_instruction() {
    let payer = Keypair::new();
    for format in [Format::V0, Format::Legacy] {
        let sender = Transport::default().sender().format(format).priority_fee(9);
        let budgeted = sender.budgeted(&burn(&payer), 1_234);
        let transaction = sender
            .sign(&budgeted, &payer, &[&payer], Hash::default())
            .unwrap();
        assert_eq!(transaction.signatures.len(), 1, "the payer signs once");
        let message = &transaction.message;
        assert_eq!(
            matches!(message, VersionedMessage::V0(_)),
            format == Format::V0
        );
        let data: Vec<_> = message
            .instructions()
            .iter()
            .map(|ix| ix.data.clone())
            .collect();
        assert_eq!(data[0], [&[2][..], &1_234_u32.to_le_bytes()].concat());
        assert_eq!(data[1], [&[3][..], &9_u64.to_le_bytes()].concat());
        assert_eq!(data[2], burn(&payer)[0].data);
    }
}

#[test]
fn a_missing_signer_is_reported_before_anything_is_sent() {
    let payer = Keypair::new();
    let sender = Transport::default().sender();
    let error = sender
        .sign(&burn(&Keypair::new()), &payer, &[], Hash::default())
        .unwrap_err();
    assert!(matches!(error, ClientError::Unsigned { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_size_is_that_of_what_is_sent() {
    for format in [Format::V0, Format::Legacy] {
        let transport = Transport::default();
        let sender = transport.sender().format(format).priority_fee(9);
        let payer = Keypair::new();
        let size = sender.size(&burn(&payer), &payer.pubkey()).unwrap();
        sender.send(&burn(&payer), &payer, &[]).await.unwrap();
        assert_eq!(transport.chain().bytes, [size], "{format:?}");
    }
}

#[test]
fn addresses_in_a_table_take_a_byte_and_the_largest_transaction_has_1232() {
    let payer = Keypair::new();
    let address = |number: u8| Address::new_from_array([number; 32]);
    let with_accounts = |count: u8| {
        let accounts = (1..=count).map(|number| AccountMeta::new(address(number), false));
        Instruction {
            program_id: address(200),
            accounts: accounts.collect(),
            data: vec![0; 7],
        }
    };
    let plain = Transport::default().sender();
    let size =
        |sender: &TransactionSender, count| sender.size(&[with_accounts(count)], &payer.pubkey());
    let one = size(&plain, 1).unwrap();
    assert_eq!(size(&plain, 2).unwrap(), one + 33);
    let fits = u8::try_from((MAX_TRANSACTION_BYTES - one) / 33).unwrap() + 1;
    assert!(size(&plain, fits).is_ok());
    let error = size(&plain, fits + 1).unwrap_err();
    let ClientError::TooLarge { bytes, limit } = error else {
        panic!("{error}")
    };
    assert_eq!((bytes, limit), (one + 33 * usize::from(fits), 1_232));
    let says = format!("{bytes} bytes, {} more than the 1232", bytes - 1_232);
    assert!(error.to_string().contains(&says), "{error}");

    let tabled = plain.lookup_tables([AddressLookupTableAccount {
        key: address(201),
        addresses: (1..=100).map(address).collect(),
    }]);
    let small = size(&tabled, 10).unwrap();
    assert_eq!(
        size(&tabled, 11).unwrap(),
        small + 2,
        "an index in the table, one in the instruction"
    );
    assert!(size(&tabled, fits + 1).is_ok());
}
