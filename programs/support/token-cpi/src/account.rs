//! Token accounts as the classic SPL Token program keeps them, checked in one function.
// Reading account data as a struct is what `unsafe` stands for here; the checks come first.
#![allow(unsafe_code)]

use core::ops::Deref;

use anchor_lang::{
    AccountView, Address, AnchorAccount, Error, ErrorCode, IdlAccountType, Result, address_eq,
};

use crate::TOKEN_PROGRAM_ID;

/// Bytes of a token account.
pub const TOKEN_ACCOUNT_LENGTH: usize = 165;
/// Offset of the state byte: 0 uninitialised, 1 initialised, 2 frozen.
const STATE: usize = 108;

/// Head of a token account.
#[repr(C)]
pub struct TokenAccountHead {
    mint: Address,
    owner: Address,
    amount: [u8; 8],
}

/// An initialised token account of the classic program.
pub struct TokenAccount {
    view: AccountView,
}

impl TokenAccountHead {
    /// The mint.
    #[inline]
    pub fn mint(&self) -> &Address {
        &self.mint
    }

    /// The owner.
    #[inline]
    pub fn owner(&self) -> &Address {
        &self.owner
    }

    /// The balance, base units.
    #[inline]
    pub fn amount(&self) -> u64 {
        u64::from_le_bytes(self.amount)
    }
}

impl TokenAccount {
    /// The account's address.
    #[inline]
    pub fn address(&self) -> &Address {
        self.view.address()
    }
}

#[inline(never)]
fn check(view: AccountView) -> Result<()> {
    if !address_eq(view.owner(), &TOKEN_PROGRAM_ID) {
        return Err(Error::IllegalOwner);
    }
    if view.data_len() != TOKEN_ACCOUNT_LENGTH {
        return Err(Error::InvalidAccountData);
    }
    // SAFETY: one byte is read, and no reference to it is kept.
    match unsafe { view.borrow_unchecked() }.get(STATE) {
        Some(1 | 2) => Ok(()),
        Some(0) => Err(Error::UninitializedAccount),
        _ => Err(Error::InvalidAccountData),
    }
}

#[inline(never)]
fn check_writable(view: AccountView) -> Result<()> {
    if !view.is_writable() {
        return Err(ErrorCode::ConstraintMut.into());
    }
    check(view)
}

impl AnchorAccount for TokenAccount {
    type Data = TokenAccountHead;
    const MIN_DATA_LEN: usize = TOKEN_ACCOUNT_LENGTH;

    #[inline]
    fn load(view: AccountView) -> Result<Self> {
        check(view)?;
        Ok(Self { view })
    }

    #[inline]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        check_writable(view)?;
        Ok(Self { view })
    }

    #[inline]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl Deref for TokenAccount {
    type Target = TokenAccountHead;

    #[inline]
    fn deref(&self) -> &TokenAccountHead {
        // SAFETY: `check` saw 165 bytes; the struct is bytes only; account data stays where it
        // is for the whole instruction.
        unsafe { &*self.view.data_ptr().cast() }
    }
}

#[doc(hidden)]
impl IdlAccountType for TokenAccount {}
