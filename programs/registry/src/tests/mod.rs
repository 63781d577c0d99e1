//! What other crates and stored accounts rely on: layouts, codes, seeds, discriminators.

mod codes;
mod interface;
mod layouts;
mod migration;

use anchor_lang::prelude::Address;

const fn key(byte: u8) -> Address {
    Address::new_from_array([byte; 32])
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

    fn key(self, byte: u8) -> Self {
        self.raw(&[byte; 32])
    }

    fn zeros(mut self, count: usize) -> Self {
        self.0.resize(self.0.len().strict_add(count), 0);
        self
    }
}
