//! Whether a job, an operator and a device suit each other, and what does not.
//!
//! A program refuses at the first miss; a client that shows candidates lists all of them, the
//! nearest miss first.

use core::fmt;

use super::{FilterMiss, FilterMisses};

/// The best tier of connectivity, latency and security. Tier 0 is the least, and asks nothing.
pub const MAX_TIER: u8 = 4;
/// The most VRAM that can be asked for, MiB: 16 TiB.
pub const MAX_VRAM_MIB: u32 = 16_777_216;
/// The greatest reputation.
pub const MAX_REPUTATION: u16 = 10_000;
/// Purposes: bit 0 general, bit 1 inference, bit 2 training.
pub const PURPOSES: u8 = 0b111;

/// What a job asks of operators and devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct JobFilters {
    /// The class of GPU.
    pub class: u16,
    /// The index of the mint that the job pays in.
    pub mint_index: u8,
    /// Least VRAM per GPU, MiB, 0..=16,777,216.
    pub min_vram_mib: u32,
    /// Region; 0: any.
    pub region: u16,
    /// Least connectivity tier, 0..=4.
    pub min_connectivity: u8,
    /// Least latency tier, 0..=4: a higher one is quicker.
    pub min_latency: u8,
    /// Least security tier, 0..=4.
    pub min_security: u8,
    /// Purposes, of which the device must serve one; 0: any.
    pub purposes: u8,
    /// Least reputation of the operator, 0..=10,000.
    pub min_operator_reputation: u16,
}

/// What a device has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceTraits {
    /// Its class.
    pub class: u16,
    /// VRAM per GPU, MiB.
    pub vram_mib: u32,
    /// Its region, 1..; 0: not told.
    pub region: u16,
    /// Its connectivity tier.
    pub connectivity: u8,
    /// Its latency tier.
    pub latency: u8,
    /// Its security tier.
    pub security: u8,
    /// The purposes it serves.
    pub purposes: u8,
}

/// What an operator has and asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorTraits {
    /// Its reputation, 0..=10,000.
    pub reputation: u16,
    /// Least reputation of a client, 0..=10,000.
    pub min_client_reputation: u16,
    /// The mints it accepts: bit `i` for the mint with index `i`.
    pub accepted_mints: u8,
    /// The longest it runs a job, seconds.
    pub max_seconds: u32,
    /// Whether it takes no new jobs.
    pub draining: bool,
}

/// Why filters are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterError {
    /// `min_vram_mib` is above 16 TiB.
    VramOutOfRange,
    /// `min_connectivity` is above 4.
    ConnectivityOutOfRange,
    /// `min_latency` is above 4.
    LatencyOutOfRange,
    /// `min_security` is above 4.
    SecurityOutOfRange,
    /// `purposes` has unknown bits.
    UnknownPurpose,
    /// `min_operator_reputation` is above 10,000.
    ReputationOutOfRange,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::VramOutOfRange => "min_vram_mib must be 0 to 16,777,216",
            Self::ConnectivityOutOfRange => "min_connectivity must be 0 to 4",
            Self::LatencyOutOfRange => "min_latency must be 0 to 4",
            Self::SecurityOutOfRange => "min_security must be 0 to 4",
            Self::UnknownPurpose => {
                "purposes must be 0 (any) or a sum of 1 (general), 2 (inference) and 4 (training)"
            }
            Self::ReputationOutOfRange => "min_operator_reputation must be 0 to 10,000",
        })
    }
}

impl core::error::Error for FilterError {}

