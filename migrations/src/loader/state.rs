//! What the upgradeable loader's accounts hold.

use solana_account::Account;
use solana_loader_v3_interface::state::UpgradeableLoaderState;
use solana_pubkey::Pubkey;
use solana_sdk_ids::bpf_loader_upgradeable;

const TAG_BUFFER: u32 = 1;
const TAG_PROGRAM_DATA: u32 = 3;

/// A program as the chain has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deployed {
    /// Who may upgrade it; `None` when nobody may.
    pub(crate) upgrade_authority: Option<Pubkey>,
    /// The executable, then zeros up to the length it may be upgraded to.
    pub(crate) bytes: Vec<u8>,
}

impl Deployed {
    /// Reads a `ProgramData` account; `None` when it is something else.
    pub(crate) fn read(program_data: &Account) -> Option<Self> {
        let rest = with_tag(program_data, TAG_PROGRAM_DATA)?;
        let (_slot, rest) = rest.split_first_chunk::<8>()?;
        let upgrade_authority = optional_address(rest).ok()?;
        let start = UpgradeableLoaderState::size_of_programdata_metadata();
        Some(Self {
            upgrade_authority,
            bytes: program_data.data.get(start..)?.to_vec(),
        })
    }

    /// Whether this is `elf`. Zeros after it are room for upgrades.
    pub(crate) fn is(&self, elf: &[u8]) -> bool {
        self.bytes
            .strip_prefix(elf)
            .is_some_and(|padding| padding.iter().all(|byte| *byte == 0))
    }
}

/// A buffer that a program is written into before it is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Buffer {
    /// Who may write it.
    pub(crate) authority: Option<Pubkey>,
    /// What is written so far.
    pub(crate) bytes: Vec<u8>,
}

impl Buffer {
    /// Reads a buffer account; `None` when it is something else.
    pub(crate) fn read(account: &Account) -> Option<Self> {
        let authority = optional_address(with_tag(account, TAG_BUFFER)?).ok()?;
        let start = UpgradeableLoaderState::size_of_buffer_metadata();
        Some(Self {
            authority,
            bytes: account.data.get(start..)?.to_vec(),
        })
    }
}

fn with_tag(account: &Account, tag: u32) -> Option<&[u8]> {
    if account.owner != bpf_loader_upgradeable::ID {
        return None;
    }
    let (found, rest) = account.data.split_first_chunk::<4>()?;
    (u32::from_le_bytes(*found) == tag).then_some(rest)
}

/// An address that may be absent; `Err` when the bytes are neither.
fn optional_address(bytes: &[u8]) -> Result<Option<Pubkey>, NotAnAddress> {
    let (present, rest) = bytes.split_first().ok_or(NotAnAddress)?;
    let address = rest.first_chunk::<32>().ok_or(NotAnAddress)?;
    match present {
        0 => Ok(None),
        1 => Ok(Some(Pubkey::from(*address))),
        _ => Err(NotAnAddress),
    }
}

struct NotAnAddress;

#[cfg(test)]
mod tests {
    use super::*;

    fn account(data: Vec<u8>) -> Account {
        Account {
            data,
            owner: bpf_loader_upgradeable::ID,
            ..Account::default()
        }
    }

    fn program_data(authority: Option<Pubkey>, elf: &[u8]) -> Account {
        let mut data = 3_u32.to_le_bytes().to_vec();
        data.extend(77_u64.to_le_bytes());
        data.push(u8::from(authority.is_some()));
        data.extend(authority.unwrap_or_default().to_bytes());
        data.extend(elf);
        account(data)
    }

    #[test]
    fn programs_are_compared_up_to_padding() {
        let authority = Pubkey::new_from_array([5; 32]);
        let deployed = Deployed::read(&program_data(Some(authority), &[1, 2, 3, 0, 0])).unwrap();
        assert_eq!(deployed.upgrade_authority, Some(authority));
        assert!(deployed.is(&[1, 2, 3]));
        assert!(deployed.is(&[1, 2, 3, 0, 0]));
        assert!(!deployed.is(&[1, 2]));
        assert!(!deployed.is(&[1, 2, 3, 0, 0, 0]));
        let frozen = Deployed::read(&program_data(None, &[1])).unwrap();
        assert_eq!(frozen.upgrade_authority, None);
    }

    #[test]
    fn other_accounts_are_not_programs() {
        let good = program_data(None, &[1]);
        assert!(
            Deployed::read(&Account {
                owner: Pubkey::default(),
                ..good.clone()
            })
            .is_none()
        );
        assert!(Deployed::read(&account(good.data[..30].to_vec())).is_none());
        assert!(Buffer::read(&good).is_none());
        assert!(Deployed::read(&account(Vec::new())).is_none());
    }
}
