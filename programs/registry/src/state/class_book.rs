//! GPU classes and their prices.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{
    classes::{self, GpuClass},
    pricing::{PriceEntry, Utilisation},
};

use crate::error::RegistryError;

/// All classes, so that a change is checked against every other class, and a quote reads one
/// account. Seed `classes`. A class's id is its position.
///
/// Job-escrow, staking and emission read single entries: keep every offset.
#[account]
pub struct ClassBook {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// One entry per id.
    pub classes: [ClassEntry; 32],
}

const _: () = assert!(size_of::<ClassBook>() == 8 + 32 * 128);
const _: () = assert!(classes::MAX_CLASSES == 32);

/// A class. All zero: never added.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct ClassEntry {
    /// Book price, micro-dollars per GPU-hour; 0 when the class was never added.
    pub price: u64,
    /// Voted least price, micro-dollars per GPU-hour.
    pub min_price: u64,
    /// Voted greatest price, micro-dollars per GPU-hour.
    pub max_price: u64,
    /// What the price manager may still move until a day after `moved_at`, micro-dollars.
    pub allowance: u64,
    /// When the price manager moved the price last, unix seconds; 0 when never.
    pub moved_at: i64,
    /// The first epoch whose utilisation can be reported next.
    pub next_epoch: u64,
    /// Weight of a device in the availability score, basis points.
    pub multiplier_bps: u32,
    /// Calibrated speed, 10⁹ int8 operations per second.
    pub speed: u32,
    /// VRAM of a GPU, MiB.
    pub vram_mib: u32,
    /// What utilisation makes of the price, 7,000 to 20,000 basis points.
    pub price_multiplier_bps: u16,
    /// 1 while devices and jobs of the class are accepted.
    pub active: u8,
    /// Zero.
    pub reserved: u8,
    /// Name, padded with zeros.
    pub name: [u8; 16],
    /// Utilisation of epoch `n` at `n mod 24`, basis points; 65,535 where not reported.
    pub utilisation: [u16; 24],
}

/// What a class is, beside its price.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize, IdlType,
)]
pub struct ClassTerms {
    /// Name, padded with zeros; not empty.
    pub name: [u8; 16],
    /// Weight of a device in the availability score, basis points, at most 1,000,000.
    pub multiplier_bps: u32,
    /// Calibrated speed, 10⁹ int8 operations per second, 1 to 1,000,000,000.
    pub speed: u32,
    /// VRAM of a GPU, MiB, 1 to 16,777,216.
    pub vram_mib: u32,
}

impl ClassBook {
    /// The class with `id`.
    ///
    /// # Errors
    /// [`RegistryError::UnknownClass`] for an id above 31 and for one that was never added.
    pub fn class(&self, id: u16) -> Result<&ClassEntry> {
        self.classes
            .get(usize::from(id))
            .filter(|entry| entry.exists())
            .ok_or_else(|| RegistryError::UnknownClass.into())
    }

    /// As [`Self::class`], to change it.
    ///
    /// # Errors
    /// As [`Self::class`].
    pub fn class_mut(&mut self, id: u16) -> Result<&mut ClassEntry> {
        self.classes
            .get_mut(usize::from(id))
            .filter(|entry| entry.exists())
            .ok_or_else(|| RegistryError::UnknownClass.into())
    }

    /// Checks the class that was changed last against all others. On a refusal the log names the
    /// pair: first the class whose cards would pose, then the one they would pose as.
    ///
    /// # Errors
    /// As [`classes::check_change`].
    pub fn check_changed(&self, id: u16) -> Result<()> {
        let book = self.classes.each_ref().map(ClassEntry::gpu_class);
        let id = u8::try_from(id).map_err(|_| RegistryError::UnknownClass)?;
        classes::check_change(&book, id).map_err(|error| {
            if let classes::ClassError::PosingPays { faster, slower } = error {
                sol_log_data(&[&[faster, slower]]);
            }
            RegistryError::from(error).into()
        })
    }
}

impl ClassEntry {
    /// Whether the class was added.
    #[inline]
    pub fn exists(&self) -> bool {
        self.price > 0
    }

    /// Name, weight, speed and VRAM.
    pub fn terms(&self) -> ClassTerms {
        ClassTerms {
            name: self.name,
            multiplier_bps: self.multiplier_bps,
            speed: self.speed,
            vram_mib: self.vram_mib,
        }
    }

    /// Stores name, weight, speed and VRAM.
    pub fn set_terms(&mut self, terms: &ClassTerms) {
        self.name = terms.name;
        self.multiplier_bps = terms.multiplier_bps;
        self.speed = terms.speed;
        self.vram_mib = terms.vram_mib;
    }

    /// The class as the rules know it, while it is active.
    pub fn gpu_class(&self) -> Option<GpuClass> {
        (self.active == 1).then_some(GpuClass {
            multiplier_bps: self.multiplier_bps,
            speed: self.speed,
            vram_mib: self.vram_mib,
        })
    }

    /// The price as the rules know it.
    pub fn price_entry(&self) -> PriceEntry {
        PriceEntry {
            price: self.price,
            min_price: self.min_price,
            max_price: self.max_price,
            allowance: self.allowance,
            moved_at: self.moved_at,
        }
    }

    /// Stores the price.
    pub fn set_price_entry(&mut self, entry: &PriceEntry) {
        self.price = entry.price;
        self.min_price = entry.min_price;
        self.max_price = entry.max_price;
        self.allowance = entry.allowance;
        self.moved_at = entry.moved_at;
    }

    /// Utilisation as the rules know it.
    pub fn utilisation(&self) -> Utilisation {
        Utilisation {
            epochs: self.utilisation,
            next_epoch: self.next_epoch,
            multiplier_bps: self.price_multiplier_bps,
        }
    }

    /// Stores utilisation.
    pub fn set_utilisation(&mut self, utilisation: &Utilisation) {
        self.utilisation = utilisation.epochs;
        self.next_epoch = utilisation.next_epoch;
        self.price_multiplier_bps = utilisation.multiplier_bps;
    }
}
