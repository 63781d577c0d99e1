//! Reading a participant's outcomes from another program.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};
use ionet_core::reputation;

/// First eight bytes of a participant: `sha256("account:Participant")`.
pub const DISCRIMINATOR: [u8; 8] = [32, 142, 108, 79, 247, 179, 54, 6];
/// Layout version that this crate reads.
pub const VERSION: u8 = 1;

/// In which capacity a participant's outcomes were recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// Working for clients.
    Operator,
    /// Hiring operators.
    Client,
}

/// A participant up to the end of its outcomes, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct ParticipantHead {
    /// Layout version, [`VERSION`].
    pub version: u8,
    /// Bump of the account's address.
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
}

/// Outcomes of a participant, in the layout of the rules.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
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

/// What one counterparty contributed to the running epoch.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Counterparty {
    /// First bytes of its address; 0 when the entry is free.
    pub tag: u64,
    /// Good weight counted, micro-dollars.
    pub good: u32,
    /// Bad weight counted, micro-dollars.
    pub bad: u32,
}

/// Length of what is read: discriminator and head.
const HEAD: usize = 8 + size_of::<ParticipantHead>();

const _: () = assert!(size_of::<ParticipantHead>() == 64 + 2 * 144);

/// Why a participant could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParticipantError {
    /// Not a participant of job-escrow.
    NotParticipant,
    /// A layout version that this crate does not know.
    UnsupportedVersion,
    /// Somebody else's.
    WrongOwner,
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

/// Reads the outcomes of `owner` after checking the account's owner, discriminator and version,
/// and that it is this owner's. The address is not derived again: only job-escrow can write such
/// an account, and it has one for each wallet.
///
/// # Errors
/// [`ParticipantError`].
pub fn read(
    account: &AccountView,
    owner: &Address,
    capacity: Capacity,
) -> Result<reputation::OutcomeLedger, ParticipantError> {
    const OWNER: Address = crate::ID;
    if !address_eq(account.owner(), &OWNER) {
        return Err(ParticipantError::NotParticipant);
    }
    let data = account
        .try_borrow()
        .map_err(|_| ParticipantError::NotParticipant)?;
    parse(&data, owner, capacity)
}

/// Reads a participant's bytes; see [`read`].
///
/// # Errors
/// [`ParticipantError`].
pub fn parse(
    data: &[u8],
    owner: &Address,
    capacity: Capacity,
) -> Result<reputation::OutcomeLedger, ParticipantError> {
    let Some((account, _)) = data.split_first_chunk::<HEAD>() else {
        return Err(ParticipantError::NotParticipant);
    };
    let (discriminator, body) = account.split_at(8);
    if discriminator != DISCRIMINATOR {
        return Err(ParticipantError::NotParticipant);
    }
    let head: ParticipantHead =
        bytemuck::try_pod_read_unaligned(body).map_err(|_| ParticipantError::NotParticipant)?;
    if head.version != VERSION {
        return Err(ParticipantError::UnsupportedVersion);
    }
    if !address_eq(&head.owner, owner) {
        return Err(ParticipantError::WrongOwner);
    }
    Ok(match capacity {
        Capacity::Operator => head.operator_outcomes,
        Capacity::Client => head.client_outcomes,
    }
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Address = Address::new_from_array([7; 32]);

    /// Every field at its offset: the operator's outcomes begin at 72, the client's at 216.
    fn account() -> [u8; HEAD] {
        let mut data = [0; HEAD];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[8] = VERSION;
        data[16..48].copy_from_slice(&[7; 32]);
        for (offset, byte) in [
            (72, 1),
            (80, 2),
            (88, 3),
            (96, 4),
            (100, 5),
            (200, 6),
            (208, 7),
            (212, 8),
            (216, 101),
            (224, 102),
            (232, 103),
            (240, 104),
            (244, 105),
            (344, 106),
            (352, 107),
            (356, 108),
        ] {
            data[offset] = byte;
        }
        data
    }

    fn fields(capacity: Capacity) -> [u64; 8] {
        let ledger = parse(&account(), &OWNER, capacity).expect("a participant");
        let last = ledger.counterparties[6];
        [
            ledger.closed.points.into(),
            ledger.closed.epoch,
            ledger.epoch,
            ledger.good.into(),
            ledger.bad.into(),
            last.tag,
            last.good.into(),
            last.bad.into(),
        ]
    }

    #[test]
    fn reads_the_outcomes_of_either_capacity() {
        assert_eq!(fields(Capacity::Operator), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(
            fields(Capacity::Client),
            [101, 102, 103, 104, 105, 106, 107, 108]
        );
    }

    #[test]
    fn refuses_other_accounts_versions_owners_and_short_data() {
        let read = |data: &[u8]| parse(data, &OWNER, Capacity::Operator);
        let mut data = account();
        data[0] ^= 1;
        assert_eq!(read(&data), Err(ParticipantError::NotParticipant));
        let mut data = account();
        data[8] = 2;
        assert_eq!(read(&data), Err(ParticipantError::UnsupportedVersion));
        let mut data = account();
        data[47] ^= 1;
        assert_eq!(read(&data), Err(ParticipantError::WrongOwner));
        let short = read(&account()[..359]);
        assert_eq!(short, Err(ParticipantError::NotParticipant));
        assert_eq!(read(&[]), Err(ParticipantError::NotParticipant));
    }
}
