//! How many GPUs of an operator passed their challenges, per class.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};

use crate::VerificationError;

/// Seed of a capacity account; the operator's address is the second seed.
pub const CAPACITY_SEED: &[u8] = b"capacity";
/// First eight bytes: `sha256("account:VerifiedCapacity")`.
pub(crate) const DISCRIMINATOR: [u8; 8] = [78, 57, 185, 27, 138, 17, 215, 9];

/// Verified GPUs of one class. An entry with no GPUs is empty.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct ClassCapacity {
    /// The class.
    pub class: u16,
    /// Zero.
    pub reserved: [u8; 2],
    /// GPUs of it.
    pub gpus: u32,
}

/// What a root says of one operator, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct VerifiedCapacity {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The operator.
    pub operator: Address,
    /// Epoch of the root that the entries come from.
    pub root_epoch: u64,
    /// GPUs per class.
    pub entries: [ClassCapacity; 8],
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<VerifiedCapacity>() == 144);

impl VerifiedCapacity {
    /// Verified GPUs of `class`; 0 when the root knows none.
    pub fn gpus(&self, class: u16) -> u32 {
        self.entries
            .iter()
            .find(|entry| entry.class == class && entry.gpus > 0)
            .map_or(0, |entry| entry.gpus)
    }
}

/// Reads the capacity of `operator` after checking owner, discriminator, version and operator.
///
/// # Errors
/// [`VerificationError`].
pub fn read_capacity(
    account: &AccountView,
    verification_program: &Address,
    operator: &Address,
) -> Result<VerifiedCapacity, VerificationError> {
    let capacity: VerifiedCapacity = crate::read(
        *account,
        verification_program,
        DISCRIMINATOR,
        |found: &VerifiedCapacity| found.version,
    )?;
    if !address_eq(&capacity.operator, operator) {
        return Err(VerificationError::WrongSubject);
    }
    Ok(capacity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn account() -> [u8; 152] {
        let mut data = [0; 152];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[8] = 1;
        data[16..48].copy_from_slice(&[9; 32]);
        data[48..56].copy_from_slice(&77_u64.to_le_bytes());
        data[64..66].copy_from_slice(&3_u16.to_le_bytes());
        data[68..72].copy_from_slice(&16_u32.to_le_bytes());
        data
    }

    fn read(data: &[u8]) -> Result<VerifiedCapacity, VerificationError> {
        parse(data, DISCRIMINATOR, |found: &VerifiedCapacity| {
            found.version
        })
    }

    #[test]
    fn reads_gpus_by_class() {
        let capacity = read(&account()).unwrap();
        assert_eq!(capacity.operator, Address::new_from_array([9; 32]));
        assert_eq!(capacity.root_epoch, 77);
        assert_eq!(
            (capacity.gpus(3), capacity.gpus(0), capacity.gpus(4)),
            (16, 0, 0)
        );
    }

    #[test]
    fn refuses_other_accounts_versions_and_short_data() {
        let mut data = account();
        data[7] ^= 1;
        assert_eq!(read(&data), Err(VerificationError::NotThisAccount));
        let mut data = account();
        data[8] = 0;
        assert_eq!(read(&data), Err(VerificationError::UnsupportedVersion));
        assert_eq!(
            read(&account()[..151]),
            Err(VerificationError::NotThisAccount)
        );
        assert_eq!(read(&[]), Err(VerificationError::NotThisAccount));
    }
}
