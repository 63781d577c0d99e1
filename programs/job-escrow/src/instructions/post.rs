//! Posts a job together with its money.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::{
    job::{CLOSE_BOUNTY_LAMPORTS, JobState, JobTerms, PartialFill, Verification},
    referral, reputation,
};
use ionet_program_common::{
    accounts::{Known, Own},
    create_account::NewAccount,
    handover::NOBODY,
};
use ionet_staking_interface as staking;
use ionet_token_cpi::{self as token_cpi, account::Mint};

use super::clock;
use crate::{
    constants::{JOB_VERSION, TOKEN_ACCOUNT_SPACE, VAULT_SEED},
    error::EscrowError,
    events::{Posted, emit},
    foreign,
    state::{EscrowConfig, Filters, Job, Participant, shard_of},
};

/// Accounts of [`post`].
#[derive(Accounts)]
pub struct Post {
    /// The client's wallet: pays deposit, rent and bounty.
    #[account(mut)]
    pub client: Signer,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The client's record.
    #[account(
        mut,
        constraint = address_eq(&participant.owner, client.address()) @ EscrowError::WrongParticipant
    )]
    pub participant: Own<Participant>,
    /// The client's account in registry.
    pub client_account: UncheckedAccount,
    /// Registry's class book.
    pub class_book: UncheckedAccount,
    /// The client's stake, for priority while the class is scarce; without it none counts.
    pub client_stake: Option<UncheckedAccount>,
    /// Stake of the client's referrer; without it the referrer is not paid.
    pub referrer_stake: Option<UncheckedAccount>,
    /// The job to create: seeds `job`, the client, `participant.jobs_posted` as u64.
    #[account(
        init,
        payer = client,
        seeds = [b"job", client, participant.jobs_posted.to_le_bytes()],
        bump
    )]
    pub job: Own<Job>,
    /// The mint of the deposit.
    pub mint: Mint,
    /// The job's token account, to create.
    #[account(mut, seeds = [b"vault", job], bump)]
    pub vault: UncheckedAccount,
    /// The client's token account that pays the deposit; the token program checks it.
    #[account(mut)]
    pub source: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
    /// The system program.
    pub system_program: Known<System>,
}

/// Terms of a job.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct PostArgs {
    /// Index of the mint to pay in.
    pub mint_index: u8,
    /// How the work is checked: 0 not, 1 replicate, 2 audit.
    pub verification: u8,
    /// How often the whole job runs: 1, or 2 to 5 with replicate.
    pub replicas: u8,
    /// When not all slots are claimed: 0 keep, 1 wait, 2 fail.
    pub partial_fill: u8,
    /// 1 when the same spec always gives the same result bytes.
    pub deterministic: u8,
    /// GPUs of one replica.
    pub gpus: u32,
    /// GPUs that must sit on one host.
    pub granule: u16,
    /// How long each slot runs, seconds.
    pub seconds: u32,
    /// Claims are made before this time, unix seconds.
    pub claim_deadline: i64,
    /// How long an operator has to start, seconds.
    pub start_seconds: u32,
    /// The greatest rate accepted, micro-dollars per GPU-hour.
    pub max_rate: u64,
    /// What is asked of operators and devices.
    pub filters: Filters,
    /// Hash of the signed spec.
    pub spec_hash: [u8; 32],
}

impl PostArgs {
    fn terms(&self) -> Result<JobTerms> {
        require!(self.deterministic <= 1, EscrowError::UnknownDeterministic);
        Ok(JobTerms {
            gpus: self.gpus,
            granule: self.granule,
            seconds: self.seconds,
            claim_deadline: self.claim_deadline,
            start_seconds: self.start_seconds,
            verification: accept!(Verification::from_parts(self.verification, self.replicas)),
            deterministic: self.deterministic == 1,
            partial_fill: accept!(PartialFill::from_code(self.partial_fill)),
            filters: self.filters.to_core(self.mint_index),
        })
    }
}

impl Post {
    /// Terms of the client's side, which stand for all claims of the job.
    fn set_client_terms(&mut self, now: i64) -> Result<()> {
        let config = &self.config;
        let owner = *self.client.address();
        let client = foreign::client(&self.client_account, &owner)?;
        let epoch = config.epoch_at(now)?;
        let score = self.participant.client_outcomes.score_before(epoch);
        let stake = match &self.client_stake {
            Some(account) => {
                accept!(staking::read(account, &config.staking_program, &owner)).time_weighted_stake
            }
            None => 0,
        };
        let referrer = self.paid_referrer(&client, epoch, now)?;
        let job = &mut self.job;
        job.client_reputation = score;
        job.discount_bps = reputation::fee_discount_bps(score);
        job.client_stake = stake;
        job.client_referrer = referrer;
        Ok(())
    }

