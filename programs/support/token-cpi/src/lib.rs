//! Typed calls of the classic SPL Token program.
//!
//! `anchor_spl::token` builds each instruction on the heap, which costs about 9,400
//! compute units a call, of which the token program uses about a hundred. The functions
//! here go through [`unchecked_invoke_signed_fixed`] with fixed arrays: about 1,340.
//!
//! The program called is always the classic SPL Token program ([`TOKEN_PROGRAM_ID`]), so
//! no caller can be made to call another one. A call that fails ends the transaction,
//! which is why nothing is returned. Balances that were read before a call are stale
//! after it: read them again.
#![no_std]

use anchor_lang::{
    Address, CpiHandle, CpiHandleMut, address, pinocchio::instruction::InstructionAccount,
    unchecked_invoke_signed_fixed,
};

/// Address of the classic SPL Token program.
pub const TOKEN_PROGRAM_ID: Address = address!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

/// Seeds of the program-derived addresses that sign a call, bump last; empty when the
/// authority signed the transaction itself.
pub type SignerSeeds<'a> = &'a [&'a [&'a [u8]]];

// Instruction tags of the SPL Token program (`spl_token::instruction::TokenInstruction`).
const TRANSFER: u8 = 3;
const MINT_TO: u8 = 7;
const BURN: u8 = 8;
const CLOSE_ACCOUNT: u8 = 9;
/// Several instructions in one call: p-token only, which every cluster runs since May 2026.
const BATCH: u8 = 255;

/// Instruction data of every call with one amount: tag, then the amount in base units.
#[inline]
fn amount_data(tag: u8, amount: u64) -> [u8; 9] {
    let mut data = [tag; 9];
    let (_, bytes) = data.split_at_mut(1);
    bytes.copy_from_slice(&amount.to_le_bytes());
    data
}

/// Moves `amount` base units from `from` to `to`; `authority` owns `from`.
#[inline]
pub fn transfer<'a>(
    from: CpiHandleMut<'a>,
    to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    invoke(
        &amount_data(TRANSFER, amount),
        [from.into(), to.into(), authority],
        signer_seeds,
    );
}

/// Mints `amount` base units of `mint` into `to`; `authority` is the mint authority.
#[inline]
pub fn mint_to<'a>(
    mint: CpiHandleMut<'a>,
    to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    invoke(
        &amount_data(MINT_TO, amount),
        [mint.into(), to.into(), authority],
        signer_seeds,
    );
}

/// Burns `amount` base units of `mint` out of `from`; `authority` owns `from`.
#[inline]
pub fn burn<'a>(
    from: CpiHandleMut<'a>,
    mint: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    invoke(
        &amount_data(BURN, amount),
        [from.into(), mint.into(), authority],
        signer_seeds,
    );
}

/// Closes the empty token account `account`; its lamports go to `destination`.
#[inline]
pub fn close_account<'a>(
    account: CpiHandleMut<'a>,
    destination: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    signer_seeds: SignerSeeds<'a>,
) {
    invoke(
        &[CLOSE_ACCOUNT],
        [account.into(), destination.into(), authority],
        signer_seeds,
    );
}

/// Mints both amounts of `mint` into the two accounts, in one call (1,150 compute units less
/// than two). An amount may be zero.
#[inline]
pub fn mint_to_pair<'a>(
    mint: CpiHandleMut<'a>,
    to: [CpiHandleMut<'a>; 2],
    authority: CpiHandle<'a>,
    amounts: [u64; 2],
    signer_seeds: SignerSeeds<'a>,
) {
    let [first, second] = to.map(|to| [mint.into(), to.into(), authority]);
    let data = pair_data([MINT_TO; 2], amounts);
    invoke_pair(&data, first, second, signer_seeds);
}

/// Moves both amounts, each from the first account of its pair to the second, in one call.
/// `authority` owns both sources. An amount may be zero.
#[inline]
pub fn transfer_pair<'a>(
    pairs: [(CpiHandleMut<'a>, CpiHandleMut<'a>); 2],
    authority: CpiHandle<'a>,
    amounts: [u64; 2],
    signer_seeds: SignerSeeds<'a>,
) {
    let [first, second] = pairs.map(|(from, to)| [from.into(), to.into(), authority]);
    let data = pair_data([TRANSFER; 2], amounts);
    invoke_pair(&data, first, second, signer_seeds);
}

