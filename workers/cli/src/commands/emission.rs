//! `ionet emission status` and `advance`.

use anyhow::Result;
use ionet_client::{ClientError, TransactionSender, instructions};
use ionet_core::{
    emission::{AdvanceOutcome, EmissionState, MAX_EPOCHS_PER_ADVANCE},
    supply::SUPPLY_CAP,
    time::EPOCH_SECONDS,
};
use serde_json::json;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    amounts::{grouped, io},
    context::Context,
    onchain::Emission,
    output::{facts, time},
};

/// Prints where the schedule stands.
pub async fn status(context: &Context) -> Result<()> {
    let emission = Emission::read(context).await?;
    let (state, schedule) = (&emission.state, &emission.state.schedule);
    let next_due_at = next_due_at(state);
    let value = json!({
        "chain_time": emission.now,
        "start_time": state.start_time,
        "next_epoch": state.next_epoch,
        "epochs_due": emission.due(),
        "next_epoch_ends": next_due_at,
        "month": schedule.month,
        "epoch_in_month": schedule.epoch_in_month,
        "month_mint": schedule.month_mint.to_string(),
        "availability_bps": state.current_parameters().availability_bps,
        "claim_window_epochs": state.current_parameters().claim_window_epochs,
        "availability_pool": state.availability.unearned().to_string(),
        "compute_pool": state.compute.unearned().to_string(),
        "reserve": state.reserve.to_string(),
        "minted_ever": emission.minted_ever.to_string(),
    });
    context.output.result(&value, || {
        let parameters = state.current_parameters();
        facts([
            ("chain time", time(emission.now)),
            ("started", time(state.start_time)),
            ("epochs minted", grouped(state.next_epoch)),
            ("epochs due", grouped(emission.due())),
            ("next epoch ends", time(next_due_at)),
            (
                "month",
                format!(
                    "{}, epoch {} of 730",
                    schedule.month, schedule.epoch_in_month
                ),
            ),
            (
                "this month mints",
                format!("{} IO", io(schedule.month_mint)),
            ),
            (
                "availability share",
                format!("{} of 10,000", grouped(parameters.availability_bps.into())),
            ),
            (
                "claim window",
                format!("{} epochs", parameters.claim_window_epochs),
            ),
            (
                "availability pool",
                format!("{} IO", io(state.availability.unearned())),
            ),
            (
                "compute pool",
                format!("{} IO", io(state.compute.unearned())),
            ),
            ("reserve", format!("{} IO", io(state.reserve))),
            (
                "left to the cap",
                format!("{} IO", io(SUPPLY_CAP.saturating_sub(emission.minted_ever))),
            ),
        ])
        .to_string()
    });
    Ok(())
}

/// Mints the epochs that are due, in as many transactions as it takes.
pub async fn advance(context: &Context, at_most: Option<u64>) -> Result<()> {
    let emission = Emission::read(context).await?;
    let epochs = emission.due().min(at_most.unwrap_or(u64::MAX));
    if epochs == 0 {
        let at = next_due_at(&emission.state);
        context
            .output
            .result(&json!({ "epochs": 0, "next_epoch_ends": at }), || {
                format!("no epoch is due; the next one ends at {}", time(at))
            });
        return Ok(());
    }
    let plan = plan(&emission, epochs)?;
    let total = Total::of(&plan);
    let signer = context.signer()?;
    if context.dry_run {
        let sender = TransactionSender::with_rpc(context.rpc.clone());
        sender
            .simulate(
                &[instructions::emission::advance(calls(epochs))],
                &signer.pubkey(),
            )
            .await?;
        context
            .output
            .result(&total.json(true), || format!("would mint {}", total.text()));
        return Ok(());
    }
    context.ask(&format!("Mint {}?", total.text()))?;
    let done = send(context, &signer, epochs).await?;
    let mut value = total.json(false);
    value["epochs"] = done.into();
    context
        .output
        .result(&value, || format!("minted {}", total.text()));
    Ok(())
}

