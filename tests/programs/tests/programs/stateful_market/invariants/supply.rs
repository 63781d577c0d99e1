//! I1 and I4: every token that exists was minted for a reason that the books know.

use super::super::snapshot::Snapshot;
use super::{Checked, holds};
use ionet_core::supply::{GENESIS_SUPPLY, SUPPLY_CAP};
use ionet_test_kit::addresses::{IO, STABLE};
use solana_address::Address;

/// IO: genesis and emission, less what was burned. IOSD: minted against IO, less what was burned
/// by sales, by token shares of settlements and by holders.
pub fn every_supply_has_its_reasons(before: &Snapshot, after: &Snapshot) -> Checked {
    io(after)?;
    iosd(after)?;
    let totals = |state: &Snapshot| {
        let vault = state.dollar_vault();
        [
            state.io_config().minted_ever,
            state.io_config().burned_ever,
            state.iosd().minted_ever,
            state.iosd().io_burned,
            vault.iosd_burned,
            vault.io_burned,
            vault.paid_for_iosd,
            vault.paid_for_io,
        ]
    };
    let (old, new) = (totals(before), totals(after));
    holds(old.iter().zip(new).all(|(old, new)| *old <= new), || {
        format!("I7: a total of a mint fell: {old:?}, then {new:?}")
    })?;
    // Minted only against IO that is burned in the same step.
    let minted = new[2] - old[2];
    let burned = new[3] - old[3];
    holds(minted == 0 || burned > 0, || {
        format!("I4: {minted} IOSD were minted for nothing")
    })
}

fn io(after: &Snapshot) -> Checked {
    let config = after.io_config();
    holds(config.minted_ever <= SUPPLY_CAP, || {
        format!("I1: {} IO were minted, over the cap", config.minted_ever)
    })?;
    let emitted: u64 = after
        .emission
        .values()
        .map(|state| state.minted_total)
        .sum();
    holds(config.minted_ever == GENESIS_SUPPLY + emitted, || {
        format!(
            "I1: {} IO minted, genesis and {emitted}",
            config.minted_ever
        )
    })?;
    // Iosd burns by the token program, and so do holders: io-token counts only its own burns.
    let elsewhere = after.iosd().io_burned + after.dollar_vault().io_burned;
    let burned = config.burned_ever + elsewhere + burned_by_holders(after, &IO.mint);
    let supply = after.supply(&IO.mint);
    holds(supply == config.minted_ever - burned, || {
        format!(
            "I1: supply of IO {supply}, accounting {} − {burned}",
            config.minted_ever
        )
    })
}

fn iosd(after: &Snapshot) -> Checked {
    let of_iosd = after.shards.iter().filter(|((mint, _), _)| *mint == 0);
    let shares: u64 = of_iosd.map(|(_, shard)| shard.token_shares).sum();
    let sold = after.dollar_vault().iosd_burned;
    let burned = sold + shares + burned_by_holders(after, &STABLE.mint);
    let (minted, supply) = (after.iosd().minted_ever, after.supply(&STABLE.mint));
    holds(minted.checked_sub(burned) == Some(supply), || {
        format!(
            "I4: supply of IOSD {supply}, accounting {minted} − {sold} − {shares} − the rest of {burned}"
        )
    })
}

fn burned_by_holders(after: &Snapshot, mint: &Address) -> u64 {
    after.burned.get(mint).copied().unwrap_or(0)
}
