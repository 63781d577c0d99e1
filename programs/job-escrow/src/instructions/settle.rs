//! Books what a claim earned.

use anchor_lang::{address_eq, prelude::*};
use ionet_core::{
    job::{JobError, JobState},
    settlement::{Circumstances, Funding, Points, SettleOutcome, Split, TokenRoute},
};
use ionet_program_common::accounts::{Known, Own};
use ionet_token_cpi as token_cpi;

use super::{booking::with_participant, clock, ending};
use crate::{
    constants::{IOSD_INDEX, JOB_SEED},
    error::EscrowError,
    events::{PointsForfeited, Settled, emit},
    foreign,
    state::{Claim, EscrowConfig, Job, PointsBucket, Shard, add, points},
};

/// Accounts of [`settle`].
#[derive(Accounts)]
pub struct Settle {
    /// The operator's wallet, when it settles without a price and does without the points.
    #[account(
        constraint = address_eq(operator_signature.address(), &claim.operator) @ EscrowError::NotOperator
    )]
    pub operator_signature: Option<Signer>,
    /// The program's config.
    #[account(seeds = [b"escrow"], bump)]
    pub config: Own<EscrowConfig>,
    /// The job.
    #[account(mut)]
    pub job: Own<Job>,
    /// The claim.
    #[account(
        mut,
        constraint = address_eq(&claim.job, job.address()) @ EscrowError::ClaimOfOtherJob
    )]
    pub claim: Own<Claim>,
    /// The job's token account.
    #[account(mut, address = job.vault @ EscrowError::WrongVault)]
    pub vault: UncheckedAccount,
    /// The job's shard.
    #[account(
        mut,
        constraint = shard.shard == job.shard && shard.mint_index == job.mint_index
            @ EscrowError::WrongShard
    )]
    pub shard: Own<Shard>,
    /// The shard's token account.
    #[account(mut, address = shard.vault @ EscrowError::WrongShardVault)]
    pub shard_vault: UncheckedAccount,
    /// Where the token share goes, as the config has it: the IOSD mint or the mint's buy-and-burn
    /// vault.
    #[account(
        mut,
        constraint = config.is_sink(job.mint_index, token_sink.address())
            @ EscrowError::WrongTokenSink
    )]
    pub token_sink: UncheckedAccount,
    /// The operator's record.
    #[account(mut, unsafe(dup))]
    pub operator: UncheckedAccount,
    /// The client's record; may be the operator's.
    #[account(mut, unsafe(dup))]
    pub client: UncheckedAccount,
    /// Record of the client's referrer; the client's own record when the claim pays none.
    #[account(mut, unsafe(dup))]
    pub client_referrer: UncheckedAccount,
    /// Record of the operator's referrer; the operator's own record when the claim pays none.
    #[account(mut, unsafe(dup))]
    pub operator_referrer: UncheckedAccount,
    /// Price account of the job's mint; not looked at for IOSD.
    pub price: UncheckedAccount,
    /// The classic SPL Token program.
    pub token_program: Known<Token>,
}

impl Settle {
    fn funding(&self, now: i64) -> Result<Funding> {
        let config = &self.config;
        if self.job.mint_index == IOSD_INDEX {
            return Ok(Funding::Iosd {
                points_bps: config.parameters.joint.iosd_points_bps,
            });
        }
        let listed = config.listed(self.job.mint_index)?;
        let rules = config.parameters.price_rules();
        let price = foreign::price(
            &self.price,
            &config.price_program,
            &listed.feed_id,
            rules,
            now,
        )
        .ok();
        Ok(Funding::Dollar {
            price_lower: price.map(|price| price.lower_bound.dollar_fraction_ppm_floor()),
        })
    }

