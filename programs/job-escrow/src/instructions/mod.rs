//! One file per instruction: the accounts it takes, then what it does.

mod accept_role;
mod booking;
mod cancel;
mod claim;
mod close_claim;
mod close_job;
mod commit;
mod complete;
mod decide;
mod dispute;
mod dispute_by_verdict;
mod end_job;
mod ending;
mod enlarge;
mod extend;
mod finish;
mod heartbeat;
mod hiring;
mod initialize;
mod list_mint;
mod open_participant;
mod open_shard;
mod outcomes;
mod pause;
mod post;
mod propose_role;
mod refund;
mod resolve;
mod reveal;
mod seal;
mod set_parameters;
mod settle;
mod start_host;
mod unpause;
mod withdraw;
mod withdraw_fees;

pub use accept_role::*;
pub use cancel::*;
pub use claim::*;
pub use close_claim::*;
pub use close_job::*;
pub use commit::*;
pub use complete::*;
pub use decide::*;
pub use dispute::*;
pub use dispute_by_verdict::*;
pub use end_job::*;
pub use enlarge::*;
pub use extend::*;
pub use finish::*;
pub use heartbeat::*;
pub use initialize::*;
pub use list_mint::*;
pub use open_participant::*;
pub use open_shard::*;
pub use pause::*;
pub use post::*;
pub use propose_role::*;
pub use refund::*;
pub use resolve::*;
pub use reveal::*;
pub use seal::*;
pub use set_parameters::*;
pub use settle::*;
pub use start_host::*;
pub use unpause::*;
pub use withdraw::*;
pub use withdraw_fees::*;

use anchor_lang::{
    prelude::*,
    refusal::{NONE, Refusal, unless},
};

use crate::error::EscrowError;

/// The chain's clock, unix seconds.
pub(crate) fn now() -> Result<i64> {
    clock().map(|(now, _)| now)
}

/// The chain's clock: unix seconds and slot.
#[inline]
fn clock() -> Result<(i64, u64)> {
    let mut time = (0, 0);
    unless(read_clock(&mut time), time)
}

#[inline(never)]
fn read_clock(time: &mut (i64, u64)) -> Refusal {
    match Clock::get() {
        Ok(clock) => {
            *time = (clock.unix_timestamp, clock.slot);
            NONE
        }
        Err(error) => error.into(),
    }
}

/// SHA-256 of the parts one after the other, at most 128 bytes in all.
fn hash_parts<const N: usize>(parts: [&[u8]; N]) -> Result<[u8; 32]> {
    let mut message = [0_u8; 128];
    let mut length = 0_usize;
    for part in parts {
        let end = length
            .checked_add(part.len())
            .ok_or(EscrowError::Overflow)?;
        message
            .get_mut(length..end)
            .ok_or(EscrowError::Overflow)?
            .copy_from_slice(part);
        length = end;
    }
    let message = message.get(..length).ok_or(EscrowError::Overflow)?;
    Ok(sha256(message))
}
