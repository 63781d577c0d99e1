//! Typed calls of the classic SPL Token program.
//!
//! `anchor_spl::token` builds each instruction on the heap, which costs about 9,400
//! compute units a call, of which the token program uses about a hundred. The functions
//! here go through [`Call::invoke`] with fixed arrays: about 1,340.
//!
//! The program called is always the classic SPL Token program ([`TOKEN_PROGRAM_ID`]), so
//! no caller can be made to call another one. A call that fails ends the transaction,
//! which is why nothing is returned. Balances that were read before a call are stale
//! after it: read them again.
#![no_std]

pub mod account;

use anchor_lang::{
    AccountView, Address, address,
    call::{Call, Passed},
};

/// Address of the classic SPL Token program.
pub const TOKEN_PROGRAM_ID: Address = address!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

pub use anchor_lang::call::SignerSeeds;

// Instruction tags of the SPL Token program (`spl_token::instruction::TokenInstruction`).
const TRANSFER: u8 = 3;
const MINT_TO: u8 = 7;
const BURN: u8 = 8;
const CLOSE_ACCOUNT: u8 = 9;
/// `InitializeAccount3`: the owner is in the data, and rent is not passed as an account.
const INITIALIZE_ACCOUNT: u8 = 18;
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
    from: &'a AccountView,
    to: &'a AccountView,
    authority: &'a AccountView,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    single(
        &amount_data(TRANSFER, amount),
        [from, to, authority],
        signer_seeds,
    );
}

/// Mints `amount` base units of `mint` into `to`; `authority` is the mint authority.
#[inline]
pub fn mint_to<'a>(
    mint: &'a AccountView,
    to: &'a AccountView,
    authority: &'a AccountView,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    single(
        &amount_data(MINT_TO, amount),
        [mint, to, authority],
        signer_seeds,
    );
}

/// Burns `amount` base units of `mint` out of `from`; `authority` owns `from`.
#[inline]
pub fn burn<'a>(
    from: &'a AccountView,
    mint: &'a AccountView,
    authority: &'a AccountView,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    single(
        &amount_data(BURN, amount),
        [from, mint, authority],
        signer_seeds,
    );
}

/// Closes the empty token account `account`; its lamports go to `destination`.
#[inline]
pub fn close_account<'a>(
    account: &'a AccountView,
    destination: &'a AccountView,
    authority: &'a AccountView,
    signer_seeds: SignerSeeds<'a>,
) {
    single(
        &[CLOSE_ACCOUNT],
        [account, destination, authority],
        signer_seeds,
    );
}

/// One operation of a [`pair`]: two writable accounts and the authority that signs for it.
pub struct Operation<'a> {
    tag: u8,
    accounts: [&'a AccountView; 2],
    authority: &'a AccountView,
    amount: u64,
}

impl<'a> Operation<'a> {
    /// Moves `amount` base units from `from` to `to`; `authority` owns `from`.
    #[inline]
    pub fn transfer(
        from: &'a AccountView,
        to: &'a AccountView,
        authority: &'a AccountView,
        amount: u64,
    ) -> Self {
        Self {
            tag: TRANSFER,
            accounts: [from, to],
            authority,
            amount,
        }
    }

    /// Burns `amount` base units of `mint` out of `from`; `authority` owns `from`.
    #[inline]
    pub fn burn(
        from: &'a AccountView,
        mint: &'a AccountView,
        authority: &'a AccountView,
        amount: u64,
    ) -> Self {
        Self {
            tag: BURN,
            accounts: [from, mint],
            authority,
            amount,
        }
    }

    /// Mints `amount` base units of `mint` into `to`; `authority` is the mint authority.
    #[inline]
    pub fn mint_to(
        mint: &'a AccountView,
        to: &'a AccountView,
        authority: &'a AccountView,
        amount: u64,
    ) -> Self {
        Self {
            tag: MINT_TO,
            accounts: [mint, to],
            authority,
            amount,
        }
    }
}

/// Both operations in one call, in their order (1,150 compute units less than two calls). An
/// amount may be zero. An authority that signed the transaction needs no seeds; a
/// program-derived one signs both operations by `signer_seeds`.
#[inline(never)]
pub fn pair(operations: &[Operation; 2], signer_seeds: SignerSeeds) {
    let [first, second] = operations;
    let data = pair_data([(first.tag, first.amount), (second.tag, second.amount)]);
    let ([a, b], [c, d]) = (first.accounts, second.accounts);
    let accounts = [
        Passed::writable(a),
        Passed::writable(b),
        Passed::signer(first.authority),
        Passed::writable(c),
        Passed::writable(d),
        Passed::signer(second.authority),
    ];
    invoke(&data, &accounts, signer_seeds);
}

/// Mints both amounts of `mint` into the two accounts, in one call. An amount may be zero.
#[inline]
pub fn mint_to_pair<'a>(
    mint: &'a AccountView,
    to: [&'a AccountView; 2],
    authority: &'a AccountView,
    amounts: [u64; 2],
    signer_seeds: SignerSeeds<'a>,
) {
    let ([first, second], [one, two]) = (to, amounts);
    let operations = [
        Operation::mint_to(mint, first, authority, one),
        Operation::mint_to(mint, second, authority, two),
    ];
    pair(&operations, signer_seeds);
}

/// Moves both amounts, each from the first account of its pair to the second, in one call.
/// `authority` owns both sources. An amount may be zero.
#[inline]
pub fn transfer_pair<'a>(
    pairs: [(&'a AccountView, &'a AccountView); 2],
    authority: &'a AccountView,
    amounts: [u64; 2],
    signer_seeds: SignerSeeds<'a>,
) {
    let ([(from, to), (second_from, second_to)], [one, two]) = (pairs, amounts);
    let operations = [
        Operation::transfer(from, to, authority, one),
        Operation::transfer(second_from, second_to, authority, two),
    ];
    pair(&operations, signer_seeds);
}

