//! The market from end to end, over RPC: what `cargo xtask demo` shows and a test checks.
//!
//! A client burns IO for IOSD and posts a job for two GPUs, two operators claim one each, run them,
//! and get paid; a second job is paid in a dollar token. Every transaction is booked from the
//! chain's record of it, see [`books`], and at the end the books are compared with the balances
//! and with the rules of `ionet_core`.

pub mod books;
mod cast;
mod checks;
mod job;
mod report;
mod stage;

use std::error::Error;

use solana_signer::Signer;

use crate::Network;
use cast::Cast;
use job::{JobRun, Payment, Played};
use stage::Stage;

/// IO that the client buys from the community, base units.
const IO_FOR_CLIENT: u64 = 100_000_000_000;
/// IO that the client burns for IOSD, base units.
const IO_BURNED: u64 = 400_000_000;
/// Dollars that the issuer gives the client, micro-dollars.
const DOLLARS_FOR_CLIENT: u64 = 25_000_000;
/// The price of IO that is published, micro-dollars.
const IO_PRICE: u64 = 2_500_000;

/// Plays the scenario on a network whose migration has run, and checks it. Returns the tables.
///
/// # Errors
/// What a program or the RPC refuses.
///
/// # Panics
/// When books, balances and rules differ by a single unit.
pub async fn run(network: &Network) -> Result<String, Box<dyn Error>> {
    let cast = Cast::assemble(network).await;
    let mut stage = Stage::new(network, &cast);
    let before = checks::Balances::read(&stage, &cast);

    let played = play(&mut stage, &cast).await;
    let played = played.map_err(|error| format!("{}: {error}", stage.step()))?;
    let after = checks::Balances::read(&stage, &cast);
    checks::balances(&stage, &before, &after);
    checks::payments(&stage, &cast, &played);
    let wallets = cast.wallets();
    let first: Vec<&str> = wallets.iter().map(|(name, _)| *name).collect();
    Ok(report::tables(stage.books(), &first))
}

async fn play(stage: &mut Stage<'_>, cast: &Cast) -> Result<[Played; 2], Box<dyn Error>> {
    fund(stage, cast).await?;
    register(stage, cast).await?;
    let paid_in_iosd = JobRun {
        payment: Payment::Iosd,
        operators: &[0, 1],
    };
    let paid_in_dollars = JobRun {
        payment: Payment::Dollars,
        operators: &[1],
    };
    Ok([
        job::run(stage, cast, &paid_in_iosd).await?,
        job::run(stage, cast, &paid_in_dollars).await?,
    ])
}

/// Everybody gets the tokens that the jobs need.
async fn fund(stage: &mut Stage<'_>, cast: &Cast) -> Result<(), Box<dyn Error>> {
    stage.claim_vested(cast).await?;
    let to_client = stage::transfer_io(cast, IO_FOR_CLIENT);
    let community = [&cast.community];
    stage
        .send("community sells IO", &to_client, &community)
        .await?;
    stage.publish_price(cast, IO_PRICE).await?;
    let mint = stage.mint_iosd(cast, IO_BURNED);
    stage
        .send("burn IO for IOSD", &mint, &[&cast.client])
        .await?;
    let dollars = stage.issue_dollars(cast, DOLLARS_FOR_CLIENT);
    let issuer = [&cast.issuer];
    stage
        .send("issuer sells dollars", &dollars, &issuer)
        .await?;
    Ok(())
}

/// Operators, devices and the client register; the stand-in says what they have staked and what was
/// verified.
async fn register(stage: &mut Stage<'_>, cast: &Cast) -> Result<(), Box<dyn Error>> {
    for (number, operator) in cast.operators.iter().enumerate() {
        let (owner, device) = (&operator.owner, &operator.device);
        let step = format!("register operator {}", number + 1);
        let register = stage::register_operator(operator);
        stage.send(&step, &register, &[owner, device]).await?;
        let verify = stage.verify(cast, &owner.pubkey());
        let step = format!("stand-in: stake and GPU of operator {}", number + 1);
        stage.send(&step, &verify, &[&cast.admin]).await?;
    }
    let client = stage::register_client(&cast.client.pubkey());
    stage
        .send("register the client", &client, &[&cast.client])
        .await?;
    Ok(())
}
