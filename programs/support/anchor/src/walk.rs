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
