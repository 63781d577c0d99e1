//! What iosd has.

use ionet_client::accounts::fetch_optional;
use ionet_client::iosd::accounts::IosdState;
use ionet_client::iosd::pdas::{find_dollar_vault_pda, find_state_pda};
use ionet_core::iosd::{IOSD_DECIMALS, IosdParameters};
use ionet_core::oracle::PriceRules;
use solana_account::Account;
use solana_program_pack::Pack;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use spl_token_interface::state::Mint;

use super::{account, read_error};
use crate::error::MigrationError;
use crate::plan::{FoundDollar, FoundIosd, WantedDollar};

pub(super) async fn iosd(rpc: &RpcClient) -> Result<Option<FoundIosd>, MigrationError> {
    let state = fetch_optional::<IosdState>(rpc, &find_state_pda().0)
        .await
        .map_err(|error| read_error("reading IOSD", error))?;
    Ok(state.map(|state| FoundIosd {
        admin: state.admin,
        guardian: state.guardian,
        parameters: IosdParameters {
            window_cap: state.window_cap,
            spread_bps: state.spread_bps,
            price: PriceRules {
                max_age_seconds: state.max_age_seconds,
                max_confidence_bps: state.max_confidence_bps,
            },
        },
        feed_owner: state.feed_owner,
        feed_id: state.feed_id,
    }))
}

/// The wanted dollar mints, in their order.
pub(super) async fn dollars(
    rpc: &RpcClient,
    wanted: &[WantedDollar],
) -> Result<Vec<FoundDollar>, MigrationError> {
    let mut all = Vec::with_capacity(wanted.len());
    for dollar in wanted {
        let doing = "reading the dollar mints";
        let mint = account(rpc, &dollar.mint, doing).await?;
        let vault = account(rpc, &find_dollar_vault_pda(&dollar.mint).0, doing).await?;
        all.push(FoundDollar {
            mint: mint.as_ref().is_some_and(is_dollar_mint),
            vault: vault.is_some(),
        });
    }
    Ok(all)
}

fn is_dollar_mint(account: &Account) -> bool {
    let mint = Mint::unpack(&account.data);
    account.owner == spl_token_interface::ID
        && mint.is_ok_and(|mint| mint.decimals == IOSD_DECIMALS)
}
