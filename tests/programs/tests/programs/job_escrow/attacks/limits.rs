//! Numbers at the ends of their ranges.

use super::{open_to_all, refused, running, send, wind_up, work_to_the_end};
use ionet_core::pricing::{MAX_MULTIPLIER_BPS, MAX_PRICE, MIN_MULTIPLIER_BPS, MIN_PRICE};
use ionet_test_kit::{
    Call,
    market::{CLASS, DOLLAR_MINT, Market, RATE},
    process::job_escrow::{self as escrow, JobTerms},
};

fn post(market: &Market, terms: &JobTerms) -> Call {
    let with = market.post_accounts(terms.mint_index);
    escrow::post(market.client, 0, terms, &with)
}

/// Puts one term out of its range.
type Spoil = fn(&mut JobTerms);

#[test]
fn the_ends_of_the_terms_post_nothing() {
    let mut market = Market::open();
    let good = market.terms(DOLLAR_MINT, 2);
    let cases: [(Spoil, &str); 21] = [
        (|terms| terms.gpus = 0, "GpusOutOfRange"),
        (|terms| terms.gpus = 10_001, "GpusOutOfRange"),
        (|terms| terms.gpus = u32::MAX, "GpusOutOfRange"),
        (|terms| terms.granule = 0, "GranuleOutOfRange"),
        (|terms| terms.granule = u16::MAX, "GranuleOutOfRange"),
        (|terms| terms.granule = 3, "GranuleDoesNotDivide"),
        (|terms| terms.seconds = 0, "SecondsOutOfRange"),
        (|terms| terms.seconds = 599, "SecondsOutOfRange"),
        (|terms| terms.seconds = u32::MAX, "SecondsOutOfRange"),
        (
            |terms| terms.claim_deadline = i64::MIN,
            "ClaimDeadlineOutOfRange",
        ),
        (
            |terms| terms.claim_deadline = i64::MAX,
            "ClaimDeadlineOutOfRange",
        ),
        (|terms| terms.start_seconds = 0, "StartSecondsOutOfRange"),
        (
            |terms| terms.start_seconds = u32::MAX,
            "StartSecondsOutOfRange",
        ),
        (|terms| terms.max_rate = 0, "RateAboveMax"),
        (|terms| terms.max_rate = RATE - 1, "RateAboveMax"),
        (|terms| terms.verification = u8::MAX, "UnknownVerification"),
        (|terms| terms.replicas = u8::MAX, "ReplicasOutOfRange"),
        (|terms| terms.partial_fill = u8::MAX, "UnknownPartialFill"),
        (
            |terms| terms.deterministic = u8::MAX,
            "UnknownDeterministic",
        ),
        (|terms| terms.mint_index = u8::MAX, "MintNotListed"),
        (|terms| terms.mint_index = 2, "MintNotListed"),
    ];
    for (spoil, error) in cases {
        let mut terms = good;
        spoil(&mut terms);
        let with = market.post_accounts(DOLLAR_MINT);
        let call = escrow::post(market.client, 0, &terms, &with);
        refused(&mut market, call, error);
    }
    let mut class = good;
    class.filters.class = u16::MAX;
    let call = post(&market, &class);
    refused(&mut market, call, "ClassUnknown");
    assert_eq!(market.participant(&market.client).jobs_posted, 0);
}

#[test]
fn the_ends_of_32_and_64_bits_take_and_pay_nothing() {
    let (mut market, job) = open_to_all();
    let operator = market.operators[0];
    let with = market.claim_accounts(&operator);
    for (gpus, seconds, error) in [
        (0, 86_400, "NotAGranule"),
        (3, 86_400, "NotEnoughSlots"),
        (u32::MAX, 86_400, "NotEnoughSlots"),
        (2, 0, "MaxSecondsTooShort"),
        (2, 3_599, "MaxSecondsTooShort"),
    ] {
        let call = escrow::claim_slots(&job, &with, gpus, seconds);
        refused(&mut market, call, error);
    }
    let (key, device, owner) = (operator.device_key, operator.device, operator.owner);
    send(&mut market, escrow::claim_slots(&job, &with, 2, u32::MAX));
    let start = |gpus| escrow::start_host(&job, &owner, key, device, None, gpus);
    refused(&mut market, start(u32::MAX), "TooFewGpusInDevice");
    refused(&mut market, start(3), "TooManyGpus");
    refused(&mut market, start(0), "NotAGranule");
    send(&mut market, start(2));
    market.world.chain.warp(900);
    let beat = |alive| escrow::heartbeat(&job, &owner, key, device, alive);
    refused(&mut market, beat(u32::MAX), "AliveOutOfRange");
    refused(&mut market, beat(3), "AliveOutOfRange");
    let complete = escrow::complete(&job, &owner, key, device, u32::MAX, [7; 32]);
    refused(&mut market, complete, "AliveOutOfRange");
    let pay = |amount| escrow::withdraw(owner, DOLLAR_MINT, job.shard(), operator.dollars, amount);
    refused(&mut market, pay(u64::MAX), "NothingOwed");
    refused(&mut market, pay(0), "AmountZero");
}

