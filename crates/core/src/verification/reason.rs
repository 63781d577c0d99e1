//! Why an hour of a device earned nothing: one fixed list, the same for verifiers, agents and
//! clients.

use core::fmt;

use super::VerificationError;

/// Why an hour earned nothing. The codes are published and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum MissReason {
    /// The device was hired.
    Hired = 1,
    /// The device was registered, changed or revoked in the epoch.
    NotActive = 2,
    /// Too little self-stake: the device was not drawn.
    Unstaked = 3,
    /// Its class has multiplier 0.
    UnpaidClass = 4,
    /// No commitment reached the verifiers in the window.
    NoAnswer = 5,
    /// The commitment came after the window.
    TooLate = 6,
    /// The commitment's signature is not the device key's.
    BadSignature = 7,
    /// Tiles that were asked for were not opened.
    NoOpening = 8,
    /// An opened tile is wrong, or does not belong to the commitment.
    WrongTile = 9,
    /// The memory-hard read failed: less VRAM than registered.
    Residency = 10,
    /// Slower than its class.
    TooSlow = 11,
    /// Not drawn in this epoch, and its last draw failed.
    LastDrawFailed = 12,
    /// Never drawn yet.
    NeverDrawn = 13,
    /// The verifiers could not measure it.
    Unmeasured = 14,
    /// Not more than half of the publishing stake vouched for it.
    NotVouchedFor = 15,
    /// No valid IO price in the epoch, so that the cap could not be known.
    NoPrice = 16,
}

impl MissReason {
    /// All reasons, by code.
    pub const ALL: [Self; 16] = [
        Self::Hired,
        Self::NotActive,
        Self::Unstaked,
        Self::UnpaidClass,
        Self::NoAnswer,
        Self::TooLate,
        Self::BadSignature,
        Self::NoOpening,
        Self::WrongTile,
        Self::Residency,
        Self::TooSlow,
        Self::LastDrawFailed,
        Self::NeverDrawn,
        Self::Unmeasured,
        Self::NotVouchedFor,
        Self::NoPrice,
    ];

    /// The reason with a published code.
    ///
    /// # Errors
    /// [`VerificationError::UnknownReason`].
    pub fn from_code(code: u8) -> Result<Self, VerificationError> {
        let index = usize::from(code).checked_sub(1);
        index
            .and_then(|index| Self::ALL.get(index).copied())
            .ok_or(VerificationError::UnknownReason)
    }

    /// The published code, 1..=16.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether the reason is a failed draw: it counts against the pass rate and ends the streak.
    pub const fn is_failure(self) -> bool {
        matches!(
            self,
            Self::NoAnswer
                | Self::TooLate
                | Self::BadSignature
                | Self::NoOpening
                | Self::WrongTile
                | Self::Residency
                | Self::TooSlow
        )
    }
}

impl fmt::Display for MissReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hired => {
                "the device was hired; a hired hour earns by its job and keeps the streak"
            }
            Self::NotActive => {
                "the device was not active for the whole epoch; it counts from the next"
            }
            Self::Unstaked => {
                "self-stake is below 200 IO · max(1, class multiplier) per GPU; stake more"
            }
            Self::UnpaidClass => "the class has multiplier 0 and earns by jobs only",
            Self::NoAnswer => {
                "no answer reached the verifiers; check that the agent runs and is reachable"
            }
            Self::TooLate => "the answer came after the window; check for other load on the GPU",
            Self::BadSignature => {
                "the answer was not signed by the registered device key; check the key"
            }
            Self::NoOpening => "the tiles asked for were not opened; check the agent's connection",
            Self::WrongTile => "an opened tile was wrong; check the GPU's memory and clocks",
            Self::Residency => {
                "less VRAM than registered was usable; free it or register what there is"
            }
            Self::TooSlow => {
                "slower than the class; check cooling and power, or register the class that fits"
            }
            Self::LastDrawFailed => {
                "not drawn in this epoch, and the last draw failed; the next pass counts"
            }
            Self::NeverDrawn => "never drawn yet; wait for the first draw",
            Self::Unmeasured => "the verifiers could not measure it; unknown never pays",
            Self::NotVouchedFor => {
                "not more than half of the publishing verifiers' stake vouched for it"
            }
            Self::NoPrice => "no valid IO price in the epoch; its pay went to the reserve",
        })
    }
}
