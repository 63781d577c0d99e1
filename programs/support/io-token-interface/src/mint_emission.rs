//! Asking io-token to mint an epoch's emission.

use anchor_lang::{
    CpiHandle, CpiHandleMut, pinocchio::instruction::InstructionAccount,
    unchecked_invoke_signed_fixed,
};

/// First eight bytes of the instruction's data: sha256("global:mint_emission").
pub const DISCRIMINATOR: [u8; 8] = [110, 141, 220, 8, 167, 9, 179, 134];

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
    #[inline(always)]
    pub fn invoke(
        self,
        availability_amount: u64,
        compute_amount: u64,
        signer_seeds: &'a [&'a [&'a [u8]]],
    ) {
        let accounts = [
            InstructionAccount::readonly_signer(self.emission_authority.address()),
            InstructionAccount::writable(self.config.address()),
            InstructionAccount::writable(self.mint.address()),
            InstructionAccount::readonly(self.mint_authority.address()),
            InstructionAccount::writable(self.availability_destination.address()),
            InstructionAccount::writable(self.compute_destination.address()),
            InstructionAccount::readonly(self.token_program.address()),
        ];
        let handles = [
            self.emission_authority,
            self.config.into(),
            self.mint.into(),
            self.mint_authority,
            self.availability_destination.into(),
            self.compute_destination.into(),
            self.token_program,
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
#[inline(always)]
fn instruction_data(availability_amount: u64, compute_amount: u64) -> [u8; 24] {
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
