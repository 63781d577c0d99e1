//! GPU classes, and the rule that posing as several slower cards never pays.
//!
//! An idle device scores `multiplier × p(x)` per challenge, where `x` is its measured speed over
//! the class's calibrated speed and `p(x) = 1 + log₂ x`. A device slower than its class fails
//! (`x ≥ 1`), and more than [`SPEED_SPREAD_BPS`] counts as that, so `p` is 1 to 1.322.
//!
//! A dishonest operator registers cards of class A as more cards of a class B that is not
//! faster, and serves their challenges together. Spreading the speed `x · s_A` of a card over
//! `n` cards that each measure `y · s_B` needs `n·y ≤ x·s_A/s_B`, and their memory
//! `n ≤ v_A/v_B`; `n` need not be whole, since several cards can be pooled. The gain is
//! `n · m_B · p(y)`, honesty gains `m_A · p(x)`. With `p(x) ≥ x` and `p(y) ≤ 1.0576·y` over the
//! range, and `p(y) ≤ 1.322`, posing never pays if
//!
//! ```text
//! m_A · s_B ≥ 1.0576 · m_B · s_A     (the card is too slow)      or
//! m_A · v_B ≥ 1.3220 · m_B · v_A     (the card has too little memory)
//! ```
//!
//! for every pair A, B with `s_A ≥ s_B` and `v_A ≥ v_B`. A class with multiplier 0 (`cpu`) is
//! never worth posing as. What the rule does not cover: several slow cards posing as one fast
//! card, which only a challenge that does not split over cards prevents, and variants with more
//! memory or over 1.25 times the speed of their class, which need a class of their own.

use core::fmt;

use crate::fixed::BPS_DENOMINATOR;

/// Classes in one book.
pub const MAX_CLASSES: usize = 32;
/// The greatest multiplier, basis points: 100.
pub const MAX_CLASS_MULTIPLIER_BPS: u32 = 1_000_000;
/// The greatest calibrated speed, 10⁹ int8 operations per second.
pub const MAX_SPEED: u32 = 1_000_000_000;
/// The most VRAM, MiB: 16 TiB.
pub const MAX_VRAM_MIB: u32 = 16_777_216;
/// The fastest card of a class relative to the calibrated speed, basis points.
pub const SPEED_SPREAD_BPS: u16 = 12_500;
/// `p(1.25)`, the greatest performance factor, rounded up, basis points.
pub const MAX_PERFORMANCE_BPS: u16 = 13_220;
/// `max p(y)/y = p(1.25)/1.25`: what spreading a card's speed best gains, rounded up, basis
/// points.
pub const SPREADING_GAIN_BPS: u16 = 10_576;

/// What the rules need to know of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuClass {
    /// Weight of a device in the availability score, basis points, 0..=1,000,000; 0 for `cpu`.
    pub multiplier_bps: u32,
    /// Calibrated speed, 10⁹ int8 operations per second, 1..=1,000,000,000.
    pub speed: u32,
    /// VRAM of its devices, MiB, 1..=16,777,216: what a device must prove, and what posing is
    /// limited by.
    pub vram_mib: u32,
}

/// Why a class is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassError {
    /// The class's id is above 31.
    UnknownClass,
    /// `multiplier_bps` is above 1,000,000.
    MultiplierOutOfRange,
    /// `speed` is outside 1..=1,000,000,000.
    SpeedOutOfRange,
    /// `vram_mib` is outside 1..=16,777,216.
    VramOutOfRange,
    /// Cards of one class would earn more by posing as cards of another.
    PosingPays {
        /// Id of the class whose cards would pose.
        faster: u8,
        /// Id of the class they would pose as.
        slower: u8,
    },
}

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownClass => "class must be 0 to 31",
            Self::MultiplierOutOfRange => "multiplier_bps must be 0 to 1,000,000",
            Self::SpeedOutOfRange => {
                "speed must be 1 to 1,000,000,000 (10⁹ int8 operations per second)"
            }
            Self::VramOutOfRange => "vram_mib must be 1 to 16,777,216",
            Self::PosingPays { faster, slower } => {
                return write!(
                    f,
                    "cards of class {faster} would earn more posing as class {slower}; raise the multiplier of {faster} or lower that of {slower}"
                );
            }
        })
    }
}

impl core::error::Error for ClassError {}

impl GpuClass {
    /// Checks each field's range.
    ///
    /// # Errors
    /// A `…OutOfRange` error.
    pub fn validate(&self) -> Result<(), ClassError> {
        if self.multiplier_bps > MAX_CLASS_MULTIPLIER_BPS {
            return Err(ClassError::MultiplierOutOfRange);
        }
        if self.speed == 0 || self.speed > MAX_SPEED {
            return Err(ClassError::SpeedOutOfRange);
        }
        if self.vram_mib == 0 || self.vram_mib > MAX_VRAM_MIB {
            return Err(ClassError::VramOutOfRange);
        }
        Ok(())
    }

    /// Whether a card of this class could earn more by posing as cards of `other`.
    pub fn gains_by_posing_as(&self, other: &Self) -> bool {
        if self.speed < other.speed || self.vram_mib < other.vram_mib {
            return false;
        }
        let honest_pays = |own: u32, others: u32, gain_bps: u16| {
            // At most 10⁶ · 10⁹ · 13,220 < 2⁶⁴.
            let honest = product(self.multiplier_bps, others, BPS_DENOMINATOR);
            honest >= product(other.multiplier_bps, own, u64::from(gain_bps))
        };
        !honest_pays(self.speed, other.speed, SPREADING_GAIN_BPS)
            && !honest_pays(self.vram_mib, other.vram_mib, MAX_PERFORMANCE_BPS)
    }
}

/// Checks class `changed` of a book (`None`: no active class of that id) against its ranges and
/// against every other class, in both directions. A book whose every change was checked holds
/// the rule for all pairs.
///
/// # Errors
/// As [`GpuClass::validate`]; [`ClassError::UnknownClass`]; [`ClassError::PosingPays`] with the
/// first pair found.
pub fn check_change(book: &[Option<GpuClass>; MAX_CLASSES], changed: u8) -> Result<(), ClassError> {
    let Some(slot) = book.get(usize::from(changed)) else {
        return Err(ClassError::UnknownClass);
    };
    // A class without devices cannot be posed as.
    let Some(class) = slot else { return Ok(()) };
    class.validate()?;
    for (id, other) in (0u8..).zip(book) {
        let Some(other) = other else { continue };
        if id == changed {
            continue;
        }
        for (faster, slower, a, b) in [(changed, id, class, other), (id, changed, other, class)] {
            if a.gains_by_posing_as(b) {
                return Err(ClassError::PosingPays { faster, slower });
            }
        }
    }
    Ok(())
}

fn product(a: u32, b: u32, c: u64) -> u64 {
    u64::from(a).saturating_mul(u64::from(b)).saturating_mul(c)
}
