//! Account types whose checks are one function each, called and not copied.
//!
//! Anchor's wrappers check owner, length and discriminator in line at every account of every
//! instruction, some sixty instructions each time. A program with thirty instructions does not
//! fit its size that way. These types check the same in the same order, and the layout version
//! with it.
// Reading account data as a struct is what `unsafe` stands for here; the checks come first.
#![allow(unsafe_code)]

use core::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use anchor_lang::{
    AccountClose, AccountInitialize, AccountView, Address, AnchorAccount, Discriminator, Error,
    ErrorCode, Id, IdlAccountType, Owner, Result, Space, address_eq,
    refusal::{NONE, Refusal, unless},
};
use bytemuck::Pod;

use crate::create_account::NewAccount;

/// An account type of the program's own: a `Pod` struct whose first byte is the layout version.
pub trait Record: Pod + Owner + Discriminator {
    /// The layout version that the program knows.
    const VERSION: u8;
    /// The program's error for another one.
    const UNSUPPORTED_VERSION: u32;
}

/// What identifies a kind of account.
struct Kind {
    owner: Address,
    discriminator: [u8; 8],
    length: usize,
    version: u8,
    unsupported_version: u32,
}

/// Offset of the struct behind the discriminator.
const BODY: usize = 8;

/// The first eight bytes of a discriminator.
const fn head(discriminator: &[u8]) -> [u8; 8] {
    match discriminator.first_chunk() {
        Some(head) => *head,
        None => [0; 8],
    }
}

trait HasKind {
    const KIND: Kind;
}

impl<T: Record> HasKind for T {
    const KIND: Kind = Kind {
        owner: T::OWNER,
        discriminator: head(T::DISCRIMINATOR),
        length: BODY.saturating_add(size_of::<T>()),
        version: T::VERSION,
        unsupported_version: T::UNSUPPORTED_VERSION,
    };
}

/// Owner, length, discriminator, version, in this order.
#[inline(never)]
fn check(view: AccountView, kind: &Kind) -> Refusal {
    kind.check(view).map_or_else(Into::into, |()| NONE)
}

impl Kind {
    #[inline]
    fn check(&self, view: AccountView) -> Result<()> {
        if !address_eq(view.owner(), &self.owner) {
            return Err(Error::IllegalOwner);
        }
        if view.data_len() < self.length {
            return Err(Error::AccountDataTooSmall);
        }
        // SAFETY: only the nine bytes whose presence was checked are read, and no reference to them
        // is kept.
        let data = unsafe { view.borrow_unchecked() };
        match data {
            [d0, d1, d2, d3, d4, d5, d6, d7, version, ..] => {
                if [*d0, *d1, *d2, *d3, *d4, *d5, *d6, *d7] != self.discriminator {
                    return Err(Error::InvalidAccountData);
                }
                if *version != self.version {
                    return Err(Error::Custom(self.unsupported_version));
                }
                Ok(())
            }
            _ => Err(Error::AccountDataTooSmall),
        }
    }
}

#[inline(never)]
fn check_writable(view: AccountView, kind: &Kind) -> Refusal {
    if !view.is_writable() {
        return Error::from(ErrorCode::ConstraintMut).into();
    }
    check(view, kind)
}

/// An existing account of the program's own.
pub struct Own<T> {
    view: AccountView,
    kind: PhantomData<T>,
}

impl<T: Record> Own<T> {
    /// Checks an account that was passed untyped.
    ///
    /// # Errors
    /// As the type itself gives them.
    #[inline]
    pub fn of(view: AccountView) -> Result<Self> {
        <Self as AnchorAccount>::load(view)
    }

    /// The account's address.
    #[inline]
    pub fn address(&self) -> &Address {
        self.view.address()
    }

    /// The account as the runtime passed it.
    #[inline]
    pub fn view(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Record> AnchorAccount for Own<T> {
    type Data = T;
    const MIN_DATA_LEN: usize = T::KIND.length;

    #[inline]
    fn load(view: AccountView) -> Result<Self> {
        let kind = PhantomData;
        unless(check(view, &T::KIND), Self { view, kind })
    }

    #[inline]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        let kind = PhantomData;
        unless(check_writable(view, &T::KIND), Self { view, kind })
    }

    #[inline]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Record> Space for Own<T> {
    const INIT_SPACE: usize = T::KIND.length;
}

impl<T: Record> AccountInitialize for Own<T> {
    type Params<'a> = ();

