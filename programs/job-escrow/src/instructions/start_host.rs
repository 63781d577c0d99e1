//! A host of a claim starts.

use anchor_lang::{Discriminator, address_eq, prelude::*};
use ionet_core::job::ClaimState;
use ionet_program_common::{
    accounts::{Known, Own},
    create_account::NewAccount,
};

use super::clock;
use crate::{
    constants::{BINDING_SEED, BINDING_VERSION},
    error::EscrowError,
    events::{HostStarted, emit},
    foreign,
    state::{Binding, Claim, Job},
};

/// Accounts of [`start_host`].
#[derive(Accounts)]
pub struct StartHost {
    /// The device's key; pays for the device's binding the first time.
    #[account(mut)]
    pub device_key: Signer,
    /// The device's account in registry.
    pub device: UncheckedAccount,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The device's binding: seeds `binding`, the device's account. Created the first time.
    #[account(mut)]
    pub binding: UncheckedAccount,
    /// The claim that the binding names; any account the first time.
    pub old_claim: UncheckedAccount,
    /// The system program.
    pub system_program: Known<System>,
}

/// Discriminator and binding.
const BINDING_SPACE: usize = 8 + size_of::<Binding>();

impl StartHost {
    /// Binds the device to the claim, unless it serves one that has not ended.
    fn bind(&mut self, gpus: u32) -> Result<()> {
        if self.binding.account().is_data_empty() {
            self.create_binding()?;
        } else {
            self.check_free()?;
        }
        let mut binding = Own::<Binding>::of(*self.binding.account())?;
        binding.device = *self.device.address();
        binding.claim = *self.claim.address();
        binding.gpus = gpus;
        Ok(())
    }

    fn create_binding(&mut self) -> Result<()> {
        let device = *self.device.address();
        let (expected, bump) = find_program_address(&[BINDING_SEED, device.as_ref()], &crate::ID);
        require!(
            address_eq(self.binding.address(), &expected),
            EscrowError::WrongBinding
        );
        let binding = NewAccount {
            payer: self.device_key.account(),
            target: self.binding.account(),
            seeds: &[BINDING_SEED, device.as_ref(), &[bump]],
            space: BINDING_SPACE,
            owner: &crate::ID,
            extra: 0,
        };
        binding.create()?;
        let mut view: AccountView = *self.binding.account();
        let mut data = view
            .try_borrow_mut()
            .map_err(|_| EscrowError::WrongBinding)?;
        let (discriminator, body) = data
            .split_at_mut_checked(8)
            .ok_or(EscrowError::WrongBinding)?;
        discriminator.copy_from_slice(Binding::DISCRIMINATOR);
        // Version and bump come first; the version makes the rest readable.
        if let Some(head) = body.first_chunk_mut() {
            *head = [BINDING_VERSION, bump];
        }
        Ok(())
    }

    /// The binding is this device's, and the claim that it names has ended or is gone.
    fn check_free(&self) -> Result<()> {
        let binding = Own::<Binding>::of(*self.binding.account())?;
        require!(
            address_eq(&binding.device, self.device.address()),
            EscrowError::WrongBinding
        );
        require!(
            address_eq(&binding.claim, self.old_claim.address()),
            EscrowError::WrongOldClaim
        );
        if !address_eq(self.old_claim.account().owner(), &crate::ID) {
            return Ok(());
        }
        let claim = Own::<Claim>::of(*self.old_claim.account())?;
        let state = accept!(ClaimState::from_code(claim.state));
        require!(!state.is_open(), EscrowError::DeviceBusy);
        Ok(())
    }
}

/// **Specification**
/// - Signed by the device's key; the device belongs to the claim's operator, is active, suits
///   the job and has the GPUs. One transaction per host.
/// - The device serves no other claim that has not ended. Within the time to start.
/// - With the last of the claim's GPUs billing begins, for all of them: downloads before that
///   are the operator's time.
pub fn start_host(ctx: &mut Context<StartHost>, gpus: u32) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let job = &accounts.job;
    let device = foreign::device(
        &accounts.device,
        accounts.device_key.address(),
        &accounts.claim.operator,
    )?;
    require!(gpus <= device.gpus, EscrowError::TooFewGpusInDevice);
    accept!(
        job.filters
            .to_core(job.mint_index)
            .check_device(&device.traits)
    );
    accept!(let state = job.state());
    accept!(let record = accounts.claim.record());
    accept!(let started = record.start_host(state, gpus, now, slot));

    accounts.bind(gpus)?;
    let claim = &mut accounts.claim;
    claim.set_record(&started.claim_after);
    if started.running {
        claim.settled_until = now;
        accounts.job.set_state(&started.job_after);
    }
    emit(&HostStarted {
        claim: *claim.address(),
        device: *accounts.device.address(),
        gpus,
        gpus_started: started.gpus_started,
        billing: u8::from(started.running),
        reserved: [0; 3],
    });
    Ok(())
}
