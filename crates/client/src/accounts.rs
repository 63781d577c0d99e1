//! Reading the programs' accounts.

use solana_account::Account;
use solana_address::Address;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::config::{RpcAccountInfoConfig, RpcProgramAccountsConfig};
use solana_rpc_client_api::filter::{Memcmp, RpcFilterType};
use solana_rpc_client_api::response::UiAccountEncoding;

use crate::error::ClientError;
use crate::program::{ProgramAccount, find_program};

/// Fetches and decodes the account of type `T` at `address`, at the client's commitment.
///
/// # Errors
/// [`ClientError::AccountMissing`] when there is none, [`ClientError::WrongAccount`] when it is not
/// a `T`, and those of the RPC.
pub async fn fetch<T: ProgramAccount>(
    rpc: &RpcClient,
    address: &Address,
) -> Result<T, ClientError> {
    fetch_optional(rpc, address)
        .await?
        .ok_or(ClientError::AccountMissing {
            kind: T::NAME,
            address: *address,
        })
}

/// As [`fetch`], with `None` when there is no account.
///
/// # Errors
/// [`ClientError::WrongAccount`] when it is not a `T`, and those of the RPC.
pub async fn fetch_optional<T: ProgramAccount>(
    rpc: &RpcClient,
    address: &Address,
) -> Result<Option<T>, ClientError> {
    fetch_raw(rpc, address)
        .await?
        .map(|account| decode(address, &account))
        .transpose()
}

/// Every account of type `T` that has `bytes` at each `offset` of its data, with its address.
///
/// # Errors
/// [`ClientError::WrongAccount`] when one cannot be decoded, and those of the RPC: public servers
/// refuse questions whose answer is long.
pub async fn fetch_all<T: ProgramAccount>(
    rpc: &RpcClient,
    filters: &[(usize, Vec<u8>)],
) -> Result<Vec<(Address, T)>, ClientError> {
    let discriminator = (0, T::DISCRIMINATOR.to_vec());
    let filters = std::iter::once(&discriminator)
        .chain(filters)
        .map(|(offset, bytes)| RpcFilterType::Memcmp(Memcmp::new_base58_encoded(*offset, bytes)))
        .collect();
    let config = RpcProgramAccountsConfig {
        filters: Some(filters),
        account_config: RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            ..RpcAccountInfoConfig::default()
        },
        ..RpcProgramAccountsConfig::default()
    };
    let found = rpc
        .get_program_ui_accounts_with_config(&T::PROGRAM_ID, config)
        .await
        .map_err(|error| ClientError::from_rpc(&rpc.url(), error))?;
    found
        .into_iter()
        .filter_map(|(address, account)| Some((address, account.to_account()?)))
        .map(|(address, account)| Ok((address, decode(&address, &account)?)))
        .collect()
}

/// The account at `address` as it is, at the client's commitment; `None` when there is none.
///
/// # Errors
/// Those of the RPC.
pub async fn fetch_raw(rpc: &RpcClient, address: &Address) -> Result<Option<Account>, ClientError> {
    // The request for one account hides a server that is down behind "account not found".
    let accounts = rpc
        .get_multiple_accounts_with_commitment(&[*address], rpc.commitment())
        .await
        .map_err(|error| ClientError::from_rpc(&rpc.url(), error))?;
    Ok(accounts.value.into_iter().next().flatten())
}

/// The accounts at `addresses` as they were at one moment, at the client's commitment.
///
/// # Errors
/// Those of the RPC: more than a hundred are refused.
pub async fn fetch_together<const N: usize>(
    rpc: &RpcClient,
    addresses: [Address; N],
) -> Result<[Option<Account>; N], ClientError> {
    let answer = rpc
        .get_multiple_accounts_with_commitment(&addresses, rpc.commitment())
        .await
        .map_err(|error| ClientError::from_rpc(&rpc.url(), error))?;
    answer
        .value
        .try_into()
        .map_err(|found: Vec<_>| ClientError::Rpc {
            url: rpc.url(),
            message: format!("{} accounts where {N} were asked for", found.len()),
        })
}

/// Decodes the account of type `T`; checks its owner, discriminator and length.
///
/// # Errors
/// [`ClientError::WrongAccount`], which says which of these is wrong.
pub fn decode<T: ProgramAccount>(address: &Address, account: &Account) -> Result<T, ClientError> {
    decode_of(&T::PROGRAM_ID, address, account)
}

/// As [`decode`], for a layout that another program may have as well: `program` is the one whose
/// account counts.
///
/// # Errors
/// As [`decode`].
pub fn decode_of<T: ProgramAccount>(
    program: &Address,
    address: &Address,
    account: &Account,
) -> Result<T, ClientError> {
    let wrong = |reason: String| ClientError::WrongAccount {
        kind: T::NAME,
        address: *address,
        reason,
    };
    if account.owner != *program {
        return Err(wrong(format!(
            "its owner is {}, expected {}",
            name_of(&account.owner),
            name_of(program)
        )));
    }
    if account.data.len() < T::LEN {
        return Err(wrong(format!(
            "it has {} bytes, expected {}",
            account.data.len(),
            T::LEN
        )));
    }
    if !account.data.starts_with(&T::DISCRIMINATOR) {
        return Err(wrong(
            "its discriminator is that of another account type".to_owned(),
        ));
    }
    T::decode_bytes(&account.data).map_err(|error| wrong(error.to_string()))
}

fn name_of(program: &Address) -> String {
    find_program(program).map_or_else(|| program.to_string(), |known| known.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::emission::accounts::EmissionState;
    use crate::generated::io_token::accounts::Config;

    fn account(owner: Address, discriminator: [u8; 8], len: usize) -> Account {
        let mut data = vec![0; len];
        data[..8].copy_from_slice(&discriminator);
        Account {
            lamports: 1,
            data,
            owner,
            executable: false,
            rent_epoch: 0,
        }
    }

    #[test]
    fn an_account_of_the_right_kind_is_decoded() {
        let mut good = account(
            EmissionState::PROGRAM_ID,
            EmissionState::DISCRIMINATOR,
            EmissionState::LEN,
        );
        good.data[8] = 1;
        let state: EmissionState = decode(&Address::default(), &good).unwrap();
        assert_eq!(state.version, 1);
        assert_eq!(borsh::to_vec(&state).unwrap(), good.data);
    }

    #[test]
    fn each_wrong_property_is_named() {
        let good = account(Config::PROGRAM_ID, Config::DISCRIMINATOR, Config::LEN);
        let table = [
            (
                Account {
                    owner: EmissionState::PROGRAM_ID,
                    ..good.clone()
                },
                "its owner is emission, expected io_token",
            ),
            (
                Account {
                    owner: Address::default(),
                    ..good.clone()
                },
                "its owner is 1111",
            ),
            (
                Account {
                    data: good.data[..40].to_vec(),
                    ..good.clone()
                },
                "it has 40 bytes, expected",
            ),
            (
                account(
                    Config::PROGRAM_ID,
                    EmissionState::DISCRIMINATOR,
                    Config::LEN,
                ),
                "discriminator",
            ),
        ];
        for (wrong, expected) in table {
            let error = decode::<Config>(&Address::default(), &wrong)
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{error}");
            assert!(error.contains("Config"), "{error}");
        }
    }
}
