//! Every account of every instruction of local-stand-in, spoiled in every way that its
//! constraints exclude.

use super::tables::{
    AccountCase, CONSTRAINT_MUT, ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE, OTHER_PROGRAM, case,
    framework, own, substitute,
};
use ionet_test_kit::{
    addresses::{ESCROW, capacity, class_total, stake, verdict},
    market::{CLASS, Market},
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
    },
};

const MUT: Expected = framework(CONSTRAINT_MUT);

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // set_capacity
    case("set_capacity", "authority", Unsigned, NO_SIGNATURE),
    case("set_capacity", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("set_capacity", "authority", ReadOnly, NO_SIGNATURE),
    case("set_capacity", "capacity", ReadOnly, MUT),
    case("set_capacity", "capacity", OtherAddress, INVALID_SEEDS),
    case("set_capacity", "capacity", ForeignOwner, ILLEGAL_OWNER),
    case("set_capacity", "program_data", ForeignOwner, own("WrongProgramData")),
    case("set_capacity", "system_program", OtherAddress, OTHER_PROGRAM),
    substitute("set_capacity", "capacity", "of another subject", |_| capacity(&people().operators[1].owner), INVALID_SEEDS),
    substitute("set_capacity", "program_data", "job-escrow's", |_| ESCROW.program_data, own("WrongProgramData")),
    substitute("set_capacity", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    // set_class_total
    case("set_class_total", "authority", Unsigned, NO_SIGNATURE),
    case("set_class_total", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("set_class_total", "authority", ReadOnly, NO_SIGNATURE),
    case("set_class_total", "class_total", ReadOnly, MUT),
    case("set_class_total", "class_total", OtherAddress, INVALID_SEEDS),
    case("set_class_total", "class_total", ForeignOwner, ILLEGAL_OWNER),
    case("set_class_total", "program_data", ForeignOwner, own("WrongProgramData")),
    case("set_class_total", "system_program", OtherAddress, OTHER_PROGRAM),
    substitute("set_class_total", "class_total", "of another subject", |_| class_total(CLASS + 1), INVALID_SEEDS),
    substitute("set_class_total", "program_data", "job-escrow's", |_| ESCROW.program_data, own("WrongProgramData")),
    substitute("set_class_total", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    // set_stake
    case("set_stake", "authority", Unsigned, NO_SIGNATURE),
    case("set_stake", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("set_stake", "authority", ReadOnly, NO_SIGNATURE),
    case("set_stake", "program_data", ForeignOwner, own("WrongProgramData")),
    case("set_stake", "stake", ReadOnly, MUT),
    case("set_stake", "stake", OtherAddress, INVALID_SEEDS),
    case("set_stake", "stake", ForeignOwner, ILLEGAL_OWNER),
    case("set_stake", "system_program", OtherAddress, OTHER_PROGRAM),
    substitute("set_stake", "stake", "of another subject", |_| stake(&people().operators[1].owner), INVALID_SEEDS),
    substitute("set_stake", "program_data", "job-escrow's", |_| ESCROW.program_data, own("WrongProgramData")),
    substitute("set_stake", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    // set_verdict
    case("set_verdict", "authority", Unsigned, NO_SIGNATURE),
    case("set_verdict", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("set_verdict", "authority", ReadOnly, NO_SIGNATURE),
    case("set_verdict", "program_data", ForeignOwner, own("WrongProgramData")),
    case("set_verdict", "system_program", OtherAddress, OTHER_PROGRAM),
    case("set_verdict", "verdict", ReadOnly, MUT),
    case("set_verdict", "verdict", OtherAddress, INVALID_SEEDS),
    case("set_verdict", "verdict", ForeignOwner, ILLEGAL_OWNER),
    substitute("set_verdict", "verdict", "of another subject", |_| verdict(&people().client), INVALID_SEEDS),
    substitute("set_verdict", "program_data", "job-escrow's", |_| ESCROW.program_data, own("WrongProgramData")),
    substitute("set_verdict", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
];

/// Wallets have the same addresses in every market.
fn people() -> Market {
    Market::open()
}