    #[inline]
    fn create_and_initialize(
        payer: &AccountView,
        account: &AccountView,
        space: usize,
        owner: &Address,
        (): &Self::Params<'_>,
        seeds: Option<&[&[u8]]>,
        _payer_seeds: Option<&[&[u8]]>,
    ) -> Result<Self> {
        let new = NewAccount {
            payer,
            target: account,
            seeds: seeds.unwrap_or_default(),
            space,
            owner,
            extra: 0,
        };
        create(&new, &T::KIND)?;
        Ok(Self {
            view: *account,
            kind: PhantomData,
        })
    }
}

/// Creates an account with its discriminator.
#[inline(never)]
fn create(new: &NewAccount, kind: &Kind) -> Result<()> {
    new.create()?;
    let mut view = *new.target;
    // SAFETY: nobody else refers to the data of an account that did not exist.
    if let Some(head) = unsafe { view.borrow_unchecked_mut() }.first_chunk_mut() {
        *head = kind.discriminator;
    }
    Ok(())
}

impl<T: Record> Deref for Own<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: `check` saw enough bytes; account data begins at a multiple of eight and stays
        // where it is for the whole instruction; `Pod` structs are valid for any bytes.
        unsafe { &*self.view.data_ptr().wrapping_add(BODY).cast() }
    }
}

impl<T: Record> DerefMut for Own<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        let mut view = self.view;
        // SAFETY: as above. The framework refuses an account that is passed twice where one of
        // them is writable, so this is the only reference; the runtime refuses writes to an
        // account that was passed read-only.
        unsafe { &mut *view.data_mut_ptr().wrapping_add(BODY).cast() }
    }
}

impl<T: Record> AsRef<AccountView> for Own<T> {
    #[inline]
    fn as_ref(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Record> AccountClose for Own<T> {
    #[inline]
    fn close(&mut self, destination: AccountView) -> Result<()> {
        close(self.view, destination)
    }
}

/// Moves all lamports and gives the account back to the system program, its discriminator
/// spoiled, so that nothing in this instruction takes it for what it was.
#[inline(never)]
fn close(mut view: AccountView, mut destination: AccountView) -> Result<()> {
    let lamports = destination
        .lamports()
        .checked_add(view.lamports())
        .ok_or(Error::ArithmeticOverflow)?;
    destination.set_lamports(lamports);
    view.set_lamports(0);
    // SAFETY: the framework's duplicate check makes this the only access to the account.
    unsafe {
        if let Some(head) = view.borrow_unchecked_mut().first_chunk_mut() {
            *head = [u8::MAX; 8];
        }
        view.close_unchecked();
    }
    Ok(())
}

#[doc(hidden)]
impl<T: IdlAccountType> IdlAccountType for Own<T> {
    const __IDL_ACCOUNT_ENTRY: Option<&'static str> = T::__IDL_ACCOUNT_ENTRY;
    const __IDL_TYPE_DEF: Option<&'static str> = T::__IDL_TYPE_DEF;

    fn __idl_account_entry() -> Option<&'static str> {
        T::__idl_account_entry()
    }

    fn __idl_type_def() -> Option<&'static str> {
        T::__idl_type_def()
    }

    fn __register_idl_deps(
        accounts: &mut anchor_lang::__alloc::vec::Vec<&'static str>,
        types: &mut anchor_lang::__alloc::vec::Vec<&'static str>,
    ) {
        T::__register_idl_deps(accounts, types);
    }
}

/// A program at its known address.
pub struct Known<T> {
    view: AccountView,
    id: PhantomData<T>,
}

#[inline(never)]
fn check_id(view: AccountView, id: &Address) -> Refusal {
    if address_eq(view.address(), id) {
        NONE
    } else {
        Error::IncorrectProgramId.into()
    }
}

impl<T: Id> AnchorAccount for Known<T> {
    type Data = AccountView;

    #[inline]
    fn load(view: AccountView) -> Result<Self> {
        let id = PhantomData;
        unless(check_id(view, &T::id()), Self { view, id })
    }

    #[inline]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Id> Deref for Known<T> {
    type Target = AccountView;

    #[inline]
    fn deref(&self) -> &AccountView {
        &self.view
    }
}

#[doc(hidden)]
impl<T: Id> IdlAccountType for Known<T> {
    const __IDL_ADDRESS: Option<&'static str> = if T::IDL_ADDRESS.is_empty() {
        None
    } else {
        Some(T::IDL_ADDRESS)
    };
}
