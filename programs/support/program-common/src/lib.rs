//! Checks and declarations that every program makes alike.
#![no_std]

pub mod accounts;
pub mod create_account;
pub mod handover;
pub mod security_txt;
pub mod upgrade_authority;
