//! What a re-run of a claim by the verifiers found.

use anchor_lang::{AccountView, Address, address_eq};
use bytemuck::{Pod, Zeroable};

use crate::VerificationError;

/// Seed of a verdict; the claim's address is the second seed.
pub const VERDICT_SEED: &[u8] = b"verdict";
/// First eight bytes: `sha256("account:Verdict")`.
pub(crate) const DISCRIMINATOR: [u8; 8] = [169, 1, 171, 69, 24, 106, 66, 193];

/// A verdict, as it lies behind the discriminator.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Verdict {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the account's address.
    pub bump: u8,
    /// 0 when the operator was right, 1 when the dispute against it is upheld.
    pub upheld: u8,
    /// Zero.
    pub reserved_head: [u8; 5],
    /// The claim.
    pub claim: Address,
    /// Hash of the result that the re-run gave.
    pub result_hash: [u8; 32],
    /// When it was posted, unix seconds. It never changes, nor does what was said: job-escrow
    /// takes a verdict that was posted before its deadline, whenever somebody calls.
    pub posted_at: i64,
    /// Zero, for later versions.
    pub reserved: [u8; 24],
}

const _: () = assert!(size_of::<Verdict>() == 104);

impl Verdict {
    /// Whether the operator was wrong.
    pub fn is_upheld(&self) -> bool {
        self.upheld == 1
    }
}

/// Reads the verdict on `claim` after checking owner, discriminator, version and claim.
///
/// # Errors
/// [`VerificationError`].
pub fn read_verdict(
    account: &AccountView,
    verification_program: &Address,
    claim: &Address,
) -> Result<Verdict, VerificationError> {
    let verdict: Verdict = crate::read(
        *account,
        verification_program,
        DISCRIMINATOR,
        |found: &Verdict| found.version,
    )?;
    if !address_eq(&verdict.claim, claim) {
        return Err(VerificationError::WrongSubject);
    }
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn reads_every_field() {
        let mut data = [0; 112];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[8] = 1;
        data[10] = 1;
        data[16..48].copy_from_slice(&[4; 32]);
        data[48..80].copy_from_slice(&[5; 32]);
        data[80] = 6;
        let verdict = parse(&data, DISCRIMINATOR, |found: &Verdict| found.version).unwrap();
        assert!(verdict.is_upheld());
        assert_eq!(verdict.claim, Address::new_from_array([4; 32]));
        assert_eq!((verdict.result_hash, verdict.posted_at), ([5; 32], 6));
    }
}
