//! One account, decoded, with its bytes.

use ionet_client::generated::local_stand_in::accounts::{
    ParticipantStake, Verdict, VerifiedCapacity,
};
use ionet_test_kit::{
    Chain,
    registry_world::{Device, Operator},
    state::{
        Claim, Config, DollarVault, EmissionState, EscrowConfig, IosdState, Job, Participant,
        PriceUpdateV2, Shard,
    },
};
use solana_account::Account;
use solana_address::Address;
use std::ops::Deref;

/// An account as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its lamports.
    pub lamports: u64,
    /// What its bytes say.
    pub value: T,
    bytes: Vec<u8>,
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Decode> Kept<T> {
    /// Decodes `account`.
    ///
    /// # Panics
    /// When its bytes are something else.
    pub fn read(address: &Address, account: Account) -> Self {
        let value = T::decode(&account.data)
            .unwrap_or_else(|| panic!("{address} is no {}", std::any::type_name::<T>()));
        Self {
            lamports: account.lamports,
            value,
            bytes: account.data,
        }
    }

    /// Whether `account` is what was read.
    pub fn is(&self, account: &Account) -> bool {
        self.lamports == account.lamports && self.bytes == account.data
    }
}

/// The account at `address`, unless it is closed.
pub fn live(chain: &Chain, address: &Address) -> Option<Account> {
    chain
        .account(address)
        .filter(|account| !account.data.is_empty())
}

/// What can be read from an account's bytes.
pub trait Decode: Sized {
    /// Reads it; nothing when the bytes are something else.
    fn decode(bytes: &[u8]) -> Option<Self>;
}

macro_rules! decode_generated {
    ($($account:ty),*) => {
        $(impl Decode for $account {
            fn decode(bytes: &[u8]) -> Option<Self> {
                Self::from_bytes(bytes).ok()
            }
        })*
    };
}

decode_generated!(
    Claim,
    Config,
    Device,
    DollarVault,
    EmissionState,
    EscrowConfig,
    IosdState,
    Job,
    Operator,
    Participant,
    ParticipantStake,
    PriceUpdateV2,
    Shard,
    Verdict,
    VerifiedCapacity
);

/// A device's binding: no instruction has it as a typed account, so that no client decodes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// GPUs of the device that serve the claim.
    pub gpus: u32,
    /// The device's account.
    pub device: Address,
    /// The claim.
    pub claim: Address,
}

impl Decode for Binding {
    fn decode(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 112).then_some(())?;
        Some(Self {
            gpus: u32::from_le_bytes(part(bytes, 12)?),
            device: Address::new_from_array(part(bytes, 16)?),
            claim: Address::new_from_array(part(bytes, 48)?),
        })
    }
}

/// A token account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Its mint.
    pub mint: Address,
    /// Who can spend it.
    pub owner: Address,
    /// What is in it, base units.
    pub amount: u64,
}

impl Decode for Tokens {
    fn decode(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 165).then_some(())?;
        Some(Self {
            mint: Address::new_from_array(part(bytes, 0)?),
            owner: Address::new_from_array(part(bytes, 32)?),
            amount: u64::from_le_bytes(part(bytes, 64)?),
        })
    }
}

/// A mint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mint {
    /// Tokens that exist, base units.
    pub supply: u64,
}

impl Decode for Mint {
    fn decode(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 82).then_some(())?;
        let supply = u64::from_le_bytes(part(bytes, 36)?);
        Some(Self { supply })
    }
}

fn part<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset + N)?.try_into().ok()
}
