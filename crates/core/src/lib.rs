//! Every rule that moves value, as pure functions.
//!
//! The on-chain programs are thin shells around this crate: they load accounts, call one
//! function here, and write back what it returned. The same functions run in the command line
//! tools, in the tests and in the property tests, so that a number has one origin.
//!
//! Conventions:
//! - Amounts are `u64` base units ([`supply::IO_UNIT`] of them make one IO), rates are basis
//!   points ([`fixed::BPS_DENOMINATOR`] of them make one), time is `i64` unix seconds.
//! - Nothing is changed in place: a function returns the next state and the amounts that moved.
//! - Every division states its direction. What is paid in rounds up, what is paid out rounds
//!   down, and the remainder stays in the pool it came from.
//! - No function panics, allocates, or needs the standard library.
//!
//! | module | rule |
//! | --- | --- |
//! | [`fixed`] | multiplication and division with a 128-bit intermediate |
//! | [`time`] | epoch, day and month in seconds |
//! | [`supply`] | the cap of IO and the one check before each mint |
//! | [`vesting`] | what of a grant is unlocked at a time, and claims |
//! | [`genesis`] | who receives the genesis supply, on which terms |
//! | [`pause`] | how long guardian and admin can stop entry |
//! | [`race`] | which operator may claim how many of a job's slots, and when |
//! | [`emission`] | the schedule, its parameters, the reward pools and the reserve |
//! | [`withdrawal`] | paying out what is booked |
//! | [`oracle`] | which price updates are accepted, and what IO is worth by them |
//! | [`iosd`] | minting IOSD against burned IO, and the buy-and-burn vaults |
//! | [`job`] | jobs and claims: terms, states, ends, refunds, replicas, disputes |
//! | [`hiring`] | who may be hired: verified capacity, bond, filters |
//! | [`settlement`] | what a job costs, earns and refunds, and how its money is split |
//! | [`wash`] | the joint bound on parameters under which hiring oneself loses money |
//! | [`pricing`] | price book, utilisation curve, quotes, deposits and earnings |
//! | [`classes`] | GPU classes, and that posing as slower cards never pays |
//! | [`operator_terms`] | an operator's dollar share and its stakers' share |
//! | [`reputation`] | outcomes, the decayed score, and what it is worth |
//! | [`staking`] | pools, shares, unbonding, rewards, slashes, bonds |
//! | [`verification`] | scores, vectors, roots and claims of availability rewards |
//! | [`referral`] | who may be named as referrer, and when one is paid |
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::integer_division,
        clippy::panic
    )
)]

pub mod classes;
pub mod emission;
pub mod fixed;
pub mod genesis;
pub mod hiring;
pub mod iosd;
pub mod job;
pub mod operator_terms;
pub mod oracle;
pub mod pause;
pub mod pricing;
pub mod race;
pub mod referral;
pub mod reputation;
pub mod settlement;
pub mod staking;
pub mod supply;
pub mod time;
pub mod verification;
pub mod vesting;
pub mod wash;
pub mod withdrawal;