    /// The client's referrer, when one is to be paid; otherwise nobody.
    fn paid_referrer(&self, client: &foreign::Client, epoch: u64, now: i64) -> Result<Address> {
        let Some(account) = &self.referrer_stake else {
            return Ok(NOBODY);
        };
        let stake = accept!(staking::read(
            account,
            &self.config.staking_program,
            &client.referrer
        ));
        let due = referral::check_due(client.registered_at, now, stake.active_at(epoch));
        Ok(if due.is_ok() { client.referrer } else { NOBODY })
    }

    /// Creates the vault with the bounty on top of its rent, and moves the deposit into it.
    fn open_vault(&mut self, bump: u8) -> Result<()> {
        let job = *self.job.address();
        let vault = NewAccount {
            payer: self.client.account(),
            target: self.vault.account(),
            seeds: &[VAULT_SEED, job.as_ref(), &[bump]],
            space: TOKEN_ACCOUNT_SPACE,
            owner: &token_cpi::TOKEN_PROGRAM_ID,
            extra: self.job.bounty,
        };
        vault.create()?;
        let deposit = self.job.deposit;
        token_cpi::open_and_fund(
            self.vault.account(),
            self.mint.account(),
            &job,
            self.source.account(),
            self.client.account(),
            deposit,
        );
        Ok(())
    }
}

/// **Specification**
/// - The client signs; not while paused (I10). Mint listed and active, class active.
/// - The rate is the class's quote of now, at most `max_rate`, and stays locked. The deposit
///   is `ceil(rate · slots · seconds / 3600)` and moves in the same instruction: a job
///   without its money never exists.
/// - The address follows from `participant.jobs_posted`, which never falls, so that nothing
///   signed for one job fits another (I7).
/// - Reputation, discount, stake and referrer of the client are read now and stand for all
///   claims of the job.
/// - Rent and a bounty for whoever closes are the client's; the rent comes back.
pub fn post(ctx: &mut Context<Post>, args: PostArgs) -> Result<()> {
    let bumps = (ctx.bumps.job, ctx.bumps.vault);
    let accounts = &mut ctx.accounts;
    let (now, slot) = clock()?;
    let config = &accounts.config;
    config.require_not_paused(now)?;
    let listed = *config.listed(args.mint_index)?;
    require!(listed.active == 1, EscrowError::MintInactive);
    require!(
        address_eq(accounts.mint.address(), &listed.mint),
        EscrowError::WrongMint
    );
    let quote = foreign::quote(&accounts.class_book, args.filters.class)?;
    require!(quote.rate <= args.max_rate, EscrowError::RateAboveMax);
    accept!(let state = JobState::post(&args.terms()?, quote.rate, now));

    let (address, client) = (*accounts.job.address(), *accounts.client.address());
    let vault = *accounts.vault.address();
    let number = accounts.participant.jobs_posted;
    accounts.participant.jobs_posted = number.checked_add(1).ok_or(EscrowError::Overflow)?;
    let job = &mut accounts.job;
    job.version = JOB_VERSION;
    (job.bump, job.vault_bump) = bumps;
    job.mint_index = args.mint_index;
    job.shard = shard_of(&address);
    job.verification = args.verification;
    job.replicas = args.replicas;
    job.partial_fill = args.partial_fill;
    job.deterministic = args.deterministic;
    job.number = number;
    job.client = client;
    job.mint = listed.mint;
    job.vault = vault;
    job.spec_hash = args.spec_hash;
    job.filters = args.filters;
    job.gpus = args.gpus;
    job.granule = args.granule;
    job.start_seconds = args.start_seconds;
    job.slots = state.slots;
    job.utilisation_bps = quote.utilisation_bps;
    job.posted_at = now;
    job.claim_deadline = args.claim_deadline;
    job.posted_slot = slot;
    job.bounty = CLOSE_BOUNTY_LAMPORTS;
    job.set_windows(&state.hire);
    job.set_state(state);
    accounts.set_client_terms(now)?;
    accounts.open_vault(bumps.1)?;

    let job = &accounts.job;
    emit(&Posted {
        job: address,
        client,
        number,
        mint: job.mint,
        class: job.filters.class,
        slots: job.slots,
        seconds: args.seconds,
        rate: quote.rate,
        deposit: job.deposit,
        claim_deadline: job.claim_deadline,
        spec_hash: job.spec_hash,
        reserved: [0; 6],
    });
    Ok(())
}
