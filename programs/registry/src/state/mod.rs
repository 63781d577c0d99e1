//! The accounts this program owns.

mod class_book;
mod client;
mod config;
mod device;
mod operator;
mod operator_v1;

pub use class_book::{ClassBook, ClassEntry, ClassTerms};
pub use client::Client;
pub use config::{RegistryConfig, Role};
pub use device::{Device, DeviceDetails, DeviceHardware};
pub use operator::{Operator, OperatorSettings};
pub use operator_v1::OperatorV1;
