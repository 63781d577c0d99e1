//! Posted roots and claims.
//!
//! A posted root waits for two hours, in which more than a third of the active verifier stake or
//! the guardian can veto it. A veto takes it and all roots posted after it, which were built on it.
//! Then it is final; the two last final roots can be claimed from, so that a proof does not fail
//! because an hour has passed meanwhile.
//!
//! **Never more than was there** (invariant I6). A root may add to the lifetime rewards of the one
//! before at most what the pool can pay, whatever its leaves say; a claim pays what the operator's
//! leaf has above its record, and all claims together at most what the last final root was posted
//! with. So a false root that nobody vetoed can take what is not claimed yet, and never more.

use super::merkle::{Hash, check_proof};
use super::{OperatorLeaf, VerificationError};

/// How long a root can be vetoed, seconds: two hours.
pub const VETO_SECONDS: i64 = 7_200;
/// Roots that can wait at the same time.
pub const PENDING_ROOTS: usize = 8;

/// A root as posted. Zeroed: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostedRoot {
    /// The epoch.
    pub epoch: u64,
    /// When it was posted, unix seconds.
    pub posted_at: i64,
    /// The operators' lifetime rewards together, base units of IO.
    pub lifetime: u64,
    /// Leaves; 0: no root.
    pub leaves: u32,
    /// The root.
    pub root: [u8; 32],
}

/// All roots that matter still. Zeroed: none posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RootBook {
    /// The final roots that can be claimed from: the last, and the one before.
    pub finals: [PostedRoot; 2],
    /// Waiting roots, oldest first, without gaps.
    pub pending: [PostedRoot; PENDING_ROOTS],
    /// Claimed in all, base units of IO.
    pub claimed: u64,
}

/// What an operator claimed so far. Never closed: a new one would be paid everything again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimRecord {
    /// Claimed in all, base units of IO.
    pub claimed: u64,
    /// The epoch of the newest root that the operator's verified capacity comes from.
    pub root_epoch: u64,
}

/// A claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimOutcome {
    /// To pay, base units of IO; may be 0.
    pub amount: u64,
    /// Whether the leaf's GPUs are the operator's verified capacity from now on.
    pub refreshed: bool,
    /// The record after it.
    pub record_after: ClaimRecord,
    /// The book after it.
    pub book_after: RootBook,
}

impl PostedRoot {
    fn is_some(&self) -> bool {
        self.leaves > 0
    }

    fn final_at(&self) -> i64 {
        self.posted_at.saturating_add(VETO_SECONDS)
    }
}

impl RootBook {
    /// The last root that stands, final or not: what the next one is built on.
    pub fn newest(&self) -> PostedRoot {
        let pending = self.pending.iter().rev().find(|root| root.is_some());
        let [last, _] = self.finals;
        pending.copied().unwrap_or(last)
    }

    /// Posts a root that a quorum agreed on. `available`: what the pool can pay for everything
    /// since the newest root.
    ///
    /// # Errors
    /// [`VerificationError::NoLeaves`], [`VerificationError::RootNotNewer`],
    /// [`VerificationError::LifetimeFell`], [`VerificationError::AbovePool`],
    /// [`VerificationError::TooManyPending`].
    pub fn post(&self, root: &PostedRoot, available: u64) -> Result<Self, VerificationError> {
        let newest = self.newest();
        if root.leaves == 0 {
            return Err(VerificationError::NoLeaves);
        }
        if newest.is_some() && root.epoch <= newest.epoch {
            return Err(VerificationError::RootNotNewer {
                after: newest.epoch,
            });
        }
        let added = root
            .lifetime
            .checked_sub(newest.lifetime)
            .ok_or(VerificationError::LifetimeFell)?;
        if added > available {
            return Err(VerificationError::AbovePool { available });
        }
        let mut book = self.settled(root.posted_at);
        let free = book.pending.iter_mut().find(|pending| !pending.is_some());
        *free.ok_or(VerificationError::TooManyPending)? = *root;
        Ok(book)
    }

    /// The book with every root final whose two hours are over at `now`. Anyone may ask for it.
    #[must_use]
    pub fn settled(&self, now: i64) -> Self {
        let mut book = *self;
        loop {
            let [first, rest @ ..] = book.pending;
            if !first.is_some() || now < first.final_at() {
                return book;
            }
            let [last, _] = book.finals;
            book.finals = [first, last];
            let [r1, r2, r3, r4, r5, r6, r7] = rest;
            book.pending = [r1, r2, r3, r4, r5, r6, r7, PostedRoot::default()];
        }
    }

    /// Vetoes the root of `epoch`, and those after it.
    ///
    /// # Errors
    /// [`VerificationError::NotPending`] when it is final or was never posted.
    pub fn veto(&self, epoch: u64, now: i64) -> Result<Self, VerificationError> {
        let mut book = self.settled(now);
        let pending = book.pending.iter();
        if !pending
            .clone()
            .any(|root| root.is_some() && root.epoch == epoch)
        {
            return Err(VerificationError::NotPending);
        }
        for root in &mut book.pending {
            if root.epoch >= epoch {
                *root = PostedRoot::default();
            }
        }
        Ok(book)
    }

    /// Claims with an operator's leaf and its proof, from one of the two last final roots.
    ///
    /// # Errors
    /// [`VerificationError::NotFinal`]; [`VerificationError::WrongProof`];
    /// [`VerificationError::NothingNew`] when neither pay nor capacity is;
    /// [`VerificationError::AboveRoot`] when all claims would exceed what the last final root was
    /// posted with, which only false leaves can add up to.
    pub fn claim(
        &self,
        record: &ClaimRecord,
        epoch: u64,
        leaf: &OperatorLeaf,
        index: u32,
        proof: &[[u8; 32]],
        hash: Hash<'_>,
    ) -> Result<ClaimOutcome, VerificationError> {
        let [last, _] = self.finals;
        let root = self
            .finals
            .iter()
            .find(|root| root.is_some() && root.epoch == epoch)
            .ok_or(VerificationError::NotFinal)?;
        check_proof(&root.root, root.leaves, leaf.hash(hash), index, proof, hash)?;
        // A record that is ahead, by a newer root, is owed nothing by this one.
        let amount = leaf.lifetime.saturating_sub(record.claimed);
        let refreshed = root.epoch > record.root_epoch;
        if amount == 0 && !refreshed {
            return Err(VerificationError::NothingNew);
        }
        let claimed = self.claimed.checked_add(amount);
        let claimed = claimed.filter(|claimed| *claimed <= last.lifetime);
        let book_after = Self {
            claimed: claimed.ok_or(VerificationError::AboveRoot)?,
            ..*self
        };
        let record_after = ClaimRecord {
            claimed: record.claimed.saturating_add(amount),
            root_epoch: record.root_epoch.max(root.epoch),
        };
        Ok(ClaimOutcome {
            amount,
            refreshed,
            record_after,
            book_after,
        })
    }
}
