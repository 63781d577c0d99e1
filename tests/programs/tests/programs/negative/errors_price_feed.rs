//! Every error of price-feed: a call that gives it.

use super::{
    scenarios::correct,
    tables::{ErrorCase, error_case as case},
};
use ionet_test_kit::{
    Outcome, World,
    addresses::{IO, IO_USD},
    process::price_feed,
    world::TWO_DOLLARS,
};
use solana_address::Address;

#[rustfmt::skip]
pub(super) const CASES: &[ErrorCase] = &[
    case("NotUpgradeAuthority", "somebody creates a feed of his own", || {
        let mut world = World::sealed();
        world.chain.send(price_feed::create_feed(world.mallory, IO_USD, world.mallory))
    }),
    case("NotUpgradeAuthority", "somebody makes himself publisher", || {
        let mut world = World::priced();
        world.chain.send(price_feed::set_publisher(world.mallory, IO_USD, world.mallory))
    }),
    case("NotUpgradeAuthority", "the publisher hands over", || {
        let mut world = World::priced();
        world.chain.send(price_feed::set_publisher(world.publisher, IO_USD, world.mallory))
    }),
    case("NotUpgradeAuthority", "the program is final", || {
        let (mut world, call) = correct("price_feed", "create_feed");
        world.chain.set_upgrade_authority(call.raw.program_id, None);
        world.chain.send(call)
    }),
    case("WrongProgramData", "another program's, with the same authority", || {
        let (mut world, call) = correct("price_feed", "create_feed");
        world.chain.send(call.with_account("program_data", IO.program_data))
    }),
    case("PublisherMissing", "creating", || {
        let mut world = World::sealed();
        world.chain.send(price_feed::create_feed(world.admin, IO_USD, Address::default()))
    }),
    case("PublisherMissing", "changing", || {
        let mut world = World::priced();
        world.chain.send(price_feed::set_publisher(world.admin, IO_USD, Address::default()))
    }),
    case("NotPublisher", "somebody publishes", || {
        let mut world = World::priced();
        world.chain.warp(1);
        let now = world.chain.now();
        world.chain.send(price_feed::publish(world.mallory, IO_USD, TWO_DOLLARS, now))
    }),
    case("NotPublisher", "the upgrade authority publishes", || {
        let mut world = World::priced();
        world.chain.warp(1);
        let now = world.chain.now();
        world.chain.send(price_feed::publish(world.admin, IO_USD, TWO_DOLLARS, now))
    }),
    case("NotPublisher", "the old publisher after a change", || {
        let (mut world, change) = correct("price_feed", "set_publisher");
        let _ = world.chain.send(change).ok();
        world.chain.warp(1);
        let now = world.chain.now();
        world.chain.send(price_feed::publish(world.publisher, IO_USD, TWO_DOLLARS, now))
    }),
    case("NotNewer", "the same second again", || publish_at(|now| now)),
    case("NotNewer", "an older price", || publish_at(|now| now - 1)),
    case("NotNewer", "the least time", || publish_at(|_| i64::MIN)),
    case("InFuture", "a second ahead", || publish_at(|now| now + 1)),
    case("InFuture", "the greatest time", || publish_at(|_| i64::MAX)),
];

/// Publishes again, in the second of the first price.
fn publish_at(time: impl FnOnce(i64) -> i64) -> Outcome {
    let mut world = World::priced();
    let time = time(world.chain.now());
    let call = price_feed::publish(world.publisher, IO_USD, TWO_DOLLARS, time);
    world.chain.send(call)
}
