//! What a keeper does for the market: ends what is due, settles, refunds, closes.
//!
//! Every step is one that anybody may take. What is due is told by the accounts; the program has
//! the last word, and what it refuses is tried again at the next look.

use anyhow::Result;
use ionet_client::{
    ClientError, TransactionSender,
    generated::job_escrow::accounts::{Claim, EscrowConfig},
    instructions::job_escrow,
    market,
};
use ionet_core::{
    job::{ClaimState, EndReason},
    settlement::{HOLD_BACK_AFTER_END_SECONDS, MAX_GAP_SECONDS},
};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    context::Context,
    onchain::{
        self, chain_time,
        jobs::{FoundJob, all_jobs, claims, config, resolve, settle_with, verdict_account},
    },
};

/// What one look at the market led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MarketReport {
    /// Claims and jobs whose end was due.
    pub ended: u32,
    /// Replicas and disputes decided.
    pub decided: u32,
    /// Claims settled.
    pub settled: u32,
    /// Jobs refunded.
    pub refunded: u32,
    /// Claims and jobs closed.
    pub closed: u32,
}

/// Takes every step that is due now.
pub async fn step(context: &Context, signer: &Keypair) -> Result<MarketReport> {
    let mut report = MarketReport::default();
    let address = ionet_client::job_escrow::pdas::find_config_pda().0;
    if !onchain::exists(context, &address).await? {
        return Ok(report);
    }
    let keeper = Keeper {
        signer,
        sender: context.sender().await?,
        config: config(context).await?,
        now: chain_time(context).await?,
    };
    for job in all_jobs(context).await? {
        let claims = claims(context, &job.at.address).await?;
        for claim in &claims {
            keeper.claim(context, &job, claim, &mut report).await?;
        }
        keeper.job(&job, &claims, &mut report).await?;
    }
    Ok(report)
}

struct Keeper<'a> {
    signer: &'a Keypair,
    sender: TransactionSender,
    config: EscrowConfig,
    now: i64,
}

impl Keeper<'_> {
    async fn claim(
        &self,
        context: &Context,
        job: &FoundJob,
        claim: &Claim,
        report: &mut MarketReport,
    ) -> Result<()> {
        let record = market::claim_record(claim)?;
        let operator = &claim.operator;
        let never_ran = matches!(record.reason, Some(EndReason::Expired | EndReason::Failed));
        let undecided = job.state()?.verification.is_replicate() && !never_ran;
        match record.state {
            ClaimState::Claimed | ClaimState::Starting | ClaimState::Running => {
                if self.end_may_be_due(job, claim) {
                    report.ended += self.send(job_escrow::finish(&job.at, operator)).await?;
                }
            }
            ClaimState::Disputed => {
                let payer = self.signer.pubkey();
                let all = resolve(context, &self.config, &payer, &job.at, operator).await?;
                report.decided += self.send_all(&all).await?;
            }
            ClaimState::Ended if !undecided => self.settle(job, claim, report).await?,
            ClaimState::Resolved => self.settle(job, claim, report).await?,
            ClaimState::Ended | ClaimState::Committed | ClaimState::Revealed => {
                let verdict = verdict_account(&self.config, &job.at.address);
                let decide = job_escrow::decide(&job.at, operator, verdict);
                report.decided += self.send(decide).await?;
            }
            ClaimState::Settled | ClaimState::Closed => {
                report.closed += self.send(job_escrow::close_claim(&job.at, claim)).await?;
            }
        }
        Ok(())
    }

    /// Settles a claim in full, once nothing of it is held back.
    async fn settle(&self, job: &FoundJob, claim: &Claim, report: &mut MarketReport) -> Result<()> {
        let waits = claim
            .recorded_at
            .saturating_add(HOLD_BACK_AFTER_END_SECONDS);
        if self.now >= waits {
            let with = settle_with(&self.config, job, None)?;
            let settle = job_escrow::settle(&job.at, claim, with.token_sink, with.price);
            report.settled += self.send(settle).await?;
        }
        Ok(())
    }

    async fn job(&self, job: &FoundJob, claims: &[Claim], report: &mut MarketReport) -> Result<()> {
        let account = &job.account;
        if account.ended_at == 0 {
            let finished = account.slots_finished == account.slots;
            if finished || self.now >= account.claim_deadline {
                report.ended += self.send(job_escrow::end_job(&job.at)).await?;
            }
            return Ok(());
        }
        if account.refunded == 0 && account.moved < account.deposit {
            report.refunded += self.send(job_escrow::refund(&job.at)).await?;
        }
        if claims.is_empty() {
            let close = job_escrow::close_job(self.signer.pubkey(), &job.at);
            report.closed += self.send(close).await?;
        }
        Ok(())
    }

    /// Dark for too long, never started, or of a job that has ended or used its time up.
    fn end_may_be_due(&self, job: &FoundJob, claim: &Claim) -> bool {
        let dark = claim.newest.at.saturating_add(MAX_GAP_SECONDS);
        let windows = job.account.windows.iter();
        let seconds: u64 = windows.map(|window| window.seconds).sum();
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        let never_started = claim.started_at == 0 && self.now > claim.start_by;
        let running = claim.started_at > 0;
        let used_up = self.now >= claim.started_at.saturating_add(seconds);
        job.account.ended_at > 0 || never_started || running && (used_up || self.now > dark)
    }

    /// 1 when it was sent, 0 when the program says that it is not due, or somebody was faster.
    async fn send(&self, instruction: Instruction) -> Result<u32> {
        self.send_all(&[instruction]).await
    }

    async fn send_all(&self, instructions: &[Instruction]) -> Result<u32> {
        match self.sender.send(instructions, self.signer, &[]).await {
            Ok(_) => Ok(1),
            Err(ClientError::Program { .. }) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}
