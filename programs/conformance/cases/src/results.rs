//! Collecting results: a digest over all of them, and the first ones as they are.

use core::fmt;

/// How many results are kept besides the digest: what fits a program's return data.
pub const KEPT: usize = 60;

/// Results of one or more cases.
///
/// The digest uses 64-bit operations only: a fault of 128-bit arithmetic cannot hide itself by
/// spoiling the digest in the same way.
pub struct Results {
    digest: u64,
    count: u64,
    kept: [u128; KEPT],
}

impl Results {
    /// No results yet.
    pub const EMPTY: Self = Self {
        digest: 0xcbf2_9ce4_8422_2325,
        count: 0,
        kept: [0; KEPT],
    };

    /// Changes with every result and with their order.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The first [`KEPT`] results.
    pub fn kept(&self) -> &[u128] {
        let length = usize::try_from(self.count).unwrap_or(KEPT).min(KEPT);
        self.kept.get(..length).unwrap_or(&self.kept)
    }

    /// Adds an unsigned result.
    pub fn add(&mut self, value: u128) {
        if let Some(slot) = usize::try_from(self.count)
            .ok()
            .and_then(|i| self.kept.get_mut(i))
        {
            *slot = value;
        }
        self.count = self.count.wrapping_add(1);
        let bytes = value.to_le_bytes();
        let (words, _) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
    }

    fn mix(&mut self, word: u64) {
        // A step of Fowler-Noll-Vo on words, with the high bits brought down.
        let mixed = (self.digest ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.digest = mixed ^ (mixed >> 29);
    }

    /// Adds a signed result.
    #[allow(clippy::cast_sign_loss)] // the bit pattern is meant
    pub fn add_signed(&mut self, value: i128) {
        self.add(value as u128);
    }

    /// Adds a yes or no.
    pub fn add_flag(&mut self, value: bool) {
        self.add(u128::from(value));
    }

    /// Adds a result that may be absent.
    pub fn add_option(&mut self, value: Option<u128>) {
        self.add_flag(value.is_some());
        self.add(value.unwrap_or(0));
    }

    /// Adds a signed result that may be absent.
    pub fn add_signed_option(&mut self, value: Option<i128>) {
        self.add_flag(value.is_some());
        self.add_signed(value.unwrap_or(0));
    }

    /// Adds bytes as one result.
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.mix(u64::from(*byte));
        }
        self.add(bytes.len() as u128);
    }
}

/// Text in a fixed buffer, for formatting without a heap.
pub struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Text<N> {
    /// No text yet.
    pub const EMPTY: Self = Self {
        bytes: [0; N],
        length: 0,
    };

    /// The text so far.
    pub fn as_str(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|b| core::str::from_utf8(b).ok())
            .unwrap_or("")
    }
}

impl<const N: usize> fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.checked_add(text.len()).ok_or(fmt::Error)?;
        self.bytes
            .get_mut(self.length..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::fmt::Write as _;

    fn digest(values: &[u128]) -> u64 {
        let mut results = Results::EMPTY;
        for &value in values {
            results.add(value);
        }
        results.digest()
    }

    #[test]
    fn the_digest_tells_values_and_order_apart() {
        let digests = [
            digest(&[]),
            digest(&[0]),
            digest(&[0, 0]),
            digest(&[1, 2]),
            digest(&[2, 1]),
        ];
        for (index, digest) in digests.iter().enumerate() {
            assert!(!digests[index + 1..].contains(digest));
        }
        for bit in 0..128 {
            assert_ne!(digest(&[0]), digest(&[1 << bit]), "bit {bit}");
        }
    }

    #[test]
    fn the_first_results_are_kept() {
        let mut results = Results::EMPTY;
        for value in 0..100 {
            results.add(value);
        }
        assert_eq!(results.count(), 100);
        assert_eq!(results.kept().len(), KEPT);
        assert_eq!(results.kept()[7], 7);
    }

    #[test]
    fn text_is_bounded() {
        let mut text = Text::<5>::EMPTY;
        write!(text, "{}", 1234).unwrap();
        assert!(write!(text, "{}", 56).is_err());
        assert_eq!(text.as_str(), "1234");
    }
}
