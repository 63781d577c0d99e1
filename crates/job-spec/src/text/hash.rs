//! A BLAKE3 hash.

use std::{fmt, str::FromStr};

use super::written_as_text;

/// A BLAKE3 hash, written as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blake3(pub [u8; 32]);

impl FromStr for Blake3 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        blake3::Hash::from_hex(text)
            .map(|hash| Self(*hash.as_bytes()))
            .map_err(|_| {
                format!("{text:?} is not a BLAKE3 hash; write the 64 hexadecimal digits that `b3sum FILE` prints")
            })
    }
}

impl fmt::Display for Blake3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

written_as_text!(
    Blake3,
    "^[0-9a-fA-F]{64}$",
    "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
);
