//! The local oracle: what it publishes, and that readers take it for Pyth's.

use ionet_client::generated::{Event, price_feed::events::PriceFeedEvent};
use ionet_core::oracle::{
    Feed, OracleError, PRICE_UPDATE_LENGTH, PriceRules, PriceUpdate, VerificationLevel,
};
use ionet_test_kit::{
    PRICE_FEED, World,
    addresses::{IO_USD, PRICES},
    process::{price_feed, price_feed::Price},
    world::TWO_DOLLARS,
};
use solana_account::Account;
use solana_sdk_ids::system_program;

const PRICE: Price = Price {
    price: 150_000_000,
    conf: 1_000_000,
    exponent: -8,
    ema_price: 160_000_000,
    ema_conf: 900_000,
};

fn with_feed() -> World {
    let mut world = World::sealed();
    let call = price_feed::create_feed(world.admin, IO_USD, world.publisher);
    let _ = world.chain.send(call).ok();
    world
}

#[test]
fn a_new_feed_is_refused_by_readers_until_a_price_is_published() {
    let mut world = World::sealed();
    let call = price_feed::create_feed(world.admin, IO_USD, world.publisher);
    let outcome = world.chain.send(call).ok();
    let [Event::PriceFeed(PriceFeedEvent::FeedCreated(event))] = outcome.events.as_slice() else {
        panic!("one event, FeedCreated, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.feed, event.feed_id, event.publisher),
        (PRICES.io_usd, IO_USD, world.publisher)
    );
    let expected = PriceUpdate {
        write_authority: world.publisher.to_bytes(),
        feed_id: IO_USD,
        ..PriceUpdate::default()
    };
    assert_eq!(world.price(), expected);
    let now = world.chain.now();
    let refused = world.price().accept(PriceRules::DEFAULT, now, 0);
    assert_eq!(refused, Err(OracleError::ExponentOutOfRange));
}

#[test]
fn a_published_price_is_pyths_account() {
    let mut world = with_feed();
    let first = world.chain.now() - 5;
    let call = price_feed::publish(world.publisher, IO_USD, TWO_DOLLARS, first);
    let _ = world.chain.send(call).ok();
    world.chain.warp(10);
    let second = world.chain.now();
    let call = price_feed::publish(world.publisher, IO_USD, PRICE, second);
    let outcome = world.chain.send(call).ok();

    let account = world.chain.account(&PRICES.io_usd).expect("the feed");
    assert_eq!(account.data.len(), PRICE_UPDATE_LENGTH);
    let feed = Feed {
        owner: PRICE_FEED.id.to_bytes(),
        feed_id: IO_USD,
    };
    let update = feed.read(account.owner.as_array(), &account.data).unwrap();
    let expected = PriceUpdate {
        write_authority: world.publisher.to_bytes(),
        verification: VerificationLevel::Full,
        feed_id: IO_USD,
        price: 150_000_000,
        confidence: 1_000_000,
        exponent: -8,
        publish_time: second,
        prev_publish_time: first,
        ema_price: 160_000_000,
        ema_confidence: 900_000,
        posted_slot: update.posted_slot,
    };
    assert_eq!(update, expected);
    // 2.5 slots a second.
    let mut earlier = with_feed();
    earlier.chain.warp(4);
    let call = price_feed::publish(earlier.publisher, IO_USD, PRICE, earlier.chain.now());
    let _ = earlier.chain.send(call).ok();
    assert_eq!(update.posted_slot - earlier.price().posted_slot, 15);

    let [Event::PriceFeed(PriceFeedEvent::PricePublished(event))] = outcome.events.as_slice()
    else {
        panic!("one event, PricePublished, but got {:?}", outcome.events);
    };
    assert_eq!((event.feed, event.feed_id), (PRICES.io_usd, IO_USD));
    assert_eq!(
        (event.price_before, event.price_after),
        (200_000_000, 150_000_000)
    );
    assert_eq!(
        (event.publish_time_before, event.publish_time_after),
        (first, second)
    );
    assert_eq!((event.conf, event.exponent), (1_000_000, -8));
    assert_eq!((event.ema_price, event.ema_conf), (160_000_000, 900_000));
}

/// The oracle says nothing about prices; readers do.
#[test]
fn any_numbers_can_be_published() {
    let mut world = with_feed();
    let extreme = Price {
        price: i64::MIN,
        conf: u64::MAX,
        exponent: i32::MIN,
        ema_price: i64::MAX,
        ema_conf: u64::MAX,
    };
    world.publish(extreme);
    let update = world.price();
    assert_eq!((update.price, update.confidence), (i64::MIN, u64::MAX));
    assert_eq!((update.exponent, update.ema_price), (i32::MIN, i64::MAX));
}

#[test]
fn another_publisher_takes_over_with_the_price_as_it_is() {
    let mut world = World::priced();
    let before = world.price();
    let new = world.chain.wallet("new publisher");
    let call = price_feed::set_publisher(world.admin, IO_USD, new);
    let outcome = world.chain.send(call).ok();
    let [Event::PriceFeed(PriceFeedEvent::PublisherChanged(event))] = outcome.events.as_slice()
    else {
        panic!("one event, PublisherChanged, but got {:?}", outcome.events);
    };
    assert_eq!(
        (event.publisher_before, event.publisher_after),
        (world.publisher, new)
    );
    let expected = PriceUpdate {
        write_authority: new.to_bytes(),
        ..before
    };
    assert_eq!(world.price(), expected);
    world.publisher = new;
    world.publish(PRICE);
}

#[test]
fn a_feed_is_created_once_and_cannot_be_blocked_by_a_donation() {
    let mut world = World::sealed();
    let donation = Account::new(1_000_000, 0, &system_program::ID);
    world.chain.set_account(PRICES.io_usd, donation);
    let call = price_feed::create_feed(world.admin, IO_USD, world.publisher);
    let _ = world.chain.send(call.clone()).ok();
    world.publish(PRICE);
    let before = world.chain.account(&PRICES.io_usd);
    assert!(!world.chain.send(call).is_ok());
    assert_eq!(world.chain.account(&PRICES.io_usd), before);
}
