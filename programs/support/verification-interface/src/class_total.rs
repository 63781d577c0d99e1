//! The race weight of all operators of a class together.

use anchor_lang::{AccountView, Address};
use bytemuck::{Pod, Zeroable};

use crate::VerificationError;

/// Seed of a class total; the class as u16 little endian is the second seed.
pub const CLASS_TOTAL_SEED: &[u8] = b"class-total";
/// First eight bytes: `sha256("account:ClassTotal")`.
pub(crate) const DISCRIMINATOR: [u8; 8] = [149, 64, 78, 71, 105, 21, 249, 53];

/// A class's total, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct ClassTotal {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// The class.
    pub class: u16,
    /// Zero.
    pub reserved_head: [u8; 4],
    /// Epoch of the root that the weight comes from.
    pub epoch: u64,
    /// Sum of the race weights of all operators with idle verified GPUs of the class.
    pub total_weight: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<ClassTotal>() == 56);

/// Reads the total of `class` after checking owner, discriminator, version and class.
///
/// # Errors
/// [`VerificationError`].
pub fn read_class_total(
    account: &AccountView,
    verification_program: &Address,
    class: u16,
) -> Result<ClassTotal, VerificationError> {
    let total: ClassTotal = crate::read(
        *account,
        verification_program,
        DISCRIMINATOR,
        |found: &ClassTotal| found.version,
    )?;
    if total.class != class {
        return Err(VerificationError::WrongSubject);
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn reads_every_field() {
        let mut data = [0; 64];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[8] = 1;
        data[10..12].copy_from_slice(&0x0203_u16.to_le_bytes());
        data[16..24].copy_from_slice(&5_u64.to_le_bytes());
        data[24..32].copy_from_slice(&6_u64.to_le_bytes());
        let total = parse(&data, DISCRIMINATOR, |found: &ClassTotal| found.version).unwrap();
        assert_eq!(
            (total.class, total.epoch, total.total_weight),
            (0x0203, 5, 6)
        );
    }
}
