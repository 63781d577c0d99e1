//! Test-only program: a Slab with 128-bit header and items, optional accounts and realloc.
//!
//! Never deployed outside tests. `tests/conformance` runs it in an SVM and compares every byte it
//! stores with the same steps on the host.

// Anchor's macros generate public items without documentation, a program module that imports
// all, and owned arguments.
#![allow(missing_docs, clippy::missing_errors_doc, clippy::wildcard_imports)]
#![allow(clippy::needless_pass_by_value)]

use ionet_sbf_builtins as _;

use anchor_lang::{accounts::Slab, prelude::*};
use ionet_conformance_cases::ledger::{Entry, LedgerError, Totals};

declare_id!("8p24oR9wKmryYg7KjvoFFJ4RQH6VTM6AWWuAehbJknSL");

/// Largest number of entries one instruction appends.
pub const MAX_APPEND: usize = 16;

/// Header of the ledger account. Its entries follow it (see [`StoredEntry`]).
#[account]
pub struct Ledger {
    /// Who may change it.
    pub owner: Address,
    /// [`Totals::sum`].
    pub sum: PodU128,
    /// [`Totals::product`].
    pub product: PodU128,
    /// [`Totals::balance`].
    pub balance: PodI128,
    /// [`Totals::average`].
    pub average: PodU128,
    /// [`Totals::remainder`].
    pub remainder: PodI128,
    /// [`Totals::count`].
    pub count: PodU64,
}

const _: () = assert!(size_of::<Ledger>() == 120);

/// One entry as it is stored.
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct StoredEntry {
    /// [`Entry::value`].
    pub value: PodU128,
    /// [`Entry::delta`].
    pub delta: PodI128,
}

/// A divisor that `append` uses when the account is given.
#[account]
pub struct Scale {
    /// Divides every value.
    pub divisor: PodU128,
}

/// Why the program refuses.
#[error_code]
pub enum StateError {
    /// A total would overflow.
    #[msg("value: the sum of the values leaves u128; append smaller values")]
    Overflow,
    /// The scale's divisor is zero.
    #[msg("scale: its divisor is zero; create it with a divisor of at least 1")]
    DivisorIsZero,
    /// The ledger is full.
    #[msg("entries: the ledger is full; resize it first")]
    Full,
    /// Values and deltas differ in number.
    #[msg("deltas: as many as values are needed")]
    LengthsDiffer,
    /// Nothing at that place.
    #[msg("index: the ledger has no entry there")]
    NoSuchEntry,
}

impl From<LedgerError> for StateError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Overflow => Self::Overflow,
            LedgerError::DivisorIsZero => Self::DivisorIsZero,
        }
    }
}

/// Instructions of the program.
#[program]
pub mod state_conformance {
    use super::*;

    /// Creates the signer's ledger without room for entries.
    pub fn create(ctx: &mut Context<Create>) -> Result<()> {
        ctx.accounts.ledger.owner = *ctx.accounts.owner.address();
        store(&mut ctx.accounts.ledger, &Totals::EMPTY);
        Ok(())
    }

    /// Creates the signer's scale.
    pub fn create_scale(ctx: &mut Context<CreateScale>, divisor: u128) -> Result<()> {
        ctx.accounts.scale.divisor = divisor.into();
        Ok(())
    }

    /// Makes room for `capacity` entries and settles the rent; entries that no longer fit go.
    pub fn resize(ctx: &mut Context<Resize>, capacity: u32) -> Result<()> {
        let accounts = &mut ctx.accounts;
        accounts.ledger.resize_to_capacity(capacity)?;
        accounts.ledger.top_up(accounts.owner.account())?;
        let mut owner = *accounts.owner.account();
        accounts.ledger.refund(&mut owner)?;
        Ok(())
    }

    /// Appends entries and updates the totals; values are divided by the scale's divisor when
    /// a scale is given.
    pub fn append(ctx: &mut Context<Append>, values: Vec<u128>, deltas: Vec<i128>) -> Result<()> {
        require!(values.len() == deltas.len(), StateError::LengthsDiffer);
        let divisor = ctx
            .accounts
            .scale
            .as_ref()
            .map_or(1, |scale| scale.divisor.get());
        let ledger = &mut ctx.accounts.ledger;
        let mut totals = load(ledger);
        for (&value, &delta) in values.iter().zip(&deltas) {
            totals = totals
                .append(Entry { value, delta }, divisor)
                .map_err(StateError::from)?;
            let entry = StoredEntry {
                value: value.into(),
                delta: delta.into(),
            };
            ledger.try_push(entry).map_err(|_| StateError::Full)?;
        }
        store(ledger, &totals);
        Ok(())
    }

    /// Removes the entry at `index`; the last one takes its place. The totals keep it.
    pub fn remove(ctx: &mut Context<Append>, index: u32) -> Result<()> {
        let ledger = &mut ctx.accounts.ledger;
        let index = usize::try_from(index).map_err(|_| StateError::NoSuchEntry)?;
        require!(index < ledger.len(), StateError::NoSuchEntry);
        ledger.swap_remove(index);
        Ok(())
    }
}

fn load(ledger: &Ledger) -> Totals {
    Totals {
        sum: ledger.sum.get(),
        product: ledger.product.get(),
        balance: ledger.balance.get(),
        average: ledger.average.get(),
        remainder: ledger.remainder.get(),
        count: ledger.count.get(),
    }
}

fn store(ledger: &mut Ledger, totals: &Totals) {
    ledger.sum = totals.sum.into();
    ledger.product = totals.product.into();
    ledger.balance = totals.balance.into();
    ledger.average = totals.average.into();
    ledger.remainder = totals.remainder.into();
    ledger.count = totals.count.into();
}

/// Accounts of `create`.
#[derive(Accounts)]
pub struct Create {
    /// Pays, and owns the ledger.
    #[account(mut)]
    pub owner: Signer,
    /// The new ledger.
    #[account(init, payer = owner, space = Slab::<Ledger, StoredEntry>::space_for(0),
              seeds = [b"ledger", owner.address().as_ref()], bump)]
    pub ledger: Slab<Ledger, StoredEntry>,
    /// Creates the account.
    pub system_program: Program<System>,
}

/// Accounts of `create_scale`.
#[derive(Accounts)]
pub struct CreateScale {
    /// Pays.
    #[account(mut)]
    pub owner: Signer,
    /// The new scale.
    #[account(init, payer = owner, seeds = [b"scale", owner.address().as_ref()], bump)]
    pub scale: Account<Scale>,
    /// Creates the account.
    pub system_program: Program<System>,
}

/// Accounts of `resize`.
#[derive(Accounts)]
pub struct Resize {
    /// Pays for growth and gets back what shrinking frees.
    #[account(mut, address = ledger.owner)]
    pub owner: Signer,
    /// The ledger.
    #[account(mut, seeds = [b"ledger", owner.address().as_ref()], bump)]
    pub ledger: Slab<Ledger, StoredEntry>,
    /// Moves the lamports.
    pub system_program: Program<System>,
}

/// Accounts of `append` and `remove`.
#[derive(Accounts)]
pub struct Append {
    /// The ledger's owner.
    #[account(address = ledger.owner)]
    pub owner: Signer,
    /// The ledger.
    #[account(mut, seeds = [b"ledger", owner.address().as_ref()], bump)]
    pub ledger: Slab<Ledger, StoredEntry>,
    /// Divides the values; 1 when absent.
    #[account(seeds = [b"scale", owner.address().as_ref()], bump)]
    pub scale: Option<Account<Scale>>,
}
