//! The addresses that every cluster's transactions use again and again.

use ionet_client::generated::{PROGRAMS, emission, io_token, iosd, job_escrow, registry};
use solana_pubkey::Pubkey;
use solana_sdk_ids::{system_program, sysvar};

use crate::plan::{SHARDS, WantedDollar};

/// What the lookup table holds. A new one is appended, so that no position ever changes.
pub(crate) fn fixed_addresses(io_price: &Pubkey, dollars: &[WantedDollar]) -> Vec<Pubkey> {
    let mut addresses = vec![
        spl_token_interface::ID,
        system_program::ID,
        sysvar::slot_hashes::ID,
    ];
    addresses.extend(PROGRAMS.map(|program| program.id));
    addresses.extend([
        io_token::pdas::find_config_pda().0,
        io_token::pdas::find_mint_pda().0,
        io_token::pdas::find_mint_authority_pda().0,
        io_token::pdas::find_vesting_vault_pda().0,
        emission::pdas::find_state_pda().0,
        emission::pdas::find_authority_pda().0,
        emission::pdas::find_availability_vault_pda().0,
        emission::pdas::find_compute_vault_pda().0,
        emission::pdas::find_reserve_vault_pda().0,
        iosd::pdas::find_state_pda().0,
        iosd::pdas::find_mint_pda().0,
        iosd::pdas::find_authority_pda().0,
        registry::pdas::find_config_pda().0,
        registry::pdas::find_class_book_pda().0,
        job_escrow::pdas::find_config_pda().0,
        job_escrow::pdas::find_authority_pda().0,
    ]);
    addresses.push(*io_price);
    for dollar in dollars {
        addresses.extend([
            dollar.mint,
            dollar.feed.account,
            iosd::pdas::find_dollar_vault_pda(&dollar.mint).0,
            iosd::pdas::find_dollar_tokens_pda(&dollar.mint).0,
        ]);
    }
    // IOSD and each dollar mint.
    for index in (0..u8::MAX).take(dollars.len() + 1) {
        for number in 0..SHARDS {
            addresses.push(job_escrow::pdas::find_shard_pda(index, number).0);
            addresses.push(job_escrow::pdas::find_shard_vault_pda(index, number).0);
        }
    }
    addresses
}
