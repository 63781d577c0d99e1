//! Sequences that `cargo xtask fuzz-market` found, shrunk.

#![allow(unused_imports, reason = "what a pasted sequence needs")]

use super::{
    action::{Action, Twist::*, Verb::*},
    runner::replay,
};

/// Its minimum is earned in no time, and settle once asked for time.
#[test]
fn a_job_cancelled_in_the_second_of_its_start() {
    replay(&[
        Action(Post, [0, 0, 0, 0], Plain),
        Action(Warp, [0, 16, 0, 0], Plain),
        Action(Seal, [0, 0, 0, 0], Plain),
        Action(PassSlots, [1, 0, 0, 0], Plain),
        Action(Publish, [0, 0, 0, 0], Plain),
        Action(Claim, [0, 0, 0, 0], Plain),
        Action(StartHost, [0, 0, 0, 0], Plain),
        Action(Cancel, [0, 0, 0, 0], Plain),
    ]);
}

/// A re-run that comes after its deadline says nothing, for nobody and against nobody.
#[test]
fn replicas_that_a_late_verdict_agrees_with() {
    replay(&[
        Action(Post, [0, 0, 0, 0], Plain),
        Action(Warp, [0, 16, 0, 0], Plain),
        Action(Seal, [0, 0, 0, 0], Plain),
        Action(Publish, [0, 0, 0, 0], Plain),
        Action(Warp, [0, 64, 0, 0], Plain),
        Action(Claim, [0, 0, 0, 0], Plain),
        Action(Post, [0, 89, 0, 0], Plain),
        Action(Warp, [0, 6, 0, 0], Plain),
        Action(Seal, [1, 0, 0, 0], Plain),
        Action(Warp, [0, 64, 0, 0], Plain),
        Action(Claim, [1, 0, 0, 0], Plain),
        Action(Claim, [1, 3, 0, 0], Plain),
        Action(Claim, [1, 6, 0, 0], Plain),
        Action(StartHost, [1, 0, 0, 0], Plain),
        Action(StartHost, [2, 3, 0, 0], Plain),
        Action(StartHost, [3, 6, 0, 0], Plain),
        Action(Commit, [1, 0, 0, 0], Plain),
        Action(Commit, [2, 0, 0, 0], Plain),
        Action(Commit, [3, 0, 7, 0], Plain),
        Action(Reveal, [3, 0, 0, 0], Plain),
        Action(Warp, [255, 121, 0, 0], Plain),
        Action(SetVerdict, [1, 1, 0, 6], Plain),
    ]);
}

/// The admin publishes a price with an exponent beyond all reason.
#[test]
fn a_price_with_an_exponent_at_the_edge() {
    replay(&[Action(Publish, [0, 0, 0, 0], Byte(107, 22))]);
}

/// A verdict that says neither is none, and the deadline ends the dispute.
#[test]
fn a_dispute_whose_verdict_says_neither() {
    replay(&[
        Action(Post, [0, 0, 0, 0], Plain),
        Action(Warp, [0, 16, 0, 0], Plain),
        Action(Seal, [0, 0, 0, 0], Plain),
        Action(PassSlots, [1, 0, 0, 0], Plain),
        Action(Publish, [0, 0, 0, 0], Plain),
        Action(Claim, [0, 0, 0, 0], Plain),
        Action(StartHost, [0, 0, 0, 0], Plain),
        Action(Warp, [140, 150, 0, 0], Plain),
        Action(Complete, [0, 0, 0, 0], Plain),
        Action(Dispute, [0, 0, 0, 0], Plain),
        Action(SetVerdict, [0, 0, 0, 0], Byte(32, 2)),
    ]);
}

/// Who sells IOSD can have the dollars paid into a job's vault: a gift like any other.
#[test]
fn a_sale_paid_into_a_vault() {
    replay(&[
        Action(Post, [0, 207, 0, 0], Plain),
        Action(SellIosd, [0, 0, 0, 0], Swap(70, 20)),
    ]);
}
