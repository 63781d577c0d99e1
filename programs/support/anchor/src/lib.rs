//! `anchor-lang`, for programs with many instructions.
//!
//! The framework's macros name what they need as `anchor_lang::…`. Programs depend on this crate
//! under that name: it hands on all of `anchor-lang` and puts functions that are called in place
//! of those that the framework copies into every instruction. What is checked, and in which
//! order, is the same.
#![no_std]

pub mod call;
pub mod refusal;
mod walk;

pub use anchor_lang::*;
pub use walk::AccountCursor;

/// Whether two addresses are the same.
#[inline(never)]
pub fn address_eq(one: &Address, other: &Address) -> bool {
    anchor_lang::address_eq(one, other)
}

/// Checks an address against its seeds and finds its bump.
///
/// # Errors
/// When the address is not derived from the seeds.
#[inline(never)]
pub fn find_and_verify_program_address(
    seeds: &[&[u8]],
    program: &Address,
    address: &Address,
) -> Result<u8> {
    anchor_lang::find_and_verify_program_address(seeds, program, address)
}

/// Runs `handler` with the accounts that an instruction declares, checked. Accounts that follow
/// them are not read: the handler's context has none.
///
/// # Errors
/// When accounts are missing, are passed twice although one of them is writable, or break a
/// constraint; and the handler's.
// The handler's closure must become part of its instruction.
#[allow(clippy::inline_always)]
#[inline(always)]
pub fn run_handler<'a, T: TryAccounts, R>(
    program_id: &'a Address,
    cursor: &'a mut AccountCursor,
    data: &'a [u8],
    given: usize,
    handler: impl FnOnce(&mut Context<'a, T>, T::IxArgs<'a>) -> Result<R>,
) -> Result<R> {
    let first = cursor.walk::<T>(given)?;
    // SAFETY: the walk found as many, side by side.
    let views = unsafe { core::slice::from_raw_parts(first, T::HEADER_SIZE) };
    let (accounts, bumps, arguments) = T::validate_accounts(program_id, views, None, 0, data)?;
    let mask = MutMask::Static(&T::MUT_MASK);
    let mut context = Context::new(program_id, accounts, bumps, cursor.framework(), 0, mask);
    let result = handler(&mut context, arguments)?;
    context.accounts.exit_accounts(data)?;
    Ok(result)
}
