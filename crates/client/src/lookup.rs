//! The network's address lookup table: an address in it takes one byte of a transaction, not 32.
//!
//! A deployment makes the table and records its address in a buffer account of the upgradeable
//! loader, whose own address follows from the admin: a table's address contains the slot it was
//! made in, so that nobody could find it otherwise. What a wallet signs names the table and
//! positions in it; entries never change, so that no table has to be trusted.

use solana_account::Account;
use solana_address::Address;
use solana_address_lookup_table_interface::state::AddressLookupTable;
use solana_message::AddressLookupTableAccount;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_sdk_ids::{address_lookup_table, bpf_loader_upgradeable};

use crate::accounts::fetch_raw;
use crate::error::ClientError;

/// Seed of the record, below the admin's address.
pub const RECORD_SEED: &str = "lookup-table";

/// Where the record's content begins, after the loader's own fields.
const RECORD_CONTENT: usize = 37;

/// The first bytes of a loader's buffer.
const BUFFER_TAG: [u8; 4] = 1_u32.to_le_bytes();

/// Where the deployment by `admin` records the address of its table.
///
/// # Errors
/// [`ClientError::Unsigned`], which no address has been seen to give.
pub fn record_address(admin: &Address) -> Result<Address, ClientError> {
    Address::create_with_seed(admin, RECORD_SEED, &bpf_loader_upgradeable::ID).map_err(|error| {
        ClientError::Unsigned {
            reason: error.to_string(),
        }
    })
}

/// The table that the deployment by `admin` made; `None` when it made none.
///
/// # Errors
/// [`ClientError::WrongAccount`] when record or table are something else, and those of the RPC.
pub async fn find(
    rpc: &RpcClient,
    admin: &Address,
) -> Result<Option<AddressLookupTableAccount>, ClientError> {
    let record = record_address(admin)?;
    match fetch_raw(rpc, &record).await? {
        Some(account) => fetch(rpc, &recorded(&record, &account)?).await,
        None => Ok(None),
    }
}

/// The table at `address`; `None` when there is no account.
///
/// # Errors
/// [`ClientError::WrongAccount`] when it is no table or one that is being closed, and those of the
/// RPC.
pub async fn fetch(
    rpc: &RpcClient,
    address: &Address,
) -> Result<Option<AddressLookupTableAccount>, ClientError> {
    fetch_raw(rpc, address)
        .await?
        .map(|account| decode(address, &account))
        .transpose()
}

/// The table address that a record holds.
///
/// # Errors
/// [`ClientError::WrongAccount`] when the account is no record.
pub fn recorded(record: &Address, account: &Account) -> Result<Address, ClientError> {
    let content = account
        .data
        .get(RECORD_CONTENT..)
        .and_then(|content| <[u8; 32]>::try_from(content).ok())
        .filter(|_| account.owner == bpf_loader_upgradeable::ID)
        .filter(|_| account.data.starts_with(&BUFFER_TAG));
    content
        .map(Address::new_from_array)
        .ok_or_else(|| wrong("lookup table record", record, "it holds no address"))
}

/// Decodes a table.
///
/// # Errors
/// [`ClientError::WrongAccount`] when it is no table or one that is being closed.
pub fn decode(
    address: &Address,
    account: &Account,
) -> Result<AddressLookupTableAccount, ClientError> {
    let wrong = |reason: &str| wrong("address lookup table", address, reason);
    if account.owner != address_lookup_table::ID {
        return Err(wrong("its owner is another program"));
    }
    let table = AddressLookupTable::deserialize(&account.data)
        .map_err(|error| wrong(&error.to_string()))?;
    if table.meta.deactivation_slot != u64::MAX {
        return Err(wrong("it is being closed"));
    }
    Ok(AddressLookupTableAccount {
        key: *address,
        addresses: table.addresses.into_owned(),
    })
}

fn wrong(kind: &'static str, address: &Address, reason: &str) -> ClientError {
    ClientError::WrongAccount {
        kind,
        address: *address,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solana_address_lookup_table_interface::state::LookupTableMeta;
    use std::borrow::Cow;

    const ADDRESS: Address = Address::new_from_array([3; 32]);

    fn table(meta: LookupTableMeta) -> Account {
        let table = AddressLookupTable {
            meta,
            addresses: Cow::Owned(vec![ADDRESS; 2]),
        };
        Account {
            lamports: 1,
            data: table.serialize_for_tests().unwrap(),
            owner: address_lookup_table::ID,
            executable: false,
            rent_epoch: 0,
        }
    }

    fn record(content: &[u8]) -> Account {
        let mut data = BUFFER_TAG.to_vec();
        data.extend([1; 33]);
        data.extend(content);
        Account {
            lamports: 1,
            data,
            owner: bpf_loader_upgradeable::ID,
            executable: false,
            rent_epoch: 0,
        }
    }

    #[test]
    fn a_table_is_its_address_and_its_entries() {
        let found = decode(&ADDRESS, &table(LookupTableMeta::new(ADDRESS))).unwrap();
        assert_eq!(
            (found.key, found.addresses),
            (ADDRESS, vec![ADDRESS, ADDRESS])
        );
    }

    #[test]
    fn what_is_no_usable_table_is_named() {
        let good = table(LookupTableMeta::new(ADDRESS));
        let closing = table(LookupTableMeta {
            deactivation_slot: 7,
            ..LookupTableMeta::new(ADDRESS)
        });
        let foreign = Account {
            owner: ADDRESS,
            ..good.clone()
        };
        let short = Account {
            data: good.data[..20].to_vec(),
            ..good.clone()
        };
        for (account, expected) in [
            (closing, "being closed"),
            (foreign, "another program"),
            (short, "lookup table"),
        ] {
            let error = decode(&ADDRESS, &account).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_record_holds_exactly_one_address() {
        let found = recorded(&ADDRESS, &record(&[9; 32])).unwrap();
        assert_eq!(found, Address::new_from_array([9; 32]));
        let foreign = Account {
            owner: ADDRESS,
            ..record(&[9; 32])
        };
        let mut program = record(&[9; 32]);
        program.data[0] = 2;
        for account in [foreign, program, record(&[9; 31]), record(&[9; 33])] {
            let error = recorded(&ADDRESS, &account).unwrap_err().to_string();
            assert!(error.contains("holds no address"), "{error}");
        }
    }

    #[test]
    fn each_admin_has_a_record_of_its_own() {
        let other = Address::new_from_array([4; 32]);
        assert_ne!(
            record_address(&ADDRESS).unwrap(),
            record_address(&other).unwrap()
        );
    }
}
