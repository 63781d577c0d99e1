//! What other programs may know of staking: the layout of a participant's stake account and
//! how to read it. The account is read, never called for: hiring looks at stake, staking
//! looks at nothing here.
//!
//! The owning program's id is given by the reader (it stands in job-escrow's config), because
//! on a local chain `local-stand-in` owns accounts of exactly this layout until the staking
//! program exists. Nothing in here dispatches, so any number of programs may depend on it.
#![no_std]

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};

/// Seed of a stake account; the participant's address is the second seed.
pub const STAKE_SEED: &[u8] = b"stake";
/// First eight bytes of a stake account: `sha256("account:ParticipantStake")`.
pub const DISCRIMINATOR: [u8; 8] = [173, 41, 212, 191, 190, 167, 185, 2];
/// Layout version that this crate reads.
pub const VERSION: u8 = 1;

/// Stake that counts from the start of an epoch on. Stake activates at epoch boundaries and
/// counts for nothing before.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Checkpoint {
    /// First epoch in which the amount counts.
    pub epoch: u64,
    /// Active stake of the participant's pool, base units of IO.
    pub active_stake: u64,
}

/// A participant's stake, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct ParticipantStake {
    /// Layout version, [`VERSION`].
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The participant: an operator's, client's or referrer's wallet.
    pub owner: Address,
    /// The participant's own stake, first to lose, base units of IO. What it forfeited in
    /// job-escrow is not taken off: job-escrow subtracts its own cumulative count, so that a
    /// forfeit counts at once and not when staking pays it.
    pub self_stake: u64,
    /// The two last changes of active stake, older first.
    pub checkpoints: [Checkpoint; 2],
    /// Active stake averaged over time: what priority access looks at, base units of IO.
    pub time_weighted_stake: u64,
    /// 1 when the pool has no shares: its part of a settlement then goes to the participant.
    pub pool_empty: u8,
    /// Zero.
    pub reserved_flags: [u8; 7],
    /// Zero, for later versions.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<ParticipantStake>() == 128);

/// Length of the account: discriminator and stake.
const ACCOUNT: usize = 8 + size_of::<ParticipantStake>();

/// Why a stake account could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakeError {
    /// Not a stake account of the staking program.
    NotStake,
    /// A layout version that this crate does not know.
    UnsupportedVersion,
    /// The stake of somebody else.
    WrongOwner,
}

impl ParticipantStake {
    /// Active stake at the start of `epoch`, base units of IO. Zero when both checkpoints are
    /// later: what is not known to have counted does not count.
    pub fn active_at(&self, epoch: u64) -> u64 {
        let [older, newer] = self.checkpoints;
        if newer.epoch <= epoch {
            newer.active_stake
        } else if older.epoch <= epoch {
            older.active_stake
        } else {
            0
        }
    }

    /// Whether the pool has no shares.
    pub fn is_pool_empty(&self) -> bool {
        self.pool_empty == 1
    }
}

/// Reads the stake of `participant` after checking the account's owner, discriminator and
/// version, and that it is this participant's. The address is not derived again: only the
/// staking program can write such an account, and it has one for each participant.
///
/// # Errors
/// [`StakeError`].
#[inline(never)]
pub fn read(
    account: &AccountView,
    staking_program: &Address,
    participant: &Address,
) -> Result<ParticipantStake, StakeError> {
    if !address_eq(account.owner(), staking_program) {
        return Err(StakeError::NotStake);
    }
    let data = account.try_borrow().map_err(|_| StakeError::NotStake)?;
    let stake = parse(&data)?;
    if !address_eq(&stake.owner, participant) {
        return Err(StakeError::WrongOwner);
    }
    Ok(stake)
}

/// Reads a stake account's bytes; see [`read`].
///
/// # Errors
/// [`StakeError::NotStake`], [`StakeError::UnsupportedVersion`].
pub fn parse(data: &[u8]) -> Result<ParticipantStake, StakeError> {
    let Some((account, _)) = data.split_first_chunk::<ACCOUNT>() else {
        return Err(StakeError::NotStake);
    };
    let (discriminator, body) = account.split_at(8);
    if discriminator != DISCRIMINATOR {
        return Err(StakeError::NotStake);
    }
    let stake: ParticipantStake =
        bytemuck::try_pod_read_unaligned(body).map_err(|_| StakeError::NotStake)?;
    if stake.version != VERSION {
        return Err(StakeError::UnsupportedVersion);
    }
    Ok(stake)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every field at the offset that the page of job-escrow names.
    fn account() -> [u8; ACCOUNT] {
        let mut data = [0; ACCOUNT];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[8] = VERSION;
        data[9] = 254;
        data[16..48].copy_from_slice(&[7; 32]);
        data[48..56].copy_from_slice(&1_u64.to_le_bytes());
        for (field, value) in data[56..96]
            .chunks_exact_mut(8)
            .zip([10_u64, 100, 12, 50, 80])
        {
            field.copy_from_slice(&value.to_le_bytes());
        }
        data[96] = 1;
        data
    }

    #[test]
    fn reads_every_field() {
        let stake = parse(&account()).unwrap();
        assert_eq!(stake.bump, 254);
        assert_eq!(stake.owner, Address::new_from_array([7; 32]));
        assert_eq!((stake.self_stake, stake.time_weighted_stake), (1, 80));
        assert!(stake.is_pool_empty());
    }

    #[test]
    fn stake_counts_from_its_epoch_on() {
        let stake = parse(&account()).unwrap();
        let active: [u64; 5] = [0, 9, 10, 11, 12].map(|epoch| stake.active_at(epoch));
        assert_eq!(active, [0, 0, 100, 100, 50]);
        assert_eq!(stake.active_at(u64::MAX), 50);
    }

    #[test]
    fn refuses_other_accounts_versions_and_short_data() {
        let mut data = account();
        data[0] ^= 1;
        assert_eq!(parse(&data), Err(StakeError::NotStake));
        let mut data = account();
        data[8] = 2;
        assert_eq!(parse(&data), Err(StakeError::UnsupportedVersion));
        assert_eq!(parse(&account()[..ACCOUNT - 1]), Err(StakeError::NotStake));
    }
}
