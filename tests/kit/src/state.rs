//! Accounts of the programs as the generated client decodes them.

use crate::{
    World,
    addresses::{IO, POOLS, vesting},
};
pub use ionet_client::generated::{
    emission::accounts::EmissionState,
    io_token::accounts::{Config, Vesting},
};
use ionet_core::emission as rules;

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
