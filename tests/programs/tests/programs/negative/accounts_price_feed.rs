//! Every account of every instruction of price-feed, spoiled in every way that its constraints
//! exclude.

use super::tables::{
    AccountCase, CONSTRAINT_MUT, ILLEGAL_OWNER, INVALID_SEEDS, NO_SIGNATURE, OTHER_PROGRAM,
    READ_ONLY_IN_CALL, case, framework, own, substitute,
};
use ionet_test_kit::{
    World,
    addresses::{IO, feed},
    negative::Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
    process::price_feed,
};
use solana_address::Address;

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // create_feed
    case("create_feed", "authority", Unsigned, NO_SIGNATURE),
    case("create_feed", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("create_feed", "authority", ReadOnly, NO_SIGNATURE),
    case("create_feed", "feed", ReadOnly, READ_ONLY_IN_CALL),
    case("create_feed", "feed", OtherAddress, INVALID_SEEDS),
    case("create_feed", "program_data", ForeignOwner, own("WrongProgramData")),
    case("create_feed", "system_program", OtherAddress, OTHER_PROGRAM),
    // publish
    case("publish", "feed", ReadOnly, framework(CONSTRAINT_MUT)),
    case("publish", "feed", ForeignOwner, ILLEGAL_OWNER),
    case("publish", "publisher", Unsigned, NO_SIGNATURE),
    case("publish", "publisher", OtherSigner, own("NotPublisher")),
    // set_publisher
    case("set_publisher", "authority", Unsigned, NO_SIGNATURE),
    case("set_publisher", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("set_publisher", "feed", ReadOnly, framework(CONSTRAINT_MUT)),
    case("set_publisher", "feed", ForeignOwner, ILLEGAL_OWNER),
    case("set_publisher", "program_data", ForeignOwner, own("WrongProgramData")),
    // accounts whose address is not fixed in the IDL
    substitute("create_feed", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("create_feed", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    substitute("publish", "feed", "somebody else's feed", other_feed, own("NotPublisher")),
    substitute("publish", "feed", "io-token's config", |_| IO.config, ILLEGAL_OWNER),
    substitute("set_publisher", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("set_publisher", "feed", "io-token's config", |_| IO.config, ILLEGAL_OWNER),
];

/// A feed that mallory publishes.
fn other_feed(world: &mut World) -> Address {
    let call = price_feed::create_feed(world.admin, [9; 32], world.mallory);
    let _ = world.chain.send(call).ok();
    feed(&[9; 32])
}
