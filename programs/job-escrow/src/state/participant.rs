//! One wallet's record: operator, client and referrer at once.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use ionet_core::{hiring, reputation, settlement};

use super::Balance;
use crate::error::EscrowError;

/// A wallet's record. Seeds `participant`, owner. Opened once by anyone, never closed: what is
/// booked can always be withdrawn, and no counter starts again.
///
/// Registry reads head and outcomes, staking and emission the rest: keep every offset.
#[account]
pub struct Participant {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub reserved_head: [u8; 6],
    /// The wallet.
    pub owner: Address,
    /// Zero.
    pub reserved_owner: [u8; 24],
    /// Outcomes as operator.
    pub operator_outcomes: OutcomeLedger,
    /// Outcomes as client.
    pub client_outcomes: OutcomeLedger,
    /// Jobs ever posted, and the number of the next; never falls, so that no attestation
    /// fits a job that was created again.
    pub jobs_posted: u64,
    /// GPUs hired out now, per class (I12: never more than verified when a claim is made).
    pub hired: [HiredClass; 8],
    /// Claims as operator that have not ended.
    pub open_claims: u32,
    /// Zero.
    pub reserved_claims: [u8; 4],
    /// Slot in which a claim of this operator ended last; 0 when none has.
    pub idle_since_slot: u64,
    /// Self-stake that claims lock, the sum of their `bond`, base units of IO. Staking lets no
    /// self-stake below it go.
    pub locked_bond: u64,
    /// Forfeited as operator in all, base units of IO. Staking pays it out of the self-stake,
    /// and claims leave it out of what they can lock at once.
    pub forfeited_io: u64,
    /// Forfeited to this wallet as client in all, base units of IO. Staking pays it.
    pub forfeit_receivable_io: u64,
    /// Compute points as operator that are not folded yet.
    pub operator_points: [PointsBucket; 4],
    /// Compute points as client that are not folded yet.
    pub client_points: [PointsBucket; 4],
    /// Booked and withdrawn per mint.
    pub balances: [Balance; 8],
    /// Booked to the stakers of this wallet's pool, and pulled by staking, per mint.
    pub stakers: [Balance; 8],
    /// Claims as operator whose result a re-run of a deterministic spec proved wrong, in all.
    /// Staking lets no more slashes for that be filed.
    pub proved_wrong: u64,
    /// What these claims locked when it was proved, in all, base units of IO. Never falls.
    pub proved_wrong_bond: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 48],
}

const _: () =
    assert!(size_of::<Participant>() == 976 && size_of::<Participant>().is_multiple_of(8));

/// Outcomes of a participant in one capacity, in the layout of the rules.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct OutcomeLedger {
    /// Reputation of the closed epochs, 1/65,536 of a score point.
    pub points: u32,
    /// Zero.
    pub reserved: [u8; 4],
    /// Last epoch in `points`.
    pub closed_epoch: u64,
    /// The epoch that what follows belongs to.
    pub epoch: u64,
    /// Good weight counted in it, micro-dollars.
    pub good: u32,
    /// Bad weight counted in it, micro-dollars.
    pub bad: u32,
    /// Who contributed to it.
    pub counterparties: [Counterparty; 7],
}

const _: () = assert!(size_of::<OutcomeLedger>() == 144);

/// What one counterparty contributed to the running epoch.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Counterparty {
    /// First bytes of its address; 0 when the entry is free.
    pub tag: u64,
    /// Good weight counted, micro-dollars.
    pub good: u32,
    /// Bad weight counted, micro-dollars.
    pub bad: u32,
}

/// GPUs hired out in one class.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct HiredClass {
    /// The class.
    pub class: u16,
    /// Zero.
    pub reserved: [u8; 2],
    /// GPUs; 0: the entry is free.
    pub gpus: u32,
}

/// Compute points of one epoch.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct PointsBucket {
    /// The epoch in which they were booked.
    pub epoch: u64,
    /// Points, micro-dollars; 0: the bucket is empty.
    pub points: u64,
    /// The part of them that earns an operator the bonus.
    pub bonus_points: u64,
}

impl OutcomeLedger {
    /// The score, of the epochs before `epoch` only.
    #[inline(never)]
    pub fn score_before(self, epoch: u64) -> u16 {
        reputation::OutcomeLedger::from(self)
            .reputation_before(epoch)
            .score_at(epoch)
    }
}

impl From<OutcomeLedger> for reputation::OutcomeLedger {
    fn from(ledger: OutcomeLedger) -> Self {
        Self {
            closed: reputation::Reputation {
                points: ledger.points,
                epoch: ledger.closed_epoch,
            },
            epoch: ledger.epoch,
            good: ledger.good,
            bad: ledger.bad,
            counterparties: ledger.counterparties.map(|entry| reputation::Counterparty {
                tag: entry.tag,
                good: entry.good,
                bad: entry.bad,
            }),
        }
    }
}

impl From<reputation::OutcomeLedger> for OutcomeLedger {
    fn from(ledger: reputation::OutcomeLedger) -> Self {
        Self {
            points: ledger.closed.points,
            reserved: [0; 4],
            closed_epoch: ledger.closed.epoch,
            epoch: ledger.epoch,
            good: ledger.good,
            bad: ledger.bad,
            counterparties: ledger.counterparties.map(|entry| Counterparty {
                tag: entry.tag,
                good: entry.good,
                bad: entry.bad,
            }),
        }
    }
}

impl From<PointsBucket> for settlement::PointsBucket {
    fn from(bucket: PointsBucket) -> Self {
        Self {
            epoch: bucket.epoch,
            points: settlement::Points {
                points: bucket.points,
                bonus_points: bucket.bonus_points,
            },
        }
    }
}

impl From<settlement::PointsBucket> for PointsBucket {
    fn from(bucket: settlement::PointsBucket) -> Self {
        Self {
            epoch: bucket.epoch,
            points: bucket.points.points,
            bonus_points: bucket.points.bonus_points,
        }
    }
}

impl Participant {
    /// The balance in a mint.
    ///
    /// # Errors
    /// [`EscrowError::MintNotListed`].
    #[inline]
    pub fn balance_mut(&mut self, mint_index: u8) -> Result<&mut Balance> {
        self.balances
            .get_mut(usize::from(mint_index))
            .ok_or_else(|| EscrowError::MintNotListed.into())
    }

    /// What is booked to the stakers of this wallet's pool in a mint.
    ///
    /// # Errors
    /// [`EscrowError::MintNotListed`].
    #[inline]
    pub fn stakers_mut(&mut self, mint_index: u8) -> Result<&mut Balance> {
        self.stakers
            .get_mut(usize::from(mint_index))
            .ok_or_else(|| EscrowError::MintNotListed.into())
    }

    /// Hired GPUs as the rules know them.
    pub fn hired_gpus(&self) -> hiring::HiredGpus {
        hiring::HiredGpus {
            entries: self.hired.map(|entry| hiring::ClassGpus {
                class: entry.class,
                gpus: entry.gpus,
            }),
        }
    }

    /// Stores hired GPUs.
    pub fn set_hired_gpus(&mut self, hired: &hiring::HiredGpus) {
        self.hired = hired.entries.map(|entry| HiredClass {
            class: entry.class,
            reserved: [0; 2],
            gpus: entry.gpus,
        });
    }
}

/// Points in the buckets of a participant, as the rules know them.
pub fn points(buckets: &[PointsBucket; 4]) -> settlement::PointsBuckets {
    settlement::PointsBuckets {
        buckets: buckets.map(Into::into),
    }
}
