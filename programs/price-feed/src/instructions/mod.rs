//! One file per instruction: the accounts it takes, then what it does.

mod create_feed;
mod publish;
mod set_publisher;

pub use create_feed::*;
pub use publish::*;
pub use set_publisher::*;
