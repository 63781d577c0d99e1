//! Creating an account with more lamports than its rent.

use anchor_lang::{
    AccountView, Address, CpiHandle, Result, create_account_signed,
    pinocchio::{
        instruction::InstructionAccount,
        sysvars::{Sysvar, rent::Rent},
    },
    unchecked_invoke_signed_fixed,
};

/// The system program.
const SYSTEM_PROGRAM_ID: Address = Address::new_from_array([0; 32]);
/// Instruction tag of the system program's `CreateAccount`, a little-endian u32.
const CREATE_ACCOUNT: u32 = 0;
/// Instruction tag of the system program's `Transfer`.
const TRANSFER: u32 = 2;

/// Creates `target` (seeds: those of its address, bump last) with `space` bytes for `owner`, and
/// gives it rent and `extra` lamports, in one call.
///
/// Attack prevented: whoever sends a lamport to an address before it is created makes
/// `CreateAccount` fail. Then rent and owner are given in other calls.
///
/// # Errors
/// When the rent cannot be computed; a refusal of the system program ends the transaction.
#[inline]
pub fn with_extra_lamports<'a>(
    payer: &'a AccountView,
    target: &'a AccountView,
    space: usize,
    owner: &Address,
    extra: u64,
    seeds: &'a [&'a [u8]],
) -> Result<()> {
    if target.lamports() > 0 {
        create_account_signed(payer, target, space, owner, seeds)?;
        if extra > 0 {
            transfer(*payer, *target, extra);
        }
        return Ok(());
    }
    let rent = Rent::get()?.try_minimum_balance(space)?;
    let space = u64::try_from(space).unwrap_or(u64::MAX);
    let data = create_data(rent.saturating_add(extra), space, owner);
    let accounts = [
        InstructionAccount::writable_signer(payer.address()),
        InstructionAccount::writable_signer(target.address()),
    ];
    let handles = [CpiHandle::readonly(payer), CpiHandle::readonly(target)];
    unchecked_invoke_signed_fixed(&SYSTEM_PROGRAM_ID, &data, &accounts, &handles, &[seeds]);
    Ok(())
}

#[cold]
fn transfer(payer: AccountView, target: AccountView, lamports: u64) {
    let mut data = [0; 12];
    let (tag, amount) = data.split_at_mut(4);
    tag.copy_from_slice(&TRANSFER.to_le_bytes());
    amount.copy_from_slice(&lamports.to_le_bytes());
    let accounts = [
        InstructionAccount::writable_signer(payer.address()),
        InstructionAccount::writable(target.address()),
    ];
    let handles = [CpiHandle::readonly(&payer), CpiHandle::readonly(&target)];
    unchecked_invoke_signed_fixed(&SYSTEM_PROGRAM_ID, &data, &accounts, &handles, &[]);
}

/// Tag, lamports, space, owner.
#[inline]
fn create_data(lamports: u64, space: u64, owner: &Address) -> [u8; 52] {
    let mut data = [0; 52];
    let (tag, rest) = data.split_at_mut(4);
    let (amount, rest) = rest.split_at_mut(8);
    let (size, holder) = rest.split_at_mut(8);
    tag.copy_from_slice(&CREATE_ACCOUNT.to_le_bytes());
    amount.copy_from_slice(&lamports.to_le_bytes());
    size.copy_from_slice(&space.to_le_bytes());
    holder.copy_from_slice(owner.as_ref());
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_tag_lamports_space_owner() {
        let data = create_data(0x0102, 165, &Address::new_from_array([9; 32]));
        assert_eq!(data[..4], [0; 4]);
        assert_eq!(data[4..12], [2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(data[12..20], [165, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(data[20..], [9; 32]);
    }
}