/// Withdrawn in the largest and in the smallest amounts, it is what is booked.
#[test]
fn withdrawals_of_any_size_pay_what_is_booked() {
    let (mut market, job, operator) = running();
    work_to_the_end(&mut market, &job, &operator, 2);
    wind_up(&mut market, &job, &[operator]);
    let booked = market.participant(&operator.owner).balances[1].booked;
    let pay = |amount| {
        let (owner, to) = (operator.owner, operator.dollars);
        escrow::withdraw(owner, DOLLAR_MINT, job.shard(), to, amount)
    };
    let mut other = market.clone();
    send(&mut other, pay(u64::MAX));
    for amount in [1, 1, booked - 3, 1] {
        send(&mut market, pay(amount));
    }
    for market in [&mut market, &mut other] {
        assert_eq!(market.world.chain.balance(&operator.dollars), booked);
        refused(market, pay(1), "NothingOwed");
    }
}

/// At both bounds of the price book and of the curve the deposit is what was quoted, and a price
/// that moved between quote and posting is refused.
#[test]
fn the_price_book_at_its_bounds_charges_what_it_says() {
    for (price, multiplier, gpus, seconds) in [
        (MAX_PRICE, MAX_MULTIPLIER_BPS, 1, 600),
        (MAX_PRICE, MIN_MULTIPLIER_BPS, 8, 3_600),
        (MIN_PRICE, MIN_MULTIPLIER_BPS, 10_000, 86_400),
        (MIN_PRICE, MAX_MULTIPLIER_BPS, 10_000, 2_592_000),
    ] {
        let mut market = Market::open();
        set_class(&mut market, price, multiplier);
        let rate = (price * u64::from(multiplier)).div_ceil(10_000);
        let terms = JobTerms {
            max_rate: rate,
            seconds,
            ..market.terms(DOLLAR_MINT, gpus)
        };
        let dearer = post(
            &market,
            &JobTerms {
                max_rate: rate - 1,
                ..terms
            },
        );
        refused(&mut market, dearer, "RateAboveMax");
        let before = market.world.chain.balance(&market.client_dollars);
        let call = post(&market, &terms);
        send(&mut market, call);
        let deposit = (rate * u64::from(gpus) * u64::from(seconds)).div_ceil(3_600);
        let job = market.job(0, DOLLAR_MINT);
        assert_eq!(market.job_at(&job).deposit, deposit);
        let after = market.world.chain.balance(&market.client_dollars);
        assert_eq!(before - after, deposit);
    }
}

#[test]
fn a_price_book_beyond_its_bounds_posts_nothing() {
    let mut market = Market::open();
    for (price, multiplier, gpus, error) in [
        (MIN_PRICE, MIN_MULTIPLIER_BPS, 1, "DepositTooSmall"),
        (0, MAX_MULTIPLIER_BPS, 1, "ClassUnknown"),
        (MAX_PRICE, MAX_MULTIPLIER_BPS, 10_000, "DepositTooLarge"),
        (u64::MAX, MIN_MULTIPLIER_BPS, 10_000, "DepositTooLarge"),
        (u64::MAX, MAX_MULTIPLIER_BPS, 1, "Overflow"),
    ] {
        set_class(&mut market, price, multiplier);
        let terms = JobTerms {
            max_rate: u64::MAX,
            seconds: if gpus == 1 { 600 } else { 2_592_000 },
            ..market.terms(DOLLAR_MINT, gpus)
        };
        let call = post(&market, &terms);
        refused(&mut market, call, error);
    }
    assert_eq!(market.participant(&market.client).jobs_posted, 0);
}

fn set_class(market: &mut Market, price: u64, multiplier_bps: u16) {
    let book = market.world.chain.write_class_book(&[(CLASS, price)]);
    let mut account = market.world.chain.account(&book).expect("the class book");
    let at = 16 + usize::from(CLASS) * 128 + 60;
    account.data[at..at + 2].copy_from_slice(&multiplier_bps.to_le_bytes());
    market.world.chain.set_account(book, account);
}
