//! The invariants, checked on the states before and after one step (design §4).

use super::{act::Act, schedule::scheduled, snapshot::Snapshot};
use ionet_core::{
    supply::{GENESIS_SUPPLY, SUPPLY_CAP},
    time::EPOCH_SECONDS,
};
use solana_address::Address;

type Checked = Result<(), String>;

/// Checks every invariant.
///
/// # Errors
/// The id of the first that is broken, and how.
pub fn check(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    refused_changes_nothing(before, after, act)?;
    i1_supply(after)?;
    i7_exactly_once(before, after)?;
    accounting(after, act)?;
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
    holds(!refused || before == after, || {
        "a refused call changed something".to_owned()
    })
}

/// `minted_ever` ≤ cap, supply = minted − burned, Σ emission = schedule of the epochs minted.
fn i1_supply(after: &Snapshot) -> Checked {
    let Some(config) = &after.config else {
        return Ok(());
    };
    let minted = config.minted_ever;
    holds(minted <= SUPPLY_CAP, || {
        format!("I1: minted_ever {minted} over the cap")
    })?;
    holds(after.supply == minted - config.burned_ever, || {
        format!(
            "I1: supply {} is not {minted} − {}",
            after.supply, config.burned_ever
        )
    })?;
    let genesis = if config.sealed == 1 {
        GENESIS_SUPPLY
    } else {
        0
    };
    let emitted = after
        .emission
        .as_ref()
        .map_or(0, |state| state.minted_total);
    holds(minted == genesis + emitted, || {
        format!("I1: {minted} is not {genesis} + {emitted}")
    })?;
    let Some(state) = &after.emission else {
        return Ok(());
    };
    let allowed = scheduled(state.preset, state.next_epoch);
    holds(emitted == allowed, || {
        format!("I1: emitted {emitted}, scheduled {allowed}")
    })
}

/// Counters never fall, no epoch is minted early, and no claim is paid twice.
fn i7_exactly_once(before: &Snapshot, after: &Snapshot) -> Checked {
    if let Some(state) = &after.emission {
        let ended = (after.now - state.start_time).max(0) / EPOCH_SECONDS;
        let minted = i64::try_from(state.next_epoch).unwrap_or(i64::MAX);
        holds(minted <= ended, || {
            format!("I7: {} epochs minted, {ended} ended", state.next_epoch)
        })?;
        if let Some(earlier) = &before.emission {
            holds(earlier.next_epoch <= state.next_epoch, || {
                "I7: next_epoch fell".to_owned()
            })?;
            holds(earlier.minted_total <= state.minted_total, || {
                "I7: minted_total fell".to_owned()
            })?;
        }
    }
    holds(before.vestings.len() <= after.vestings.len(), || {
        "I7: vesting_count fell".to_owned()
    })?;
    for (index, earlier) in before.vestings.iter().enumerate() {
        let fine = match (earlier, &after.vestings[index]) {
            (None, now) => now.is_none(),
            (Some(earlier), None) => earlier.claimed == earlier.total,
            (Some(earlier), Some(now)) => {
                earlier.claimed <= now.claimed
                    && now.claimed <= now.total
                    && earlier.total == now.total
            }
        };
        holds(fine, || {
            format!("I7: vesting {index} fell, grew over its total or came back")
        })?;
    }
    Ok(())
}

/// Every vault holds what internal accounting says plus exactly what was donated to it.
fn accounting(after: &Snapshot, act: &Act) -> Checked {
    let Some(config) = &after.config else {
        return Ok(());
    };
    // A closed vesting account paid its whole total, which only the categories remember.
    let allocated: u64 = config
        .categories
        .iter()
        .map(|category| category.allocated)
        .sum();
    let open: u64 = after
        .vestings
        .iter()
        .flatten()
        .map(|one| one.total - one.claimed)
        .sum();
    if config.sealed == 1 {
        holds(allocated == GENESIS_SUPPLY, || {
            "I3: sealed with genesis incomplete".to_owned()
        })?;
        let expected = open + act.donated[3];
        holds(after.vesting_vault == expected, || {
            format!(
                "I2: vesting vault {}, accounting {expected}",
                after.vesting_vault
            )
        })?;
    }
    let Some(state) = &after.emission else {
        return Ok(());
    };
    let expected = [
        state.availability.funded - state.availability.rolled_over + act.donated[0],
        state.compute.funded - state.compute.rolled_over + act.donated[1],
        state.reserve + act.donated[2],
    ];
    holds(after.vaults == expected, || {
        format!("I2: vaults {:?}, accounting {expected:?}", after.vaults)
    })
}

