//! `ionet supply`.

use anyhow::Result;
use ionet_client::generated::{
    emission::pdas::{find_availability_vault_pda, find_compute_vault_pda, find_reserve_vault_pda},
    io_token::pdas::{find_mint_pda, find_vesting_vault_pda},
};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP};
use serde_json::{Value, json};

use crate::{
    amounts::io,
    context::Context,
    onchain::{config, token_balance},
    output::facts,
};

/// Where all IO is. Base units.
struct Supply {
    minted_ever: u64,
    burned_ever: u64,
    existing: u64,
    vesting: u64,
    availability: u64,
    compute: u64,
    reserve: u64,
}

/// Prints where all IO is.
pub async fn run(context: &Context) -> Result<()> {
    let supply = read(context).await?;
    context.output.result(&supply.json(), || supply.text());
    Ok(())
}

async fn read(context: &Context) -> Result<Supply> {
    let config = config(context).await?;
    let mint = find_mint_pda().0;
    let amount = context
        .rpc
        .get_token_supply(&mint)
        .await
        .map_err(|error| context.explain(error))?;
    Ok(Supply {
        minted_ever: config.minted_ever,
        burned_ever: config.burned_ever,
        existing: amount.amount.parse()?,
        vesting: token_balance(context, &find_vesting_vault_pda().0).await?,
        availability: token_balance(context, &find_availability_vault_pda().0).await?,
        compute: token_balance(context, &find_compute_vault_pda().0).await?,
        reserve: token_balance(context, &find_reserve_vault_pda().0).await?,
    })
}

impl Supply {
    /// What its holders can move: not in the programs' vaults.
    fn circulating(&self) -> u64 {
        [self.vesting, self.availability, self.compute, self.reserve]
            .iter()
            .fold(self.existing, |left, locked| left.saturating_sub(*locked))
    }

    fn json(&self) -> Value {
        json!({
            "mint": find_mint_pda().0.to_string(),
            "unit": "base units, 8 decimals",
            "cap": SUPPLY_CAP.to_string(),
            "minted_ever": self.minted_ever.to_string(),
            "emitted": self.minted_ever.saturating_sub(GENESIS_SUPPLY).to_string(),
            "burned_ever": self.burned_ever.to_string(),
            "supply": self.existing.to_string(),
            "vesting_vault": self.vesting.to_string(),
            "availability_pool": self.availability.to_string(),
            "compute_pool": self.compute.to_string(),
            "reserve": self.reserve.to_string(),
            "circulating": self.circulating().to_string(),
        })
    }

    fn text(&self) -> String {
        let emitted = self.minted_ever.saturating_sub(GENESIS_SUPPLY);
        facts([
            ("cap", io(SUPPLY_CAP)),
            ("minted ever", io(self.minted_ever)),
            ("  of it emitted", io(emitted)),
            ("burned ever", io(self.burned_ever)),
            ("supply", io(self.existing)),
            ("  vesting vault", io(self.vesting)),
            ("  availability pool", io(self.availability)),
            ("  compute pool", io(self.compute)),
            ("  reserve", io(self.reserve)),
            ("  circulating", io(self.circulating())),
        ])
        .to_string()
    }
}
