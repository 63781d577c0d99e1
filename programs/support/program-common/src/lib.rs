//! Checks and declarations that every program makes alike.
#![no_std]

pub mod handover;
pub mod security_txt;
pub mod upgrade_authority;
