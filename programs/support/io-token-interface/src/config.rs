//! Reading io-token's config account from another program.

use anchor_lang::{AccountView, Address, address_eq};

/// First eight bytes of the config account: `sha256("account:Config")`.
pub const DISCRIMINATOR: [u8; 8] = [155, 12, 170, 224, 30, 250, 204, 130];
/// Layout version that this crate reads.
pub const VERSION: u8 = 1;
/// Offset of the version byte in the account's data.
pub const VERSION_OFFSET: usize = 8;
/// Offset of the byte that is 1 once genesis is sealed.
pub const SEALED_OFFSET: usize = 13;
/// Offset of `minted_ever`, u64 little endian, base units of IO.
pub const MINTED_EVER_OFFSET: usize = 16;
/// Bytes that [`read`] looks at.
const HEAD: usize = 24;

/// What other programs read of the config.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigHead {
    /// Whether genesis is sealed; before, nothing may be minted.
    pub sealed: bool,
    /// Base units of IO ever minted, genesis included, not reduced by burns.
    pub minted_ever: u64,
}

/// Why the config could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// Not an account of io-token's, or not its config: io-token is not initialised, or
    /// the account passed is another one.
    NotConfig,
    /// A layout version that this crate does not know.
    UnsupportedVersion,
}

/// Reads the config after checking owner, discriminator and version.
///
/// # Errors
/// [`ConfigError`].
pub fn read(account: &AccountView) -> Result<ConfigHead, ConfigError> {
    const OWNER: Address = crate::ID;
    if !address_eq(account.owner(), &OWNER) {
        return Err(ConfigError::NotConfig);
    }
    let data = account.try_borrow().map_err(|_| ConfigError::NotConfig)?;
    parse(&data)
}

/// Reads the config's bytes; see [`read`].
///
/// # Errors
/// [`ConfigError`].
pub fn parse(data: &[u8]) -> Result<ConfigHead, ConfigError> {
    let Some((head, _)) = data.split_first_chunk::<HEAD>() else {
        return Err(ConfigError::NotConfig);
    };
    let [
        d0,
        d1,
        d2,
        d3,
        d4,
        d5,
        d6,
        d7,
        version,
        _,
        _,
        _,
        _,
        sealed,
        _,
        _,
        minted_ever @ ..,
    ] = *head;
    if [d0, d1, d2, d3, d4, d5, d6, d7] != DISCRIMINATOR {
        return Err(ConfigError::NotConfig);
    }
    if version != VERSION {
        return Err(ConfigError::UnsupportedVersion);
    }
    Ok(ConfigHead {
        sealed: sealed == 1,
        minted_ever: u64::from_le_bytes(minted_ever),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> [u8; 30] {
        let mut data = [0; 30];
        data[..8].copy_from_slice(&DISCRIMINATOR);
        data[VERSION_OFFSET] = VERSION;
        data[SEALED_OFFSET] = 1;
        data[MINTED_EVER_OFFSET..HEAD].copy_from_slice(&123_456_789_u64.to_le_bytes());
        data
    }

    #[test]
    fn reads_the_head() {
        let expected = ConfigHead {
            sealed: true,
            minted_ever: 123_456_789,
        };
        assert_eq!(parse(&account()), Ok(expected));
    }

    #[test]
    fn refuses_other_accounts_versions_and_short_data() {
        let mut data = account();
        data[0] ^= 1;
        assert_eq!(parse(&data), Err(ConfigError::NotConfig));
        let mut data = account();
        data[VERSION_OFFSET] = 2;
        assert_eq!(parse(&data), Err(ConfigError::UnsupportedVersion));
        assert_eq!(parse(&account()[..23]), Err(ConfigError::NotConfig));
        assert_eq!(parse(&[]), Err(ConfigError::NotConfig));
    }
}
