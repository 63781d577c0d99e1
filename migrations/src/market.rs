//! Doing the steps of oracle, IOSD and dollar mints.

use ionet_client::{ClientError, TransactionSender};
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_signer::Signer;

use crate::chain::{self, read_error};
use crate::error::MigrationError;
use crate::instructions::market as instructions;
use crate::plan::{Step, WantedDollar, WantedFeed};
use crate::resolve::Resolved;

impl Resolved {
    pub(crate) async fn create_feed(
        &self,
        step: &Step,
        feed: &str,
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        let feed = self.feed(step, feed)?;
        let publisher = self.publisher(step)?.pubkey();
        let create = instructions::create_feed(&self.wanted, feed, publisher);
        self.send(step, &[create], &[], sender).await
    }

    pub(crate) async fn publish_price(
        &self,
        step: &Step,
        feed: &str,
        price: u64,
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        let (feed, publisher) = (self.feed(step, feed)?, self.publisher(step)?);
        let time = chain::time(sender.rpc()).await?;
        let publish = instructions::publish_price(feed, publisher.pubkey(), price, time)
            .ok_or_else(|| impossible(step))?;
        self.send(step, &[publish], &[publisher], sender).await
    }

    pub(crate) async fn create_dollar(
        &self,
        step: &Step,
        name: &str,
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        let issuer = self
            .issuers
            .iter()
            .find(|(dollar, _)| dollar == name)
            .map(|(_, issuer)| issuer)
            .ok_or_else(|| impossible(step))?;
        let rpc = sender.rpc();
        let rent = rpc
            .get_minimum_balance_for_rent_exemption(instructions::MINT_BYTES)
            .await
            .map_err(|error| {
                read_error(
                    "asking for the rent",
                    ClientError::from_rpc(&rpc.url(), error),
                )
            })?;
        let create = instructions::create_dollar(&self.admin(), &issuer.pubkey(), name, rent)
            .ok_or_else(|| impossible(step))?;
        self.send(step, &create, &[issuer], sender).await
    }

    pub(crate) async fn list_vault(
        &self,
        step: &Step,
        name: &str,
        sender: &TransactionSender,
    ) -> Result<(), MigrationError> {
        let list = instructions::list_vault(&self.wanted, self.dollar(step, name)?.mint);
        self.send(step, &[list], &[], sender).await
    }

    /// When epoch 0 begins: emission's start time, which is known once emission is there.
    pub(crate) async fn epoch_zero(
        &self,
        step: &Step,
        rpc: &RpcClient,
    ) -> Result<i64, MigrationError> {
        let emission = chain::emission(rpc).await?;
        let emission = emission.ok_or_else(|| impossible(step))?;
        Ok(emission.start_time)
    }

    fn feed(&self, step: &Step, field: &str) -> Result<&WantedFeed, MigrationError> {
        let mut feeds = self.wanted.feeds();
        feeds
            .find(|feed| feed.field == field)
            .ok_or_else(|| impossible(step))
    }

    pub(crate) fn dollar(&self, step: &Step, name: &str) -> Result<&WantedDollar, MigrationError> {
        let mut dollars = self.wanted.dollars.iter();
        dollars
            .find(|dollar| dollar.name == name)
            .ok_or_else(|| impossible(step))
    }

    fn publisher(&self, step: &Step) -> Result<&solana_keypair::Keypair, MigrationError> {
        self.publisher.as_ref().ok_or_else(|| impossible(step))
    }
}

/// For a step that this very file cannot have planned.
fn impossible(step: &Step) -> MigrationError {
    MigrationError::NoEffect {
        step: step.to_string(),
    }
}
