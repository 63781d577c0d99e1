//! What other crates and stored accounts rely on: layouts, codes, seeds, discriminators.

mod claim;
mod codes;
mod codes_of_jobs;
mod config;
mod interface;
mod job;
mod participant;
mod seeds;
mod shard;

use anchor_lang::prelude::{Address, Error};
use core::ops::RangeInclusive;

use crate::error::EscrowError;

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
}

/// Holds what errors of the rules become against their codes.
fn hold(codes: &[(EscrowError, u32)]) {
    for (error, code) in codes {
        assert_eq!(Error::from(*error), Error::Custom(*code), "{error:?}");
    }
}

/// Bytes of a fixture, written field by field.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u16(self, value: u16) -> Self {
        self.raw(&value.to_le_bytes())
    }

    fn u32(self, value: u32) -> Self {
        self.raw(&value.to_le_bytes())
    }

    fn u64(self, value: u64) -> Self {
        self.raw(&value.to_le_bytes())
    }

    fn u16s(self, values: RangeInclusive<u16>) -> Self {
        values.fold(self, Self::u16)
    }

    fn u64s(self, values: RangeInclusive<u64>) -> Self {
        values.fold(self, Self::u64)
    }

    fn key(self, byte: u8) -> Self {
        self.raw(&[byte; 32])
    }

    fn keys(self, bytes: RangeInclusive<u8>) -> Self {
        bytes.fold(self, Self::key)
    }

    fn zeros(mut self, count: usize) -> Self {
        self.0.resize(self.0.len().strict_add(count), 0);
        self
    }
}
