//! Sequences that `cargo xtask fuzz-market` found, shrunk.

#![expect(unused_imports, reason = "what a pasted sequence needs")]

use super::{
    action::{Action, Twist::*, Verb::*},
    runner::replay,
};
