//! The walk over an instruction's accounts.

use anchor_lang::{
    AccountView, Error, ErrorCode, Result, TryAccounts,
    pinocchio::account::{MAX_PERMITTED_DATA_INCREASE, RuntimeAccount},
};

use crate::refusal::{NONE, Refusal, unless};

/// Bytes of the number of accounts, which the accounts follow.
const COUNT: usize = size_of::<u64>();
/// Marks an account that is passed for the first time; another value is where it was before.
const FIRST: u8 = u8::MAX;
/// Bytes of an account besides its data: head, room to grow, rent epoch.
const FIXED: usize = size_of::<RuntimeAccount>() + MAX_PERMITTED_DATA_INCREASE + size_of::<u64>();
/// Accounts begin at multiples of this.
const ALIGNMENT: usize = 8;

/// The framework's cursor, and what it began with.
pub struct AccountCursor {
    framework: anchor_lang::AccountCursor,
    input: *mut u8,
    views: *mut AccountView,
}

impl AccountCursor {
    /// Begins at the runtime's `input`; accounts are noted in `views`.
    ///
    /// # Safety
    /// As of the framework's cursor.
    #[inline]
    pub unsafe fn new(input: *mut u8, views: *mut AccountView) -> Self {
        Self {
            // SAFETY: the caller's.
            framework: unsafe { anchor_lang::AccountCursor::new(input, views) },
            input,
            views,
        }
    }

    /// The next account.
    ///
    /// # Safety
    /// As of the framework's cursor.
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub unsafe fn next(&mut self) -> AccountView {
        // SAFETY: the caller's.
        unsafe { self.framework.next() }
    }

    /// The framework's cursor, which has seen no account.
    #[inline]
    pub(crate) fn framework(&mut self) -> &mut anchor_lang::AccountCursor {
        &mut self.framework
    }

    /// Where the accounts that `T` declares are noted, side by side. Of those that were passed
    /// twice none may be writable.
    #[inline]
    pub(crate) fn walk<T: TryAccounts>(&mut self, given: usize) -> Result<*const AccountView> {
        const {
            assert!(
                !T::HAS_DYNAMIC_MUT_MASK,
                "an optional account cannot be writable"
            );
        };
        let refusal = walk(self, given, T::HEADER_SIZE, &T::MUT_MASK);
        unless(refusal, self.views.cast_const())
    }

    /// Notes the first `count` accounts, at half the price of the framework's walk.
    ///
    /// # Safety
    /// There are as many.
    #[inline]
    unsafe fn walk_all(&mut self, count: usize, writable: &[u64; 4]) -> Refusal {
        let mut at = self.input.wrapping_add(COUNT);
        for place in 0..count {
            let account: *mut RuntimeAccount = at.cast();
            // SAFETY: the runtime's interface is that accounts in this layout follow each other,
            // and that an account that was passed before is noted already. There is room for all
            // that a transaction can have.
            unsafe {
                let marker = (*account).borrow_state;
                let view = if marker == FIRST {
                    let length = (*account).data_len;
                    // What a later change of the length is held against.
                    #[allow(clippy::cast_possible_truncation)]
                    {
                        (*account).padding = (length as u32).to_le_bytes();
                        at = at.wrapping_add(FIXED).wrapping_add(length as usize);
                    }
                    at = at.wrapping_add(at.addr().wrapping_neg() & (ALIGNMENT - 1));
                    AccountView::new_unchecked(account)
                } else {
                    let earlier = usize::from(marker);
                    if has(writable, place) || has(writable, earlier) {
                        return Error::from(ErrorCode::ConstraintDuplicateMutableAccount).into();
                    }
                    at = at.wrapping_add(ALIGNMENT);
                    *self.views.add(earlier)
                };
                self.views.add(place).write(view);
            }
        }
        NONE
    }
}

#[inline(never)]
fn walk(cursor: &mut AccountCursor, given: usize, declared: usize, writable: &[u64; 4]) -> Refusal {
    if given < declared {
        return Error::from(ErrorCode::AccountNotEnoughKeys).into();
    }
    // SAFETY: as many accounts were given.
    unsafe { cursor.walk_all(declared, writable) }
}

/// Whether the bit of `place` is set.
#[inline]
fn has(mask: &[u64; 4], place: usize) -> bool {
    mask.get(place >> 6)
        .is_some_and(|word| (word >> (place & 63)) & 1 == 1)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::{vec, vec::Vec};

    use super::*;

    /// Words of an account with `length` bytes of data, as the runtime lays it out.
    fn account(key: u8, length: u64) -> Vec<u64> {
        let words = (FIXED as u64).saturating_add(length).div_ceil(8);
        let mut account = vec![0; usize::try_from(words).unwrap()];
        account[0] = u64::from(FIRST);
        account[1] = u64::from(key);
        account[10] = length;
        account
    }

    /// Walks a first account, a second with 13 bytes, and the first again.
    fn walked(given: usize, declared: usize, writable: u64) -> (Refusal, Vec<(u8, usize)>) {
        let mut input = vec![3];
        input.extend(account(1, 0));
        input.extend(account(2, 13));
        input.push(0);
        let mut views = [const { core::mem::MaybeUninit::<AccountView>::uninit() }; 256];
        let views: *mut AccountView = views.as_mut_ptr().cast();
        // SAFETY: the input is of the runtime's layout.
        let mut cursor = unsafe { AccountCursor::new(input.as_mut_ptr().cast(), views) };
        let refusal = walk(&mut cursor, given, declared, &[writable, 0, 0, 0]);
        let noted = if refusal == NONE { declared } else { 0 };
        let found = (0..noted).map(|place| {
            // SAFETY: so many are noted.
            let view = unsafe { *views.add(place) };
            (view.address().as_array()[0], view.data_len())
        });
        (refusal, found.collect())
    }

    #[test]
    fn every_declared_account_is_noted_with_its_data() {
        assert_eq!(walked(3, 3, 0b010), (NONE, vec![(1, 0), (2, 13), (1, 0)]));
        assert_eq!(walked(3, 2, 0b011), (NONE, vec![(1, 0), (2, 13)]));
    }

    #[test]
    fn an_account_passed_twice_is_not_writable_in_either_place() {
        let refusal = Refusal::from(Error::from(ErrorCode::ConstraintDuplicateMutableAccount));
        for writable in [0b001, 0b100, 0b101] {
            assert_eq!(walked(3, 3, writable), (refusal, vec![]));
        }
    }

    #[test]
    fn missing_accounts_are_refused() {
        let refusal = Refusal::from(Error::from(ErrorCode::AccountNotEnoughKeys));
        assert_eq!(walked(2, 3, 0), (refusal, vec![]));
    }

    #[test]
    fn places_up_to_256_have_a_bit() {
        let mask = [1, 0, 0, 1 << 63];
        let set: Vec<usize> = (0..300).filter(|place| has(&mask, *place)).collect();
        assert_eq!(set, [0, 255]);
    }
}
