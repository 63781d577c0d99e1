//! Token accounts as the classic SPL Token program keeps them, checked in one function.
// Reading account data as a struct is what `unsafe` stands for here; the checks come first.
#![allow(unsafe_code)]

use core::ops::Deref;

use anchor_lang::{
    AccountView, Address, AnchorAccount, Error, ErrorCode, IdlAccountType, Result, address_eq,
    refusal::{NONE, Refusal, unless},
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
fn check(view: AccountView) -> Refusal {
    checked(view).map_or_else(Into::into, |()| NONE)
}

#[inline]
fn checked(view: AccountView) -> Result<()> {
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
fn check_writable(view: AccountView) -> Refusal {
    if !view.is_writable() {
        return Error::from(ErrorCode::ConstraintMut).into();
    }
    check(view)
}

impl AnchorAccount for TokenAccount {
    type Data = TokenAccountHead;
    const MIN_DATA_LEN: usize = TOKEN_ACCOUNT_LENGTH;

    #[inline]
    fn load(view: AccountView) -> Result<Self> {
        unless(check(view), Self { view })
    }

    #[inline]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        unless(check_writable(view), Self { view })
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

/// Bytes of a mint.
const MINT_LENGTH: usize = 82;

/// A mint as the classic program keeps it.
#[repr(C)]
pub struct MintData {
    authority_tag: [u8; 4],
    authority: Address,
    supply: [u8; 8],
    decimals: u8,
    initialized: u8,
    freeze_authority_tag: [u8; 4],
    freeze_authority: Address,
}

const _: () = assert!(size_of::<MintData>() == MINT_LENGTH);

/// An initialised mint of the classic program.
pub struct Mint {
    view: AccountView,
}

impl MintData {
    /// Decimals of its amounts.
    #[inline]
    pub fn decimals(&self) -> u8 {
        self.decimals
    }
}

impl Mint {
    /// The mint's address.
    #[inline]
    pub fn address(&self) -> &Address {
        self.view.address()
    }
}

#[inline(never)]
fn check_mint(view: AccountView) -> Refusal {
    checked_mint(view).map_or_else(Into::into, |()| NONE)
}

#[inline]
fn checked_mint(view: AccountView) -> Result<()> {
    if !address_eq(view.owner(), &TOKEN_PROGRAM_ID) {
        return Err(Error::IllegalOwner);
    }
    if view.data_len() != MINT_LENGTH {
        return Err(Error::InvalidAccountData);
    }
    // SAFETY: it has the length of the struct, which is bytes only; no reference is kept.
    let mint: &MintData = unsafe { &*view.data_ptr().cast() };
    match mint.initialized {
        1 => Ok(()),
        0 => Err(Error::UninitializedAccount),
        _ => Err(Error::InvalidAccountData),
    }
}

impl AnchorAccount for Mint {
    type Data = MintData;
    const MIN_DATA_LEN: usize = MINT_LENGTH;

    #[inline]
    fn load(view: AccountView) -> Result<Self> {
        unless(check_mint(view), Self { view })
    }

    #[inline]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl Deref for Mint {
    type Target = MintData;

    #[inline]
    fn deref(&self) -> &MintData {
        // SAFETY: as the token account's.
        unsafe { &*self.view.data_ptr().cast() }
    }
}

#[doc(hidden)]
impl IdlAccountType for Mint {}
