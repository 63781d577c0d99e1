//! Tests without a card.

mod classes;
mod kernel;
mod nodes;
mod processor;
