//! The kernel, as source and as what the driver compiles.

/// The source; `cargo xtask ptx` makes [`MATMUL_PTX`] of it.
pub const MATMUL_SOURCE: &str = include_str!("../../kernels/matmul.cu");

/// What the driver compiles for its card. Its first lines hold the hash of the source, the hash
/// of the rest, and the compiler.
pub const MATMUL_PTX: &str = include_str!("../../kernels/matmul.ptx");

/// The kernel's name in it.
pub const ENTRY: &str = "matmul_s8";
