//! iosd: what each instruction does.

mod attacks;
mod minters;
mod minting;
mod start;
mod vaults;
