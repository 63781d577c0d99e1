//! The invariants of IOSD, checked on the states before and after one step (design §4).

use super::{super::act::Act, snapshot::Snapshot};
use ionet_core::{oracle::DollarPrice, supply::GENESIS_SUPPLY};
use ionet_test_kit::world::VAULT_DOLLARS;
use solana_address::Address;

type Checked = Result<(), String>;

/// Checks every invariant.
///
/// # Errors
/// The id of the first that is broken, and how.
pub fn check(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    refused_changes_nothing(before, after, act)?;
    i7_never_falls(before, after)?;
    i2_vault(after)?;
    i4_backing(before, after)?;
    i9_authority(before, after, act)?;
    i10_pause(before, after, act)
}

fn holds(condition: bool, text: impl FnOnce() -> String) -> Checked {
    if condition { Ok(()) } else { Err(text()) }
}

fn refused_changes_nothing(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let refused = act
        .sent
        .as_ref()
        .is_some_and(|(_, outcome)| !outcome.is_ok());
    // A step may begin with the passing of time.
    let same_time = Snapshot {
        now: after.now,
        ..before.clone()
    };
    holds(!refused || same_time == *after, || {
        "a refused call changed something".to_owned()
    })
}

fn i7_never_falls(before: &Snapshot, after: &Snapshot) -> Checked {
    let totals = |state: &Snapshot| {
        [
            state.rules.minted_ever,
            state.rules.io_burned,
            state.vault.iosd_burned,
            state.vault.paid_for_iosd,
            state.vault.io_burned,
            state.vault.paid_for_io,
        ]
    };
    let (old, new) = (totals(before), totals(after));
    holds(old.iter().zip(new).all(|(old, new)| *old <= new), || {
        format!("I7: a total fell: {old:?}, {new:?}")
    })?;
    holds(
        before.rules.newest_publish_time <= after.rules.newest_publish_time
            && before.price.publish_time <= after.price.publish_time,
        || "I7: a publish time fell".to_owned(),
    )
}

/// The vault holds what was given to it and not paid.
fn i2_vault(after: &Snapshot) -> Checked {
    let expected =
        VAULT_DOLLARS + after.donated - after.vault.paid_for_iosd - after.vault.paid_for_io;
    holds(after.vault_balance == expected, || {
        format!(
            "I2: the vault holds {}, accounting {expected}",
            after.vault_balance
        )
    })
}

/// Supply = minted − burned; minted only against burned IO, at most at the lower bound of a price
/// that the rules accept; paid only against what is burned, at most at the bids.
fn i4_backing(before: &Snapshot, after: &Snapshot) -> Checked {
    let burned = after.vault.iosd_burned + after.burned_outside;
    holds(
        after.iosd_supply == after.rules.minted_ever - burned,
        || {
            format!(
                "I4: supply {} is not {} − {burned}",
                after.iosd_supply, after.rules.minted_ever
            )
        },
    )?;
    let io = GENESIS_SUPPLY - after.rules.io_burned - after.vault.io_burned;
    holds(after.io_supply == io, || {
        format!("I4: supply of IO {}, accounting {io}", after.io_supply)
    })?;
    let minted = after.rules.minted_ever - before.rules.minted_ever;
    let for_mint = after.rules.io_burned - before.rules.io_burned;
    at_most_worth("minted", minted, for_mint, before, Some)?;
    let paid = after.vault.paid_for_io - before.vault.paid_for_io;
    let for_sale = after.vault.io_burned - before.vault.io_burned;
    let spread = before.rules.parameters.spread_bps;
    at_most_worth("paid", paid, for_sale, before, |lower| {
        lower.less_bps_floor(spread).ok()
    })?;
    let paid = after.vault.paid_for_iosd - before.vault.paid_for_iosd;
    let iosd = after.vault.iosd_burned - before.vault.iosd_burned;
    holds(u128::from(paid) * 100 <= u128::from(iosd) * 95, || {
        format!("I4: {paid} dollars paid for {iosd} IOSD")
    })
}

fn at_most_worth(
    what: &str,
    out: u64,
    io: u64,
    before: &Snapshot,
    bid: impl Fn(DollarPrice) -> Option<DollarPrice>,
) -> Checked {
    if out == 0 && io == 0 {
        return Ok(());
    }
    let used = before.price.accept(
        before.rules.parameters.price,
        before.now,
        before.rules.newest_publish_time,
    );
    let worth = used
        .ok()
        .and_then(|used| bid(used.lower_bound))
        .and_then(|price| price.io_to_micro_dollars_floor(io).ok());
    holds(worth == Some(out), || {
        format!("I4: {out} {what} for {io} IO, which is worth {worth:?}")
    })
}

/// Who signed decides what may change.
fn i9_authority(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let signed = |key: &Address| act.signed_by(key);
    for (address, (owner, balance)) in &before.accounts {
        let (_, now) = after.accounts[address];
        holds(now >= *balance || signed(owner), || {
            format!("I9: {address} lost tokens without its owner's signature")
        })?;
    }
    let (old, new) = (&before.roles, &after.roles);
    let admin = signed(&old.admin);
    let taken =
        |was: Address, proposed: Address, is: Address| is == was || (is == proposed && signed(&is));
    holds(
        taken(old.admin, old.proposed_admin, new.admin)
            && taken(old.guardian, old.proposed_guardian, new.guardian),
        || "I9: a role changed without its proposed holder's signature".to_owned(),
    )?;
    holds(
        before.rules.parameters == after.rules.parameters || admin,
        || "I9: parameters changed without the admin".to_owned(),
    )?;
    holds(
        before.paused_until == after.paused_until || admin || signed(&old.guardian),
        || "I9: paused or unpaused by somebody else".to_owned(),
    )?;
    let publisher = Address::new_from_array(before.price.write_authority);
    let price_changed = (before.price.publish_time, before.price.price)
        != (after.price.publish_time, after.price.price);
    holds(!price_changed || signed(&publisher), || {
        "I9: a price without its publisher".to_owned()
    })
}

/// While paused nothing enters; what the rules allow happens, what they refuse does not.
fn i10_pause(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if let Some((text, must)) = &act.must_succeed {
        let outcome = act.sent.as_ref().map(|(_, outcome)| outcome);
        let succeeded = outcome.is_some_and(ionet_test_kit::Outcome::is_ok);
        holds(succeeded == *must, || {
            let failure = outcome.map(ionet_test_kit::Outcome::failure);
            format!("I10: {text}: expected success {must}, got {failure:?}")
        })?;
    }
    let entered = before.rules.minted_ever != after.rules.minted_ever
        || before.vault.io_burned != after.vault.io_burned;
    holds(!before.paused() || !entered, || {
        "I10: minted or bought IO while paused".to_owned()
    })
}
