//! The steps of oracle, IOSD and dollar mints as instructions.

use ionet_client::instructions::{iosd, price_feed};
use ionet_client::iosd::instructions::InitializeInstructionArgs;
use ionet_client::iosd::types::Parameters;
use ionet_core::iosd::IOSD_DECIMALS;
use solana_instruction::Instruction;
use solana_program_pack::Pack;
use solana_pubkey::{Pubkey, PubkeyError};
use solana_system_interface::instruction::create_account_with_seed;
use spl_token_interface::instruction::initialize_mint2;
use spl_token_interface::state::Mint;

use crate::plan::{Wanted, WantedFeed};

/// Half the width of a first price's confidence interval, basis points of the price.
const FIRST_CONFIDENCE_BPS: u16 = 10;

/// Bytes of a mint; what its rent is asked for.
pub(crate) const MINT_BYTES: usize = Mint::LEN;

/// The address of the mint that `issuer` makes under that name.
///
/// # Errors
/// When the name is longer than 32 characters.
pub fn dollar_mint(issuer: &Pubkey, name: &str) -> Result<Pubkey, PubkeyError> {
    Pubkey::create_with_seed(issuer, name, &spl_token_interface::ID)
}

pub(crate) fn create_feed(wanted: &Wanted, feed: &WantedFeed, publisher: Pubkey) -> Instruction {
    price_feed::create_feed(wanted.admin, feed.id, publisher)
}

/// `None` for a price that does not fit a feed.
pub(crate) fn publish_price(
    feed: &WantedFeed,
    publisher: Pubkey,
    price: u64,
    time: i64,
) -> Option<Instruction> {
    let price = price_feed::dollars(price, FIRST_CONFIDENCE_BPS, time)?;
    Some(price_feed::publish(publisher, feed.id, price))
}

pub(crate) fn initialize_iosd(wanted: &Wanted) -> Instruction {
    let parameters = wanted.iosd;
    let args = InitializeInstructionArgs {
        parameters: Parameters {
            window_cap: parameters.window_cap,
            spread_bps: parameters.spread_bps,
            max_age_seconds: parameters.price.max_age_seconds,
            max_confidence_bps: parameters.price.max_confidence_bps,
        },
        feed_owner: wanted.oracle.owner,
        feed_id: wanted.oracle.io.id,
        guardian: wanted.guardian,
    };
    iosd::initialize(wanted.admin, wanted.oracle.io.account, args)
}

/// Makes a mint at the address that follows from issuer and name. The admin pays `rent`.
pub(crate) fn create_dollar(
    admin: &Pubkey,
    issuer: &Pubkey,
    name: &str,
    rent: u64,
) -> Option<[Instruction; 2]> {
    let mint = dollar_mint(issuer, name).ok()?;
    let program = spl_token_interface::ID;
    let bytes = u64::try_from(MINT_BYTES).ok()?;
    let create = create_account_with_seed(admin, &mint, issuer, name, rent, bytes, &program);
    let initialize = initialize_mint2(&program, &mint, issuer, None, IOSD_DECIMALS).ok()?;
    Some([create, initialize])
}

pub(crate) fn list_vault(wanted: &Wanted, mint: Pubkey) -> Instruction {
    iosd::list_vault(wanted.admin, mint)
}
