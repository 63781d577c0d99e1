//! What a test does with a network: look at it, call its programs, move its time.

use ionet_client::accounts::fetch;
use ionet_client::emission::accounts::EmissionState;
use ionet_client::emission::pdas as emission_pdas;
use ionet_client::io_token::pdas;
use ionet_client::{ClientError, Confirmed, instructions, registry};
use ionet_localnet::cheatcodes::{WarpError, chain_time, warp_to};
use solana_signer::Signer;

use crate::Network;

/// Where `epoch_zero` lies in registry's config, the discriminator included.
const EPOCH_ZERO: std::ops::Range<usize> = 32..40;

impl Network {
    /// Base units of IO in existence, as the independent client sees it.
    pub fn supply(&self) -> u64 {
        self.raw()
            .token_supply(&pdas::find_mint_pda().0.to_string())
    }

    /// Base units in the availability and the compute pool and the reserve, likewise.
    pub fn pools(&self) -> [u64; 3] {
        let vaults = [
            emission_pdas::find_availability_vault_pda().0,
            emission_pdas::find_compute_vault_pda().0,
            emission_pdas::find_reserve_vault_pda().0,
        ];
        vaults.map(|vault| self.raw().token_balance(&vault.to_string()))
    }

    /// The emission program's account.
    ///
    /// # Panics
    /// When it is missing.
    pub async fn emission(&self) -> EmissionState {
        fetch(self.sender().rpc(), &emission_pdas::find_state_pda().0)
            .await
            .expect("emission's state")
    }

    /// When epoch 0 began, unix seconds: a number in an account, read without a client.
    ///
    /// # Panics
    /// When registry's config is missing.
    pub fn epoch_zero(&self) -> i64 {
        let config = registry::pdas::find_config_pda().0;
        let data = self.raw().account_data(&config.to_string());
        let bytes = data.get(EPOCH_ZERO).expect("registry's config");
        i64::from_le_bytes(bytes.try_into().expect("eight bytes"))
    }

    /// Advances at most `max_epochs`.
    ///
    /// # Errors
    /// What the program refuses.
    pub async fn advance(&self, max_epochs: u16) -> Result<Confirmed, ClientError> {
        self.sender()
            .send(
                &[instructions::emission::advance(max_epochs)],
                &self.wallet("admin"),
                &[],
            )
            .await
    }

    /// Claims what grant `index` has unlocked for the wallet `beneficiary`.
    ///
    /// # Errors
    /// What the program refuses.
    pub async fn claim(&self, beneficiary: &str, index: u32) -> Result<Confirmed, ClientError> {
        let wallet = self.wallet(beneficiary);
        self.fund(&wallet.pubkey()).await;
        self.sender()
            .send(
                &instructions::io_token::claim_vested(wallet.pubkey(), index),
                &wallet,
                &[],
            )
            .await
    }

    /// The chain's clock, unix seconds.
    ///
    /// # Panics
    /// When the chain does not answer.
    pub fn time(&self) -> i64 {
        chain_time(self.url()).expect("the chain's clock")
    }

    /// Moves the chain's clock forward to `time`, unless it is there already. False when the
    /// cluster is not a local chain: its time cannot be moved.
    ///
    /// # Panics
    /// When a local chain does not move.
    pub fn travel_to(&self, time: i64) -> bool {
        if self.time() >= time {
            return true;
        }
        match warp_to(self.url(), time) {
            Ok(_) => true,
            Err(WarpError::NotALocalChain { url }) => {
                eprintln!("{url} is not a local chain: what needs time travel is left out");
                false
            }
            Err(error) => panic!("{error}"),
        }
    }
}
