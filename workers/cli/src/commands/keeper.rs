//! `ionet keeper`: takes every permissionless step that is due.

use std::time::Duration;

use anyhow::Result;
use ionet_client::{ClientError, TransactionSender, instructions};
use ionet_core::emission::EmissionError;
use serde_json::json;
use solana_keypair::Keypair;

use crate::{
    amounts::{grouped, io},
    cli::KeeperArgs,
    commands::{
        emission,
        market_keeper::{self, MarketReport},
        oracle,
    },
    context::Context,
    onchain::Emission,
};

/// The longest pause after errors, seconds.
const LONGEST_PAUSE: u64 = 300;

/// What one look at the chain led to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Epochs minted.
    pub epochs: u64,
    /// Base units moved to the reserve; `None` when the claim window was open.
    pub rolled_over: Option<u64>,
    /// Prices of a local chain that were published again.
    pub prices: u32,
    /// What was due on the market.
    pub market: MarketReport,
}

/// Runs until stopped, or once.
pub async fn run(context: &Context, args: &KeeperArgs) -> Result<()> {
    let signer = context.signer()?;
    if context.dry_run {
        let due = Emission::read(context).await?.due();
        context
            .output
            .result(&json!({ "dry_run": true, "epochs_due": due }), || {
                format!("{} epochs are due", grouped(due))
            });
        return Ok(());
    }
    if args.once {
        let report = step(context, &signer).await?;
        context.output.result(&report.json(), || report.text());
        return Ok(());
    }
    context
        .output
        .note(format!("keeping {}; Ctrl-C ends it", context.cluster));
    tokio::select! {
        () = keep(context, &signer, Duration::from_secs(args.interval)) => Ok(()),
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

/// Keeps the chain for ever. Errors are told and tried again, at growing intervals.
pub async fn keep(context: &Context, signer: &Keypair, interval: Duration) {
    let mut pause = interval;
    loop {
        match step(context, signer).await {
            Ok(report) => {
                pause = interval;
                if report.is_worth_telling() {
                    context
                        .output
                        .result(&report.json(), || format!("keeper: {}", report.text()));
                }
            }
            Err(error) => {
                pause = (pause * 2).min(Duration::from_secs(LONGEST_PAUSE));
                eprintln!("keeper: {error:#}; next try in {} s", pause.as_secs());
            }
        }
        tokio::time::sleep(pause).await;
    }
}

/// Takes what is due now.
pub async fn step(context: &Context, signer: &Keypair) -> Result<Report> {
    let emission = Emission::read(context).await?;
    let mut report = Report::default();
    if emission.due() > 0 {
        report.epochs = emission::send(context, signer, emission.due()).await?;
    }
    report.rolled_over = roll_over(context, signer).await?;
    report.prices = oracle::refresh(context, signer).await?;
    report.market = market_keeper::step(context, signer).await?;
    Ok(report)
}

async fn roll_over(context: &Context, signer: &Keypair) -> Result<Option<u64>> {
    let emission = Emission::read(context).await?;
    let outcome = match emission.state.roll_over(emission.now) {
        Ok(outcome) => outcome,
        Err(EmissionError::ClaimWindowOpen { .. } | EmissionError::EpochsBehind) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    let sender = TransactionSender::with_rpc(context.rpc.clone());
    match sender
        .send(&[instructions::emission::roll_over()], signer, &[])
        .await
    {
        Ok(_) => Ok(Some(outcome.from_availability + outcome.from_compute)),
        // Another keeper was faster.
        Err(ClientError::Program { name, .. })
            if name == "ClaimWindowOpen" || name == "EpochsBehind" =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

impl Report {
    /// Fresh prices alone are not: a local chain gets each of them three times a minute.
    fn is_worth_telling(&self) -> bool {
        self.epochs > 0 || self.rolled_over.is_some() || self.market != MarketReport::default()
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "epochs": self.epochs,
            "rolled_over": self.rolled_over.map(|amount| amount.to_string()),
            "prices": self.prices,
            "ended": self.market.ended,
            "decided": self.market.decided,
            "settled": self.market.settled,
            "refunded": self.market.refunded,
            "closed": self.market.closed,
        })
    }

    fn text(&self) -> String {
        let mut parts = vec![format!("{} epochs minted", grouped(self.epochs))];
        if let Some(amount) = self.rolled_over {
            parts.push(format!("{} IO rolled over to the reserve", io(amount)));
        }
        let market = &self.market;
        for (count, what) in [
            (market.ended, "ended"),
            (market.decided, "decided"),
            (market.settled, "settled"),
            (market.refunded, "refunded"),
            (market.closed, "closed"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        parts.join(", ")
    }
}
