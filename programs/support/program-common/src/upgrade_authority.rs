//! Proof that a signer is a program's upgrade authority.
//!
//! Attack prevented: a program's first instruction sets its roles. If anyone could send
//! it, whoever is faster than the deployer after a deployment would own the program. Only
//! the key that may replace the program may initialise it.

use anchor_lang::{AccountView, Address, address, address_eq, find_program_address};

/// The upgradeable BPF loader (loader v3), owner of every `ProgramData` account.
pub const LOADER_ID: Address = address!("BPFLoaderUpgradeab1e11111111111111111111111");

/// Tag of `UpgradeableLoaderState::ProgramData`, a little-endian u32.
const PROGRAM_DATA_TAG: [u8; 4] = [3, 0, 0, 0];

/// Why the proof failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpgradeAuthorityError {
    /// The account is not this program's `ProgramData` account.
    WrongProgramData,
    /// The candidate is not the upgrade authority, or the program has none any more.
    NotUpgradeAuthority,
}

/// Checks that `candidate` (whose signature the caller has checked) is the upgrade
/// authority of `program_id`, by the program's `ProgramData` account.
///
/// # Errors
/// [`UpgradeAuthorityError`].
pub fn check(
    program_data: &AccountView,
    program_id: &Address,
    candidate: &Address,
) -> Result<(), UpgradeAuthorityError> {
    use UpgradeAuthorityError::WrongProgramData;
    let (expected, _) = find_program_address(&[program_id.as_ref()], &LOADER_ID);
    if !address_eq(program_data.address(), &expected)
        || !address_eq(program_data.owner(), &LOADER_ID)
    {
        return Err(WrongProgramData);
    }
    let data = program_data.try_borrow().map_err(|_| WrongProgramData)?;
    check_data(&data, candidate)
}

/// `data`: tag (4), slot of the deployment (8), option (1), authority (32), program.
fn check_data(data: &[u8], candidate: &Address) -> Result<(), UpgradeAuthorityError> {
    let Some((header, _program)) = data.split_first_chunk::<45>() else {
        return Err(UpgradeAuthorityError::WrongProgramData);
    };
    if !header.starts_with(&PROGRAM_DATA_TAG) {
        return Err(UpgradeAuthorityError::WrongProgramData);
    }
    match header.split_last_chunk::<33>() {
        Some((_, [1, authority @ ..])) if authority == candidate.as_array() => Ok(()),
        _ => Err(UpgradeAuthorityError::NotUpgradeAuthority),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Address = Address::new_from_array([7; 32]);
    const OTHER: Address = Address::new_from_array([8; 32]);

    fn program_data(tag: u8, option: u8) -> [u8; 60] {
        let mut data = [0; 60];
        data[0] = tag;
        data[4] = 99;
        data[12] = option;
        data[13..45].copy_from_slice(KEY.as_ref());
        data
    }

    #[test]
    fn the_authority_is_accepted() {
        assert_eq!(check_data(&program_data(3, 1), &KEY), Ok(()));
    }

    #[test]
    fn another_key_is_refused() {
        let result = check_data(&program_data(3, 1), &OTHER);
        assert_eq!(result, Err(UpgradeAuthorityError::NotUpgradeAuthority));
    }

    #[test]
    fn a_final_program_has_no_authority_even_if_the_bytes_are_still_there() {
        let result = check_data(&program_data(3, 0), &KEY);
        assert_eq!(result, Err(UpgradeAuthorityError::NotUpgradeAuthority));
    }

    #[test]
    fn a_buffer_or_a_short_account_is_not_program_data() {
        let wrong = Err(UpgradeAuthorityError::WrongProgramData);
        assert_eq!(check_data(&program_data(1, 1), &KEY), wrong);
        assert_eq!(check_data(&program_data(3, 1)[..44], &KEY), wrong);
        assert_eq!(check_data(&[], &KEY), wrong);
    }
}
