//! Seals a job's race: nobody chose the seed, and nobody knew it when the job was posted.

use anchor_lang::prelude::*;
use ionet_core::{hiring, race};
use ionet_program_common::accounts::Own;
use ionet_verification_interface as verification;

use super::{clock, hash_parts};
use crate::{
    constants::SLOT_HASHES_ID,
    error::EscrowError,
    events::{Sealed, emit},
    state::{EscrowConfig, Job},
};

/// Accounts of [`seal`].
#[derive(Accounts)]
pub struct Seal {
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job to seal.
    #[account(mut)]
    pub job: Own<Job>,
    /// The `SlotHashes` sysvar.
    #[account(address = SLOT_HASHES_ID @ EscrowError::WrongSlotHashes)]
    pub slot_hashes: UncheckedAccount,
    /// The class's total weight, of the verification program.
    pub class_total: UncheckedAccount,
}

/// **Specification**
/// - Anyone may call it, once per job: a seed that is known can never be exchanged.
/// - The seed comes from the lowest slot that the chain listed above the posting slot,
///   whoever seals and whenever.
/// - When the list no longer reaches back to the posting slot, choosing the moment would be
///   choosing a hash: the job is then posted anew at the current slot instead, unsealed.
/// - The class total is of this class and of a root of the last 24 epochs; it sets the
///   race's pace only.
pub fn seal(ctx: &mut Context<Seal>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let address = *accounts.job.address();
    let config = &accounts.config;
    let job = &mut accounts.job;
    require!(job.sealed == 0, EscrowError::AlreadySealed);
    let total = verification::read_class_total(
        &accounts.class_total,
        &config.verification_program,
        job.filters.class,
    )
    .map_err(EscrowError::verification(EscrowError::WrongClassTotal))?;
    accept!(hiring::check_root_age(total.epoch, config.epoch_at(now)?));

    let hashes = accounts
        .slot_hashes
        .try_borrow()
        .map_err(|_| EscrowError::WrongSlotHashes)?;
    let posted_slot_before = job.posted_slot;
    match race::sealing_slot(&hashes, job.posted_slot, slot) {
        Ok(sealing) => {
            job.seed = hash_parts(race::seed_preimage(address.as_array(), sealing.hash))?;
            job.sealed = 1;
            job.open_slot = slot;
            job.class_weight = total.total_weight;
        }
        Err(race::SeedError::Expired) => {
            job.posted_slot = accept!(race::reseal(&hashes, job.posted_slot, slot));
        }
        Err(error) => return Err(EscrowError::from(error).into()),
    }
    emit(&Sealed {
        job: address,
        sealed: job.sealed,
        posted_slot_before,
        posted_slot_after: job.posted_slot,
        open_slot: job.open_slot,
        seed: job.seed,
        class_weight: job.class_weight,
        reserved: [0; 7],
    });
    Ok(())
}
