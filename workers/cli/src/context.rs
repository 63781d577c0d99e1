//! What every command needs: the cluster, the wallet, and how to talk to people.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use ionet_client::{ClientError, Cluster, wallet};
use solana_commitment_config::CommitmentConfig;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::client_error::Error as RpcError;
use solana_signer::Signer;

use crate::{cli::Global, output::Output, wallets::WalletStore};

/// A command's surroundings.
#[derive(Clone)]
pub struct Context {
    pub cluster: Cluster,
    pub rpc: Arc<RpcClient>,
    pub commitment: CommitmentConfig,
    pub wallets: WalletStore,
    pub output: Output,
    pub dry_run: bool,
    pub keypair: Option<String>,
    yes: bool,
}

impl Context {
    /// From the options of every command.
    pub fn new(global: &Global) -> Result<Self> {
        let commitment = global.commitment.into();
        Ok(Self {
            cluster: global.url.clone(),
            rpc: Arc::new(RpcClient::new_with_commitment(
                global.url.rpc_url(),
                commitment,
            )),
            commitment,
            wallets: WalletStore::open()?,
            output: Output::new(global.json),
            dry_run: global.dry_run,
            keypair: global.keypair.clone(),
            yes: global.yes,
        })
    }

    /// The same surroundings on another cluster.
    pub fn on(&self, cluster: Cluster) -> Self {
        let rpc = RpcClient::new_with_commitment(cluster.rpc_url(), self.commitment);
        Self {
            cluster,
            rpc: Arc::new(rpc),
            ..self.clone()
        }
    }

    /// The wallet that signs and pays.
    pub fn signer(&self) -> Result<Keypair> {
        Ok(wallet::read(
            &self.wallets.locate(self.keypair.as_deref())?,
        )?)
    }

    /// The keypair in a file, or of a named wallet.
    pub fn named_key(&self, text: &str) -> Result<Keypair> {
        Ok(wallet::read(&self.wallets.locate(Some(text))?)?)
    }

    /// The address meant by `owner`; the wallet's own without one.
    pub fn owner(&self, owner: Option<&str>) -> Result<Pubkey> {
        match owner {
            Some(text) => self.wallets.owner(text),
            None => Ok(self.signer()?.pubkey()),
        }
    }

    /// Asks whether the cluster answers at all, so that the answer to a command is never half one.
    pub async fn check_reachable(&self) -> Result<()> {
        self.rpc
            .get_version()
            .await
            .map_err(|error| self.explain(error))?;
        Ok(())
    }

    /// What an error of the RPC client means, in words that say what to do.
    pub fn explain(&self, error: RpcError) -> ClientError {
        ClientError::from_rpc(&self.cluster.rpc_url(), error)
    }

    /// Asks before something moves. `question` has the amounts.
    ///
    /// # Errors
    /// When the answer is no, or nobody can be asked.
    pub fn ask(&self, question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        let prompt = dialoguer::Confirm::new()
            .with_prompt(question)
            .default(false);
        let agreed = prompt.interact().with_context(|| {
            format!(
                "{question} Nobody can be asked here: add --yes to agree, or --dry-run to look only"
            )
        })?;
        if agreed {
            Ok(())
        } else {
            bail!("nothing was sent")
        }
    }
}
