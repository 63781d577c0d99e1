//! Making and filling the address lookup table.

use std::time::Duration;

use ionet_client::instructions::lookup_table as instructions;
use ionet_client::{ClientError, TransactionSender, lookup};
use solana_commitment_config::CommitmentConfig;
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

use crate::chain::{account, read_error};
use crate::error::MigrationError;
use crate::plan::Step;
use crate::resolve::Resolved;

/// How often to ask for the slot.
const SLOT_POLL: Duration = Duration::from_millis(200);

impl Resolved {
    /// Record and table in one transaction: a table that nobody finds again never exists.
    pub(crate) async fn create_lookup_table(
        &self,
        rpc: &RpcClient,
    ) -> Result<Vec<Instruction>, MigrationError> {
        let admin = self.admin();
        let unbuildable = |error| read_error("building the lookup table", error);
        let mut all = Vec::new();
        // A record without its table is left when an admin has closed the table.
        let record = lookup::record_address(&admin).map_err(unbuildable)?;
        if account(rpc, &record, "looking for the lookup table")
            .await?
            .is_none()
        {
            let rent = rpc
                .get_minimum_balance_for_rent_exemption(instructions::RECORD_BYTES)
                .await
                .map_err(|error| asked(rpc, "asking for the rent", error))?;
            all.extend(instructions::create_record(&admin, rent).map_err(unbuildable)?);
        }
        // Of the slots that the chain still lists, those that are final cannot be skipped any more.
        let recent = slot(rpc, CommitmentConfig::finalized()).await?;
        all.extend(instructions::create(&admin, recent).map_err(unbuildable)?);
        Ok(all)
    }

    /// Appends, then waits for the slot in which the new entries can be used.
    pub(crate) async fn extend_lookup_table(
        &self,
        step: &Step,
        addresses: &[Pubkey],
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        let rpc = sender.rpc();
        let table = lookup::find(rpc, &self.admin())
            .await
            .map_err(|error| read_error("reading the lookup table", error))?
            .ok_or_else(|| MigrationError::NoEffect {
                step: Step::CreateLookupTable.to_string(),
            })?;
        let extend = instructions::extend(table.key, self.admin(), addresses.to_vec());
        self.send(step, &[extend], &[], sender).await?;
        let extended_in = slot(rpc, rpc.commitment()).await?;
        while slot(rpc, rpc.commitment()).await? <= extended_in {
            tokio::time::sleep(SLOT_POLL).await;
        }
        Ok(())
    }
}

async fn slot(rpc: &RpcClient, commitment: CommitmentConfig) -> Result<u64, MigrationError> {
    rpc.get_slot_with_commitment(commitment)
        .await
        .map_err(|error| asked(rpc, "asking for the slot", error))
}

fn asked(
    rpc: &RpcClient,
    doing: &str,
    error: solana_rpc_client_api::client_error::Error,
) -> MigrationError {
    read_error(doing, ClientError::from_rpc(&rpc.url(), error))
}
