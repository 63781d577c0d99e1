//! What holds after every step (design §4), checked on the states before and after it.
//!
//! Amounts are worked out anew from the documents' formulas, in 128 bits; nothing here calls a
//! rule that a program called.

mod agreed;
mod authority;
mod capacity;
mod escrow;
mod flows;
mod once;
mod outcomes;
mod pause;
mod phases;
mod points;
pub mod reckoning;
mod rent;
mod settlement;
mod supply;

use super::{act::Act, snapshot::Snapshot};
pub use pause::stops_no_exit;

/// Whether an invariant holds; otherwise its id and how it is broken.
pub type Checked = Result<(), String>;

/// Checks every invariant.
///
/// # Errors
/// The id of the first that is broken, and how.
pub fn check(before: &Snapshot, after: &Snapshot, act: &Act) -> Checked {
    once::refused_changes_nothing(before, after, act)?;
    once::nothing_starts_again(before, after)?;
    phases::forward_only(before, after)?;
    authority::who_may_change_what(before, after, act)?;
    pause::stops_entry_only(before, after, act)?;
    agreed::terms_are_what_was_set(before, after)?;
    escrow::every_vault_holds_what_it_owes(after)?;
    settlement::no_more_than_earned(before, after)?;
    settlement::booked_is_what_left(before, after)?;
    escrow::no_token_appears_or_vanishes(before, after, act)?;
    supply::every_supply_has_its_reasons(before, after)?;
    capacity::hired_is_verified(before, after)?;
    capacity::counts_are_sums(before, after)?;
    points::points_are_earned(before, after)?;
    outcomes::outcomes_are_said(before, after)?;
    rent::goes_back_to_who_paid(before, after, act)
}

fn holds(condition: bool, text: impl FnOnce() -> String) -> Checked {
    if condition { Ok(()) } else { Err(text()) }
}

/// Entries of two families that are not the same account any more: by key, before and after.
fn changed<'a, K: Ord, T: Eq>(
    before: &'a super::snapshot::Family<K, T>,
    after: &'a super::snapshot::Family<K, T>,
) -> Vec<Change<'a, K, T>> {
    if before == after {
        return Vec::new();
    }
    let gone = before
        .iter()
        .filter(|(key, _)| !after.contains_key(key))
        .map(|(key, old)| (key, Some(old.as_ref()), None));
    let others = after.iter().filter_map(|(key, new)| {
        let old = before.get(key);
        (old != Some(new)).then(|| (key, old.map(AsRef::as_ref), Some(AsRef::as_ref(new))))
    });
    gone.chain(others).collect()
}

/// As [`changed`], without accounts that only got lamports from a stranger.
fn rewritten<'a, K: Ord, T: Eq>(
    before: &'a super::snapshot::Family<K, T>,
    after: &'a super::snapshot::Family<K, T>,
) -> Vec<Change<'a, K, T>> {
    let mut changes = changed(before, after);
    changes.retain(|(_, old, new)| old.map(|kept| &kept.value) != new.map(|kept| &kept.value));
    changes
}

/// A key, what it named before and what after.
type Change<'a, K, T> = (
    &'a K,
    Option<&'a super::snapshot::Kept<T>>,
    Option<&'a super::snapshot::Kept<T>>,
);
