//! Rewrites an operator of version 1 in the layout of version 2.

use anchor_lang::{address_eq, prelude::*, realloc_account};

use crate::{
    constants::OPERATOR_VERSION,
    error::RegistryError,
    events::OperatorMigrated,
    state::{Operator, OperatorV1},
};

/// Accounts of [`migrate_operator`].
#[derive(Accounts)]
pub struct MigrateOperator {
    /// Pays the rent of the added bytes.
    #[account(mut)]
    pub payer: Signer,
    /// The operator of version 1.
    #[account(mut)]
    pub operator: UncheckedAccount,
    /// The system program.
    pub system_program: Program<System>,
}

/// Discriminator and body of version 1.
const OLD_SPACE: usize = 8 + size_of::<OperatorV1>();
/// Discriminator and body of version 2.
const NEW_SPACE: usize = 8 + size_of::<Operator>();

/// **Specification**
/// - Anyone may pay for it; it changes nothing but the layout, and works while paused.
/// - Only an account of this program with an operator's discriminator, version 1 and exactly its
///   size: no other account, and none twice (I7).
/// - The slots of registration, which version 1 did not hold, become the present slot: later
///   than the truth, which is the safe side for races and referrals.
pub fn migrate_operator(ctx: &mut Context<MigrateOperator>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let mut view = *accounts.operator.account();
    require!(
        address_eq(view.owner(), &crate::ID),
        RegistryError::NotVersionOne
    );
    let slot = Clock::get()?.slot;
    let operator = upgraded(&view.try_borrow()?, slot)?;

    realloc_account(&mut view, NEW_SPACE, accounts.payer.account(), true)?;
    view.try_borrow_mut()?
        .get_mut(8..NEW_SPACE)
        .ok_or(RegistryError::NotVersionOne)?
        .copy_from_slice(bytemuck::bytes_of(&operator));

    emit!(OperatorMigrated {
        operator: *accounts.operator.address(),
        payer: *accounts.payer.address(),
        version_before: 1,
        version_after: OPERATOR_VERSION,
    });
    Ok(())
}

/// The operator in the present layout, from an account's bytes in the old one.
pub(crate) fn upgraded(data: &[u8], slot: u64) -> Result<Operator> {
    require!(data.len() == OLD_SPACE, RegistryError::NotVersionOne);
    let (discriminator, body) = data.split_at(8);
    require!(
        discriminator == Operator::DISCRIMINATOR,
        RegistryError::NotVersionOne
    );
    let old: OperatorV1 =
        bytemuck::try_pod_read_unaligned(body).map_err(|_| RegistryError::NotVersionOne)?;
    require!(old.version == 1, RegistryError::NotVersionOne);
    Ok(Operator {
        version: OPERATOR_VERSION,
        bump: old.bump,
        accepted_mints: old.accepted_mints,
        draining: old.draining,
        has_pending: old.has_pending,
        reserved_head: [0; 3],
        usd_bps: old.usd_bps,
        staker_bps: old.staker_bps,
        pending_staker_bps: old.pending_staker_bps,
        min_client_reputation: old.min_client_reputation,
        max_seconds: old.max_seconds,
        reputation_points: old.reputation_points,
        pending_from: old.pending_from,
        reputation_epoch: old.reputation_epoch,
        registered_at: old.registered_at,
        first_registered_at: old.first_registered_at,
        owner: old.owner,
        referrer: old.referrer,
        registered_slot: slot,
        first_registered_slot: slot,
        reserved: [0; 32],
    })
}
