//! GPU classes.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    classes::{GpuClass, MAX_CLASSES},
    pricing::Utilisation,
};

use crate::ReadError;

/// First eight bytes of the class book: `sha256("account:ClassBook")`.
pub const CLASS_BOOK_DISCRIMINATOR: [u8; 8] = [173, 238, 207, 52, 180, 8, 155, 122];
/// Layout version that this crate reads.
pub const CLASS_BOOK_VERSION: u8 = 1;
/// Offset of class 0 in the account's data; one [`ClassEntry`] follows the other.
pub const CLASSES_OFFSET: usize = 16;

/// One entry of the class book.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct ClassEntry {
    /// Price and terms.
    pub class: Class,
    /// Utilisation of the last epochs, as registry keeps it.
    pub utilisation: [u16; 24],
}

/// A GPU class: its price and what its devices are.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Class {
    /// Book price, micro-dollars per GPU-hour; 0 when the class was never added.
    pub price: u64,
    /// Voted least price.
    pub min_price: u64,
    /// Voted greatest price.
    pub max_price: u64,
    /// What the price role may still move, micro-dollars.
    pub allowance: u64,
    /// When the price role moved the price last, unix seconds.
    pub moved_at: i64,
    /// The first epoch whose utilisation can be reported next.
    pub next_epoch: u64,
    /// Availability weight of a device, basis points.
    pub multiplier_bps: u32,
    /// Calibrated speed, 10⁹ int8 operations per second.
    pub speed: u32,
    /// VRAM of a GPU, MiB.
    pub vram_mib: u32,
    /// What utilisation makes of the price, basis points: 7,000 to 20,000.
    pub price_multiplier_bps: u16,
    /// 1 while devices and jobs of the class are accepted.
    pub active: u8,
    /// Zero.
    pub reserved: u8,
    /// Name, padded with zeros.
    pub name: [u8; 16],
}

const _: () = assert!(size_of::<Class>() == 80 && size_of::<ClassEntry>() == 128);

impl ClassEntry {
    /// Utilisation as the rules know it.
    pub fn utilisation(&self) -> Utilisation {
        Utilisation {
            epochs: self.utilisation,
            next_epoch: self.class.next_epoch,
            multiplier_bps: self.class.price_multiplier_bps,
        }
    }
}

impl Class {
    /// Whether devices and jobs of the class are accepted.
    pub fn is_active(&self) -> bool {
        self.active == 1
    }

    /// What the rules of classes know of it.
    pub fn gpu_class(&self) -> GpuClass {
        GpuClass {
            multiplier_bps: self.multiplier_bps,
            speed: self.speed,
            vram_mib: self.vram_mib,
        }
    }
}

/// Reads class `id` from the class book of `program`, the registry.
///
/// # Errors
/// [`ReadError::WrongAccount`], [`ReadError::UnsupportedVersion`]; [`ReadError::UnknownClass`]
/// for an id above 31 and for a class that was never added.
pub fn read_class(
    account: &AccountView,
    program: &Address,
    id: u16,
) -> Result<ClassEntry, ReadError> {
    if !address_eq(account.owner(), program) {
        return Err(ReadError::WrongAccount);
    }
    let data = account.try_borrow().map_err(|_| ReadError::WrongAccount)?;
    parse(&data, id)
}

fn parse(data: &[u8], id: u16) -> Result<ClassEntry, ReadError> {
    const ENTRY: usize = size_of::<ClassEntry>();
    let Some((head, entries)) = data.split_first_chunk::<CLASSES_OFFSET>() else {
        return Err(ReadError::WrongAccount);
    };
    let [d0, d1, d2, d3, d4, d5, d6, d7, version, ..] = *head;
    if [d0, d1, d2, d3, d4, d5, d6, d7] != CLASS_BOOK_DISCRIMINATOR {
        return Err(ReadError::WrongAccount);
    }
    if version != CLASS_BOOK_VERSION {
        return Err(ReadError::UnsupportedVersion);
    }
    if usize::from(id) >= MAX_CLASSES {
        return Err(ReadError::UnknownClass);
    }
    let start = usize::from(id).saturating_mul(ENTRY);
    let bytes = entries
        .get(start..start.saturating_add(ENTRY))
        .ok_or(ReadError::WrongAccount)?;
    let entry: ClassEntry =
        bytemuck::try_pod_read_unaligned(bytes).map_err(|_| ReadError::WrongAccount)?;
    if entry.class.price == 0 {
        return Err(ReadError::UnknownClass);
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: usize = CLASSES_OFFSET + MAX_CLASSES * size_of::<ClassEntry>();

    fn book() -> [u8; BOOK] {
        let mut data = [0; BOOK];
        data[..8].copy_from_slice(&CLASS_BOOK_DISCRIMINATOR);
        data[8] = CLASS_BOOK_VERSION;
        // Class 31 is the last: price, active, two epochs reported and 22 not.
        let (_, entry) = data.split_at_mut(CLASSES_OFFSET + 31 * 128);
        entry[0] = 99;
        entry[62] = 1;
        entry[80..82].copy_from_slice(&4_000_u16.to_le_bytes());
        entry[82..84].copy_from_slice(&9_001_u16.to_le_bytes());
        entry[84..].fill(u8::MAX);
        data
    }

    #[test]
    fn reads_the_last_class() {
        let entry = parse(&book(), 31).expect("a class");
        assert_eq!((entry.class.price, entry.class.is_active()), (99, true));
        // Two epochs are reported.
        assert_eq!(entry.utilisation().mean_bps_floor(), 6_500);
    }

    #[test]
    fn refuses_unknown_classes_other_accounts_versions_and_short_data() {
        for id in [0, 30, 32, u16::MAX] {
            assert_eq!(parse(&book(), id), Err(ReadError::UnknownClass));
        }
        let mut data = book();
        data[7] ^= 1;
        assert_eq!(parse(&data, 31), Err(ReadError::WrongAccount));
        let mut data = book();
        data[8] = 2;
        assert_eq!(parse(&data, 31), Err(ReadError::UnsupportedVersion));
        let short = &book()[..CLASSES_OFFSET + 31 * 128 + 127];
        assert_eq!(parse(short, 31), Err(ReadError::WrongAccount));
        assert_eq!(parse(&[], 31), Err(ReadError::WrongAccount));
    }
}
