//! Creating accounts at derived addresses.

use anchor_lang::{
    AccountView, Address, Result,
    call::{Call, Passed},
    pinocchio::sysvars::{Sysvar, rent::Rent},
};

/// The system program.
const SYSTEM_PROGRAM_ID: Address = Address::new_from_array([0; 32]);
/// Instruction tag of the system program's `CreateAccount`, a little-endian u32.
const CREATE_ACCOUNT: u32 = 0;
/// Instruction tag of the system program's `Assign`.
const ASSIGN: u32 = 1;
/// Instruction tag of the system program's `Transfer`.
const TRANSFER: u32 = 2;
/// Instruction tag of the system program's `Allocate`.
const ALLOCATE: u32 = 8;

/// An account to create.
pub struct NewAccount<'a> {
    /// Pays; signed the transaction.
    pub payer: &'a AccountView,
    /// The account.
    pub target: &'a AccountView,
    /// Seeds of its address, bump last.
    pub seeds: &'a [&'a [u8]],
    /// Bytes of its data.
    pub space: usize,
    /// The program that will own it.
    pub owner: &'a Address,
    /// Lamports on top of its rent.
    pub extra: u64,
}

impl NewAccount<'_> {
    /// Creates it, in one call.
    ///
    /// Attack prevented: whoever sends a lamport to an address before it is created makes
    /// `CreateAccount` fail. Then rent, space and owner are given in calls of their own.
    ///
    /// # Errors
    /// When the rent cannot be computed; a refusal of the system program ends the transaction.
    #[inline(never)]
    pub fn create(&self) -> Result<()> {
        let rent = Rent::get()?.try_minimum_balance(self.space)?;
        if self.target.lamports() > 0 {
            self.create_funded(rent);
            return Ok(());
        }
        let space = u64::try_from(self.space).unwrap_or(u64::MAX);
        let data = create_data(rent.saturating_add(self.extra), space, self.owner);
        call(&data, [self.payer, self.target], self.seeds);
        Ok(())
    }

    #[cold]
    fn create_funded(&self, rent: u64) {
        let missing = rent.saturating_sub(self.target.lamports());
        let lamports = missing.saturating_add(self.extra);
        if lamports > 0 {
            let data = amount_data(TRANSFER, lamports);
            call(&data, [self.payer, self.target], self.seeds);
        }
        let space = u64::try_from(self.space).unwrap_or(u64::MAX);
        call(
            &amount_data(ALLOCATE, space),
            [self.target, self.payer],
            self.seeds,
        );
        let mut data = [0; 36];
        let (tag, owner) = data.split_at_mut(4);
        tag.copy_from_slice(&ASSIGN.to_le_bytes());
        owner.copy_from_slice(self.owner.as_ref());
        call(&data, [self.target, self.payer], self.seeds);
    }
}

/// Calls the system program with two accounts that sign, the second of which is more than some
/// of its instructions read.
#[inline(never)]
fn call(data: &[u8], accounts: [&AccountView; 2], seeds: &[&[u8]]) {
    let call = Call {
        program: &SYSTEM_PROGRAM_ID,
        data,
        accounts: &accounts.map(Passed::writable_signer),
        seeds: &[seeds],
    };
    call.invoke();
}

/// Tag, then a number.
#[inline]
fn amount_data(instruction: u32, amount: u64) -> [u8; 12] {
    let mut data = [0; 12];
    let (tag, number) = data.split_at_mut(4);
    tag.copy_from_slice(&instruction.to_le_bytes());
    number.copy_from_slice(&amount.to_le_bytes());
    data
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

    #[test]
    fn data_of_an_amount_is_tag_and_amount() {
        let data = amount_data(ALLOCATE, 0x0102);
        assert_eq!(data, [8, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0]);
    }
}
