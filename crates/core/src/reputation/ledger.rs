//! Outcomes of one participant, as the program that books them keeps them.
//!
//! Only the running epoch is itemised, for the caps. When an outcome of a later epoch arrives,
//! the epoch before is closed into a running [`Reputation`]. Nothing is ever dropped, so no
//! burst of small good outcomes can push a bad one out before somebody folds it.

use super::Reputation;
use crate::fixed::{BPS_DENOMINATOR, bps_floor};

/// Counterparties that are told apart within one epoch. More than enough to fill the epoch's
/// cap at [`COUNTERPARTY_GOOD_CAP`] each, so whoever has more of them gains nothing by pushing
/// the smallest out.
pub const COUNTERPARTIES: usize = 7;
/// Weight of good outcomes with one counterparty that counts per epoch, micro-dollars: $1.
pub const COUNTERPARTY_GOOD_CAP: u32 = 1_000_000;
/// Weight of good outcomes that counts per epoch, micro-dollars: $5.
pub const EPOCH_GOOD_CAP: u32 = 5_000_000;
/// Weight of bad outcomes with one counterparty that counts per epoch, micro-dollars: $5. One
/// failed client costs a tenth of a score; a client who lies cannot cost more.
pub const COUNTERPARTY_BAD_CAP: u32 = 5_000_000;
/// Weight of bad outcomes that counts per epoch, micro-dollars: $25, half a score.
pub const EPOCH_BAD_CAP: u32 = 25_000_000;

/// What one counterparty has contributed to the running epoch, micro-dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counterparty {
    /// [`counterparty_tag`] of its address; 0 when the slot is free.
    pub tag: u64,
    /// Good weight counted, 0..=[`COUNTERPARTY_GOOD_CAP`].
    pub good: u32,
    /// Bad weight counted, 0..=[`COUNTERPARTY_BAD_CAP`].
    pub bad: u32,
}

/// A participant's outcomes. Zeroed: none yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeLedger {
    /// The epochs before `epoch`, closed.
    pub closed: Reputation,
    /// The epoch that `good`, `bad` and `counterparties` belong to.
    pub epoch: u64,
    /// Good weight counted in `epoch`, micro-dollars, 0..=[`EPOCH_GOOD_CAP`].
    pub good: u32,
    /// Bad weight counted in `epoch`, micro-dollars, 0..=[`EPOCH_BAD_CAP`].
    pub bad: u32,
    /// Who contributed to `epoch`.
    pub counterparties: [Counterparty; COUNTERPARTIES],
}

/// A recorded outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeRecorded {
    /// Good weight that counted within the caps, micro-dollars.
    pub good_counted: u32,
    /// Bad weight that counted within the caps, micro-dollars.
    pub bad_counted: u32,
    /// The ledger with the outcome.
    pub ledger_after: OutcomeLedger,
}

/// Records the outcome of a finished claim.
///
/// `epoch` is the running one; an earlier one than the ledger's counts in the ledger's.
/// `weight` is the network fee in micro-dollars that the claim finally left with the network,
/// referrals and discount taken off; for a failure, what it would have left had the claim been
/// fulfilled, since a failed claim leaves nothing. `good_bps` is the share of the outcome that
/// counts as good, 0..=10,000 (more counts as 10,000); the rest counts as bad.
///
/// It never refuses, so that no settlement can fail over a reputation.
pub fn record_outcome(
    ledger: &OutcomeLedger,
    epoch: u64,
    counterparty_tag: u64,
    weight: u64,
    good_bps: u16,
) -> OutcomeRecorded {
    let mut next = ledger.closed_before(epoch);
    let good_bps = u64::from(good_bps).min(BPS_DENOMINATOR);
    let good_bps = u16::try_from(good_bps).unwrap_or(u16::MAX);
    let good = bps_floor(weight, good_bps).unwrap_or(weight);
    let bad = weight.saturating_sub(good);

    let slot = next.slot_for(counterparty_tag);
    let good_counted = room(slot.good, COUNTERPARTY_GOOD_CAP, good);
    let bad_counted = room(slot.bad, COUNTERPARTY_BAD_CAP, bad);
    slot.good = slot.good.saturating_add(good_counted);
    slot.bad = slot.bad.saturating_add(bad_counted);

    let good_counted = room(next.good, EPOCH_GOOD_CAP, u64::from(good_counted));
    let bad_counted = room(next.bad, EPOCH_BAD_CAP, u64::from(bad_counted));
    next.good = next.good.saturating_add(good_counted);
    next.bad = next.bad.saturating_add(bad_counted);
    OutcomeRecorded {
        good_counted,
        bad_counted,
        ledger_after: next,
    }
}

/// The tag of a counterparty's address: its first eight bytes, little endian, and 1 for the one
/// address whose tag would be 0. Two addresses with one tag share a cap, so finding a second one
/// for a tag gains its owner nothing.
pub fn counterparty_tag(address: &[u8; 32]) -> u64 {
    match address.first_chunk() {
        Some(head) => u64::from_le_bytes(*head).max(1),
        None => 1,
    }
}

impl OutcomeLedger {
    /// The reputation with every epoch before `running_epoch` that has outcomes folded in.
    pub fn reputation_before(&self, running_epoch: u64) -> Reputation {
        if running_epoch <= self.epoch || (self.good == 0 && self.bad == 0) {
            return self.closed;
        }
        self.closed.after_epoch(self.epoch, self.good, self.bad)
    }

    /// The ledger with `epoch` as its running epoch, the one before closed.
    fn closed_before(&self, epoch: u64) -> Self {
        if epoch <= self.epoch {
            return *self;
        }
        Self {
            closed: self.reputation_before(epoch),
            epoch,
            ..Self::default()
        }
    }

    /// The counterparty's slot, a free one, or that of whoever contributed least.
    fn slot_for(&mut self, tag: u64) -> &mut Counterparty {
        let [first, others @ ..] = &mut self.counterparties;
        let mut chosen = first;
        for slot in others {
            if chosen.tag == tag {
                break;
            }
            if slot.tag == tag || slot.contributed() < chosen.contributed() {
                chosen = slot;
            }
        }
        if chosen.tag != tag {
            *chosen = Counterparty {
                tag,
                ..Counterparty::default()
            };
        }
        chosen
    }
}

impl Counterparty {
    fn contributed(&self) -> u32 {
        self.good.saturating_add(self.bad)
    }
}

/// How much of `wanted` fits below `cap`.
fn room(used: u32, cap: u32, wanted: u64) -> u32 {
    let left = cap.saturating_sub(used);
    u32::try_from(wanted).map_or(left, |wanted| wanted.min(left))
}
