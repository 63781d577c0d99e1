//! The bytes of a `PriceUpdateV2` account, as Pyth's receiver program writes them.
//!
//! Borsh, little endian. `verification_level` is an enum of one byte (`Full`) or two
//! (`Partial`, with the number of signatures), so everything behind it lies one byte further
//! when it is `Partial`; a full update leaves the account's last byte unused.
//!
//! | field | bytes when full |
//! | --- | --- |
//! | discriminator | 0..8 |
//! | write authority | 8..40 |
//! | verification level | 40 |
//! | feed id | 41..73 |
//! | price, i64 | 73..81 |
//! | conf, u64 | 81..89 |
//! | exponent, i32 | 89..93 |
//! | publish time, i64 | 93..101 |
//! | previous publish time, i64 | 101..109 |
//! | ema price, i64 | 109..117 |
//! | ema conf, u64 | 117..125 |
//! | posted slot, u64 | 125..133 |

use super::OracleError;

/// First bytes of the account: of the SHA-256 of `account:PriceUpdateV2`.
pub const PRICE_UPDATE_DISCRIMINATOR: [u8; 8] = [34, 241, 35, 99, 157, 126, 244, 205];

/// Length of the account in bytes.
pub const PRICE_UPDATE_LENGTH: usize = 134;

/// How many guardian signatures were verified when the update was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationLevel {
    /// Only some.
    Partial {
        /// How many.
        signatures: u8,
    },
    /// All that a quorum needs.
    Full,
}

/// What a `PriceUpdateV2` account says. Prices are `mantissa × 10^exponent` dollars a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceUpdate {
    /// Who may overwrite or close the account.
    pub write_authority: [u8; 32],
    /// How well the update was verified.
    pub verification: VerificationLevel,
    /// Which price this is.
    pub feed_id: [u8; 32],
    /// Spot price, mantissa.
    pub price: i64,
    /// Half the width of the spot price's confidence interval, mantissa.
    pub confidence: u64,
    /// Decimal exponent of the four mantissas.
    pub exponent: i32,
    /// When the price was aggregated, unix seconds.
    pub publish_time: i64,
    /// Publish time of the update before, unix seconds.
    pub prev_publish_time: i64,
    /// Exponential moving average of the price, mantissa.
    pub ema_price: i64,
    /// Exponential moving average of the confidence, mantissa.
    pub ema_confidence: u64,
    /// Slot in which the update was posted.
    pub posted_slot: u64,
}

impl Default for PriceUpdate {
    /// All zero and fully verified, which [`Self::accept`] refuses: a start for struct update
    /// syntax.
    fn default() -> Self {
        Self {
            write_authority: [0; 32],
            verification: VerificationLevel::Full,
            feed_id: [0; 32],
            price: 0,
            confidence: 0,
            exponent: 0,
            publish_time: 0,
            prev_publish_time: 0,
            ema_price: 0,
            ema_confidence: 0,
            posted_slot: 0,
        }
    }
}

impl PriceUpdate {
    /// Reads an account's data. Says nothing about its owner: [`super::Feed::read`] does.
    ///
    /// # Errors
    /// [`OracleError::NotPriceUpdate`] for another length, discriminator or verification tag.
    pub fn parse(data: &[u8]) -> Result<Self, OracleError> {
        if data.len() != PRICE_UPDATE_LENGTH {
            return Err(OracleError::NotPriceUpdate);
        }
        let mut reader = Reader(data);
        if reader.take()? != PRICE_UPDATE_DISCRIMINATOR {
            return Err(OracleError::NotPriceUpdate);
        }
        // Fields of a struct expression are evaluated in the order they are written in.
        Ok(Self {
            write_authority: reader.take()?,
            verification: reader.verification()?,
            feed_id: reader.take()?,
            price: i64::from_le_bytes(reader.take()?),
            confidence: u64::from_le_bytes(reader.take()?),
            exponent: i32::from_le_bytes(reader.take()?),
            publish_time: i64::from_le_bytes(reader.take()?),
            prev_publish_time: i64::from_le_bytes(reader.take()?),
            ema_price: i64::from_le_bytes(reader.take()?),
            ema_confidence: u64::from_le_bytes(reader.take()?),
            posted_slot: u64::from_le_bytes(reader.take()?),
        })
    }
}

/// The bytes that are not read yet.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    #[inline]
    fn take<const N: usize>(&mut self) -> Result<[u8; N], OracleError> {
        let (taken, rest) = self
            .0
            .split_first_chunk()
            .ok_or(OracleError::NotPriceUpdate)?;
        self.0 = rest;
        Ok(*taken)
    }

    #[inline]
    fn verification(&mut self) -> Result<VerificationLevel, OracleError> {
        match self.take()? {
            [0u8] => {
                let [signatures] = self.take()?;
                Ok(VerificationLevel::Partial { signatures })
            }
            [1] => Ok(VerificationLevel::Full),
            _ => Err(OracleError::NotPriceUpdate),
        }
    }
}
