//! Placing a program at its declared id, as the upgradeable loader would leave it.
//!
//! A local chain needs no program keypair: the accounts are written as they are
//! after a deployment. The `ProgramData` account is a real one, so that a program
//! can prove its upgrade authority, and `solana program` can show and upgrade it.

use solana_account::Account;
use solana_loader_v3_interface::{get_program_data_address, state::UpgradeableLoaderState};
use solana_pubkey::Pubkey;
use solana_sdk_ids::bpf_loader_upgradeable;
use surfpool_core::surfnet::svm::SurfnetSvm;

/// What placing a program changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// There was no program at the id.
    Created,
    /// Another program, or another authority, was replaced.
    Replaced,
    /// The same program with the same authority was there.
    Unchanged,
}

/// Writes the two accounts of a program, unless they are there already.
pub(crate) fn place(
    svm: &mut SurfnetSvm,
    id: Pubkey,
    elf: &[u8],
    upgrade_authority: Pubkey,
) -> Result<Placement, String> {
    let data_address = get_program_data_address(&id);
    let before = svm
        .get_account(&data_address)
        .map_err(|error| error.to_string())?;
    if before
        .as_ref()
        .is_some_and(|account| is_same(account, elf, upgrade_authority))
    {
        return Ok(Placement::Unchanged);
    }
    // A deployment becomes callable in the slot after it.
    let slot = svm.latest_epoch_info.absolute_slot.saturating_sub(1);
    let data = UpgradeableLoaderState::ProgramData {
        slot,
        upgrade_authority_address: Some(upgrade_authority),
    };
    let program = UpgradeableLoaderState::Program {
        programdata_address: data_address,
    };
    let data_account = loader_account(svm, &data, elf, false)?;
    let program_account = loader_account(svm, &program, &[], true)?;
    svm.set_account(&data_address, data_account)
        .map_err(|error| error.to_string())?;
    // Second: setting the executable account is what loads and verifies the ELF.
    svm.set_account(&id, program_account)
        .map_err(|error| error.to_string())?;
    Ok(if before.is_some() {
        Placement::Replaced
    } else {
        Placement::Created
    })
}

fn is_same(data_account: &Account, elf: &[u8], upgrade_authority: Pubkey) -> bool {
    let metadata = UpgradeableLoaderState::size_of_programdata_metadata();
    let Some((state, placed)) = data_account.data.split_at_checked(metadata) else {
        return false;
    };
    let authority = match wincode::deserialize(state) {
        Ok(UpgradeableLoaderState::ProgramData {
            upgrade_authority_address,
            ..
        }) => upgrade_authority_address,
        _ => None,
    };
    authority == Some(upgrade_authority) && placed == elf
}

fn loader_account(
    svm: &SurfnetSvm,
    state: &UpgradeableLoaderState,
    elf: &[u8],
    executable: bool,
) -> Result<Account, String> {
    let mut data = wincode::serialize(state).map_err(|error| error.to_string())?;
    data.extend_from_slice(elf);
    let lamports = svm.inner.minimum_balance_for_rent_exemption(data.len());
    Ok(Account {
        lamports,
        data,
        owner: bpf_loader_upgradeable::ID,
        executable,
        rent_epoch: u64::MAX,
    })
}
