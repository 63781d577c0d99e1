//! Two-step hand-over of a role: the holder proposes, the proposed key accepts.
//!
//! One step would let a typing error give a role to a key that nobody holds.

use anchor_lang::{Address, address_eq};

/// "Nobody": the default address, which no key can sign for.
pub const NOBODY: Address = Address::new_from_array([0; 32]);

/// Why a hand-over could not be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverError {
    /// Nothing is proposed, or the proposal was withdrawn.
    NothingProposed,
    /// The signer is not the proposed key.
    NotProposed,
}

/// Gives the role to `signer` if it is the proposed key, and clears the proposal.
/// Returns the holder before.
///
/// # Errors
/// [`HandoverError`], with both addresses unchanged.
pub fn accept(
    holder: &mut Address,
    proposed: &mut Address,
    signer: &Address,
) -> Result<Address, HandoverError> {
    if address_eq(proposed, &NOBODY) {
        return Err(HandoverError::NothingProposed);
    }
    if !address_eq(proposed, signer) {
        return Err(HandoverError::NotProposed);
    }
    let before = *holder;
    *holder = *signer;
    *proposed = NOBODY;
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLDER: Address = Address::new_from_array([1; 32]);
    const PROPOSED: Address = Address::new_from_array([2; 32]);

    #[test]
    fn proposed_key_takes_the_role_and_clears_the_proposal() {
        let (mut holder, mut proposed) = (HOLDER, PROPOSED);
        assert_eq!(accept(&mut holder, &mut proposed, &PROPOSED), Ok(HOLDER));
        assert_eq!((holder, proposed), (PROPOSED, NOBODY));
    }

    #[test]
    fn nothing_proposed_is_refused_even_for_the_default_address() {
        let (mut holder, mut proposed) = (HOLDER, NOBODY);
        let result = accept(&mut holder, &mut proposed, &NOBODY);
        assert_eq!(result, Err(HandoverError::NothingProposed));
        assert_eq!(holder, HOLDER);
    }

    #[test]
    fn another_key_is_refused_and_nothing_changes() {
        let (mut holder, mut proposed) = (HOLDER, PROPOSED);
        let result = accept(&mut holder, &mut proposed, &HOLDER);
        assert_eq!(result, Err(HandoverError::NotProposed));
        assert_eq!((holder, proposed), (HOLDER, PROPOSED));
    }
}
