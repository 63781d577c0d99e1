//! Instructions of the config's roles, and those which open accounts.

use super::MUT;
use super::substitutes::{token_2022_account, token_2022_mint};
use crate::negative::scenarios::job_escrow::NEW_MINT;
use crate::negative::tables::{
    AccountCase, ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE, OTHER_PROGRAM, OTHER_TYPE,
    READ_ONLY_IN_CALL, case, own, substitute,
};
use ionet_test_kit::{
    addresses::{IO, STABLE, shard, shard_vault},
    market::DOLLAR_MINT,
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
    },
};

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // accept_role
    case("accept_role", "config", ReadOnly, MUT),
    case("accept_role", "config", OtherAddress, INVALID_SEEDS),
    case("accept_role", "config", ForeignOwner, ILLEGAL_OWNER),
    case("accept_role", "new_holder", Unsigned, NO_SIGNATURE),
    case("accept_role", "new_holder", OtherSigner, own("NotProposed")),
    // initialize
    case("initialize", "authority", Unsigned, NO_SIGNATURE),
    case("initialize", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("initialize", "authority", ReadOnly, NO_SIGNATURE),
    case("initialize", "config", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "config", OtherAddress, INVALID_SEEDS),
    case("initialize", "escrow_authority", OtherAddress, INVALID_SEEDS),
    case("initialize", "iosd_mint", ForeignOwner, ILLEGAL_OWNER),
    case("initialize", "program_data", ForeignOwner, own("WrongProgramData")),
    case("initialize", "system_program", OtherAddress, OTHER_PROGRAM),
    substitute("initialize", "iosd_mint", "IO, of eight decimals", |_| IO.mint, own("WrongDecimals")),
    substitute("initialize", "iosd_mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("initialize", "iosd_mint", "a token account", |world| world.trader.iosd, OTHER_TYPE),
    substitute("initialize", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("initialize", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    // list_mint
    case("list_mint", "admin", Unsigned, NO_SIGNATURE),
    case("list_mint", "admin", OtherSigner, own("NotAdmin")),
    case("list_mint", "config", ReadOnly, MUT),
    case("list_mint", "config", OtherAddress, INVALID_SEEDS),
    case("list_mint", "config", ForeignOwner, ILLEGAL_OWNER),
    case("list_mint", "mint", ForeignOwner, ILLEGAL_OWNER),
    case("list_mint", "token_sink", ForeignOwner, ILLEGAL_OWNER),
    substitute("list_mint", "mint", "another than the sink is of", |_| STABLE.mint, own("WrongTokenSink")),
    substitute("list_mint", "mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("list_mint", "mint", "a token account", |world| world.trader.dollars, OTHER_TYPE),
    substitute("list_mint", "token_sink", "of another mint", |world| world.trader.dollars, own("WrongTokenSink")),
    substitute("list_mint", "token_sink", "of Token-2022", token_2022_account, ILLEGAL_OWNER),
    substitute("list_mint", "token_sink", "a mint", |_| STABLE.mint, OTHER_TYPE),
    // open_participant
    case("open_participant", "participant", ReadOnly, READ_ONLY_IN_CALL),
    case("open_participant", "participant", OtherAddress, INVALID_SEEDS),
    case("open_participant", "payer", Unsigned, NO_SIGNATURE),
    case("open_participant", "payer", OtherSigner, Expected::Success),
    case("open_participant", "payer", ReadOnly, NO_SIGNATURE),
    case("open_participant", "system_program", OtherAddress, OTHER_PROGRAM),
    // open_shard
    case("open_shard", "config", OtherAddress, INVALID_SEEDS),
    case("open_shard", "config", ForeignOwner, ILLEGAL_OWNER),
    case("open_shard", "escrow_authority", OtherAddress, INVALID_SEEDS),
    case("open_shard", "mint", ForeignOwner, ILLEGAL_OWNER),
    case("open_shard", "payer", Unsigned, NO_SIGNATURE),
    case("open_shard", "payer", OtherSigner, Expected::Success),
    case("open_shard", "payer", ReadOnly, NO_SIGNATURE),
    case("open_shard", "shard", ReadOnly, READ_ONLY_IN_CALL),
    case("open_shard", "shard_vault", ReadOnly, MUT),
    case("open_shard", "system_program", OtherAddress, OTHER_PROGRAM),
    case("open_shard", "token_program", OtherAddress, OTHER_PROGRAM),
    substitute("open_shard", "mint", "listed under another index", |_| STABLE.mint, own("WrongMint")),
    substitute("open_shard", "mint", "of Token-2022", token_2022_mint, ILLEGAL_OWNER),
    substitute("open_shard", "shard", "of another number", |_| shard(NEW_MINT, 4), INVALID_SEEDS),
    substitute("open_shard", "shard", "open already", |_| shard(DOLLAR_MINT, 3), INVALID_SEEDS),
    substitute("open_shard", "shard_vault", "of another number", |_| shard_vault(NEW_MINT, 4), INVALID_SEEDS),
    substitute("open_shard", "shard_vault", "of an open shard", |_| shard_vault(DOLLAR_MINT, 3), INVALID_SEEDS),
    // pause
    case("pause", "authority", Unsigned, NO_SIGNATURE),
    case("pause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("pause", "config", ReadOnly, MUT),
    case("pause", "config", OtherAddress, INVALID_SEEDS),
    case("pause", "config", ForeignOwner, ILLEGAL_OWNER),
    // propose_role
    case("propose_role", "admin", Unsigned, NO_SIGNATURE),
    case("propose_role", "admin", OtherSigner, own("NotAdmin")),
    case("propose_role", "config", ReadOnly, MUT),
    case("propose_role", "config", OtherAddress, INVALID_SEEDS),
    case("propose_role", "config", ForeignOwner, ILLEGAL_OWNER),
    // set_parameters
    case("set_parameters", "admin", Unsigned, NO_SIGNATURE),
    case("set_parameters", "admin", OtherSigner, own("NotAdmin")),
    case("set_parameters", "config", ReadOnly, MUT),
    case("set_parameters", "config", OtherAddress, INVALID_SEEDS),
    case("set_parameters", "config", ForeignOwner, ILLEGAL_OWNER),
    // unpause
    case("unpause", "authority", Unsigned, NO_SIGNATURE),
    case("unpause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("unpause", "config", ReadOnly, MUT),
    case("unpause", "config", OtherAddress, INVALID_SEEDS),
    case("unpause", "config", ForeignOwner, ILLEGAL_OWNER),
];
