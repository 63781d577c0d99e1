//! Accounts of the programs as the generated client decodes them.

use crate::{
    World,
    addresses::{
        ESCROW, IO, POOLS, PRICES, STABLE, dollar_vault, minter, participant, shard, vesting,
    },
    market::{Market, Operator},
    process::job_escrow::JobAt,
};
pub use ionet_client::generated::{
    emission::accounts::EmissionState,
    io_token::accounts::{Config, Vesting},
    iosd::accounts::{DollarVault, IosdState, Minter},
    job_escrow::accounts::{Claim, EscrowConfig, Job, Participant, Shard},
    price_feed::accounts::PriceUpdateV2,
};
use ionet_core::{
    emission as rules,
    iosd::{IosdParameters, IosdState as IosdRules, LeakyBucket, Vault},
    oracle::{PriceRules, PriceUpdate},
};
use solana_address::Address;

impl Market {
    /// job-escrow's config.
    pub fn config(&self) -> EscrowConfig {
        self.world.chain.read(&ESCROW.config)
    }

    /// A job.
    pub fn job_at(&self, job: &JobAt) -> Job {
        self.world.chain.read(&job.address)
    }

    /// The operator's claim on a job.
    pub fn claim_of(&self, job: &JobAt, operator: &Operator) -> Claim {
        self.world.chain.read(&job.claim(&operator.owner))
    }

    /// The record of a wallet.
    pub fn participant(&self, owner: &Address) -> Participant {
        self.world.chain.read(&participant(owner))
    }

    /// A shard of a mint.
    pub fn shard(&self, mint_index: u8, number: u8) -> Shard {
        self.world.chain.read(&shard(mint_index, number))
    }
}

impl World {
    /// io-token's config.
    pub fn config(&self) -> Config {
        self.chain.read(&IO.config)
    }

    /// The vesting account with `index`.
    pub fn vesting(&self, index: u32) -> Vesting {
        self.chain.read(&vesting(index))
    }

    /// The emission state.
    pub fn emission(&self) -> EmissionState {
        self.chain.read(&POOLS.state)
    }

    /// The emission state as the rules know it, for comparison with a model.
    ///
    /// # Panics
    /// When the stored preset is unknown.
    pub fn emission_rules(&self) -> rules::EmissionState {
        let state = self.emission();
        rules::EmissionState {
            start_time: state.start_time,
            next_epoch: state.next_epoch,
            schedule: rules::Schedule {
                preset: rules::Preset::from_index(state.preset).expect("a known preset"),
                month: state.month,
                epoch_in_month: state.epoch_in_month,
                month_emission: state.month_emission,
                month_mint: state.month_mint,
            },
            parameters: parameters(&state.parameters),
            pending: (state.has_pending == 1).then(|| rules::PendingParameters {
                parameters: parameters(&state.pending_parameters),
                from_epoch: state.pending_from_epoch,
            }),
            availability: ledger(&state.availability),
            compute: ledger(&state.compute),
            reserve: state.reserve,
        }
    }

    /// The price of IO, as price-feed wrote it.
    pub fn price_account(&self) -> PriceUpdateV2 {
        self.chain.read(&PRICES.io_usd)
    }

    /// The price of IO, as readers see it.
    ///
    /// # Panics
    /// When the account does not exist or is no price.
    pub fn price(&self) -> PriceUpdate {
        let account = self.chain.account(&PRICES.io_usd).expect("a price account");
        PriceUpdate::parse(&account.data).expect("Pyth's layout")
    }

    /// iosd's state.
    pub fn iosd(&self) -> IosdState {
        self.chain.read(&STABLE.state)
    }

    /// iosd's state as the rules know it.
    pub fn iosd_rules(&self) -> IosdRules {
        let state = self.iosd();
        IosdRules {
            parameters: IosdParameters {
                window_cap: state.window_cap,
                spread_bps: state.spread_bps,
                price: PriceRules {
                    max_age_seconds: state.max_age_seconds,
                    max_confidence_bps: state.max_confidence_bps,
                },
            },
            window: LeakyBucket {
                level: state.window_level,
                updated_at: state.window_updated_at,
            },
            minted_ever: state.minted_ever,
            io_burned: state.io_burned,
            newest_publish_time: state.newest_publish_time,
        }
    }

    /// The mint record of `wallet`.
    pub fn minter(&self, wallet: &Address) -> Minter {
        self.chain.read(&minter(wallet))
    }

    /// The mint record of `wallet` as the rules know it.
    pub fn minter_rules(&self, wallet: &Address) -> LeakyBucket {
        let minter = self.minter(wallet);
        LeakyBucket {
            level: minter.level,
            updated_at: minter.updated_at,
        }
    }

    /// The vault record of the dollar mint `mint`.
    pub fn dollar_vault(&self, mint: &Address) -> DollarVault {
        self.chain.read(&dollar_vault(mint))
    }

    /// The vault record of the dollar mint `mint` as the rules know it.
    pub fn vault_rules(&self, mint: &Address) -> Vault {
        let vault = self.dollar_vault(mint);
        Vault {
            spending: LeakyBucket {
                level: vault.spending_level,
                updated_at: vault.spending_updated_at,
            },
            iosd_burned: vault.iosd_burned,
            paid_for_iosd: vault.paid_for_iosd,
            io_burned: vault.io_burned,
            paid_for_io: vault.paid_for_io,
        }
    }

    /// Balances of the availability, compute and reserve vaults in base units.
    pub fn vault_balances(&self) -> [u64; 3] {
        [
            POOLS.availability_vault,
            POOLS.compute_vault,
            POOLS.reserve_vault,
        ]
        .map(|vault| self.chain.balance(&vault))
    }
}

fn parameters(
    stored: &ionet_client::generated::emission::types::Parameters,
) -> rules::EmissionParameters {
    rules::EmissionParameters {
        availability_bps: stored.availability_bps,
        claim_window_epochs: stored.claim_window_epochs,
    }
}

fn ledger(stored: &ionet_client::generated::emission::types::PoolLedger) -> rules::PoolLedger {
    rules::PoolLedger {
        funded: stored.funded,
        earned: stored.earned,
        rolled_over: stored.rolled_over,
        checkpoint_funded: stored.checkpoint_funded,
        checkpoint_epoch: stored.checkpoint_epoch,
    }
}
