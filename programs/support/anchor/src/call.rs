//! Calls of other programs.
//!
//! The framework builds a call in the place where it is made, some hundred instructions each
//! time. Here one function makes them all.

use core::{mem::MaybeUninit, slice};

use anchor_lang::{
    AccountView, Address,
    pinocchio::{
        cpi::{CpiAccount, Signer, invoke_signed_unchecked},
        instruction::{InstructionAccount, InstructionView},
    },
};

/// Seeds of the program-derived addresses that sign a call, bump last; empty when the
/// authority signed the transaction itself.
pub type SignerSeeds<'a> = &'a [&'a [&'a [u8]]];

/// The most accounts that a call takes.
pub const MOST_ACCOUNTS: usize = 6;

/// An account that is passed to another program.
#[derive(Clone, Copy)]
pub struct Passed<'a> {
    view: &'a AccountView,
    writable: bool,
    signer: bool,
}

impl<'a> Passed<'a> {
    /// An account that is read.
    #[inline]
    pub fn readonly(view: &'a AccountView) -> Self {
        Self {
            view,
            writable: false,
            signer: false,
        }
    }

    /// An account that is written.
    #[inline]
    pub fn writable(view: &'a AccountView) -> Self {
        Self {
            view,
            writable: true,
            signer: false,
        }
    }

    /// An account that signs, and is read.
    #[inline]
    pub fn signer(view: &'a AccountView) -> Self {
        Self {
            view,
            writable: false,
            signer: true,
        }
    }

    /// An account that signs, and is written.
    #[inline]
    pub fn writable_signer(view: &'a AccountView) -> Self {
        Self {
            view,
            writable: true,
            signer: true,
        }
    }
}

/// A call.
pub struct Call<'a> {
    /// The program.
    pub program: &'a Address,
    /// Instruction data.
    pub data: &'a [u8],
    /// Its accounts, at most [`MOST_ACCOUNTS`].
    pub accounts: &'a [Passed<'a>],
    /// Who signs besides those who signed the transaction.
    pub seeds: SignerSeeds<'a>,
}

const _: () = assert!(
    size_of::<Signer<'static, 'static>>() == size_of::<&[&[u8]]>()
        && align_of::<Signer<'static, 'static>>() == align_of::<&[&[u8]]>()
);

impl Call<'_> {
    /// Makes the call; a refusal ends the transaction. What was read of accounts before is stale
    /// after it.
    #[inline(never)]
    pub fn invoke(&self) {
        let mut metas = [const { MaybeUninit::<InstructionAccount>::uninit() }; MOST_ACCOUNTS];
        let mut infos = [const { MaybeUninit::<CpiAccount>::uninit() }; MOST_ACCOUNTS];
        let mut count = 0_usize;
        for ((passed, meta), info) in self.accounts.iter().zip(&mut metas).zip(&mut infos) {
            let address = passed.view.address();
            meta.write(InstructionAccount::new(
                address,
                passed.writable,
                passed.signer,
            ));
            CpiAccount::init_from_account_view(passed.view, info);
            count = count.wrapping_add(1);
        }
        // SAFETY: so many were written.
        let (metas, infos) = unsafe {
            (
                slice::from_raw_parts(metas.as_ptr().cast::<InstructionAccount>(), count),
                slice::from_raw_parts(infos.as_ptr().cast::<CpiAccount>(), count),
            )
        };
        let instruction = InstructionView {
            program_id: self.program,
            data: self.data,
            accounts: metas,
        };
        // SAFETY: a `Signer` is pointer and length of seeds, and a seed pointer and length of
        // bytes, as the framework relies on too.
        let signers = unsafe {
            slice::from_raw_parts(self.seeds.as_ptr().cast::<Signer>(), self.seeds.len())
        };
        // SAFETY: views are pointers; the references that a program makes out of them end before
        // a call, or are to accounts that the called program cannot write.
        unsafe { invoke_signed_unchecked(&instruction, infos, signers) };
    }
}
