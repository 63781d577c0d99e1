//! 128-bit integer arithmetic for programs that the registry toolchain builds.
//!
//! The compiler turns a `u128` multiplication or division into a call of a library function
//! (`__multi3`, `__udivti3`, …). On BPF the library functions that come with rustc use another
//! calling convention than LLVM's calls, so they would corrupt memory silently. The build puts a
//! shim of its own in their place (`toolchain/sbf/i128-abi.ll`), and the shim calls the five
//! functions of this crate.
//!
//! A program only has to mention the crate, or the linker leaves it out:
//!
//! ```text
//! use ionet_sbf_builtins as _;
//! ```
//!
//! Nothing here may use 128-bit `*`, `/` or `%`: those operators call these very functions.
#![cfg_attr(not(test), no_std)]

pub mod division;
pub mod multiplication;
pub mod words;

#[cfg(ionet_registry_sbf)]
mod comparison;
#[cfg(ionet_registry_sbf)]
mod exports;

// Without a mention the linker says "Symbol memcpy is missing".
#[cfg(ionet_registry_sbf)]
use solana_compiler_builtins as _;
