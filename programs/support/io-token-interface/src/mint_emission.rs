//! Asking io-token to mint an epoch's emission.

use anchor_lang::{
    CpiHandle, CpiHandleMut, pinocchio::instruction::InstructionAccount,
    unchecked_invoke_signed_fixed,
};

/// First eight bytes of the instruction's data: `sha256("global:mint_emission")`.
pub const DISCRIMINATOR: [u8; 8] = [110, 141, 220, 8, 167, 9, 179, 134];

/// How the call passes one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFlags {
    /// Whether io-token may change it.
    pub writable: bool,
    /// Whether it signs.
    pub signer: bool,
}

const SIGNER: AccountFlags = AccountFlags {
    writable: false,
    signer: true,
};
const WRITABLE: AccountFlags = AccountFlags {
    writable: true,
    signer: false,
};
const READONLY: AccountFlags = AccountFlags {
    writable: false,
    signer: false,
};

/// Flags of the accounts, in the order of [`MintEmission`]'s fields.
pub const ACCOUNT_FLAGS: [AccountFlags; 7] = [
    SIGNER, WRITABLE, WRITABLE, READONLY, WRITABLE, WRITABLE, READONLY,
];

impl AccountFlags {
    #[inline]
    fn account<'a>(self, handle: &CpiHandle<'a>) -> InstructionAccount<'a> {
        InstructionAccount::new(handle.address(), self.writable, self.signer)
    }
}

/// Accounts of `mint_emission`, in the instruction's order.
pub struct MintEmission<'a> {
    /// The emission program's authority address; signs by seeds.
    pub emission_authority: CpiHandle<'a>,
    /// io-token's config.
    pub config: CpiHandleMut<'a>,
    /// The IO mint.
    pub mint: CpiHandleMut<'a>,
    /// io-token's mint authority.
    pub mint_authority: CpiHandle<'a>,
    /// IO token account that receives the availability pool's part.
    pub availability_destination: CpiHandleMut<'a>,
    /// IO token account that receives the compute pool's part.
    pub compute_destination: CpiHandleMut<'a>,
    /// The classic SPL Token program.
    pub token_program: CpiHandle<'a>,
}

impl<'a> MintEmission<'a> {
    /// Mints the two amounts (base units; one may be zero). A refusal ends the
    /// transaction.
    #[inline]
    pub fn invoke(
        self,
        availability_amount: u64,
        compute_amount: u64,
        signer_seeds: &'a [&'a [&'a [u8]]],
    ) {
        let Self {
            emission_authority,
            config,
            mint,
            mint_authority,
            availability_destination,
            compute_destination,
            token_program,
        } = self;
        let handles = [
            emission_authority,
            config.into(),
            mint.into(),
            mint_authority,
            availability_destination.into(),
            compute_destination.into(),
            token_program,
        ];
        let [f0, f1, f2, f3, f4, f5, f6] = ACCOUNT_FLAGS;
        let [h0, h1, h2, h3, h4, h5, h6] = &handles;
        let accounts = [
            f0.account(h0),
            f1.account(h1),
            f2.account(h2),
            f3.account(h3),
            f4.account(h4),
            f5.account(h5),
            f6.account(h6),
        ];
        unchecked_invoke_signed_fixed(
            &crate::ID,
            &instruction_data(availability_amount, compute_amount),
            &accounts,
            &handles,
            signer_seeds,
        );
    }
}

/// Discriminator, then both amounts little endian.
#[inline]
pub fn instruction_data(availability_amount: u64, compute_amount: u64) -> [u8; 24] {
    let mut data = [0; 24];
    let (discriminator, amounts) = data.split_at_mut(8);
    let (availability, compute) = amounts.split_at_mut(8);
    discriminator.copy_from_slice(&DISCRIMINATOR);
    availability.copy_from_slice(&availability_amount.to_le_bytes());
    compute.copy_from_slice(&compute_amount.to_le_bytes());
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_discriminator_then_both_amounts() {
        let data = instruction_data(1, 0x0203);
        assert_eq!(data[..8], DISCRIMINATOR);
        assert_eq!(data[8..16], [1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(data[16..], [3, 2, 0, 0, 0, 0, 0, 0]);
    }
}
