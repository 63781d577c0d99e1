//! The root of an epoch as a pure function: of the vectors that were published, the epoch's terms
//! and the leaves of the root before. Anyone can compute it again.

use core::iter::Peekable;

use super::merkle::{Hash, TreeBuilder};
use super::{ClassLeaf, Entry, EpochTerms, Medians, OperatorLeaf, Vector, VerificationError};
use crate::classes::MAX_CLASSES;
use crate::hiring::ClassGpus;

/// A root, and what it adds up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootSummary {
    /// The epoch.
    pub epoch: u64,
    /// The root.
    pub root: [u8; 32],
    /// Leaves: 32 of classes, then the operators'.
    pub leaves: u32,
    /// What the epoch pays, base units of IO; at most its pool.
    pub paid: u64,
    /// The operators' lifetime rewards together.
    pub lifetime: u64,
    /// The classes' leaves.
    pub classes: [ClassLeaf; MAX_CLASSES],
}

/// Builds the root. `previous`: the operators' leaves of the last root that stands, by address;
/// `vectors`: in any order, each accepted by [`super::vector_digest`]. Every new leaf of an operator goes
/// to `sink` in order.
///
/// An operator keeps its leaf when nobody vouches for it any more, with no GPUs: what it earned
/// stays claimable. Of more than eight classes the first eight count.
///
/// # Errors
/// [`VerificationError::LeavesUnsorted`]; as [`Medians::new`], [`EpochTerms::pay_floor`] and
/// [`TreeBuilder::push`]; [`VerificationError::Overflow`].
pub fn build_root(
    previous: &[OperatorLeaf],
    vectors: &[Vector<'_>],
    terms: &EpochTerms,
    hash: Hash<'_>,
    mut sink: impl FnMut(&OperatorLeaf),
) -> Result<RootSummary, VerificationError> {
    let totals = Totals::of(vectors)?;
    let mut tree = TreeBuilder::new(hash);
    for (class, leaf) in (0_u8..).zip(&totals.classes) {
        tree.push(leaf.hash(class, hash))?;
    }
    let mut medians = Medians::new(vectors)?.peekable();
    let mut previous = Previous::new(previous);
    let (mut paid, mut lifetime) = (0_u64, 0_u64);
    loop {
        let measured = medians.peek().map(|entry| entry.operator);
        let Some(mut leaf) = previous.next_up_to(measured)? else {
            break;
        };
        let earned = add_measured(&mut leaf, &mut medians, terms, totals.score)?;
        leaf.lifetime = add(leaf.lifetime, earned)?;
        paid = add(paid, earned)?;
        lifetime = add(lifetime, leaf.lifetime)?;
        tree.push(leaf.hash(hash))?;
        sink(&leaf);
    }
    let tree = tree.finish().ok_or(VerificationError::StateInvalid)?;
    Ok(RootSummary {
        epoch: terms.epoch,
        root: tree.root,
        leaves: tree.leaves,
        paid,
        lifetime,
        classes: totals.classes,
    })
}

/// Adds the operator's medians to its leaf; returns what they are paid.
fn add_measured(
    leaf: &mut OperatorLeaf,
    medians: &mut Peekable<Medians<'_>>,
    terms: &EpochTerms,
    all_scores: u64,
) -> Result<u64, VerificationError> {
    let mut earned = 0;
    let mut places = leaf.verified.iter_mut();
    while let Some(entry) = medians.next_if(|entry| entry.operator == leaf.operator) {
        let Some(place) = places.next() else { continue };
        *place = ClassGpus {
            class: u16::from(entry.class),
            gpus: entry.verified,
        };
        earned = add(earned, terms.pay_floor(&entry, all_scores)?)?;
    }
    Ok(earned)
}

/// What all medians add up to.
struct Totals {
    score: u64,
    classes: [ClassLeaf; MAX_CLASSES],
}

impl Totals {
    fn of(vectors: &[Vector<'_>]) -> Result<Self, VerificationError> {
        let mut totals = Self {
            score: 0,
            classes: [ClassLeaf::default(); MAX_CLASSES],
        };
        for entry in Medians::new(vectors)? {
            totals.add(&entry)?;
        }
        Ok(totals)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), VerificationError> {
        let class = self.classes.get_mut(usize::from(entry.class));
        let class = class.ok_or(VerificationError::UnknownClass)?;
        class.verified = add(class.verified, u64::from(entry.verified))?;
        class.idle = add(class.idle, u64::from(entry.idle))?;
        self.score = add(self.score, entry.score)?;
        Ok(())
    }
}

/// The leaves of the root before, in order.
struct Previous<'a> {
    rest: &'a [OperatorLeaf],
    last: Option<[u8; 32]>,
}

impl<'a> Previous<'a> {
    fn new(leaves: &'a [OperatorLeaf]) -> Self {
        Self {
            rest: leaves,
            last: None,
        }
    }

    /// The next operator's leaf, without GPUs: that of `measured` or of one before it.
    fn next_up_to(
        &mut self,
        measured: Option<[u8; 32]>,
    ) -> Result<Option<OperatorLeaf>, VerificationError> {
        let leaf = match (self.rest.split_first(), measured) {
            (Some((first, rest)), measured)
                if measured.is_none_or(|measured| first.operator <= measured) =>
            {
                self.rest = rest;
                OperatorLeaf {
                    verified: Default::default(),
                    ..*first
                }
            }
            (_, Some(operator)) => OperatorLeaf {
                operator,
                ..OperatorLeaf::default()
            },
            (_, None) => return Ok(None),
        };
        if self.last.is_some_and(|last| last >= leaf.operator) {
            return Err(VerificationError::LeavesUnsorted);
        }
        self.last = Some(leaf.operator);
        Ok(Some(leaf))
    }
}

fn add(a: u64, b: u64) -> Result<u64, VerificationError> {
    a.checked_add(b).ok_or(VerificationError::Overflow)
}
