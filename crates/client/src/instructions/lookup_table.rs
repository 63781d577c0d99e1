//! Making the network's lookup table and its record; see [`crate::lookup`].

use solana_address::Address;
use solana_address_lookup_table_interface::instruction::{
    create_lookup_table, extend_lookup_table,
};
use solana_instruction::Instruction;
use solana_loader_v3_interface::instruction::{create_buffer, write};
use solana_loader_v3_interface::state::UpgradeableLoaderState;
use solana_sdk_ids::bpf_loader_upgradeable;
use solana_system_interface::instruction::create_account_with_seed;

use crate::error::ClientError;
use crate::lookup::{RECORD_SEED, record_address};

/// Bytes of the record's account; its rent is what [`create_record`] is given.
pub const RECORD_BYTES: usize = UpgradeableLoaderState::size_of_buffer(size_of::<Address>());

/// Makes the empty record of `admin`, who pays `rent` lamports for it.
///
/// # Errors
/// [`ClientError::Unsigned`], which no address has been seen to give.
pub fn create_record(admin: &Address, rent: u64) -> Result<[Instruction; 2], ClientError> {
    let record = record_address(admin)?;
    let unsigned = |reason: String| ClientError::Unsigned { reason };
    let initialize = create_buffer(admin, &record, admin, rent, size_of::<Address>())
        .map_err(|error| unsigned(error.to_string()))?
        .pop()
        .ok_or_else(|| unsigned("the loader has no instruction for buffers".to_owned()))?;
    let create = create_account_with_seed(
        admin,
        &record,
        admin,
        RECORD_SEED,
        rent,
        RECORD_BYTES as u64,
        &bpf_loader_upgradeable::ID,
    );
    Ok([create, initialize])
}

/// Makes an empty table of `admin` at an address that contains `recent_slot`, and writes that address
/// into the record.
///
/// # Errors
/// [`ClientError::Unsigned`], which no address has been seen to give.
pub fn create(admin: &Address, recent_slot: u64) -> Result<[Instruction; 2], ClientError> {
    let (create, table) = create_lookup_table(*admin, *admin, recent_slot);
    let content = table.to_bytes().to_vec();
    Ok([create, write(&record_address(admin)?, admin, 0, content)])
}

/// Appends `addresses` to a table of `admin`, who pays the rent.
pub fn extend(table: Address, admin: Address, addresses: Vec<Address>) -> Instruction {
    extend_lookup_table(table, admin, Some(admin), addresses)
}