/// Sends as many advances as `epochs` takes. Returns how many epochs were asked for until none
/// was due any more: somebody else may advance at the same time.
pub async fn send(context: &Context, signer: &Keypair, epochs: u64) -> Result<u64> {
    let sender = TransactionSender::with_rpc(context.rpc.clone());
    let bar = if context.output.is_json() || epochs <= u64::from(MAX_EPOCHS_PER_ADVANCE) {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new(epochs)
    };
    let mut done = 0;
    while done < epochs {
        let max_epochs = calls(epochs - done);
        match sender
            .send(&[instructions::emission::advance(max_epochs)], signer, &[])
            .await
        {
            Ok(_) => done += u64::from(max_epochs),
            Err(ClientError::Program { name, .. }) if name == "NoEpochDue" => break,
            Err(error) => return Err(error.into()),
        }
        bar.set_position(done);
    }
    bar.finish_and_clear();
    Ok(done)
}

/// When the epoch that is minted next ends, unix seconds.
fn next_due_at(state: &EmissionState) -> i64 {
    let epochs = i64::try_from(state.next_epoch)
        .unwrap_or(i64::MAX)
        .saturating_add(1);
    state
        .start_time
        .saturating_add(epochs.saturating_mul(EPOCH_SECONDS))
}

/// Epochs of the next transaction when `left` are to be minted.
fn calls(left: u64) -> u16 {
    u16::try_from(left)
        .unwrap_or(u16::MAX)
        .min(MAX_EPOCHS_PER_ADVANCE)
}

/// What each transaction will do, by the same rules as the program.
fn plan(emission: &Emission, epochs: u64) -> Result<Vec<AdvanceOutcome>> {
    let (mut state, mut minted_ever, mut left) = (emission.state, emission.minted_ever, epochs);
    let mut outcomes = Vec::new();
    while left > 0 {
        let outcome = state.advance(minted_ever, emission.now, calls(left))?;
        minted_ever += outcome.minted_availability + outcome.minted_compute;
        left -= outcome.epochs;
        state = outcome.state_after;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Sums of a plan, base units.
struct Total {
    epochs: u64,
    transactions: usize,
    availability: u64,
    compute: u64,
    from_reserve: u64,
}

impl Total {
    fn of(plan: &[AdvanceOutcome]) -> Self {
        let sum = |part: fn(&AdvanceOutcome) -> u64| plan.iter().map(part).sum();
        Self {
            epochs: sum(|outcome| outcome.epochs),
            transactions: plan.len(),
            availability: sum(|outcome| outcome.minted_availability),
            compute: sum(|outcome| outcome.minted_compute),
            from_reserve: sum(|outcome| {
                outcome.reserve_to_availability + outcome.reserve_to_compute
            }),
        }
    }

    fn json(&self, dry_run: bool) -> serde_json::Value {
        json!({
            "dry_run": dry_run,
            "epochs": self.epochs,
            "transactions": self.transactions,
            "minted_availability": self.availability.to_string(),
            "minted_compute": self.compute.to_string(),
            "returned_from_reserve": self.from_reserve.to_string(),
        })
    }

    fn text(&self) -> String {
        format!(
            "{} epochs: {} IO to the availability pool, {} IO to the compute pool, {} IO back from the reserve \
             (transactions: {})",
            grouped(self.epochs),
            io(self.availability),
            io(self.compute),
            io(self.from_reserve),
            self.transactions
        )
    }
}

#[cfg(test)]
mod tests {
    use ionet_core::{
        emission::{EmissionParameters, Preset},
        supply::GENESIS_SUPPLY,
    };

    use super::*;

    fn behind(epochs: i64) -> Emission {
        let parameters = EmissionParameters {
            availability_bps: 5_000,
            claim_window_epochs: 24,
        };
        let state =
            EmissionState::start(1_000, 1_000, Preset::Official, parameters, GENESIS_SUPPLY)
                .unwrap();
        Emission {
            state,
            minted_ever: GENESIS_SUPPLY,
            now: 1_000 + epochs * EPOCH_SECONDS,
        }
    }

    #[test]
    fn a_month_is_one_transaction_and_mints_its_vector() {
        let total = Total::of(&plan(&behind(730), 730).unwrap());
        assert_eq!((total.epochs, total.transactions), (730, 1));
        assert_eq!(total.availability + total.compute, 333_333_333_333_333);
    }

    #[test]
    fn ten_thousand_missed_epochs_are_fourteen_transactions() {
        let emission = behind(10_000);
        assert_eq!(emission.due(), 10_000);
        let total = Total::of(&plan(&emission, 10_000).unwrap());
        assert_eq!((total.epochs, total.transactions), (10_000, 14));
    }

    #[test]
    fn the_next_epoch_ends_an_hour_after_the_start() {
        assert_eq!(next_due_at(&behind(0).state), 1_000 + EPOCH_SECONDS);
    }
}