    /// One call: everything but the token share to the shard, the token share to its sink.
    fn move_tokens(&mut self, booked: &Split, route: TokenRoute) -> Result<()> {
        let to_shard = booked
            .gross
            .checked_sub(booked.token)
            .ok_or(EscrowError::Overflow)?;
        if booked.gross == 0 {
            return Ok(());
        }
        let job = &self.job;
        let (client, number, bump) = (job.client, job.number.to_le_bytes(), [job.bump]);
        let authority = job.account();
        let vault = self.vault.account();
        let sink = self.token_sink.account();
        let shard_vault = self.shard_vault.account();
        let share = match route {
            TokenRoute::Burn => token_cpi::Operation::burn(vault, sink, authority, booked.token),
            TokenRoute::BuyAndBurn => {
                token_cpi::Operation::transfer(vault, sink, authority, booked.token)
            }
        };
        token_cpi::pair(
            &[
                token_cpi::Operation::transfer(vault, shard_vault, authority, to_shard),
                share,
            ],
            &[&[JOB_SEED, client.as_ref(), &number, &bump]],
        );
        Ok(())
    }

    fn book(&mut self, epoch: u64, outcome: &SettleOutcome) -> Result<()> {
        let booked = &outcome.booked;
        let mint = self.job.mint_index;
        let claim = &self.claim;
        with_participant(&self.operator, &claim.operator, |operator| {
            operator.balance_mut(mint)?.book(booked.usd)?;
            operator.stakers_mut(mint)?.book(booked.stakers)?;
            let points = &mut operator.operator_points;
            book_points(points, &claim.operator, epoch, outcome.points)
        })?;
        with_participant(&self.client, &self.job.client, |client| {
            let points = Points {
                bonus_points: 0,
                ..outcome.points
            };
            book_points(&mut client.client_points, &self.job.client, epoch, points)
        })?;
        if booked.client_referral > 0 {
            with_participant(&self.client_referrer, &claim.client_referrer, |referrer| {
                referrer.balance_mut(mint)?.book(booked.client_referral)
            })?;
        }
        if booked.operator_referral > 0 {
            with_participant(
                &self.operator_referrer,
                &claim.operator_referrer,
                |referrer| referrer.balance_mut(mint)?.book(booked.operator_referral),
            )?;
        }
        self.book_in_shard(epoch, outcome)
    }

    fn book_in_shard(&mut self, epoch: u64, outcome: &SettleOutcome) -> Result<()> {
        let booked = &outcome.booked;
        let shard = &mut self.shard;
        shard.gross = add(shard.gross, booked.gross)?;
        shard.token_shares = add(shard.token_shares, booked.token)?;
        shard.treasury.book(booked.treasury)?;
        shard.verifiers.book(booked.verifiers)?;
        for part in [
            booked.usd,
            booked.stakers,
            booked.client_referral,
            booked.operator_referral,
        ] {
            shard.participants.book(part)?;
        }
        if outcome.points.points > 0 {
            shard.book_points(epoch, outcome.points)?;
        }
        Ok(())
    }

    /// Marks the claim settled when all it earned is booked and the hold-back is over, or says
    /// why it is not.
    fn finish(&mut self, state: &JobState, now: i64) -> Result<Option<EscrowError>> {
        let gross = self.claim.settled_gross;
        match self.claim.record()?.settled(state, gross, now) {
            Ok(settled) => {
                self.claim.set_record(&settled);
                Ok(None)
            }
            Err(JobError::Meter(error)) => Err(EscrowError::from(error).into()),
            Err(JobError::Disputed) => Ok(Some(EscrowError::ClaimDisputed)),
            Err(JobError::AlreadySettled) => Ok(Some(EscrowError::ClaimSettled)),
            Err(_) => Ok(Some(EscrowError::NothingToSettle)),
        }
    }

    /// Frees the bond of a claim that is settled, if it was not free with its end. Returns what
    /// it was and what the operator still locks.
    fn release_bond(&mut self) -> Result<[u64; 2]> {
        if self.claim.bond == 0 {
            return Ok([0; 2]);
        }
        let owner = self.claim.operator;
        with_participant(&self.operator, &owner, |operator| {
            let released = ending::release_bond(&mut self.claim, operator)?;
            Ok([released, operator.locked_bond])
        })
    }
}