/// What [`burn_then_mint`] and [`burn_then_transfer`] burn.
#[derive(Clone, Copy)]
pub struct Burn<'a> {
    /// The token account to burn from.
    pub from: CpiHandleMut<'a>,
    /// Its mint.
    pub mint: CpiHandleMut<'a>,
    /// Owner of `from`; signed the transaction.
    pub authority: CpiHandle<'a>,
    /// Base units of `mint`.
    pub amount: u64,
}

/// Burns, and mints `amount` base units of `mint` into `to`, in one call; `authority` is the
/// mint authority.
#[inline]
pub fn burn_then_mint<'a>(
    burn: Burn<'a>,
    mint: CpiHandleMut<'a>,
    to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    let data = pair_data([BURN, MINT_TO], [burn.amount, amount]);
    let second = [mint.into(), to.into(), authority];
    invoke_pair(&data, burn.accounts(), second, signer_seeds);
}

/// Burns, and moves `amount` base units from `from` to `to`, in one call; `authority` owns
/// `from`.
#[inline]
pub fn burn_then_transfer<'a>(
    burn: Burn<'a>,
    from: CpiHandleMut<'a>,
    to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    let data = pair_data([BURN, TRANSFER], [burn.amount, amount]);
    let second = [from.into(), to.into(), authority];
    invoke_pair(&data, burn.accounts(), second, signer_seeds);
}

impl<'a> Burn<'a> {
    #[inline]
    fn accounts(self) -> [CpiHandle<'a>; 3] {
        [self.from.into(), self.mint.into(), self.authority]
    }
}

/// Data of a batch of two: for each its number of accounts, its length, its data.
#[inline]
fn pair_data(tags: [u8; 2], amounts: [u64; 2]) -> [u8; 23] {
    let mut data = [BATCH; 23];
    let (_, entries) = data.split_at_mut(1);
    let singles = tags.into_iter().zip(amounts);
    for (entry, (tag, amount)) in entries.chunks_exact_mut(11).zip(singles) {
        let (header, single) = entry.split_at_mut(2);
        header.copy_from_slice(&[3, 9]);
        single.copy_from_slice(&amount_data(tag, amount));
    }
    data
}

/// Both of the batch take two writable accounts and then the authority, which signs.
#[inline]
fn invoke_pair<'a>(
    data: &[u8; 23],
    first: [CpiHandle<'a>; 3],
    second: [CpiHandle<'a>; 3],
    signer_seeds: SignerSeeds<'a>,
) {
    let ([h0, h1, h2], [h3, h4, h5]) = (first, second);
    let accounts = [
        InstructionAccount::writable(h0.address()),
        InstructionAccount::writable(h1.address()),
        InstructionAccount::readonly_signer(h2.address()),
        InstructionAccount::writable(h3.address()),
        InstructionAccount::writable(h4.address()),
        InstructionAccount::readonly_signer(h5.address()),
    ];
    let handles = [h0, h1, h2, h3, h4, h5];
    unchecked_invoke_signed_fixed(&TOKEN_PROGRAM_ID, data, &accounts, &handles, signer_seeds);
}

/// The single calls take two writable accounts and then the authority, which signs.
#[inline]
fn invoke<'a>(data: &[u8], handles: [CpiHandle<'a>; 3], signer_seeds: SignerSeeds<'a>) {
    let [first, second, authority] = &handles;
    let accounts = [
        InstructionAccount::writable(first.address()),
        InstructionAccount::writable(second.address()),
        InstructionAccount::readonly_signer(authority.address()),
    ];
    unchecked_invoke_signed_fixed(&TOKEN_PROGRAM_ID, data, &accounts, &handles, signer_seeds);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_tag_then_amount_little_endian() {
        let data = amount_data(MINT_TO, 0x0102_0304_0506_0708);
        assert_eq!(data, [7, 8, 7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    fn a_pair_is_two_entries_of_three_accounts_and_nine_bytes() {
        let data = pair_data([BURN, TRANSFER], [1, 0x0203]);
        let expected = [
            255, 3, 9, 8, 1, 0, 0, 0, 0, 0, 0, 0, 3, 9, 3, 3, 2, 0, 0, 0, 0, 0, 0,
        ];
        assert_eq!(data, expected);
    }
}
