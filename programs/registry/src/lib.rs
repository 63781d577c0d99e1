//! registry: who takes part, with which devices, at which prices, and how well.
//!
//! It calls no other program. What each instruction promises stands above its handler; the
//! rules themselves are in `ionet_core`. See `docs/programs/registry.md`.

// Anchor's macros generate public items without documentation, and a program module that
// imports all. What an instruction refuses is in the specification above its handler.
#![allow(missing_docs, clippy::missing_errors_doc, clippy::wildcard_imports)]

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

#[cfg(test)]
mod tests;

use anchor_lang::prelude::*;
// Named so that the registry toolchain links its 128-bit and memory functions.
use ionet_sbf_builtins as _;

pub use instructions::*;
use state::{ClassTerms, DeviceDetails, DeviceHardware, OperatorSettings};

declare_id!("3QTYMLp5a87W8WEQmEoFMZtcMm1kcpXSzfb2YBbQchCv");

#[cfg(not(feature = "no-entrypoint"))]
ionet_program_common::security_txt!("registry");

/// The program's instructions.
#[program]
pub mod registry {
    use super::*;

    /// Creates config and class book. Signer: the program's upgrade authority.
    pub fn initialize(
        ctx: &mut Context<Initialize>,
        epoch_zero: i64,
        cluster: u8,
        first: FirstRoles,
    ) -> Result<()> {
        instructions::initialize(ctx, epoch_zero, cluster, first)
    }

    /// Proposes a next holder of a role (0 admin, 1 guardian, 2 price manager, 3 capacity
    /// reporter); the default address withdraws. Signer: admin.
    pub fn propose_role(
        ctx: &mut Context<ProposeRole>,
        role: u8,
        new_holder: Address,
    ) -> Result<()> {
        instructions::propose_role(ctx, role, new_holder)
    }

    /// Takes a role over. Signer: the proposed holder.
    pub fn accept_role(ctx: &mut Context<AcceptRole>, role: u8) -> Result<()> {
        instructions::accept_role(ctx, role)
    }

    /// Stops registrations for 7 days. Signer: guardian or admin.
    pub fn pause(ctx: &mut Context<Pause>) -> Result<()> {
        instructions::pause(ctx)
    }

    /// Lifts a pause. Signer: guardian or admin.
    pub fn unpause(ctx: &mut Context<Unpause>) -> Result<()> {
        instructions::unpause(ctx)
    }

    /// Adds a GPU class with its price and bounds (micro-dollars per GPU-hour). Signer: admin.
    pub fn add_class(
        ctx: &mut Context<AddClass>,
        class: u16,
        terms: ClassTerms,
        price: u64,
        min_price: u64,
        max_price: u64,
    ) -> Result<()> {
        instructions::add_class(ctx, class, terms, price, min_price, max_price)
    }

    /// Changes a GPU class or retires it. Signer: admin.
    pub fn set_class(
        ctx: &mut Context<SetClass>,
        class: u16,
        terms: ClassTerms,
        active: bool,
    ) -> Result<()> {
        instructions::set_class(ctx, class, terms, active)
    }

    /// Sets a class's price bounds (micro-dollars per GPU-hour). Signer: admin.
    pub fn set_class_bounds(
        ctx: &mut Context<SetClassBounds>,
        class: u16,
        min_price: u64,
        max_price: u64,
    ) -> Result<()> {
        instructions::set_class_bounds(ctx, class, min_price, max_price)
    }

    /// Moves a class's price by at most 5 % a day within its bounds. Signer: price manager.
    pub fn move_price(ctx: &mut Context<MovePrice>, class: u16, price: u64) -> Result<()> {
        instructions::move_price(ctx, class, price)
    }

    /// Reports an epoch's utilisation of a class, on a local chain. Signer: capacity reporter.
    pub fn report_utilisation(
        ctx: &mut Context<ReportUtilisation>,
        class: u16,
        epoch: u64,
        utilisation_bps: u16,
    ) -> Result<()> {
        instructions::report_utilisation(ctx, class, epoch, utilisation_bps)
    }

    /// Registers an operator. Signer: its owner.
    pub fn register_operator(
        ctx: &mut Context<RegisterOperator>,
        settings: OperatorSettings,
    ) -> Result<()> {
        instructions::register_operator(ctx, settings)
    }

    /// Changes an operator's settings. Signer: its owner.
    pub fn update_operator(
        ctx: &mut Context<UpdateOperator>,
        settings: OperatorSettings,
    ) -> Result<()> {
        instructions::update_operator(ctx, settings)
    }

    /// Takes an operator off the market for new jobs, or back. Signer: its owner.
    pub fn set_draining(ctx: &mut Context<SetDraining>, draining: bool) -> Result<()> {
        instructions::set_draining(ctx, draining)
    }

    /// Registers a client. Signer: its owner.
    pub fn register_client(ctx: &mut Context<RegisterClient>) -> Result<()> {
        instructions::register_client(ctx)
    }

    /// Registers a device. Signers: the operator's owner and the device's key.
    pub fn register_device(
        ctx: &mut Context<RegisterDevice>,
        hardware: DeviceHardware,
        details: DeviceDetails,
    ) -> Result<()> {
        instructions::register_device(ctx, hardware, details)
    }

    /// Changes what a device says about itself. Signer: the device's key.
    pub fn update_device(ctx: &mut Context<UpdateDevice>, details: DeviceDetails) -> Result<()> {
        instructions::update_device(ctx, details)
    }

    /// Gives a device a new key. Signers: its owner and the new key.
    pub fn rotate_device(ctx: &mut Context<RotateDevice>) -> Result<()> {
        instructions::rotate_device(ctx)
    }

    /// Takes a device off the network. Signer: its owner.
    pub fn revoke_device(ctx: &mut Context<RevokeDevice>) -> Result<()> {
        instructions::revoke_device(ctx)
    }

    /// Folds recorded outcomes into an operator's reputation. Anyone.
    pub fn fold_operator_reputation(ctx: &mut Context<FoldOperatorReputation>) -> Result<()> {
        instructions::fold_operator_reputation(ctx)
    }

    /// Folds recorded outcomes into a client's reputation. Anyone.
    pub fn fold_client_reputation(ctx: &mut Context<FoldClientReputation>) -> Result<()> {
        instructions::fold_client_reputation(ctx)
    }

    /// Rewrites an operator of version 1 in the present layout. Anyone, who pays the rent.
    pub fn migrate_operator(ctx: &mut Context<MigrateOperator>) -> Result<()> {
        instructions::migrate_operator(ctx)
    }
}