impl JobFilters {
    /// Checks each field's range.
    ///
    /// # Errors
    /// The [`FilterError`] of the first field that is out of range.
    pub fn validate(&self) -> Result<(), FilterError> {
        if self.min_vram_mib > MAX_VRAM_MIB {
            Err(FilterError::VramOutOfRange)
        } else if self.min_connectivity > MAX_TIER {
            Err(FilterError::ConnectivityOutOfRange)
        } else if self.min_latency > MAX_TIER {
            Err(FilterError::LatencyOutOfRange)
        } else if self.min_security > MAX_TIER {
            Err(FilterError::SecurityOutOfRange)
        } else if self.purposes > PURPOSES {
            Err(FilterError::UnknownPurpose)
        } else if self.min_operator_reputation > MAX_REPUTATION {
            Err(FilterError::ReputationOutOfRange)
        } else {
            Ok(())
        }
    }

    /// Checks an operator, for a job of `seconds` of a client with `client_reputation`.
    ///
    /// # Errors
    /// The first [`FilterMiss`].
    pub fn check_operator(
        &self,
        operator: &OperatorTraits,
        seconds: u32,
        client_reputation: u16,
    ) -> Result<(), FilterMiss> {
        let misses = self.operator_misses(operator, seconds, client_reputation);
        misses.into_iter().flatten().next().map_or(Ok(()), Err)
    }

    /// Checks a device: the one that claims, and each that starts.
    ///
    /// # Errors
    /// The first [`FilterMiss`].
    pub fn check_device(&self, device: &DeviceTraits) -> Result<(), FilterMiss> {
        let misses = self.device_misses(device);
        misses.into_iter().flatten().next().map_or(Ok(()), Err)
    }

    /// All that does not match: none for a candidate, one for a near miss.
    pub fn misses(
        &self,
        operator: &OperatorTraits,
        device: &DeviceTraits,
        seconds: u32,
        client_reputation: u16,
    ) -> FilterMisses {
        let [draining, mint, operator_reputation, client, hours] =
            self.operator_misses(operator, seconds, client_reputation);
        let [
            class,
            vram,
            region,
            connectivity,
            latency,
            security,
            purpose,
        ] = self.device_misses(device);
        FilterMisses {
            misses: [
                draining,
                class,
                mint,
                vram,
                region,
                connectivity,
                latency,
                security,
                purpose,
                operator_reputation,
                client,
                hours,
            ],
        }
    }

    fn operator_misses(
        &self,
        operator: &OperatorTraits,
        seconds: u32,
        client_reputation: u16,
    ) -> [Option<FilterMiss>; 5] {
        let mint_bit = 1u8.checked_shl(u32::from(self.mint_index)).unwrap_or(0);
        [
            operator.draining.then_some(FilterMiss::Draining),
            (operator.accepted_mints & mint_bit == 0).then_some(FilterMiss::Mint),
            short(operator.reputation, self.min_operator_reputation)
                .map(|missing| FilterMiss::OperatorReputation { missing }),
            short(client_reputation, operator.min_client_reputation)
                .map(|missing| FilterMiss::ClientReputation { missing }),
            short(operator.max_seconds, seconds).map(|beyond| FilterMiss::Hours { beyond }),
        ]
    }

    fn device_misses(&self, device: &DeviceTraits) -> [Option<FilterMiss>; 7] {
        let elsewhere = self.region != 0 && self.region != device.region;
        let no_purpose = self.purposes != 0 && self.purposes & device.purposes == 0;
        [
            (self.class != device.class).then_some(FilterMiss::Class),
            short(device.vram_mib, self.min_vram_mib).map(|missing| FilterMiss::Vram { missing }),
            elsewhere.then_some(FilterMiss::Region),
            short(device.connectivity, self.min_connectivity)
                .map(|missing| FilterMiss::Connectivity { missing }),
            short(device.latency, self.min_latency).map(|missing| FilterMiss::Latency { missing }),
            short(device.security, self.min_security)
                .map(|missing| FilterMiss::Security { missing }),
            no_purpose.then_some(FilterMiss::Purpose),
        ]
    }
}

/// How much `has` is below `least`; none when it is not.
fn short(has: impl Into<u32>, least: impl Into<u32>) -> Option<u32> {
    let missing = least.into().saturating_sub(has.into());
    (missing > 0).then_some(missing)
}