/// **Specification**
/// - Anyone may call it, at any time (I8); works while paused (I10). Books only: no payee's
///   token account is touched, so no payee can stop another's.
/// - Books the difference between the splits of the cumulative gross now and at the last
///   settlement: how often it is called changes nothing, and a repetition books nothing
///   (I3, I7). Terms are those the claim was made with.
/// - While the claim runs, seconds older than an hour; the rest 15 minutes after its end was
///   recorded. A dispute holds back what was held back when it was opened. A replica is settled
///   once its job's replicas are decided.
/// - The last settlement of a claim that could be disputed frees its bond.
/// - The token share is burned (IOSD) or goes to the buy-and-burn vault that the config names, and counts as points
///   of operator and client in the running epoch; seconds older than a day count none. A
///   dollar mint needs a price for that, unless the operator itself signs and forgoes them.
pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
    let accounts = &mut ctx.accounts;
    let (now, _) = clock()?;
    let epoch = accounts.config.epoch_at(now)?;
    accept!(let state = accounts.job.state());
    accept!(let record = accounts.claim.record());
    let claim = &accounts.claim;
    let up_to = accept!(record.settleable(state, now));
    let (settled, terms) = (claim.settled(), claim.terms.into());
    let booked = if settled.is_behind(&up_to) {
        let circumstances = Circumstances {
            now,
            funding: accounts.funding(now)?,
            by_operator: accounts.operator_signature.is_some(),
        };
        let outcome = accept!(settled.settle(&up_to, &terms, &circumstances));
        accounts.claim.settled_gross = outcome.settled_after.gross;
        accounts.claim.settled_until = outcome.settled_after.until;
        accounts.job.moved = add(accounts.job.moved, outcome.booked.gross)?;
        accounts.book(epoch, &outcome)?;
        Some(outcome)
    } else {
        None
    };
    let unfinished = accounts.finish(state, now)?;
    if let (Some(why), None) = (unfinished, &booked) {
        return Err(why.into());
    }
    let finished = unfinished.is_none();
    let [bond_released, locked_bond_after] = if finished {
        accounts.release_bond()?
    } else {
        [0; 2]
    };
    if let Some(outcome) = &booked {
        accounts.move_tokens(&outcome.booked, outcome.token_route)?;
    }

    let split = booked.map_or_else(Split::default, |outcome| outcome.booked);
    let claim = &accounts.claim;
    emit(&Settled {
        job: claim.job,
        claim: *claim.address(),
        mint: accounts.job.mint,
        gross_before: settled.gross,
        gross_after: claim.settled_gross,
        treasury: split.treasury,
        verifiers: split.verifiers,
        client_referral: split.client_referral,
        operator_referral: split.operator_referral,
        stakers: split.stakers,
        usd: split.usd,
        token: split.token,
        points: booked.map_or(0, |outcome| outcome.points.points),
        moved_after: accounts.job.moved,
        bond_released,
        locked_bond_after,
        finished: u8::from(finished),
        reserved: [0; 7],
    });
    Ok(())
}

fn book_points(
    buckets: &mut [PointsBucket; 4],
    owner: &Address,
    epoch: u64,
    earned: Points,
) -> Result<()> {
    if earned.points == 0 {
        return Ok(());
    }
    let booked = accept!(points(buckets).book(epoch, earned));
    *buckets = booked.buckets_after.buckets.map(Into::into);
    if let Some(forfeited) = booked.forfeited {
        emit(&PointsForfeited {
            owner: *owner,
            epoch: forfeited.epoch,
            points: forfeited.points.points,
            bonus_points: forfeited.points.bonus_points,
        });
    }
    Ok(())
}