/// Who signed decides what may change.
fn i9_authority(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    let signed = |key: &Address| act.signed_by(key);
    for (address, (owner, balance)) in &before.accounts {
        let now = after
            .accounts
            .get(address)
            .map_or(0, |(_, balance)| *balance);
        holds(now >= *balance || signed(owner), || {
            format!("I9: {address} lost tokens without its owner's signature")
        })?;
    }
    if let (Some(old), Some(new)) = (&before.config, &after.config) {
        handed_over("admin", (old.admin, old.proposed_admin), new.admin, &signed)?;
        handed_over(
            "guardian",
            (old.guardian, old.proposed_guardian),
            new.guardian,
            &signed,
        )?;
        let proposals = (old.proposed_admin, old.proposed_guardian)
            != (new.proposed_admin, new.proposed_guardian);
        let accepted = (old.admin, old.guardian) != (new.admin, new.guardian);
        holds(
            !proposals
                || signed(&old.admin)
                || accepted
                || signed(&old.proposed_admin)
                || signed(&old.proposed_guardian),
            || "I9: a role was proposed without the admin".to_owned(),
        )?;
        let paused = old.paused_until != new.paused_until;
        holds(
            !paused || signed(&old.admin) || signed(&old.guardian),
            || "I9: paused or unpaused by somebody else".to_owned(),
        )?;
        let genesis = (old.vesting_count, old.sealed) != (new.vesting_count, new.sealed);
        holds(!genesis || signed(&old.admin), || {
            "I9: genesis without the admin".to_owned()
        })?;
        holds(old.emission_authority == new.emission_authority, || {
            "I9: the minter changed".to_owned()
        })?;
    }
    for (old, new) in before.vestings.iter().zip(&after.vestings) {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let holders = (old.beneficiary, old.proposed_beneficiary);
        handed_over("beneficiary", holders, new.beneficiary, &signed)?;
        holds(
            old.claimed == new.claimed || signed(&old.beneficiary),
            || "I9: claimed without the beneficiary".to_owned(),
        )?;
    }
    if let (Some(old), Some(new)) = (&before.emission, &after.emission) {
        handed_over(
            "emission admin",
            (old.admin, old.proposed_admin),
            new.admin,
            &signed,
        )?;
        let changed = new.has_pending == 1
            && (old.pending_parameters != new.pending_parameters
                || old.pending_from_epoch != new.pending_from_epoch);
        holds(!changed || signed(&old.admin), || {
            "I9: parameters changed without the admin".to_owned()
        })?;
        holds(
            (old.preset, old.start_time, old.io_mint) == (new.preset, new.start_time, new.io_mint),
            || "I9: the schedule's terms changed".to_owned(),
        )?;
    }
    Ok(())
}

fn handed_over(
    role: &str,
    (old, proposed): (Address, Address),
    new: Address,
    signed: &impl Fn(&Address) -> bool,
) -> Checked {
    holds(new == old || (new == proposed && signed(&new)), || {
        format!("I9: {role} changed without its proposed holder's signature")
    })
}

/// While paused nothing enters, and what an exit is owed is paid.
fn i10_pause(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    if let Some((text, must)) = &act.must_succeed {
        let outcome = act.sent.as_ref().map(|(_, outcome)| outcome);
        let succeeded = outcome.is_some_and(ionet_test_kit::Outcome::is_ok);
        holds(succeeded == *must, || {
            let failure = outcome.map(ionet_test_kit::Outcome::failure);
            format!("I10: {text}: expected success {must}, got {failure:?}")
        })?;
    }
    if !before.paused() {
        return Ok(());
    }
    let (Some(old), Some(new)) = (&before.config, &after.config) else {
        return Ok(());
    };
    holds(old.minted_ever == new.minted_ever, || {
        "I10: minted while paused".to_owned()
    })?;
    holds(
        (old.vesting_count, old.sealed) == (new.vesting_count, new.sealed),
        || "I10: genesis went on while paused".to_owned(),
    )
}