/// What [`burn_then_mint`] and [`burn_then_transfer`] burn.
pub struct Burn<'a> {
    /// The token account to burn from.
    pub from: &'a AccountView,
    /// Its mint.
    pub mint: &'a AccountView,
    /// Owner of `from`; signed the transaction.
    pub authority: &'a AccountView,
    /// Base units of `mint`.
    pub amount: u64,
}

impl<'a> From<Burn<'a>> for Operation<'a> {
    #[inline]
    fn from(burn: Burn<'a>) -> Self {
        Self::burn(burn.from, burn.mint, burn.authority, burn.amount)
    }
}

/// Burns, and mints `amount` base units of `mint` into `to`, in one call; `authority` is the
/// mint authority.
#[inline]
pub fn burn_then_mint<'a>(
    burn: Burn<'a>,
    mint: &'a AccountView,
    to: &'a AccountView,
    authority: &'a AccountView,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    let second = Operation::mint_to(mint, to, authority, amount);
    pair(&[burn.into(), second], signer_seeds);
}

/// Burns, and moves `amount` base units from `from` to `to`, in one call; `authority` owns
/// `from`.
#[inline]
pub fn burn_then_transfer<'a>(
    burn: Burn<'a>,
    from: &'a AccountView,
    to: &'a AccountView,
    authority: &'a AccountView,
    amount: u64,
    signer_seeds: SignerSeeds<'a>,
) {
    let second = Operation::transfer(from, to, authority, amount);
    pair(&[burn.into(), second], signer_seeds);
}

/// Data of a batch of two: for each its number of accounts, its length, its data.
#[inline]
fn pair_data(operations: [(u8, u64); 2]) -> [u8; 23] {
    let mut data = [BATCH; 23];
    let (_, entries) = data.split_at_mut(1);
    for (entry, (tag, amount)) in entries.chunks_exact_mut(11).zip(operations) {
        let (header, single) = entry.split_at_mut(2);
        header.copy_from_slice(&[3, 9]);
        single.copy_from_slice(&amount_data(tag, amount));
    }
    data
}

/// Makes `account` (created by the system program with the size of a token account) a token
/// account of `mint` that `owner` holds, and moves `amount` base units into it from `from`,
/// which `from_owner` owns: one call.
#[inline]
pub fn open_and_fund<'a>(
    account: &'a AccountView,
    mint: &'a AccountView,
    owner: &Address,
    from: &'a AccountView,
    from_owner: &'a AccountView,
    amount: u64,
) {
    let data = open_and_fund_data(owner, amount);
    let accounts = [
        Passed::writable(account),
        Passed::readonly(mint),
        Passed::writable(from),
        Passed::writable(account),
        Passed::signer(from_owner),
    ];
    invoke(&data, &accounts, &[]);
}

/// Makes `account` (created by the system program with the size of a token account) a token
/// account of `mint` that `owner` holds.
#[inline]
pub fn open<'a>(account: &'a AccountView, mint: &'a AccountView, owner: &Address) {
    let mut data = [INITIALIZE_ACCOUNT; 33];
    let (_, owner_bytes) = data.split_at_mut(1);
    owner_bytes.copy_from_slice(owner.as_ref());
    let accounts = [Passed::writable(account), Passed::readonly(mint)];
    invoke(&data, &accounts, &[]);
}

/// Data of [`open_and_fund`]: initialise (two accounts, tag and owner), then transfer.
#[inline]
fn open_and_fund_data(owner: &Address, amount: u64) -> [u8; 47] {
    let mut data = [BATCH; 47];
    let (_, entries) = data.split_at_mut(1);
    let (initialize, fund) = entries.split_at_mut(35);
    let (header, owner_bytes) = initialize.split_at_mut(3);
    header.copy_from_slice(&[2, 33, INITIALIZE_ACCOUNT]);
    owner_bytes.copy_from_slice(owner.as_ref());
    let (header, transfer) = fund.split_at_mut(2);
    header.copy_from_slice(&[3, 9]);
    transfer.copy_from_slice(&amount_data(TRANSFER, amount));
    data
}

/// The single calls take two writable accounts and then the authority, which signs.
#[inline(never)]
fn single(data: &[u8], accounts: [&AccountView; 3], signer_seeds: SignerSeeds) {
    let [first, second, authority] = accounts;
    let accounts = [
        Passed::writable(first),
        Passed::writable(second),
        Passed::signer(authority),
    ];
    invoke(data, &accounts, signer_seeds);
}

#[inline]
fn invoke(data: &[u8], accounts: &[Passed], seeds: SignerSeeds) {
    let call = Call {
        program: &TOKEN_PROGRAM_ID,
        data,
        accounts,
        seeds,
    };
    call.invoke();
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
        let data = pair_data([(TRANSFER, 1), (BURN, 0x0203)]);
        let expected = [
            255, 3, 9, 3, 1, 0, 0, 0, 0, 0, 0, 0, 3, 9, 8, 3, 2, 0, 0, 0, 0, 0, 0,
        ];
        assert_eq!(data, expected);
    }

    #[test]
    fn opening_and_funding_is_an_entry_of_two_accounts_and_one_of_three() {
        let data = open_and_fund_data(&Address::new_from_array([7; 32]), 0x0102);
        assert_eq!(data[..4], [255, 2, 33, 18]);
        assert_eq!(data[4..36], [7; 32]);
        assert_eq!(data[36..], [3, 9, 3, 2, 1, 0, 0, 0, 0, 0, 0]);
    }
}
