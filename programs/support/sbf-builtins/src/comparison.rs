//! Comparing memory, out of line.
//!
//! Where the linker sees the body of `memcmp` it copies it to every comparison of two addresses,
//! loops and all: some forty instructions each. Where it sees a call with a constant length
//! instead, it writes the comparison itself: eight loads. So this one stands in the place of the
//! weak one of `solana-compiler-builtins`, and is never inlined.
// Exporting a name unmangled and reading through pointers is what `unsafe` stands for here.
#![allow(unsafe_code)]

/// Hash by which the runtime knows its syscall `sol_memcmp_`.
const SOL_MEMCMP: usize = 0x5FDC_DE31;
/// From here on the syscall costs less than the loop.
const LONG: usize = 32;

/// # Safety
/// C's `memcmp`: both pointers are valid for reading `n` bytes.
#[unsafe(no_mangle)]
#[inline(never)]
unsafe extern "C" fn memcmp(a: *const u8, b: *const u8, n: usize) -> i32 {
    if n > LONG {
        let mut order = 0;
        // SAFETY: an address that the runtime resolves to the syscall of this signature.
        let syscall: extern "C" fn(*const u8, *const u8, usize, *mut i32) =
            unsafe { core::mem::transmute(SOL_MEMCMP) };
        syscall(a, b, n, &raw mut order);
        return order;
    }
    for offset in 0..n {
        // SAFETY: below `n`.
        let (left, right) = unsafe { (*a.wrapping_add(offset), *b.wrapping_add(offset)) };
        if left != right {
            return i32::from(left).wrapping_sub(i32::from(right));
        }
    }
    0
}

/// # Safety
/// C's `bcmp`: as [`memcmp`].
#[unsafe(no_mangle)]
#[inline(never)]
unsafe extern "C" fn bcmp(a: *const u8, b: *const u8, n: usize) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { memcmp(a, b, n) }
}
