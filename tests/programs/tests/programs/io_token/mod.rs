//! io-token: genesis, vesting, minting, burning, roles and pause.

mod genesis;
mod mint_and_burn;
mod roles;
mod vesting;
